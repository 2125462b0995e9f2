"""A log file that cannot fill the disk, and the last lines of it for a sentence about a crash."""

from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO


class LogFile:
    """Takes what a child writes. One older file is kept (``name.log.1``)."""

    def __init__(self, path: Path, *, max_bytes: int = 2_000_000, last_lines: int = 12) -> None:
        """``max_bytes`` a file; ``last_lines`` are held in memory."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._max_bytes = max_bytes
        self._last: deque[str] = deque(maxlen=last_lines)
        self._file = self._open()

    def write(self, line: bytes) -> None:
        """Append one line, with its line end; at once on disk for whoever follows the file.

        What a full disk does not take is left out: a child must not stand still for its log.
        """
        text = line.decode("utf-8", "replace").rstrip()
        if text:
            self._last.append(text[:500])
        with suppress(OSError):
            self._file.write(line)
            if self._file.tell() >= self._max_bytes:
                self.path.replace(self.path.with_name(self.path.name + ".1"))
                full, self._file = self._file, self._open()
                full.close()

    def last_lines(self) -> list[str]:
        """The last lines written by this process's supervisor, oldest first."""
        return list(self._last)

    def forget(self) -> None:
        """Begin the last lines anew: a new process writes from here on."""
        self._last.clear()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _open(self) -> IO[bytes]:
        file = self.path.open("ab", buffering=0)
        # What went wrong may hint at what a citizen did: the owner's business alone.
        self.path.chmod(0o600)
        return file
