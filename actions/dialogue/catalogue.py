"""The enquiry catalogue as the dialogue sees it: titles, owners, queues, and what needs a login.

The rows are data in ``bot/catalogue.yml``; responsibilities move between forvaltninger, code does not.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Kind = Literal["danger", "info", "act", "guide", "handoff"]
"""What a journey does: answers, acts (and asks for something first), advises, or hands over."""

CATALOGUE_FILE = Path(__file__).resolve().parents[2] / "bot" / "catalogue.yml"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One row of the catalogue."""

    id: str
    title: str
    owner: str
    """Forvaltning by its abbreviation: SUF, KTF, BIF ..."""
    queue: str
    mode: Literal["straks", "tid", "link", "videre"]
    identity: Literal["none", "mitid"]
    scope: Literal["kerne", "bred"]
    name: str
    """How the assistant names it in the middle of a sentence: "bioposer", "din tid i jobcentret"."""
    mention: str = ""
    """Regular expression for words by which a citizen means this act when undoing or correcting one."""


@cache
def enquiries() -> dict[str, Enquiry]:
    """Return all enquiries by id. Raises ``ValueError`` naming the row that does not fit."""
    found: dict[str, Enquiry] = {}
    for row in _rows("enquiries"):
        enquiry = _read(row)
        found[enquiry.id] = enquiry
    return found


def _read(row: dict[str, str]) -> Enquiry:
    try:
        fields = {key: value for key, value in row.items() if key != "seed"}
        short = re.split(r"[:,(]", row["title"])[0].strip()
        fields.setdefault("name", short if short[:2].isupper() else short[:1].lower() + short[1:])
        return Enquiry(**fields)  # type: ignore[arg-type]
    except (KeyError, TypeError) as error:
        raise ValueError(f"the catalogue: the row {row.get('id', row)!r} does not fit: {error}") from error


@cache
def dialogue_acts() -> dict[str, str]:
    """Return the titles of the dialogue acts by id."""
    return {row["id"]: row["title"] for row in _rows("dialogue_acts")}


@cache
def _act_names() -> dict[str, str]:
    return {row["id"]: row.get("name", row["title"]) for row in _rows("dialogue_acts")}


def _rows(kind: str) -> list[dict[str, str]]:
    path = Path(os.environ.get("INDGANG_CATALOGUE", CATALOGUE_FILE))
    rows: list[dict[str, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))[kind]
    return rows


def title_of(intent: str) -> str:
    """Name an enquiry or dialogue act as its catalogue row does."""
    return enquiries()[intent].title if intent in enquiries() else dialogue_acts()[intent]


def name_of(intent: str) -> str:
    """Name an enquiry, or danger, in the middle of a sentence."""
    return enquiries()[intent].name if intent in enquiries() else _act_names()[intent]


def same_family(one: str, other: str) -> bool:
    """Tell whether two acts are about the same thing: both on the jobcenter, both on home care."""
    return one.split("_")[-1] == other.split("_")[-1] or one.split("_")[0] == other.split("_")[0]
