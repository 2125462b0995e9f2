"""The text message gateway (`sms`) over HTTP."""

from typing import Any

from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields


class HttpTextMessages:
    """`TextMessages` against the gateway's HTTP service."""

    def __init__(self, http: HttpSystem) -> None:
        self._http = http

    async def send(self, to: str, text: str, key: str) -> None:
        """See `TextMessages.send`."""
        await self._http.write("POST", "/messages", {"to": to, "text": text}, _parse_sent, key)


def _parse_sent(answer: Any) -> None:
    Fields(answer).text("receipt")
