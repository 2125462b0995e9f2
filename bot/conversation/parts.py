"""Check what comes from Rasa before anyone sees it: a part, and the end of a turn."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from bot.conversation.models import ERRAND_STATES, JsonObject, Language, State

_SAFE_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_STATES_RASA_MAY_SET = frozenset({"bot", "waiting_for_person", "closed"})
_LANGUAGES = frozenset({"da", "en"})


class MisshapenError(ValueError):
    """What Rasa sent does not have the shape agreed on. Says what is wrong, never what was said."""


@dataclass(frozen=True)
class TurnDone:
    """How the conversation stands when Rasa has said everything."""

    errands: tuple[JsonObject, ...]
    expects: str | None
    state: State
    language: Language
    handover: JsonObject | None = None
    """The latest packet for a person; told again with every turn."""
    hands_over: bool = False
    """The dialogue says that a person is wanted, with or without a packet."""
    withdrawn: bool = False
    call_back: JsonObject | None = None
    feedback: JsonObject | None = None


def checked_part(value: Any) -> JsonObject:
    """Return the part, or raise ``MisshapenError``.

    A part is an object with a ``type`` and at most texts, numbers and lists of such. Types that are not known
    here pass: the page decides what it can show. An address that a browser would run as a script does not.
    """
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise MisshapenError("a part must be an object with a type")
    text = value.get("text")
    if text is not None and not isinstance(text, str):
        raise MisshapenError("the text of a part must be a string")
    url = value.get("url")
    if url is not None and not (isinstance(url, str) and urlsplit(url).scheme in _SAFE_SCHEMES):
        raise MisshapenError("the address of a part must be http, https, mailto or tel")
    return value


def checked_done(value: Any) -> TurnDone:
    """Return the end of a turn, or raise ``MisshapenError``."""
    if not isinstance(value, dict):
        raise MisshapenError("the end of a turn must be an object")
    errands, expects = value.get("errands", []), value.get("expects")
    state, language = value.get("state", "bot"), value.get("language", "da")
    if not isinstance(errands, list) or not all(_is_errand(errand) for errand in errands):
        raise MisshapenError("errands must be a list of intent and state")
    if expects is not None and not isinstance(expects, str):
        raise MisshapenError("expects must be a string or null")
    if state not in _STATES_RASA_MAY_SET:
        raise MisshapenError("the state must be bot, waiting_for_person or closed")
    if language not in _LANGUAGES:
        raise MisshapenError("the language must be da or en")
    more = {name: value.get(name) for name in ("handover", "call_back", "feedback")}
    if not all(told is None or isinstance(told, dict) for told in more.values()):
        raise MisshapenError("handover, call_back and feedback must be objects")
    return TurnDone(
        tuple(errands),
        expects,
        cast(State, state),
        cast(Language, language),
        handover=more["handover"],
        hands_over=state == "waiting_for_person",
        withdrawn=value.get("withdrawn") is True,
        call_back=more["call_back"],
        feedback=more["feedback"],
    )


def _is_errand(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("intent"), str)
        and value.get("state") in ERRAND_STATES
    )
