"""Named steps with their time: a spinner on a terminal, plain lines elsewhere.

Only the standard library: the first steps run before anything is installed.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import TextIO

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_FRAME_SECONDS = 0.1
_NAME_CHARS = 34


class StepFailed(Exception):
    """A step cannot be done. The text says what to do, in one sentence, for the person at the terminal."""


class Step:
    """One named piece of work. Used with ``with``; an exception marks it as failed and goes on its way."""

    def __init__(self, name: str, stream: TextIO | None = None) -> None:
        self._name = name
        self._stream = stream or sys.stdout
        self._live = self._stream.isatty() and os.environ.get("TERM") != "dumb"
        self._began = 0.0
        self._detail = ""
        self._over = threading.Event()
        self._spinner = threading.Thread(target=self._spin, daemon=True)
        self.result = ""
        """What is said of the finished step, after its time."""

    def __enter__(self) -> Step:
        self._began = time.monotonic()
        if self._live:
            self._spinner.start()
        else:
            self._write(f"… {self._name}\n")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._live:
            self._over.set()
            self._spinner.join()
        sign = "✓" if kind is None else "✗"
        self._write(f"{self._line(sign)}  {self.result}".rstrip() + "\n")

    def detail(self, text: str) -> None:
        """Show what is being done right now, behind the name; on a terminal only."""
        self._detail = text

    def _spin(self) -> None:
        frame = 0
        while not self._over.wait(_FRAME_SECONDS):
            frame += 1
            columns = os.get_terminal_size(self._stream.fileno()).columns if self._live else 80
            text = f"{self._line(_FRAMES[frame % len(_FRAMES)])}  {self._detail}"
            self._write("\r\x1b[2K" + text[: max(20, columns - 1)])

    def _line(self, sign: str) -> str:
        seconds = time.monotonic() - self._began
        return f"{sign} {self._name:<{_NAME_CHARS}}{seconds:7.1f} s"

    def _write(self, text: str) -> None:
        if text.endswith("\n") and self._live:
            text = "\r\x1b[2K" + text
        self._stream.write(text)
        self._stream.flush()


def say(text: str, stream: TextIO | None = None) -> None:
    """Write one line at once."""
    out = stream or sys.stdout
    out.write(text + "\n")
    out.flush()
