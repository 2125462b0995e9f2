"""Real SIP calls through a real Asterisk to the line, which is a fake here, as is the gateway."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.voice.asterisk.scene import Scene
from tests.voice.asterisk.sound import hears, loud_seconds, tone

CALLER_HZ, OTHER_HZ, LINE_HZ, SECOND_LINE_HZ = 440.0, 600.0, 1000.0, 1500.0
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


async def test_a_call_is_announced_with_its_number_before_it_reaches_the_line(scene: Scene) -> None:
    _, leg = await scene.call("+4520000001")
    assert UUID4.fullmatch(leg.call)
    assert scene.gateway.callers == {leg.call: "+4520000001"}
    assert scene.gateway.refused == 0


async def test_caller_and_line_hear_each_other(scene: Scene) -> None:
    caller, leg = await scene.call()
    leg.plays(LINE_HZ)
    await caller.says(tone(CALLER_HZ, 2.0), "tone.wav")
    await leg.hears(hears(CALLER_HZ, 1.8))
    await caller.hears(hears(LINE_HZ, 1.8))


async def test_keys_reach_the_line_as_keys(scene: Scene) -> None:
    caller, leg = await scene.call()
    await caller.presses("120#*")
    await leg.gets_keys("120#*")


async def test_the_call_ends_when_the_line_hangs_up_and_nothing_is_left_to_do(scene: Scene) -> None:
    caller, leg = await scene.call()
    await leg.hangs_up()
    await caller.has_been_hung_up_on(5)
    assert scene.line.legs == [leg]


async def test_the_line_learns_at_once_that_the_caller_hung_up(scene: Scene) -> None:
    caller, leg = await scene.call()
    leg.plays(LINE_HZ)
    await caller.hears(hears(LINE_HZ, 0.5))
    await caller.hangs_up()
    await asyncio.wait_for(leg.over.wait(), 2)


async def test_two_calls_at_once_do_not_hear_each_other(scene: Scene) -> None:
    first, first_leg = await scene.call("+4520000001")
    second, second_leg = await scene.call("+4520000002")
    first_leg.plays(LINE_HZ)
    second_leg.plays(SECOND_LINE_HZ)
    await first.says(tone(CALLER_HZ, 2.0), "tone.wav")
    await second.says(tone(OTHER_HZ, 2.0), "tone.wav")
    await first_leg.hears(hears(CALLER_HZ, 1.5))
    await second_leg.hears(hears(OTHER_HZ, 1.5))
    await first.hears(hears(LINE_HZ, 1.5))
    await second.hears(hears(SECOND_LINE_HZ, 1.5))
    assert scene.gateway.callers == {first_leg.call: "+4520000001", second_leg.call: "+4520000002"}
    assert not hears(OTHER_HZ, 0.1)(first_leg.heard)
    assert not hears(CALLER_HZ, 0.1)(second_leg.heard)
    assert not hears(SECOND_LINE_HZ, 0.1)(first.heard())


@pytest.mark.parametrize(
    "number",
    [
        "anonymous",
        "+45%22%3bid%3b%22",
        "20000001%20x",
        "%24%7bSHELL(id)%7d",
        "%60id%60",
        "+45200000012000000120000001",
    ],
    ids=["withheld", "quotes", "letters", "dialplan", "shell", "too long"],
)
async def test_a_number_that_is_none_makes_an_anonymous_caller(number: str, scene: Scene) -> None:
    _, leg = await scene.call(number)
    assert scene.gateway.callers == {leg.call: None}


async def test_a_gateway_that_is_away_keeps_nobody_from_the_line(scene: Scene) -> None:
    await scene.gateway.stop()
    caller, leg = await scene.call()
    leg.plays(LINE_HZ)
    await caller.hears(hears(LINE_HZ, 0.5))


async def test_a_line_that_dies_is_called_again_in_the_same_call(scene: Scene) -> None:
    caller, leg = await scene.call()
    scene.gateway.states[leg.call] = "listening"
    leg.dies()
    again = await scene.line.next_leg()
    assert again.call == leg.call
    again.plays(LINE_HZ)
    await caller.hears(hears(LINE_HZ, 0.5))
    assert list(scene.gateway.callers) == [leg.call], "announced once"


async def test_without_a_line_the_caller_is_told_so_and_gets_a_person(scene: Scene) -> None:
    await scene.line.stop()
    desk = await scene.employee()
    caller = await scene.dial()
    await desk.rings()
    told = loud_seconds(caller.heard())
    assert told > 3.0, "a sentence, not a beep"
    await desk.picks_up()
    await caller.says(tone(CALLER_HZ, 2.0), "tone.wav")
    await desk.hears(hears(CALLER_HZ, 1.5))
    await desk.hangs_up()
    await caller.has_been_hung_up_on(5)


async def test_without_a_line_and_without_people_the_caller_is_told_what_to_do_and_hung_up_on(
    scene: Scene,
) -> None:
    await scene.line.stop()
    desk = await scene.employee()
    caller = await scene.dial()
    await caller.has_been_hung_up_on(60)
    assert desk.has_rung
    assert loud_seconds(caller.heard()) > 8.0, "out of order, then nobody there"


async def test_a_caller_whom_the_line_told_that_it_is_full_is_not_told_again(scene: Scene) -> None:
    caller, leg = await scene.call()
    scene.gateway.states[leg.call] = "expected"
    leg.plays(LINE_HZ)
    await caller.hears(hears(LINE_HZ, 4.0))
    await leg.hangs_up()
    await caller.has_been_hung_up_on(5)
    assert scene.line.legs == [leg]
