"""Where the set-up keeps its things, its stamps, and the lock that lets one set-up run at a time."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
WEB = ROOT / "bot" / "web"


class Stamp:
    """Remembers what a step was done for; in the folder that would be deleted to have it done again."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f".indgang-{name}"

    def is_for(self, content: str) -> bool:
        """Tell whether the step was done for exactly this."""
        return self.read() == content

    def read(self) -> str:
        """Return what it was done for; empty when it never was."""
        try:
            return self._path.read_text(encoding="utf-8")
        except OSError:
            return ""

    def set(self, content: str) -> None:
        """Note that the step is done."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(content, encoding="utf-8")


def digest(paths: Iterable[Path]) -> str:
    """Hash files by name and content, folders with everything in them (SHA-256, hexadecimal)."""
    total = hashlib.sha256()
    for path in sorted(_files(paths)):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


@contextmanager
def only_one() -> Iterator[None]:
    """Wait until no other set-up of this folder runs."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        elif path.exists():
            yield path
