"""What a call and a caller are called."""

import re
from typing import Any

from bot.gateway.errors import ApiError

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NIL = "00000000-0000-0000-0000-000000000000"
_PUNCTUATION = re.compile(r"[ ().\-/]")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_DANISH = re.compile(r"[2-9][0-9]{7}")
_HIDDEN = frozenset({"", "anonymous", "unknown", "unavailable", "restricted", "private", "withheld"})
"""What exchanges put in place of a number that the caller keeps back (RFC 3323 and common practice)."""


def call_uuid(text: str) -> str:
    """Return the UUID in lower case with hyphens (RFC 9562). Raises ``ApiError`` ``bad_call_id``."""
    if not _UUID.fullmatch(text) or text == _NIL:
        raise ApiError("bad_call_id")
    return text.lower()


def caller_number(caller: Any) -> str | None:
    """Return the number as E.164, None for one that is kept back. Raises ``ApiError`` ``bad_caller``.

    Eight digits are Danish; ``00`` before a country code is as good as ``+``.
    """
    if caller is None:
        return None
    if not isinstance(caller, str) or len(caller) > 40:
        raise ApiError("bad_caller")
    number = _PUNCTUATION.sub("", caller.strip())
    if number.casefold() in _HIDDEN:
        return None
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif _DANISH.fullmatch(number):
        number = f"+45{number}"
    if not _E164.fullmatch(number) or (number.startswith("+45") and not _DANISH.fullmatch(number[3:])):
        raise ApiError("bad_caller")
    return number


def is_danish(number: str | None) -> bool:
    """Say whether a text message can be sent, and a call back asked for: Danish numbers only."""
    return number is not None and number.startswith("+45")
