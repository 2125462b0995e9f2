"""The few pages that an employee can meet on the way to and from the sign-in."""

from pathlib import Path
from typing import Literal

from aiohttp import web

from bot.gateway.login.pages import WayOn, read_texts, written
from bot.gateway.login.protocol import FailureReason

PageName = FailureReason | Literal["no_role", "unknown_state", "wrong_browser", "too_many"]

DESK = "/desk"
LOGIN = "/desk/login"

TEXTS = read_texts(Path(__file__).parent / "pages" / "texts.yml")
_AGAIN = WayOn(LOGIN, "Log ind")
_AS_ANOTHER = WayOn(f"{LOGIN}?prompt=login", "Log ind på en anden måde")


def page(name: PageName) -> web.Response:
    """Return the page with a link to another try."""
    # The broker may remember who it is, and would send the same answer straight back.
    return written(TEXTS[name], _AS_ANOTHER if name in ("no_role", "level_too_low") else _AGAIN)


def to_the_desk() -> web.Response:
    """Return the way on to the desk; never to an address that a request names."""
    return web.Response(status=303, headers={"Location": DESK, "Cache-Control": "no-store"})
