"""A manifest: one JSON object a line, each a recording and what is said in it.

    {"audio": "clips/1.wav", "text": "jeg mangler bioposer", "condition": "telephone", "speaker": "a"}

``audio`` (or ``wav``) is relative to the manifest; ``text`` is what is said, as it is written. ``condition``
and ``speaker`` are optional, and so is ``intents``: every right reading of the sentence, two errands in one
joined by "+" (``["regning_forstaar_ikke", "pas+koerekort"]``).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MOST_TEXT_CHARS = 2000


@dataclass(frozen=True)
class Clip:
    """One row that can be used."""

    line: int
    """In the manifest, from 1."""
    audio: Path
    text: str
    condition: str = ""
    speaker: str = ""
    intents: tuple[str, ...] = ()
    """Every right reading; none where nobody has said."""


@dataclass(frozen=True)
class BadRow:
    """One row that cannot."""

    line: int
    why: str


def read_manifest(path: Path) -> Iterator[Clip | BadRow]:
    """Yield the rows in order; empty lines are passed over.

    Raises ``ValueError`` with a sentence where the file itself cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ValueError(f"There is no manifest {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"The manifest {path} cannot be read as UTF-8 text ({error}).") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _row(number, line, path.parent)


def _row(number: int, line: str, folder: Path) -> Clip | BadRow:
    try:
        row = json.loads(line)
    except ValueError as error:
        return BadRow(number, f"no JSON: {error}")
    if not isinstance(row, dict):
        return BadRow(number, "no JSON object")
    audio, text = row.get("audio", row.get("wav")), row.get("text")
    if not isinstance(audio, str) or not audio:
        return BadRow(number, 'no "audio"')
    if not isinstance(text, str) or not any(sign.isalnum() for sign in text):
        return BadRow(number, 'no "text"')
    if len(text) > _MOST_TEXT_CHARS:
        return BadRow(number, f'"text" is longer than {_MOST_TEXT_CHARS} characters')
    extra = [row.get(name) for name in ("condition", "speaker")]
    condition, speaker = (str(value) if isinstance(value, str | int) else "" for value in extra)
    intents = row.get("intents", [])
    if not isinstance(intents, list) or not all(isinstance(intent, str) for intent in intents):
        return BadRow(number, '"intents" is no list of texts')
    return Clip(number, folder / audio, text, condition, speaker, tuple(intents))
