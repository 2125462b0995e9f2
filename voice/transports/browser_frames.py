"""What the page tells besides sound, read from untrusted JSON. Pure.

{"type": "talk", "held": bool}              the push-to-talk button
{"type": "mode", "mode": "push" | "free"}   how the citizen talks: by the button, or at any time
{"type": "key", "digit": "0".."9" | "*" | "#"}
{"type": "text", "text": str}               written instead of said
{"type": "got", "frames": int}              how many frames of sound have arrived there so far
{"type": "bye"}                             the citizen hangs up
"""

import json
from dataclasses import dataclass
from typing import Literal

from voice.transports.protocol import Key, Talk, Typed

Mode = Literal["push", "free"]

_DIGITS = frozenset("0123456789*#")
_MOST_FRAMES = 1 << 31


@dataclass(frozen=True)
class ModeChosen:
    """The citizen talks by the button, or freely."""

    mode: Mode


@dataclass(frozen=True)
class Got:
    """So many frames of our sound have reached the page."""

    frames: int


@dataclass(frozen=True)
class Bye:
    """The citizen hangs up."""


PageFrame = Talk | ModeChosen | Key | Typed | Got | Bye


def read_page_frame(text: str, most_chars: int) -> PageFrame | None:
    """Return what a text frame says, None where it makes no sense. ``most_chars``: longest written text."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(frame, dict):
        return None
    match frame:
        case {"type": "talk", "held": bool(held)}:
            return Talk(held)
        case {"type": "mode", "mode": "push" | "free" as mode}:
            return ModeChosen(mode)
        case {"type": "key", "digit": str(digit)} if digit in _DIGITS:
            return Key(digit)
        case {"type": "text", "text": str(said)}:
            return _typed(said, most_chars)
        case {"type": "got", "frames": int(frames)} if (
            not isinstance(frames, bool) and 0 <= frames < _MOST_FRAMES
        ):
            return Got(frames)
        case {"type": "bye"}:
            return Bye()
    return None


def _typed(text: str, most_chars: int) -> Typed | None:
    # A lone surrogate can be written in JSON, but in no file and on no other socket.
    cleaned = text.encode("utf-8", "ignore").decode("utf-8").strip()
    return Typed(cleaned) if 0 < len(cleaned) <= most_chars else None
