"""A part as the line gets it: with what must be said otherwise by ear, and without one-time links. Pure."""

from urllib.parse import urlsplit

from bot.conversation.models import JsonObject
from bot.gateway.calls.models import CallChannel
from bot.gateway.calls.texts import call_text


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


def said_of(part: JsonObject) -> str:
    """Return what is spoken of a part: its speech, else its text."""
    return str(part.get("speech") or part.get("text") or "")


def host_of(url: str) -> str:
    """Return the address's host as people say it: ``kk.dk``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
