"""One Asterisk for all tests of a session, and new fakes and telephones for each test."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.house.running import ROOT, free_ports
from tests.voice.asterisk.fakes import TOKEN, FakeGateway, FakeLine
from tests.voice.asterisk.phone import Phone
from voice.asterisk.debian import Debian, set_up
from voice.asterisk.errors import ExchangeError
from voice.asterisk.exchange import Exchange, stop
from voice.asterisk.mounts import require_root
from voice.asterisk.settings import ExchangeSettings

Phones = Callable[..., Awaitable[Phone]]
"""Switches on a telephone: number, and the port that it takes calls on where that matters."""
RING_SECONDS = 4
_READY_SECONDS = 60


@pytest.fixture(scope="session")
def debian() -> Debian:
    """Debian with Asterisk: made once (two minutes), then kept beside the project's other tools."""
    folder = Path(os.environ.get("INDGANG_TEST_ASTERISK") or ROOT / ".tools" / "asterisk")
    try:
        require_root()
    except ExchangeError as error:
        pytest.skip(f"{error} By hand: sudo .venv/bin/python -m pytest {Path(__file__).parent}")
    return set_up(folder, lambda _: None)


@dataclass(frozen=True)
class RunningExchange:
    """An Asterisk that takes calls on ``settings.sip_port``; a person's telephone is on ``desk_port``."""

    settings: ExchangeSettings
    desk_port: int
    output: Path


def running(
    debian: Debian, folder: Path, settings: ExchangeSettings, desk_port: int
) -> Iterator[RunningExchange]:
    """Start an exchange, wait until it takes calls, and stop it in the end."""
    exchange = Exchange(debian, folder, settings)
    exchange.write()
    output = folder / "output"
    with output.open("wb") as file:
        process = exchange.start(TOKEN, file)
    try:
        end = time.monotonic() + _READY_SECONDS
        while b"Asterisk Ready" not in output.read_bytes():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Asterisk did not start:\n{output.read_text(errors='replace')}")
            time.sleep(0.1)
        yield RunningExchange(settings, desk_port, output)
    finally:
        stop(process)


@pytest.fixture(scope="session")
def exchange(debian: Debian, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningExchange]:
    sip_port, desk_port = free_udp_ports(2)
    line_port, gateway_port = free_ports(2)
    settings = ExchangeSettings(
        sip_port=sip_port,
        line_port=line_port,
        gateway_port=gateway_port,
        rtp_first_port=10000 + sip_port % 100 * 100,
        rtp_ports=80,
        targets=(("borgerservice", f"sip:desk@127.0.0.1:{desk_port}"),),
        ring_seconds=RING_SECONDS,
        line_tries=2,
    )
    yield from running(debian, tmp_path_factory.mktemp("exchange"), settings, desk_port)


@pytest_asyncio.fixture
async def line(exchange: RunningExchange) -> AsyncIterator[FakeLine]:
    line = FakeLine()
    await line.start(exchange.settings.line_port)
    yield line
    await line.stop()


@pytest_asyncio.fixture
async def gateway(exchange: RunningExchange) -> AsyncIterator[FakeGateway]:
    gateway = FakeGateway()
    await gateway.start(exchange.settings.gateway_port)
    yield gateway
    await gateway.stop()


@pytest_asyncio.fixture
async def phones(debian: Debian, tmp_path: Path) -> AsyncIterator[Phones]:
    """Return a function that switches on a telephone: ``await phones("+4520000001")``."""
    async with AsyncExitStack() as switched_on:
        made = 0

        async def phone(number: str = "+4520000001", sip_port: int | None = None) -> Phone:
            nonlocal made
            made += 1
            return await switched_on.enter_async_context(
                Phone(debian, tmp_path / f"phone{made}", number, sip_port)
            )

        yield phone


def free_udp_ports(count: int) -> list[int]:
    """Return UDP ports that nobody listens on right now."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
