"""The few pages that a citizen can meet on the way to and from MitID."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Literal

import yaml
from aiohttp import web

from bot.gateway.login.protocol import Beginning, FailureReason

PageName = (
    FailureReason
    | Literal["done", "wrong_browser", "replayed", "unknown_ticket", "unknown_state", "conversation_gone"]
)

CHAT_ADDRESS = "/?chat=1"
"""The page with the chat open."""

_FOLDER = Path(__file__).parent / "pages"
_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
)
_TEMPLATE = Template((_FOLDER / "page.html").read_text(encoding="utf-8"))
_STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class PageText:
    """What a page says."""

    status: int
    """HTTP status."""
    heading: str
    """Title and only heading."""
    text: str
    """What happened and what to do, in plain Danish."""


@dataclass(frozen=True)
class WayOn:
    """The one link on a page."""

    address: str
    """Path on our own server."""
    label: str
    """What the link says."""


def read_texts(path: Path) -> dict[str, PageText]:
    """Return the pages' texts by name. Raises ``TypeError`` for one with a missing or unknown field."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: PageText(**entry) for name, entry in entries.items()}


def written(entry: PageText, way_on: WayOn) -> web.Response:
    """Return a whole page that says this."""
    return web.Response(
        text=_TEMPLATE.substitute(
            heading=escape(entry.heading),
            text=escape(entry.text),
            address=escape(way_on.address),
            label=escape(way_on.label),
        ),
        content_type="text/html",
        status=entry.status,
        headers=_HEADERS,
    )


TEXTS = read_texts(_FOLDER / "texts.yml")
_TO_THE_CHAT = WayOn(CHAT_ADDRESS, "Gå tilbage til chatten")


def page(name: PageName) -> web.Response:
    """Return the page with a link back to the chat."""
    return written(TEXTS[name], _TO_THE_CHAT)


def onward(beginning: Beginning) -> web.Response:
    """Return the way on after a login: to the chat, or to a page that says the chat is elsewhere."""
    address = CHAT_ADDRESS if beginning == "browser" else "/login/done"
    return web.Response(status=302, headers={"Location": address, "Cache-Control": "no-store"})


async def done(_request: web.Request) -> web.Response:
    """Answer the page for a citizen whose chat is not in this browser."""
    return page("done")


async def style(_request: web.Request) -> web.Response:
    """Answer the pages' stylesheet."""
    return web.Response(text=_STYLE, content_type="text/css", headers={"X-Content-Type-Options": "nosniff"})
