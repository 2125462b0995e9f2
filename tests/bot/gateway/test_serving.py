"""The process: what is no HTTP at all, a port in use, a stop."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.gateway.serving import serve
from tests.ports import kept_port


@asynccontextmanager
async def serving(port: int) -> AsyncIterator[None]:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="Hej")

    app = web.Application()
    app.router.add_get("/", hello)
    stop = asyncio.Event()
    task = asyncio.create_task(serve(app, "127.0.0.1", port, stop, 0.5))
    async with ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/"):
                    break
            except OSError:
                await asyncio.sleep(0)
    yield
    stop.set()
    await task


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: Gudrun\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
async def test_what_is_no_http_gets_a_code_and_a_danish_text_and_is_not_quoted(request_bytes: bytes) -> None:
    port = kept_port()
    async with serving(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_bytes)
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.split()[1].startswith(b"4")
    assert json.loads(body)["error"]["code"] == "bad_request"
    for leak in (b"aiohttp", b"Traceback", b"Gudrun", b"GARBAGE", b"xxxx"):
        assert leak not in answer


async def gateway(folder: Path, port: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.gateway"),
        env={**os.environ, "INDGANG_STATE_DIR": str(folder), "INDGANG_GATEWAY_PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("name", ["conversations.sqlite3", "calls.sqlite3"])
async def test_a_database_that_cannot_be_opened_ends_the_process_with_a_sentence(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(b"no database" * 1000)
    process = await gateway(tmp_path, kept_port())
    try:
        _, told = await asyncio.wait_for(process.communicate(), 15)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 2
    assert told.decode().splitlines()[-1].startswith(f"Databasen i {tmp_path} kan ikke åbnes.")


async def test_the_process_says_when_it_listens_and_stops_when_asked(tmp_path: Path) -> None:
    port = kept_port()
    process = await gateway(tmp_path, port)
    assert process.stderr is not None
    first = json.loads(await asyncio.wait_for(process.stderr.readline(), 20))
    assert (first["event"], first["port"]) == ("listening", port)
    other = await gateway(tmp_path, port)
    _, told = await asyncio.wait_for(other.communicate(), 20)
    assert other.returncode == 2
    assert told.decode().splitlines()[-1].startswith(f"Porten {port} kan ikke bruges")
    assert "Traceback" not in told.decode()
    process.send_signal(signal.SIGTERM)
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, out) == (0, b"")
