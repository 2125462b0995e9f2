"""Whether everything that a conversation needs can be reached; and the metrics."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable

import aiohttp
from aiohttp import web

from bot.conversation.models import JsonObject
from bot.gateway.answers import json_answer
from bot.gateway.calls.keys import SERVICES
from bot.gateway.keys import CONVERSATIONS, METRICS, SETTINGS

_SYSTEMS = ("cura", "jobcenter", "affald", "adresser", "sager", "kontaktcenter", "mail", "sms", "mitid")
_SESSION = web.AppKey("health_session", aiohttp.ClientSession)


def setup(app: web.Application) -> None:
    """Add ``/healthz`` and ``/metrics``."""
    app.router.add_get("/healthz", health)
    app.router.add_get("/metrics", metrics)
    app.cleanup_ctx.append(_with_session)


async def health(request: web.Request) -> web.Response:
    """Return ``{"status", "checks"}``: ``ok`` or ``degraded`` (200), ``down`` (503)."""
    settings, session = request.app[SETTINGS], request.app[_SESSION]
    seconds = settings.health_seconds
    rasa, actions, store, voice, *systems = await asyncio.gather(
        _timed(_reached(session, f"{settings.rasa_url}/"), seconds),
        _timed(_reached(session, f"{settings.actions_url}/health"), seconds),
        _timed(_stores(request.app), seconds),
        _timed(_reached(session, voice_health(settings.calls.voice_url)), seconds),
        *(_timed(_described(session, settings.fagsystem_url, system), seconds) for system in _SYSTEMS),
    )
    stubs = dict(zip(_SYSTEMS, systems, strict=True))
    everything = [rasa, actions, store, *systems]
    status = "down" if not store["ok"] else "ok" if all(check["ok"] for check in everything) else "degraded"
    # Told, and not counted: where no speech model is installed, nothing is wrong with the chat.
    checks = {"rasa": rasa, "actions": actions, "stubs": stubs, "store": store, "voice": voice}
    return json_answer({"status": status, "checks": checks}, 503 if status == "down" else 200)


async def metrics(request: web.Request) -> web.Response:
    """Return the counters. For the operator's own network: a proxy in front keeps it from the public."""
    return web.Response(
        body=request.app[METRICS].exposition(),
        headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
    )


def voice_health(voice_url: str) -> str:
    """Return where the voice process tells how it is, beside its listener for browsers."""
    return f"http{voice_url.removeprefix('ws').rsplit('/ws/', 1)[0]}/healthz"


async def _stores(app: web.Application) -> None:
    await app[CONVERSATIONS].store.check()
    await app[SERVICES].store.check()


async def _with_session(app: web.Application):  # type: ignore[no-untyped-def]
    app[_SESSION] = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    yield
    await app[_SESSION].close()


async def _described(session: aiohttp.ClientSession, url: str, system: str) -> None:
    described = "/.well-known/openid-configuration" if system == "mitid" else "/openapi.json"
    await _reached(session, f"{url}/{system}{described}")


async def _reached(session: aiohttp.ClientSession, url: str) -> None:
    async with session.get(url, allow_redirects=False) as response:
        response.raise_for_status()


async def _timed(check: Awaitable[None], seconds: float) -> JsonObject:
    began = time.monotonic()
    try:
        await asyncio.wait_for(check, seconds)
        ok = True
    except (aiohttp.ClientError, asyncio.TimeoutError, sqlite3.Error, ValueError):
        ok = False
    return {"ok": ok, "ms": round((time.monotonic() - began) * 1000, 1)}
