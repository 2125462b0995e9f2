"""The two that are measured, behind one interface: begin a conversation, say something, count the answers."""

import uuid
from typing import Protocol

import aiohttp


class Target(Protocol):
    """Someone to talk to over HTTP."""

    async def begin(self) -> str:
        """Begin a conversation and return its handle."""

    async def say(self, conversation: str, text: str) -> bool:
        """Send a message and wait for the whole answer; tell whether there was one."""


class Gateway:
    """Én Indgang through its public API, as a citizen's page meets it."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/api/conversations"
        self._tokens: dict[str, str] = {}

    async def begin(self) -> str:
        async with self._session.post(self._url) as answer:
            answer.raise_for_status()
            begun = await answer.json()
        self._tokens[begun["id"]] = begun["token"]
        return str(begun["id"])

    async def say(self, conversation: str, text: str) -> bool:
        headers = {"Authorization": f"Bearer {self._tokens[conversation]}"}
        url = f"{self._url}/{conversation}/messages"
        async with self._session.post(url, json={"text": text}, headers=headers) as answer:
            content = await answer.json()
            return answer.status == 200 and bool(content["parts"]) and "code" not in content


class StockRasa:
    """A stock Rasa through its REST channel."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/webhooks/rest/webhook"

    async def begin(self) -> str:
        return uuid.uuid4().hex

    async def say(self, conversation: str, text: str) -> bool:
        body = {"sender": conversation, "message": text}
        async with self._session.post(self._url, json=body) as answer:
            return answer.status == 200 and bool(await answer.json())
