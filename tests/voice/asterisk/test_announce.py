"""The script that tells the gateway who calls, run as the dialplan runs it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.house.running import free_ports
from tests.voice.asterisk.fakes import TOKEN, FakeGateway
from voice.asterisk.configuration import write_configuration
from voice.asterisk.settings import ExchangeSettings

CALL = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@pytest.fixture
def port() -> int:
    return free_ports(1)[0]


@pytest_asyncio.fixture
async def gateway(port: int) -> AsyncIterator[FakeGateway]:
    gateway = FakeGateway()
    await gateway.start(port)
    yield gateway
    await gateway.stop()


async def announce(folder: Path, port: int, *words: str, token: str = TOKEN) -> int:
    write_configuration(folder, ExchangeSettings(gateway_port=port, gateway_seconds=1))
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "INDGANG_OPERATOR_TOKEN": token}
    process = await asyncio.create_subprocess_exec(str(folder / "announce"), *words, env=env)
    return await asyncio.wait_for(process.wait(), 10)


async def test_the_gateway_learns_the_number(tmp_path: Path, port: int, gateway: FakeGateway) -> None:
    assert await announce(tmp_path, port, CALL, "+4520000001") == 0
    assert gateway.callers == {CALL: "+4520000001"}


async def test_without_a_number_the_call_is_announced_without_one(
    tmp_path: Path, port: int, gateway: FakeGateway
) -> None:
    assert await announce(tmp_path, port, CALL, "") == 0
    assert gateway.callers == {CALL: None}


async def test_any_token_reaches_the_gateway_as_it_is(
    tmp_path: Path, port: int, gateway: FakeGateway
) -> None:
    gateway.token = 'back\\slash"quote$(id)`id`{}'
    assert await announce(tmp_path, port, CALL, "", token=gateway.token) == 0
    assert gateway.refused == 0


@pytest.mark.parametrize(
    ("call", "number"),
    [(CALL, '"; rm -rf /'), (CALL, "+45 20"), ("../conversations", ""), ("", "+4520000001"), (CALL, "$(id)")],
)
async def test_what_is_no_uuid_or_number_is_not_sent(
    call: str, number: str, tmp_path: Path, port: int, gateway: FakeGateway
) -> None:
    assert await announce(tmp_path, port, call, number) == 2
    assert gateway.callers == {}


async def test_a_gateway_that_is_away_or_refuses_is_an_error_and_not_a_wait(
    tmp_path: Path, port: int
) -> None:
    assert await announce(tmp_path, port, CALL, "") != 0
