"""Around every request: one log line, and no error leaves but with a code and a Danish text."""

import time

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.gateway.answers import error_answer
from bot.gateway.errors import ApiError, told
from bot.gateway.keys import METRICS
from bot.gateway.login_side import CURRENT_REQUEST
from bot.gateway.logs import log_event
from bot.gateway.pages import error_page
from bot.gateway.tokens import log_name

_CODE_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 408: "too_slow", 413: "too_long"}


@web.middleware
async def observed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log the route, never the path or the query: they hold ids and tickets."""
    CURRENT_REQUEST.set(request)
    began = time.monotonic()
    status = 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as redirect:
        status = redirect.status
        raise
    finally:
        resource = request.match_info.route.resource
        conversation = request.match_info.get("conversation") or request.match_info.get("call")
        log_event(
            "request",
            method=request.method,
            route=resource.canonical if resource else "unknown",
            status=status,
            ms=round((time.monotonic() - began) * 1000, 1),
            conversation=log_name(conversation) if conversation else None,
        )


@web.middleware
async def told_in_danish(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever went wrong into a code and a Danish text."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        fallback = "bad_request" if error.status < 500 else "internal_error"
        answer = _answer(request, ApiError(_CODE_BY_STATUS.get(error.status, fallback)))
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except Exception as error:
        return _answer(request, told(error))


def _answer(request: web.Request, error: ApiError) -> web.Response:
    request.app[METRICS].errors.labels(error.code).inc()
    if "text/html" in request.headers.get("Accept", "") and not request.path.startswith("/api/"):
        return error_page(error)
    return error_answer(error)
