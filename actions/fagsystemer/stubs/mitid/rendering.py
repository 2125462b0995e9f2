"""The broker's pages: small templates, everything put into them escaped."""

from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

_FOLDER = Path(__file__).parent / "pages"
_TEMPLATES = {path.stem: Template(path.read_text(encoding="utf-8")) for path in _FOLDER.glob("*.html")}
_STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")


class Markup(str):
    """Text that is HTML already: a filled template."""


def fill(template: str, **values: str) -> Markup:
    """Return the template with the values in it, each escaped unless it is ``Markup``."""
    safe = {name: value if isinstance(value, Markup) else escape(value) for name, value in values.items()}
    return Markup(_TEMPLATES[template].substitute(safe))


def page(title: str, body: Markup, *, status: int = 200, form_target: str = "") -> web.Response:
    """Return a whole page. ``form_target``: the origin that a form's answer may redirect to, if any."""
    text = fill("page", title=title, body=body)
    return web.Response(
        text=text,
        content_type="text/html",
        status=status,
        headers={
            # form-action also rules where the answer to a form may redirect to (CSP 3 section 6.4.2).
            "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
            f"frame-ancestors 'none'; form-action 'self' {form_target}".rstrip(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        },
    )


async def style(_request: web.Request) -> web.Response:
    """Answer the pages' stylesheet."""
    return web.Response(text=_STYLE, content_type="text/css", headers={"X-Content-Type-Options": "nosniff"})
