"""A part as the line gets it: with what must be said otherwise by ear, and without one-time links. Pure."""

import re
from urllib.parse import urlsplit

from bot.conversation.models import JsonObject
from bot.gateway.calls.models import CallChannel
from bot.gateway.calls.texts import call_text
from bot.gateway.personal_service.models import Banner

_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_MOST_BANNER_CHARS = 240
"""About 15 seconds of speech: nobody keeps more of it in mind."""


def spoken_part(part: JsonObject, channel: CallChannel, *, reachable: bool, code: str) -> JsonObject:
    """Return the part for the line.

    ``reachable`` says that a text message can be sent to the caller: the line itself offers that. ``code`` is
    what the MitID app shows; the line itself says that the app waits.
    """
    if part["type"] == "login":
        return _login(part, channel, code)
    if part["type"] == "link" and channel == "phone":
        return {**part, "speech": _link(part, reachable=reachable)}
    return part


def _login(part: JsonObject, channel: CallChannel, code: str) -> JsonObject:
    if channel == "browser":
        # The page shows the link; the line must not send anybody to an app or to another page.
        return {"type": "text", "text": str(part.get("text") or "")}
    told = {key: value for key, value in part.items() if key != "url"}
    if code:
        told["speech"] = f"{said_of(part)} {call_text('login', 'code', code=' '.join(code))}"
    return told


def _link(part: JsonObject, *, reachable: bool) -> str:
    said = said_of(part).rstrip(" :")
    said = said if said.endswith((".", "!", "?")) or not said else f"{said}."
    where = "" if reachable else call_text("sms", "place", host=host_of(str(part["url"])))
    return f"{said} {where}".strip()


def spoken_banner(banner: Banner, page: str) -> JsonObject:
    """Return what every caller is told now: its first sentences, and where the rest is when there is more."""
    sentences = _SENTENCES.split(" ".join(banner.text.split()))
    said = sentences[0]
    for sentence in sentences[1:]:
        if len(said) + 1 + len(sentence) > _MOST_BANNER_CHARS:
            return _banner_part(f"{said} {call_text('banner', 'rest', host=host_of(page))}")
        said = f"{said} {sentence}"
    return _banner_part(said)


def _banner_part(said: str) -> JsonObject:
    text = call_text("banner", "begin", text=said)
    return {"type": "text", "text": text, "speech": text}


def said_of(part: JsonObject) -> str:
    """Return what is spoken of a part: its speech, else its text."""
    return str(part.get("speech") or part.get("text") or "")


def host_of(url: str) -> str:
    """Return the address's host as people say it: ``kk.dk``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
