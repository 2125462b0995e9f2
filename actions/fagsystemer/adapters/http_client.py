"""The HTTP core under every adapter: one session, one request at a time, typed trouble.

What an answer means:

=======================  =================================================================================
2xx, the right shape     the parsed answer
2xx, anything else       tried again, then `Garbled` (read) or `Uncertain` (write)
3xx                      the same: a fagsystem does not redirect, a login page in front of it does
404 with an error code   `NotFound`
4xx with an error code   `Refused` with the service's own code
4xx without one          `Unavailable`: not the fagsystem speaking, but a proxy or a wrong address
429, 503                 tried again, then `Unavailable`: the service itself says that it did nothing
other 5xx, no answer     tried again, then `Unavailable` (read) or `Uncertain` (write)
no connection            tried again, then `Unavailable`
=======================  =================================================================================
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import aiohttp
from yarl import URL

from actions.fagsystemer.adapters.guard import AttemptFailed, Guard
from actions.fagsystemer.adapters.shapes import ShapeError
from actions.fagsystemer.errors import FagsystemError, NotFound, Refused
from actions.fagsystemer.settings import FagsystemSettings

Answer = TypeVar("Answer")

MAX_ANSWER_BYTES = 1024 * 1024
"""More than any answer in the contract needs; a runaway answer must not fill the memory."""

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass
class _Contact:
    """Whether a request got so far that the system may have seen it."""

    made: bool = False


class SharedSession:
    """The one aiohttp session of all systems, made when first used, in the loop that uses it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def get(self) -> aiohttp.ClientSession:
        """Return the open session. Must be called inside a running event loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                # A back office has no business setting cookies on a municipality's citizens as a crowd.
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"Accept": "application/json", "User-Agent": "en-indgang"},
                trace_configs=[_contact_tracing()],
            )
        return self._session

    async def close(self) -> None:
        """Close it; the next `get` makes a new one."""
        if self._session is not None:
            await self._session.close()
            self._session = None


class HttpSystem:
    """One fagsystem over HTTP. Paths are templates: `"/visits/{id}/cancel"`, filled and quoted here."""

    def __init__(
        self, system: str, settings: FagsystemSettings, session: SharedSession, guard: Guard | None = None
    ) -> None:
        self._system = system
        self._base = settings.base_url(system)
        self._session = session
        self.guard = guard or Guard(system, settings)

    async def read(
        self,
        path: str,
        parse: Callable[[Any], Answer],
        query: Mapping[str, str] | None = None,
        **segments: str,
    ) -> Answer:
        """GET and parse; `parse` raises `ShapeError`. See the module for the errors."""
        url = self._url(path, query or {}, segments)

        async def attempt(seconds: float) -> Answer:
            return await self._request("GET", url, parse, seconds)

        return await self.guard.read(f"GET {path}", attempt)

    async def write(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any],
        parse: Callable[[Any], Answer],
        key: str,
        **segments: str,
    ) -> Answer:
        """POST or PUT with an idempotency key and parse the answer.

        Raises `ValueError` when `key` is not 1-200 visible ASCII characters: a journey's mistake.
        """
        if not _KEY.fullmatch(key):
            raise ValueError("an idempotency key is 1-200 visible ASCII characters")
        url = self._url(path, {}, segments)

        async def attempt(seconds: float) -> Answer:
            return await self._request(method, url, parse, seconds, body=body, key=key)

        return await self.guard.write(f"{method} {path}", attempt)

    def _url(self, path: str, query: Mapping[str, str], segments: Mapping[str, str]) -> URL:
        filled = path.format(**{name: quote(value, safe="") for name, value in segments.items()})
        return URL(f"{self._base}{filled}", encoded=True).update_query(query)

    async def _request(
        self,
        method: str,
        url: URL,
        parse: Callable[[Any], Answer],
        seconds: float,
        body: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Answer:
        contact = _Contact()
        try:
            async with self._session.get().request(
                method,
                url,
                json=body,
                headers={"Idempotency-Key": key} if key else None,
                timeout=aiohttp.ClientTimeout(total=seconds),
                allow_redirects=False,
                trace_request_ctx=contact,
            ) as response:
                raw = await _limited(response)
                return self._answer(response.status, raw, parse)
        except asyncio.TimeoutError:
            raise AttemptFailed(
                "timeout", f"no answer in {seconds:.1f} s", may_be_done=contact.made
            ) from None
        except (aiohttp.ClientError, OSError) as error:
            code = "connection_lost" if contact.made else "no_connection"
            raise AttemptFailed(code, type(error).__name__, may_be_done=contact.made) from None

    def _answer(self, status: int, raw: bytes, parse: Callable[[Any], Answer]) -> Answer:
        if status in (429, 503):
            raise AttemptFailed(f"http_{status}", f"answered {status}", may_be_done=False)
        if status >= 500 or status == 408:
            raise AttemptFailed(f"http_{status}", f"answered {status}", may_be_done=True)
        if status >= 400:
            raise self._refusal(status, raw)
        if not 200 <= status < 300:
            raise AttemptFailed("garbled", f"answered {status}", may_be_done=True, garbled=True)
        try:
            return parse(_json(raw))
        except ShapeError as error:
            raise AttemptFailed("garbled", str(error), may_be_done=True, garbled=True) from None

    def _refusal(self, status: int, raw: bytes) -> FagsystemError | AttemptFailed:
        try:
            code = _json(raw)["error"]["code"]
        except (ShapeError, TypeError, KeyError, IndexError):
            code = None
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            return AttemptFailed(
                f"http_{status}", f"answered {status} without a code", may_be_done=False, again=False
            )
        kind = NotFound if status == 404 else Refused
        return kind(self._system, code, f"answered {status}")


async def _limited(response: aiohttp.ClientResponse) -> bytes:
    """Read a body up to the limit."""
    chunks = bytearray()
    async for chunk in response.content.iter_any():
        chunks += chunk
        if len(chunks) > MAX_ANSWER_BYTES:
            raise AttemptFailed("garbled", "answer too large", may_be_done=True, garbled=True)
    return bytes(chunks)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise ShapeError("not JSON") from None


def _contact_tracing() -> aiohttp.TraceConfig:
    """Note on the request's `_Contact` when it has a connection: from then on it may have been received."""

    async def contact_made(_session: aiohttp.ClientSession, context: Any, _params: Any) -> None:
        contact = context.trace_request_ctx
        if isinstance(contact, _Contact):
            contact.made = True

    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(contact_made)
    trace.on_connection_reuseconn.append(contact_made)
    return trace
