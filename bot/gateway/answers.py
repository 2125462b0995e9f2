"""Answers in JSON, readable as they stand."""

import json

from aiohttp import web

from bot.conversation.models import JsonObject
from bot.gateway.errors import ApiError


def json_answer(body: JsonObject, status: int = 200) -> web.Response:
    """Return ``body`` as JSON, with Danish letters as letters."""
    return web.Response(
        text=json.dumps(body, ensure_ascii=False), status=status, content_type="application/json"
    )


def error_answer(error: ApiError, status: int | None = None) -> web.Response:
    """Return ``{"error": {"code", "text"}}``; ``status`` stands in for the error's own."""
    answer = json_answer({"error": error.to_json()}, status or error.status)
    if error.retry_after_seconds is not None:
        answer.headers["Retry-After"] = str(error.retry_after_seconds)
    if answer.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
