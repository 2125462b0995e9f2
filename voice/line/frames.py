"""What line and gateway tell each other, as JSON. A frame that is not what it should be is left out."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from voice.conversation import (
    CallState,
    Done,
    Failed,
    FromConversation,
    Happened,
    Identity,
    IdentityChanged,
    Measured,
    Part,
    Say,
    Spoken,
    ToConversation,
    TransferTo,
    Welcome,
)

_IDENTITIES = frozenset(get_args(Identity))


def write_frame(what: ToConversation) -> str:
    """Return the frame that tells the gateway."""
    return json.dumps(_written(what), ensure_ascii=False)


def read_frame(data: str) -> FromConversation | None:
    """Return what a frame of the gateway tells; None for a kind that is not known, or a broken one."""
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return _read(frame) if isinstance(frame, dict) else None


def _written(what: ToConversation) -> dict[str, Any]:
    if isinstance(what, Say):
        return {
            "type": "say",
            "id": what.id,
            "text": what.text,
            "confidence": what.confidence,
            "start_ms": what.start_ms,
            "end_ms": what.end_ms,
            "language": what.language,
            "engine": what.engine,
            "keys": what.engine == "keys",
        }
    if isinstance(what, Spoken):
        return {
            "type": "spoken",
            "text": what.text,
            "start_ms": what.start_ms,
            "end_ms": what.end_ms,
            "interrupted": what.interrupted,
        }
    if isinstance(what, Happened):
        return {**what.details, "type": "happened", "name": what.name}
    if isinstance(what, Measured):
        return {"type": "measured", "name": what.name, "ms": max(0.0, what.ms)}
    if isinstance(what, CallState):
        return {"type": "state", "state": what.state}
    return {"type": "ended", "reason": what.reason}


def _read(frame: Mapping[str, Any]) -> FromConversation | None:
    kind = frame.get("type")
    if kind == "welcome":
        parts = frame.get("parts")
        return Welcome(
            _text(frame, "language", "da"),
            _identity(frame.get("identity")),
            tuple(part for part in parts if isinstance(part, dict)) if isinstance(parts, list) else (),
            frame.get("resumed") is True,
        )
    if kind == "part":
        part = frame.get("part")
        return Part(_id(frame), part) if isinstance(part, dict) else None
    if kind == "done":
        choices = frame.get("choices")
        expects = frame.get("expects")
        return Done(
            _id(frame),
            expects if isinstance(expects, str) else None,
            _text(frame, "state", "bot"),
            _text(frame, "language", "da"),
            tuple(title for title in choices if isinstance(title, str)) if isinstance(choices, list) else (),
        )
    if kind == "failed":
        return Failed(_id(frame), _text(frame, "code", "unknown"), _text(frame, "text", ""))
    if kind == "identity":
        return IdentityChanged(_identity(frame.get("state")))
    if kind == "transfer":
        return TransferTo(_text(frame, "target", ""), _text(frame, "queue", ""))
    return None


def _id(frame: Mapping[str, Any]) -> str | None:
    found = frame.get("id")
    return found if isinstance(found, str) else None


def _text(frame: Mapping[str, Any], key: str, default: str) -> str:
    found = frame.get(key)
    return found if isinstance(found, str) else default


def _identity(value: Any) -> Identity:
    return value if isinstance(value, str) and value in _IDENTITIES else "none"  # type: ignore[return-value]
