"""Serve an application on a port until told to stop."""

import asyncio
import signal

from aiohttp import web

from bot.gateway.answers import error_answer
from bot.gateway.errors import ApiError
from bot.gateway.logs import log_event


class _CalmHandler(web.RequestHandler):
    """Answers what is no HTTP at all as calmly as the rest: aiohttp would quote it, with an English text."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        super().handle_error(request, status, exc, message)  # Logs it, and raises if an answer has begun.
        response = error_answer(ApiError("bad_request" if status < 500 else "internal_error"), status)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Server"] = "en-indgang"
        response.force_close()
        return response


async def serve(
    app: web.Application, host: str, port: int, stop: asyncio.Event, shutdown_seconds: float
) -> None:
    """Serve until ``stop`` is set. Raises ``OSError`` when the port cannot be had."""
    loop = asyncio.get_running_loop()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=shutdown_seconds)
    try:
        await runner.setup()
        manager = runner.server
        if manager is None:
            raise RuntimeError("the application was not set up")
        listening = await loop.create_server(
            lambda: _CalmHandler(manager, loop=loop), host, port, reuse_address=True
        )
        log_event("listening", port=port)
        await stop.wait()
        listening.close()
    finally:
        log_event("stopping")
        await runner.cleanup()


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set ``stop`` on Ctrl-C and on a request to end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
