"""What the stubs answer when they say no: always JSON, a stable code and one Danish sentence."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from aiohttp import web

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Problem(Exception):
    """A refusal on its way to the caller. ``text`` never repeats what the caller sent."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.text = text


def invalid(text: str) -> Problem:
    """400: the request itself is wrong."""
    return Problem(HTTPStatus.BAD_REQUEST, "invalid_input", text)


def not_found(code: str, text: str) -> Problem:
    """404: the thing asked for is not there."""
    return Problem(HTTPStatus.NOT_FOUND, code, text)


def conflict(code: str, text: str) -> Problem:
    """409: the system understood, but the state of things forbids it."""
    return Problem(HTTPStatus.CONFLICT, code, text)


def unprocessable(code: str, text: str) -> Problem:
    """422: well formed, but it names something that does not exist or cannot be had."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, text)


def problem_body(code: str, text: str) -> dict[str, Any]:
    """The one form of every error answer."""
    return {"error": {"code": code, "text": text}}


def problem_response(problem: Problem) -> web.Response:
    """The answer that tells a problem."""
    return web.json_response(problem_body(problem.code, problem.text), status=problem.status)


_HTTP_TEXTS = {
    404: ("not_found", "Adressen findes ikke."),
    405: ("method_not_allowed", "Adressen findes, men ikke med den metode."),
    413: ("too_large", "Forespørgslen er for stor."),
}


@web.middleware
async def problems_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every problem and every mistake of ours into JSON; nothing inside is ever shown."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem_response(problem)
    except web.HTTPException as answer:
        # The broker's pages are for people and speak for themselves, redirects included.
        if answer.status < 400 or request.path.startswith("/mitid/"):
            raise
        code, text = _HTTP_TEXTS.get(answer.status, ("http_error", "Forespørgslen kunne ikke besvares."))
        response = problem_response(Problem(answer.status, code, text))
        if "Allow" in answer.headers:
            response.headers["Allow"] = answer.headers["Allow"]
        return response
    except Exception as error:
        # The place and the kind only: the message of an exception may quote what a citizen sent.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s at %s:%s", type(error).__name__, frame.filename, frame.lineno)
        return problem_response(Problem(500, "internal_error", "Der skete en fejl i systemet."))
