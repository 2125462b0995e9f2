"""What the login needs of the gateway's conversations; the gateway implements it."""

from typing import Literal, Protocol

from aiohttp import web

LoginEvent = Literal["login_done", "login_failed"]
Beginning = Literal["browser", "api"]
FailureReason = Literal[
    "refused",
    "timed_out",
    "ticket_expired",
    "ticket_used",
    "flow_expired",
    "level_too_low",
    "bad_answer",
    "broker_down",
    "broker_error",
]


class ConversationGoneError(Exception):
    """The conversation was closed or forgotten while the citizen was away logging in."""


class LoginConversations(Protocol):
    """Conversations as the login sees them. ``conversation`` is always the gateway's own id."""

    async def begun_by(self, conversation: str) -> Beginning | None:
        """Say who began it: a browser (it got a session cookie) or an API client (a token only).

        ``None`` when the conversation is unknown or closed.
        """

    async def carries_session(self, conversation: str, request: web.Request) -> bool:
        """Say whether ``request`` carries the valid session cookie of the browser that began it."""

    async def bind_identity(self, conversation: str, citizen: str) -> None:
        """Raise the conversation to level ``mitid`` as ``citizen``, the opaque OpenID Connect ``sub``.

        Raises ``ConversationGoneError``.
        """

    async def rotate_session(self, conversation: str, response: web.StreamResponse) -> None:
        """Give a browser-begun conversation a new session id and set its cookie on ``response``.

        The old cookie is worth nothing afterwards. Does nothing to one begun over the API.
        """

    async def run_event(
        self, conversation: str, event: LoginEvent, reason: FailureReason | None = None
    ) -> None:
        """Run the event through the dialogue as a turn; its parts land in the conversation.

        ``reason`` comes with ``login_failed`` only. Waits until the turn is over. A dialogue engine that is
        down is the conversation's own trouble to tell: it is not raised here.
        """
