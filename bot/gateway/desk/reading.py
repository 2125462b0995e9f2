"""Read what a desk sends: typed values, or an error that says what is wrong."""

import re
from datetime import datetime

from actions.dialogue.catalogue import enquiries
from bot.conversation.models import JsonObject
from bot.gateway.errors import ApiError
from bot.gateway.personal_service.models import Level
from bot.gateway.personal_service.ownership import OUTCOMES, Outcome
from bot.gateway.text import clean
from nlu.clock import COPENHAGEN

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_BANNER_CHARS = 500


def text_in(body: JsonObject, name: str = "text") -> str:
    """Return a text. Raises ``ApiError``."""
    text = body.get(name)
    if text is None:
        raise ApiError("empty_text")
    if not isinstance(text, str):
        raise ApiError("bad_request")
    return text


def client_id_in(body: JsonObject) -> str:
    """Return the sender's own id, without which sending again would send twice. Raises ``ApiError``."""
    client_id = body.get("client_id")
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise ApiError("bad_client_id")
    return client_id


def outcome_in(body: JsonObject) -> Outcome:
    """Return the outcome. Raises ``ApiError``."""
    for outcome in OUTCOMES:
        if body.get("outcome") == outcome:
            return outcome
    raise ApiError("bad_request")


def banner_in(body: JsonObject, now: float) -> tuple[str, Level, float | None]:
    """Return text, level and end (seconds since 1970) of a banner. Raises ``ApiError``."""
    text, level, until = clean(text_in(body), _MOST_BANNER_CHARS), body.get("level"), body.get("until")
    if level not in ("warning", "danger"):
        raise ApiError("bad_request")
    if until is None:
        return text, level, None
    try:
        moment = datetime.fromisoformat(str(until).replace("Z", "+00:00"))
    except ValueError:
        raise ApiError("bad_request") from None
    seconds = (moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)).timestamp()
    if seconds <= now:
        raise ApiError("bad_request")
    return text, level, seconds


def topic_in(intent: str, body: JsonObject) -> bool:
    """Return whether the enquiry is to be off. Raises ``ApiError``."""
    if intent not in enquiries():
        raise ApiError("not_found")
    if not isinstance(body.get("off"), bool):
        raise ApiError("bad_request")
    return bool(body["off"])
