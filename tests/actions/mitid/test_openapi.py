"""The broker describes itself at the same address as every other fagsystem."""

from pathlib import Path

import yaml
from aiohttp import web

from actions.fagsystemer.stubs import mitid


def test_the_document_describes_every_route_and_no_other(tmp_path: Path) -> None:
    app = web.Application()
    mitid.setup(app, tmp_path / "mitid.sqlite3", None)
    served = {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource and route.method != "HEAD"
    }
    text = Path(mitid.__file__).with_name("openapi.yml").read_text(encoding="utf-8")
    paths = yaml.safe_load(text)["paths"]
    described = {(method, path) for path, methods in paths.items() for method in methods}
    aside = {("get", "/mitid/openapi.json"), ("get", "/mitid/style.css")}
    assert described == served - aside
