"""Is a process ready? Asked over the network, as its users will."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp

from voice.patience import within

PROBE_SECONDS = 2.0
"""Longest wait for one answer."""


async def answers(session: aiohttp.ClientSession, address: str, seconds: float = PROBE_SECONDS) -> bool:
    """Tell whether ``http://…`` answers below 400, or ``tcp://host:port`` accepts a connection."""
    try:
        return await within(seconds, _ask(session, address))
    except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
        return False


async def _ask(session: aiohttp.ClientSession, address: str) -> bool:
    where = urlsplit(address)
    if where.scheme == "tcp":
        _, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return True
    async with session.get(address, allow_redirects=False) as answer:
        return answer.status < 400
