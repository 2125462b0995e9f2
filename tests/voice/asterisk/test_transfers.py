"""A call that goes on to a person, and one that comes back. A second telephone is the person's."""

from __future__ import annotations

import pytest

from tests.voice.asterisk.scene import Scene
from tests.voice.asterisk.sound import hears, loud_seconds, tone

CALLER_HZ, DESK_HZ, LINE_HZ = 440.0, 700.0, 1000.0


async def test_a_transferred_caller_talks_with_the_person_whose_telephone_rang(scene: Scene) -> None:
    desk = await scene.employee()
    caller, leg = await scene.put_through()
    await desk.answers()
    await caller.says(tone(CALLER_HZ, 2.0), "tone.wav")
    await desk.says(tone(DESK_HZ, 2.0), "tone.wav")
    await desk.hears(hears(CALLER_HZ, 1.5))
    await caller.hears(hears(DESK_HZ, 1.5))
    await scene.gateway.is_told(leg.call, "answered")


async def test_the_call_is_over_when_the_person_hangs_up_after_talking(scene: Scene) -> None:
    desk = await scene.employee()
    caller, leg = await scene.put_through()
    await desk.answers()
    await desk.hangs_up()
    await caller.has_been_hung_up_on(5)
    assert scene.line.legs == [leg], "the assistant offers no call back to who was helped"
    await scene.gateway.is_told(leg.call, "answered", "over")


async def test_the_person_is_hung_up_on_when_the_caller_goes(scene: Scene) -> None:
    desk = await scene.employee()
    caller, leg = await scene.put_through()
    await desk.answers()
    await caller.hangs_up()
    await desk.has_been_hung_up_on(5)
    await scene.gateway.is_told(leg.call, "answered", "over")


async def test_a_bell_stops_when_the_caller_gives_up_and_the_gateway_knows(scene: Scene) -> None:
    desk = await scene.employee()
    caller, leg = await scene.put_through()
    await desk.rings()
    await caller.hangs_up()
    await desk.has_been_hung_up_on(3)
    assert scene.line.legs == [leg]
    await scene.gateway.is_told(leg.call, "over")


async def test_a_caller_whom_nobody_answers_is_back_with_the_assistant_in_the_same_call(
    scene: Scene,
) -> None:
    desk = await scene.employee()
    caller, leg = await scene.put_through()
    await desk.rings()
    again = await scene.line.next_leg()
    assert again.call == leg.call
    assert scene.gateway.told(leg.call) == ["unanswered"], "told before the line is"
    assert loud_seconds(caller.heard()) > 1.0, "music while the telephone rang"
    again.plays(LINE_HZ)
    await caller.hears(hears(LINE_HZ, 0.5))
    scene.gateway.next[leg.call] = "hangup"
    await again.hangs_up()
    await caller.has_been_hung_up_on(5)
    await scene.gateway.is_told(leg.call, "unanswered", "over")


async def test_a_caller_who_is_turned_away_is_back_with_the_assistant(scene: Scene) -> None:
    desk = await scene.employee()
    _, leg = await scene.put_through()
    await desk.rings()
    await desk.hangs_up()
    again = await scene.line.next_leg()
    assert again.call == leg.call


async def test_a_caller_is_back_with_the_assistant_when_there_is_no_telephone_at_all(scene: Scene) -> None:
    _, leg = await scene.put_through("dial:nobody_there")
    assert (await scene.line.next_leg(40)).call == leg.call


async def test_each_target_rings_its_own_telephone(scene: Scene) -> None:
    desk, debts = await scene.employee(), await scene.employee("opkraevning")
    await scene.put_through("dial:opkraevning")
    await debts.answers()
    assert not desk.has_rung


@pytest.mark.parametrize("step", ["dial:premium_numbers", "dial:rung", "dial:h", "dial:s"])
async def test_a_target_that_is_not_in_the_dialplan_is_not_dialled_but_the_fallback_is(
    step: str, scene: Scene
) -> None:
    desk, debts = await scene.employee(), await scene.employee("opkraevning")
    await scene.put_through(step)
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
    step: str, scene: Scene
) -> None:
    debts = await scene.employee("opkraevning")
    _, leg = await scene.put_through(step)
    assert (await scene.line.next_leg()).call == leg.call
    assert not debts.has_rung


async def test_a_second_transfer_after_a_first_that_nobody_answered_rings_again(scene: Scene) -> None:
    desk = await scene.employee()
    caller, _ = await scene.put_through()
    await desk.rings()
    again = await scene.line.next_leg()
    await desk.has_been_hung_up_on(5)
    await again.hangs_up()
    await desk.answers()
    await caller.says(tone(CALLER_HZ, 2.0), "tone.wav")
    await desk.hears(hears(CALLER_HZ, 1.5))


async def test_a_gateway_that_is_away_keeps_nobody_from_being_answered(scene: Scene) -> None:
    desk = await scene.employee()
    caller, _ = await scene.put_through()
    await desk.rings()
    await scene.gateway.stop()
    await desk.picks_up()
    await caller.says(tone(CALLER_HZ, 6.0), "tone.wav")
    await desk.hears(hears(CALLER_HZ, 1.5))
