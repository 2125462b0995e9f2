"""The voice process's own small web listener: health, metrics, and browsers that the gateway brings."""

import hashlib
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from voice.line.logs import log_event
from voice.transports.protocol import Transport

_BEARER = re.compile(r"Bearer +([\x21-\x7e]{1,400})", re.IGNORECASE)

Hold = Callable[[Transport], Awaitable[None]]


def create_app(
    token: str,
    hold: Hold,
    health: Callable[[], Mapping[str, Any]],
    metrics: Callable[[], bytes],
) -> web.Application:
    """Build it. ``health`` tells how the process is; ``metrics`` is Prometheus' text."""
    known = _hashed(token)

    async def browser(request: web.Request) -> web.StreamResponse:
        found = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
        # Hashing first makes both sides equally long, whatever was sent.
        if found is None or not hmac.compare_digest(known, _hashed(found[1])):
            log_event("browser_refused")
            raise web.HTTPUnauthorized if found is None else web.HTTPForbidden
        from voice.transports.browser import handle

        return await handle(request, hold)

    async def healthz(_: web.Request) -> web.Response:
        told = health()
        return web.json_response(
            told, status=200 if told["status"] == "ok" else 503, dumps=_dumps, headers=_NO_STORE
        )

    async def shown(_: web.Request) -> web.Response:
        return web.Response(body=metrics(), content_type="text/plain", charset="utf-8", headers=_NO_STORE)

    app = web.Application(client_max_size=64 * 1024)
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", shown), web.get("/ws/voice", browser)])
    return app


_NO_STORE = {"Cache-Control": "no-store"}


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
