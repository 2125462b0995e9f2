"""A folder of routing files that a test may change."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.routing import read_routing
from actions.routing.current import FILES, ROUTING_FOLDER


@dataclass
class Folder:
    """A copy of the routing files."""

    path: Path
    ticks: int = 0

    def edit(self, file: str, before: str, after: str) -> int:
        """Replace the first ``before``, which must be there; return its line."""
        path = self.path / file
        text = path.read_text(encoding="utf-8")
        head, found, tail = text.partition(before)
        assert found, f"{file} has no {before!r}"
        self.write(file, head + after + tail)
        return head.count("\n") + 1

    def write(self, file: str, text: str) -> None:
        """Write a file, a second later than it was written before."""
        path = self.path / file
        path.write_text(text, encoding="utf-8")
        # The clock of a file may be coarse, and a test does not wait for it.
        self.ticks += 1
        later = path.stat().st_mtime_ns + self.ticks * 1_000_000_000
        os.utime(path, ns=(later, later))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    for name in FILES:
        shutil.copyfile(ROUTING_FOLDER / name, tmp_path / name)
    read_routing(tmp_path)
    return Folder(tmp_path)
