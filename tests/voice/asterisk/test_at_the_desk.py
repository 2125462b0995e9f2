"""A real telephone rings, and the packet pops up at the desk: real exchange, real gateway, no assistant."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.gateway.calls.phone import Line, with_packet
from tests.bot.gateway.desk_page import METTE, DeskPage
from tests.bot.gateway.fake_rasa import FakeRasa, Json
from tests.bot.gateway.house import House, Socket
from tests.voice.asterisk.fakes import TOKEN, FakeLine, Leg
from tests.voice.asterisk.phone import Phone
from tests.voice.asterisk.scene import ANNA, Phones, RunningExchange

AS_OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def a_monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T10:00")


@pytest_asyncio.fixture
async def house(tmp_path: Path, exchange: RunningExchange) -> AsyncIterator[House]:
    """A gateway where the exchange looks for it, with an assistant that only hands over."""
    rasa = FakeRasa()
    house = House(tmp_path / "house", rasa, await rasa.start())
    port = exchange.settings.gateway_port
    house.url = f"http://127.0.0.1:{port}"
    house.settings = dataclasses.replace(
        house.settings,
        port=port,
        public_url=house.url,
        desk=dataclasses.replace(house.settings.desk, public_url=house.url),
        calls=dataclasses.replace(house.settings.calls, operator_token=TOKEN),
    )
    rasa.script = with_packet
    house.systems.contact_centre.handover_status["samtale-1"] = "waiting"
    await house.start()
    yield house
    await house.stop()
    await rasa.stop()


@pytest_asyncio.fixture
async def mette(house: House) -> AsyncIterator[DeskPage]:
    page = DeskPage(house, METTE)
    yield page
    await page.close()


class CallToPeople:
    """A caller whom the assistant has put through; the test speaks for the line."""

    def __init__(self, house: House, exchange: RunningExchange, line: FakeLine, phones: Phones) -> None:
        self._house = house
        self._exchange = exchange
        self._line = line
        self._phones = phones

    async def begins(self) -> None:
        self.desk = await self._phones("desk", self._exchange.port_of("borgerservice"))
        self.caller: Phone = await self._phones(ANNA)
        await self.caller.calls(self._exchange.settings.sip_port)
        leg, socket = await self.with_assistant()
        await socket.says("Stil mig om")
        await socket.until("transfer")
        await socket.send(type="ended", reason="transfer")
        await socket.closed()
        await leg.hangs_up()

    async def with_assistant(self) -> tuple[Leg, Line]:
        """Wait for the exchange to connect the line, and open its socket to the gateway."""
        leg = await self._line.next_leg()
        self.id = leg.call
        path = f"/api/calls/{leg.call}/line"
        socket = Line(await self._house.http.ws_connect(path, headers=AS_OPERATOR))
        await socket.until("welcome")
        return leg, socket


@pytest_asyncio.fixture
async def call(
    house: House, exchange: RunningExchange, line: FakeLine, phones: Phones
) -> AsyncIterator[CallToPeople]:
    yield CallToPeople(house, exchange, line, phones)


async def changes(desk: Socket, **to: object) -> Json:
    """Wait until the case at the desk stands like this."""
    while True:
        case = dict((await desk.until("case"))["case"])
        if all(case[name] == value for name, value in to.items()):
            return case


async def test_the_packet_pops_up_when_the_telephone_rings_and_is_worked_on_until_the_end(
    call: CallToPeople, mette: DeskPage
) -> None:
    desk = await mette.open()
    await call.begins()
    case = (await desk.until("ringing"))["case"]
    assert (case["call"], case["state"]) == (call.id, "waiting")
    assert [topic["title"] for topic in case["topics"]] == ["MitID virker ikke", "Regning"]
    await call.desk.answers()
    await changes(desk, ringing=False, state="waiting")
    assert (await mette.act(case["id"], "take")).status == 200
    await call.desk.hangs_up()
    await call.caller.has_been_hung_up_on()
    assert (await mette.act(case["id"], "close", outcome="loest")).status == 200
    assert (await mette.only_case())["outcome"] == "loest"


async def test_a_caller_who_gives_up_is_gone_from_the_desk_too(call: CallToPeople, mette: DeskPage) -> None:
    desk = await mette.open()
    await call.begins()
    await call.desk.rings()
    await desk.until("ringing")
    await call.caller.hangs_up()
    await changes(desk, ringing=False, state="withdrawn")


async def test_a_caller_whom_nobody_answers_orders_a_call_back_that_stands_at_the_desk(
    call: CallToPeople, mette: DeskPage
) -> None:
    desk = await mette.open()
    await call.begins()
    case = (await desk.until("ringing"))["case"]
    _, socket = await call.with_assistant()
    offer = await socket.until("part")
    assert "ringe dig op" in offer["part"]["text"]
    await socket.until("done")
    await socket.says("Ja tak")
    await changes(desk, state="call_back", ringing=False)
    (ordered,) = (await mette.call("GET", "/call_backs")).json["call_backs"]
    assert (ordered["phone"], ordered["case"], ordered["status"]) == (ANNA, case["id"], "waiting")


async def test_a_gateway_that_is_restarted_while_it_rings_still_knows_what_rings(
    call: CallToPeople, house: House
) -> None:
    await call.begins()
    await call.desk.rings()
    await house.restart()
    again = DeskPage(house, METTE)
    desk = await again.open()
    (case,) = again.welcome["cases"]
    assert case["ringing"]
    await call.desk.picks_up()
    assert (await changes(desk, ringing=False))["state"] == "waiting"
    await again.close()
