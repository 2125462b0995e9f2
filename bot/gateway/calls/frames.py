"""What the line tells, read from its frames. Times are milliseconds from the call's beginning."""

import math
import re
from dataclasses import dataclass
from typing import Any, Literal

from bot.conversation.models import JsonObject
from bot.gateway.errors import ApiError

STATES = frozenset({"greeting", "listening", "thinking", "speaking", "transferring", "closed"})
HAPPENINGS = frozenset({"no_input", "wants_person", "sms_link", "recording_consent"})
MEASURES = frozenset({"first_sound", "recognition", "turn", "second_pass", "synthesis"})
"""What is counted in the metrics by name; other names stand in the record only."""
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_MS = 24 * 3600 * 1000.0


@dataclass(frozen=True)
class Said:
    """The caller said something, keyed it, or wrote it."""

    id: str
    text: str
    confidence: float | None
    start_ms: float
    end_ms: float
    language: str
    engine: str


@dataclass(frozen=True)
class Spoken:
    """The assistant was heard to say something."""

    text: str
    start_ms: float
    end_ms: float
    interrupted: bool


@dataclass(frozen=True)
class Happened:
    """Something other than words."""

    name: str
    url: str | None = None
    """With ``sms_link``: which of the links."""
    given: bool = True
    """With ``recording_consent``: False where it is withdrawn."""


@dataclass(frozen=True)
class Measured:
    """A time was measured."""

    name: str
    ms: float


@dataclass(frozen=True)
class StateIs:
    """The call is in another state."""

    state: str


@dataclass(frozen=True)
class Transferred:
    """How a transfer went, where the line knows."""

    outcome: Literal["answered", "failed"]


@dataclass(frozen=True)
class Ended:
    """The call is over."""

    reason: str


FromLine = Said | Spoken | Happened | Measured | StateIs | Transferred | Ended


def read_frame(frame: JsonObject) -> FromLine | None:
    """Return what the frame tells, None for a kind that is not known here (a newer line's).

    Raises ``ApiError`` ``bad_request`` for one that does not hold what it must.
    """
    match frame.get("type"):
        case "say":
            return Said(
                _matching(frame, "id", _ID),
                _text(frame),
                _share(frame.get("confidence")),
                *_span(frame),
                _word(frame, "language", "da"),
                _word(frame, "engine", "keys" if frame.get("keys") else "vosk"),
            )
        case "spoken":
            return Spoken(_text(frame), *_span(frame), frame.get("interrupted") is True)
        case "happened":
            given = frame.get("given", True) is not False
            return Happened(_matching(frame, "name", _NAME), _url(frame), given)
        case "measured":
            return Measured(_matching(frame, "name", _NAME), _ms(frame.get("ms")))
        case "state":
            if frame.get("state") not in STATES:
                raise ApiError("bad_request")
            return StateIs(str(frame["state"]))
        case "transfer":
            return Transferred("answered" if _matching(frame, "outcome", _NAME) == "answered" else "failed")
        case "ended":
            return Ended(_word(frame, "reason", "unknown"))
    return None


def said_id(frame: JsonObject) -> str | None:
    """Return the id that an answer to a frame is tied to, where it has one that can be used."""
    found = frame.get("id")
    return found if isinstance(found, str) and _ID.fullmatch(found) else None


def _matching(frame: JsonObject, key: str, pattern: re.Pattern[str]) -> str:
    value = frame.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ApiError("bad_request")
    return value


def _word(frame: JsonObject, key: str, default: str) -> str:
    value = frame.get(key, default)
    return value if isinstance(value, str) and _NAME.fullmatch(value) else default


def _text(frame: JsonObject) -> str:
    text = frame.get("text")
    if not isinstance(text, str):
        raise ApiError("bad_request")
    return text


def _span(frame: JsonObject) -> tuple[float, float]:
    start = _ms(frame.get("start_ms", 0))
    return start, max(start, _ms(frame.get("end_ms", start)))


def _url(frame: JsonObject) -> str | None:
    """Return the address in the details, which may stand in a frame of their own or beside the name."""
    details = frame.get("details")
    url = (details if isinstance(details, dict) else frame).get("url")
    return url if isinstance(url, str) else None


def _ms(value: Any) -> float:
    if not _is_number(value) or not 0 <= value <= _MOST_MS:
        raise ApiError("bad_request")
    return float(value)


def _share(value: Any) -> float | None:
    return min(max(float(value), 0.0), 1.0) if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
