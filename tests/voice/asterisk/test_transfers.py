"""A call that goes on to a person, and one that comes back. A second telephone is the person's."""

from __future__ import annotations

import pytest

from tests.voice.asterisk.conftest import Phones, RunningExchange
from tests.voice.asterisk.fakes import FakeGateway, FakeLine, Leg
from tests.voice.asterisk.phone import Phone
from tests.voice.asterisk.sound import hears, loud_seconds, tone

CALLER_HZ, DESK_HZ, LINE_HZ = 440.0, 700.0, 1000.0


async def transferred(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, caller: Phone, step: str
) -> Leg:
    """Call, and let the line let go with ``step`` to come next."""
    await caller.calls(exchange.settings.sip_port)
    leg = await line.next_leg()
    gateway.next[leg.call] = step
    await leg.hangs_up()
    return leg


async def test_a_transferred_caller_talks_with_the_person_whose_telephone_rang(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk, caller = await phones("desk", exchange.port_of("borgerservice")), await phones("+4520000001")
    await transferred(exchange, line, gateway, caller, "dial:borgerservice")
    await desk.answers()
    await caller.says(tone(CALLER_HZ, 2.0), "tone.wav")
    await desk.says(tone(DESK_HZ, 2.0), "tone.wav")
    await desk.hears(hears(CALLER_HZ, 1.5))
    await caller.hears(hears(DESK_HZ, 1.5))


async def test_the_call_is_over_when_the_person_hangs_up_after_talking(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk, caller = await phones("desk", exchange.port_of("borgerservice")), await phones()
    leg = await transferred(exchange, line, gateway, caller, "dial:borgerservice")
    await desk.answers()
    await desk.hangs_up()
    await caller.has_been_hung_up_on(5)
    assert line.legs == [leg], "the assistant offers no call back to who was helped"


async def test_the_person_is_hung_up_on_when_the_caller_goes(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk, caller = await phones("desk", exchange.port_of("borgerservice")), await phones()
    await transferred(exchange, line, gateway, caller, "dial:borgerservice")
    await desk.answers()
    await caller.hangs_up()
    await desk.has_been_hung_up_on(5)


async def test_a_bell_stops_when_the_caller_gives_up(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk, caller = await phones("desk", exchange.port_of("borgerservice")), await phones()
    leg = await transferred(exchange, line, gateway, caller, "dial:borgerservice")
    await desk.rings()
    await caller.hangs_up()
    await desk.has_been_hung_up_on(3)
    assert line.legs == [leg]


async def test_a_caller_whom_nobody_answers_is_back_with_the_assistant_in_the_same_call(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk, caller = await phones("desk", exchange.port_of("borgerservice")), await phones()
    leg = await transferred(exchange, line, gateway, caller, "dial:borgerservice")
    await desk.rings()
    again = await line.next_leg()
    assert again.call == leg.call
    assert loud_seconds(caller.heard()) > 1.0, "music while the telephone rang"
    again.plays(LINE_HZ)
    await caller.hears(hears(LINE_HZ, 0.5))
    gateway.next[leg.call] = "hangup"
    await again.hangs_up()
    await caller.has_been_hung_up_on(5)


async def test_a_caller_who_is_turned_away_is_back_with_the_assistant(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk, caller = await phones("desk", exchange.port_of("borgerservice")), await phones()
    leg = await transferred(exchange, line, gateway, caller, "dial:borgerservice")
    await desk.rings()
    await desk.hangs_up()
    again = await line.next_leg()
    assert again.call == leg.call


async def test_a_caller_is_back_with_the_assistant_when_there_is_no_telephone_at_all(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    caller = await phones()
    leg = await transferred(exchange, line, gateway, caller, "dial:nobody_there")
    assert (await line.next_leg(40)).call == leg.call


async def test_each_target_rings_its_own_telephone(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk = await phones("desk", exchange.port_of("borgerservice"))
    debts, caller = await phones("debts", exchange.port_of("opkraevning")), await phones()
    await transferred(exchange, line, gateway, caller, "dial:opkraevning")
    await debts.answers()
    assert not desk.has_rung


@pytest.mark.parametrize("step", ["dial:premium_numbers", "dial:rung", "dial:h", "dial:s"])
async def test_a_target_that_is_not_in_the_dialplan_is_not_dialled_but_the_fallback_is(
    step: str, exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk = await phones("desk", exchange.port_of("borgerservice"))
    debts, caller = await phones("debts", exchange.port_of("opkraevning")), await phones()
    await transferred(exchange, line, gateway, caller, step)
    await desk.answers()
    assert not debts.has_rung


@pytest.mark.parametrize(
    "step",
    [
        "dial:../opkraevning",
        "dial:PJSIP/debts",
        'dial:opkraevning" & "1" = "1',
        "dial:${CALLERID(num)}",
        "dial:opkraevning\nhangup",
        "dial:",
        "<html>502 Bad Gateway</html>",
        "",
    ],
)
async def test_an_answer_that_names_no_target_dials_nobody_and_the_line_is_called_again(
    step: str, exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    debts, caller = await phones("debts", exchange.port_of("opkraevning")), await phones()
    leg = await transferred(exchange, line, gateway, caller, step)
    assert (await line.next_leg()).call == leg.call
    assert not debts.has_rung


async def test_a_second_transfer_after_a_first_that_nobody_answered_rings_again(
    exchange: RunningExchange, line: FakeLine, gateway: FakeGateway, phones: Phones
) -> None:
    desk, caller = await phones("desk", exchange.port_of("borgerservice")), await phones()
    await transferred(exchange, line, gateway, caller, "dial:borgerservice")
    await desk.rings()
    again = await line.next_leg()
    await desk.has_been_hung_up_on(5)
    await again.hangs_up()
    await desk.answers()
    await caller.says(tone(CALLER_HZ, 2.0), "tone.wav")
    await desk.hears(hears(CALLER_HZ, 1.5))
