"""A conversation with the running gateway, over its public API."""

import asyncio
import uuid
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import aiohttp

from bot.cli.steps import StepFailed

_TURN_SECONDS = 30.0
"""The gateway gives up on Rasa after 20 s and says so; longer than that."""

Json = dict[str, Any]


@dataclass
class ApiClient:
    """One citizen's conversation. Use with ``async with``."""

    address: str
    """Of the gateway, without a slash at the end."""
    id: str = ""
    seen: int = 0
    """Sequence number of the newest message read."""
    _token: str = ""
    _session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "ApiClient":
        timeout = aiohttp.ClientTimeout(total=_TURN_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def begin(self) -> Json:
        """Begin the conversation; return the gateway's answer with the greeting's parts."""
        begun = await self._call("POST", "/api/conversations")
        self.id, self._token = str(begun["id"]), str(begun["token"])
        return begun

    async def say(self, text: str) -> Json:
        """Send a message; return the answer with its parts."""
        body = {"text": text, "client_id": str(uuid.uuid4())}
        return await self._call("POST", f"/api/conversations/{self.id}/messages", body)

    async def news(self) -> list[Json]:
        """Return the messages that came since the last call, the citizen's own left out."""
        answer = await self._call("GET", f"/api/conversations/{self.id}?after={self.seen}")
        messages: list[Json] = answer["messages"]
        self.seen = max([self.seen, *(int(message["seq"]) for message in messages)])
        return [message for message in messages if message["from"] != "citizen"]

    async def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        """Raises ``StepFailed`` with a sentence: nothing listens, or the gateway's own words."""
        if self._session is None:
            raise RuntimeError("use the client with `async with`")
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        try:
            async with self._session.request(
                method, self.address + path, json=body, headers=headers
            ) as answer:
                content = await answer.json(content_type=None)
        except aiohttp.ClientConnectorError:
            raise StepFailed(
                f"Nothing answers at {self.address}: start it with `make run`, or name another gateway with"
                " INDGANG_GATEWAY_PORT or --url."
            ) from None
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise StepFailed(f"{self.address} gave no usable answer ({type(error).__name__}).") from None
        if not isinstance(content, dict) or answer.status >= 400:
            trouble = content.get("error", {}) if isinstance(content, dict) else {}
            raise StepFailed(str(trouble.get("text") or f"{self.address} answered {answer.status}."))
        return content
