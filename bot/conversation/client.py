"""Ask Rasa for one turn and read the answer as it is spoken.

``POST {rasa}/webhooks/indgang/turn`` answers with lines of JSON: any number of ``{"part": …}``, then exactly
one ``{"done": …}`` or ``{"error": {"code": …}}``.
"""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp.http_exceptions import LineTooLong

from bot.conversation.models import Channel, JsonObject, Language, PendingEvent, State
from bot.conversation.parts import MisshapenError, TurnDone, checked_done, checked_part

_CONNECT_SECONDS = 2.0
_TAIL_SECONDS = 0.2
_LINE_BYTES = 1 << 18


class AssistantError(Exception):
    """A turn that was not answered to its end. ``code`` is stable and safe to show."""

    code = "assistant_failed"


class AssistantUnavailableError(AssistantError):
    """Rasa cannot be reached, or hung up."""

    code = "assistant_unavailable"


class AssistantSlowError(AssistantError):
    """Rasa did not finish in time; what it had begun may still be carried out."""

    code = "assistant_slow"


class AssistantGarbledError(AssistantError):
    """Rasa's answer does not have the shape agreed on."""

    code = "assistant_garbled"


class AssistantFailedError(AssistantError):
    """Rasa said itself that the turn failed. ``reason`` is Rasa's own code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Utterance:
    """Something the citizen wrote or said, already masked."""

    text: str
    message_id: str
    """The same each time this very message is sent again."""

    def to_json(self) -> JsonObject:
        """Return the part of the request that says what happened."""
        return {"text": self.text, "message_id": self.message_id}


@dataclass(frozen=True)
class Event:
    """Something that happened to the conversation and that only the gateway may tell."""

    name: PendingEvent
    reason: str | None = None

    def to_json(self) -> JsonObject:
        """Return the part of the request that says what happened."""
        told: JsonObject = {"event": self.name}
        if self.reason is not None:
            told["reason"] = self.reason
        return told


@dataclass(frozen=True)
class TurnContext:
    """In whose conversation, by which channel."""

    conversation: str
    citizen: str | None
    """Opaque reference while logged in."""
    channel: Channel
    language: Language
    call: JsonObject = field(default_factory=dict)
    """On the telephone: ``login`` (how the approval stands), ``reachable`` (an SMS can be sent)."""
    state: State = "bot"
    """Whether a person is wanted already."""
    topics_off: tuple[str, ...] = ()
    """Enquiries that are left to people for now."""
    waits: JsonObject = field(default_factory=dict)
    """Minutes that a newcomer would wait, by queue; only queues that somebody answers for at the desk."""


class TurnClient:
    """Speaks to one Rasa server over kept-alive connections. ``open`` before use, ``close`` after."""

    def __init__(self, rasa_url: str, timeout_seconds: float) -> None:
        self._url = f"{rasa_url.rstrip('/')}/webhooks/indgang/turn"
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds, sock_connect=_CONNECT_SECONDS)

    async def open(self) -> None:
        """Get ready to ask. Rasa need not be there yet."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=self._timeout,
            read_bufsize=_LINE_BYTES,
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def turn(
        self, context: TurnContext, happening: Utterance | Event
    ) -> AsyncGenerator[JsonObject | TurnDone, None]:
        """Yield each part as it comes, and a ``TurnDone`` last. Raises ``AssistantError``.

        Use it under ``contextlib.aclosing``, so that leaving early hangs up at once.
        """
        request = {
            "sender": context.conversation,
            **happening.to_json(),
            "metadata": {
                "citizen": context.citizen,
                "channel": context.channel,
                "language": context.language,
                "state": context.state,
                "topics_off": list(context.topics_off),
                "waits": context.waits,
                **context.call,
            },
        }
        try:
            async with self._session.post(self._url, json=request) as response:
                if response.status != 200:
                    raise AssistantFailedError(f"status_{response.status}")
                async for line in response.content:
                    if not line.strip():
                        continue
                    said = _read(line)
                    yield said
                    if isinstance(said, TurnDone):
                        await _finish(response)
                        return
        except asyncio.TimeoutError as error:
            raise AssistantSlowError("Rasa did not finish in time") from error
        except aiohttp.ClientError as error:
            raise AssistantUnavailableError("Rasa cannot be reached") from error
        except LineTooLong as error:
            raise AssistantGarbledError("a line from Rasa has no end") from error
        raise AssistantGarbledError("Rasa stopped without saying it was done")


async def _finish(response: aiohttp.ClientResponse) -> None:
    """Read the end of the stream, so that the connection can be kept. Not for long: the turn is over."""
    try:
        await asyncio.wait_for(response.content.read(1), _TAIL_SECONDS)
    except (asyncio.TimeoutError, aiohttp.ClientError):
        response.close()


def _read(line: bytes) -> JsonObject | TurnDone:
    try:
        said: Any = json.loads(line)
        if isinstance(said, dict):
            if "part" in said:
                return checked_part(said["part"])
            if "done" in said:
                return checked_done(said["done"])
            if "error" in said:
                raise AssistantFailedError(_reason(said["error"]))
    except (MisshapenError, ValueError, RecursionError) as error:
        raise AssistantGarbledError("a line from Rasa cannot be read") from error
    raise AssistantGarbledError("a line from Rasa is of no known kind")


def _reason(error: Any) -> str:
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else "unknown"
