"""``POST /model/parse`` on Rasa's own port: what a message is understood as, for tools on this machine.

Rasa serves the route with ``--enable-api`` only, together with others that load a model from any address or
read any conversation, without a password. This channel serves the one route, with the stock answer.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

_PREFIX = "/model"


class ParseChannel(InputChannel):  # type: ignore[misc]
    """No conversations come in here: the message is parsed and forgotten."""

    @classmethod
    def name(cls) -> str:
        return "indgang_parse"

    def url_prefix(self) -> str:
        """An absolute path: Rasa joins it to ``/webhooks/``, of which nothing is left."""
        return _PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Serve the route. 400 for a body without a text, 409 while there is no model."""
        routes = Blueprint("indgang_parse", type(self).__name__)

        @routes.post("/parse")  # type: ignore[untyped-decorator]
        async def parse(request: Request) -> HTTPResponse:
            body = request.json
            text = body.get("text") if isinstance(body, dict) else None
            if not isinstance(text, str):
                return _failure(400, "BadRequest", "The body must be a JSON object with a text.")
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                return _failure(409, "Conflict", "No model is loaded.")
            return response.json(await agent.parse_message(text))

        return routes


def _failure(code: int, reason: str, message: str) -> HTTPResponse:
    """Answer in the shape of Rasa's own errors."""
    return response.json(
        {"status": "failure", "code": code, "reason": reason, "message": message}, status=code
    )
