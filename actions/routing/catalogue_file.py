"""The rows of ``bot/catalogue.yml``, for those who need the ids and for the dialogue's catalogue."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from actions.yaml_file import read_yaml

CATALOGUE_FILE = Path(__file__).resolve().parents[2] / "bot" / "catalogue.yml"


def catalogue_rows(kind: str) -> list[dict[str, str]]:
    """Return the rows ``enquiries`` or ``dialogue_acts``; ``INDGANG_CATALOGUE`` may name another file."""
    path = Path(os.environ.get("INDGANG_CATALOGUE", CATALOGUE_FILE))
    rows: list[dict[str, str]] = read_yaml(path)[kind]
    return rows


@cache
def enquiry_ids() -> frozenset[str]:
    """Return the ids of all enquiries."""
    return frozenset(row["id"] for row in catalogue_rows("enquiries"))
