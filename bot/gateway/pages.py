"""The built page and its assets, and the few pages that the gateway writes itself."""

import re
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from aiohttp import web

from bot.gateway.errors import ApiError
from bot.gateway.keys import SETTINGS

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")
# The name changes with the content: esbuild's "[name]-[hash]".
_HASHED = re.compile(r"-[A-Z0-9]{8}\.[a-z]+$")
_PAGE = Template(
    '<!doctype html>\n<html lang="da">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>$title – Én Indgang</title></head>\n"
    "<body><main><h1>$title</h1>$body</main></body>\n</html>\n"
)


def setup(app: web.Application) -> None:
    """Add both pages, ``/assets/…`` and the files beside them. Add it last: it catches names."""
    app.router.add_get("/", front_page)
    app.router.add_get("/desk", desk_page)
    app.router.add_get("/assets/{path:.+}", asset)
    app.router.add_get(r"/{name:[A-Za-z0-9_-]+\.[A-Za-z0-9.]+}", beside_index)


async def front_page(request: web.Request) -> web.StreamResponse:
    """Serve the citizens' page."""
    return _built(request, "index.html")


async def desk_page(request: web.Request) -> web.StreamResponse:
    """Serve the employees' page to anyone: it holds nothing, and asks ``/api/desk/me`` who is there."""
    return _built(request, "desk.html")


def _built(request: web.Request, name: str) -> web.StreamResponse:
    """Serve a built page, at the public address only: the session cookies belong to that host."""
    settings = request.app[SETTINGS]
    public = urlsplit(settings.public_url)
    host = urlsplit(f"//{request.host}").hostname
    if host != public.hostname and host in _LOOPBACK and public.hostname in _LOOPBACK:
        raise web.HTTPFound(settings.public_url + request.path_qs, text="")
    page = settings.web_dir / name
    if not page.is_file():
        return _page(
            "Siden er ikke bygget endnu",
            "<p>Kør <code>make run</code> i projektets mappe. Det bygger siden og starter det hele.</p>",
            503,
        )
    return _file(page, "no-cache")


async def asset(request: web.Request) -> web.StreamResponse:
    """Serve a built file."""
    return _served(request.app[SETTINGS].web_dir / "assets", request.match_info["path"])


async def beside_index(request: web.Request) -> web.StreamResponse:
    """Serve a file that must lie at the root, such as an icon."""
    return _served(request.app[SETTINGS].web_dir, request.match_info["name"])


def error_page(error: ApiError) -> web.Response:
    """Return an error for someone who came with a browser."""
    text = escape(error.to_json()["text"])
    return _page("Det gik ikke", f'<p>{text}</p><p><a href="/">Til forsiden</a></p>', error.status)


def _served(folder: Path, path: str) -> web.StreamResponse:
    steps = path.split("/")
    if not all(_FILE_NAME.fullmatch(step) for step in steps):
        raise ApiError("not_found")
    file = folder.joinpath(*steps)
    if not file.is_file():
        raise ApiError("not_found")
    return _file(file, "public, max-age=31536000, immutable" if _HASHED.search(steps[-1]) else "no-cache")


def _file(path: Path, caching: str) -> web.FileResponse:
    return web.FileResponse(path, headers={"Cache-Control": caching})


def _page(title: str, body: str, status: int) -> web.Response:
    text = _PAGE.substitute(title=title, body=body)
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
