"""Who is logged in at the broker, so that a logout here can end the session there. In memory only."""

from collections.abc import Callable

_KEPT_SECONDS = 3600.0
"""No broker session of ours is worth ending after this."""


class BrokerSessions:
    """The latest id_token of each conversation. It names the citizen, so it is never written anywhere."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._tokens: dict[str, tuple[float, str]] = {}

    def keep(self, conversation: str, id_token: str) -> None:
        """Remember the token, and forget the old ones."""
        oldest = self._now() - _KEPT_SECONDS
        self._tokens = {key: entry for key, entry in self._tokens.items() if entry[0] > oldest}
        self._tokens[conversation] = (self._now(), id_token)

    def take(self, conversation: str) -> str | None:
        """Return the conversation's token and forget it."""
        _, token = self._tokens.pop(conversation, (0.0, None))
        return token
