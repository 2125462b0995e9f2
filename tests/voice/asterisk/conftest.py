"""One Asterisk for all tests of a session, and new fakes and telephones for each test."""

from __future__ import annotations

import os
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.house.running import ROOT, free_ports
from tests.voice.asterisk.fakes import TOKEN, FakeGateway, FakeLine
from tests.voice.asterisk.phone import Phone
from tests.voice.asterisk.ports import free_rtp_ports, free_sip_port
from tests.voice.asterisk.scene import Phones, RunningExchange, Scene
from voice.asterisk.debian import Debian, set_up
from voice.asterisk.errors import ExchangeError
from voice.asterisk.exchange import Exchange, stop
from voice.asterisk.mounts import require_root
from voice.asterisk.settings import ExchangeSettings

RING_SECONDS = 4
TARGETS = ("borgerservice", "opkraevning", "nobody_there")
"""No telephone is ever switched on for the last: an INVITE that nothing answers is repeated for half a minute
(RFC 3261 §17.1.1.2), and would ring in the tests that come after."""
_READY_SECONDS = 60
_RTP_PORTS = 80


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "phone: calls the whole house by telephone; needs the Danish model")


@pytest.fixture(scope="session")
def debian() -> Debian:
    """Debian with Asterisk: made once (two minutes), then kept beside the project's other tools."""
    folder = Path(os.environ.get("INDGANG_TEST_ASTERISK") or ROOT / ".tools" / "asterisk")
    try:
        require_root()
        return set_up(folder, lambda _: None)
    except ExchangeError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"{error} By hand: sudo .venv/bin/python -m pytest tests/voice/asterisk")


def running(
    debian: Debian, folder: Path, settings: ExchangeSettings, token: str
) -> Iterator[RunningExchange]:
    """Start an exchange, wait until it takes calls, and stop it in the end."""
    exchange = Exchange(debian, folder, settings)
    exchange.write()
    output = folder / "output"
    with output.open("wb") as file:
        process = exchange.start(token, file)
    try:
        end = time.monotonic() + _READY_SECONDS
        while b"Asterisk Ready" not in output.read_bytes():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Asterisk did not start:\n{output.read_text(errors='replace')}")
            time.sleep(0.1)
        yield RunningExchange(settings, output)
    finally:
        stop(process)


@pytest.fixture(scope="session")
def exchange(debian: Debian, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningExchange]:
    line_port, gateway_port = free_ports(2)
    settings = ExchangeSettings(
        sip_port=free_sip_port(),
        line_port=line_port,
        gateway_port=gateway_port,
        rtp_first_port=free_rtp_ports(_RTP_PORTS),
        rtp_ports=_RTP_PORTS,
        targets=tuple((name, f"sip:{name}@127.0.0.1:{free_sip_port()}") for name in TARGETS),
        ring_seconds=RING_SECONDS,
        line_tries=2,
    )
    yield from running(debian, tmp_path_factory.mktemp("exchange"), settings, TOKEN)


@pytest.fixture(autouse=True)
def printed(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each call: nothing that was printed names a caller, and the dialplan made no mistake."""
    if "exchange" not in request.fixturenames:
        yield
        return
    output = request.getfixturevalue("exchange").output
    before = len(output.read_bytes())
    yield
    lines = output.read_bytes()[before:].decode(errors="replace").splitlines()
    assert not [line for line in lines if re.search(r"20000001|20000002|sip:", line)]
    assert not [line for line in lines if " ERROR[" in line and "audiosocket" not in line]


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


@pytest.fixture
def scene(exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones) -> Scene:
    return Scene(exchange, line, gateway, phones)
