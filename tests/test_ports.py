"""A port that a test keeps."""

import asyncio
import socket

import pytest

from tests.ports import kept_port


def test_nobody_else_has_it() -> None:
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", kept_port()))


async def test_a_server_has_it_again_and_again() -> None:
    port = kept_port()
    for _ in range(2):
        async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", port):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
