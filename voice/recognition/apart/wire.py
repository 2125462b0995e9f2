"""Frames between the line and the process that hears, over a socket pair that no one else can reach.

    0        4    5          9          13
    │ length │ op │ ear      │ request  │ payload …          big-endian; length counts from ``op``

Requests have the number that their answer comes back with. Sound is int16 LE as it is; all else is JSON.
"""

import json
import struct
from asyncio import IncompleteReadError, StreamReader
from dataclasses import asdict
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

from voice.recognition.protocol import Partial, Utterance, Word
from voice.recognition.settings import HearingSettings

_HEAD = struct.Struct("!IBII")
_LENGTH_BYTES = 4
_LONGEST_BYTES = 4 * 1024 * 1024
"""A minute of sound at 16 kHz takes half of it: what is longer is no frame of ours."""


class Op(IntEnum):
    """What a frame is."""

    SETTINGS = 1
    """To the process, first: its settings."""
    OPEN = 2
    LISTEN_FOR = 3
    HEAR = 4
    END = 5
    CLOSE = 6
    """Has no answer."""
    READY = 7
    """From the process, first: which engines run."""
    DONE = 8
    FAILED = 9
    """From the process: an error's type, and its sentence where it is one of ours for the terminal."""


class Frame(NamedTuple):
    """One of either side."""

    op: Op
    ear: int
    request: int
    payload: bytes

    def json(self) -> Any:
        """What the payload says. Raises ``ValueError``."""
        return json.loads(self.payload)


def packed(op: Op, ear: int = 0, request: int = 0, payload: bytes | Any = b"") -> bytes:
    """Return a frame; a payload that is not bytes is written as JSON."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return _HEAD.pack(_HEAD.size - _LENGTH_BYTES + len(body), op, ear, request) + body


async def next_frame(reader: StreamReader) -> Frame | None:
    """Return the next frame, or None where the other side is gone. Raises ``ValueError`` for what is none."""
    try:
        head = await reader.readexactly(_HEAD.size)
        length, op, ear, request = _HEAD.unpack(head)
        rest = length - (_HEAD.size - _LENGTH_BYTES)
        if not 0 <= rest <= _LONGEST_BYTES:
            raise ValueError("no frame has this length")
        return Frame(Op(op), ear, request, await reader.readexactly(rest))
    except (IncompleteReadError, ConnectionError):
        return None


def settings_said(settings: HearingSettings) -> dict[str, Any]:
    """Return settings as JSON can hold them."""
    return {
        name: str(value) if isinstance(value, Path) else value for name, value in asdict(settings).items()
    }


def settings_read(said: dict[str, Any]) -> HearingSettings:
    """Undo ``settings_said``."""
    plain = asdict(HearingSettings())
    read: dict[str, Any] = {
        name: Path(value) if isinstance(plain[name], Path) else value for name, value in said.items()
    }
    return HearingSettings(**read)


def partial_said(partial: Partial | None) -> dict[str, Any] | None:
    """Return a text so far as JSON can hold it."""
    return None if partial is None else {"text": partial.text}


def partial_read(said: Any) -> Partial | None:
    """Undo ``partial_said``."""
    return None if said is None else Partial(str(said["text"]))


def utterance_read(said: dict[str, Any]) -> Utterance:
    """Undo ``dataclasses.asdict`` of an utterance."""
    words = tuple(Word(**word) for word in said["words"])
    return Utterance(**{**said, "words": words})
