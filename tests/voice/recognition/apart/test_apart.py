"""Hearing in a process of its own: it answers, it dies, it hangs, and the line goes on."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from voice.recognition.apart.client import EarApart, EarsApart
from voice.recognition.apart.life import ApartSettings
from voice.recognition.errors import EarFailed, EarGone, ModelMissing
from voice.recognition.protocol import Partial
from voice.recognition.settings import HearingSettings

COMMAND = (sys.executable, "-m", "tests.voice.recognition.apart.fake_worker")
QUICK = ApartSettings(
    look_seconds=0.02, looks_allowed=50, first_wait_seconds=0.01, not_inherited=("A_SECRET",), command=COMMAND
)
WORD, HANGS, BREAKS, DIES = (bytes([kind]) * 320 for kind in (1, 2, 3, 4))


class Rig:
    def __init__(self, model: str = "there", settings: ApartSettings = QUICK) -> None:
        self.told: list[str] = []
        self.ears = EarsApart(HearingSettings(vosk_model=Path(model)), settings, self._hears)

    def _hears(self, event: str, numbers: Mapping[str, int]) -> None:
        self.told.append(event)
        self.when(event)

    def when(self, event: str) -> None:
        return


@pytest.fixture
async def rig(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rig]:
    monkeypatch.setenv("A_SECRET", "a token of the operator")
    made = Rig()
    await made.ears.start()
    yield made
    await made.ears.stop()


async def hear_until_it_fails(ear: EarApart) -> None:
    while True:
        await ear.hear(WORD)


async def test_what_is_heard_comes_back_whole(rig: Rig) -> None:
    ear = await rig.ears.ear(8000)
    await ear.listen_for("choice", ("Æblet", "pæren"))
    assert await ear.hear(bytes(320)) is None
    assert await ear.hear(WORD) == Partial("ord")
    heard = await ear.end_utterance(350.0)
    assert (heard.text, heard.engine, heard.confidence) == ("choice Æblet pæren ord 350", "parakeet", 0.9)
    assert [(word.text, word.start_ms) for word in heard.words] == [("ord", 1.0)]


async def test_many_ears_do_not_mix_up_what_they_hear(rig: Rig) -> None:
    ears = [await rig.ears.ear(8000) for _ in range(20)]

    async def talk(place: int) -> str:
        for _ in range(place):
            await ears[place].hear(WORD)
        return (await ears[place].end_utterance(0.0)).text

    assert [text.count("ord") for text in await asyncio.gather(*map(talk, range(20)))] == list(range(20))


async def test_an_ear_that_breaks_says_so_without_what_was_said_and_goes_on(rig: Rig) -> None:
    ear = await rig.ears.ear(8000)
    with pytest.raises(EarFailed, match=r"^RuntimeError$"):
        await ear.hear(BREAKS)
    assert await ear.hear(WORD) == Partial("ord")


async def test_an_ear_that_cannot_be_had_is_told_of(rig: Rig) -> None:
    with pytest.raises(EarFailed, match="ValueError"):
        await rig.ears.ear(44100)


async def test_when_the_process_dies_every_ear_is_gone_and_new_ones_hear(rig: Rig) -> None:
    dying, other = await rig.ears.ear(8000), await rig.ears.ear(8000)
    first = rig.ears.pid
    with pytest.raises(EarGone):
        await dying.hear(DIES)
    with pytest.raises(EarGone):
        await other.hear(WORD)
    fresh = await rig.ears.ear(8000)
    assert await fresh.hear(WORD) == Partial("ord")
    assert rig.ears.pid != first
    assert rig.ears.restarts == 1
    assert rig.told == ["recogniser_gone", "recogniser_up"]


async def test_a_process_killed_from_outside_is_started_again_as_often_as_it_takes(rig: Rig) -> None:
    for time in (1, 2, 3):
        ear = await rig.ears.ear(8000)
        assert await ear.hear(WORD) == Partial("ord")
        assert rig.ears.pid is not None
        os.kill(rig.ears.pid, signal.SIGKILL)
        with pytest.raises(EarGone):
            await hear_until_it_fails(ear)
        await rig.ears.ear(8000)
        assert rig.ears.restarts == time


async def test_a_process_that_stands_still_is_ended_and_started_again(rig: Rig) -> None:
    ear = await rig.ears.ear(8000)
    assert rig.ears.pid is not None
    os.kill(rig.ears.pid, signal.SIGSTOP)
    with pytest.raises(EarGone):
        await ear.hear(WORD)
    assert "recogniser_hangs" in rig.told
    assert await (await rig.ears.ear(8000)).hear(WORD) == Partial("ord")


async def test_one_ear_that_hangs_for_ever_does_not_keep_the_others_deaf(rig: Rig) -> None:
    hanging, other = await rig.ears.ear(8000), await rig.ears.ear(8000)
    stuck = asyncio.create_task(hanging.hear(HANGS))
    assert await other.hear(WORD) == Partial("ord")
    with pytest.raises(EarGone):
        await stuck


async def test_the_signals_of_the_lines_group_do_not_end_it() -> None:
    # The real process: the line has callers to let go of first.
    ears = EarsApart(HearingSettings(second_pass=False))
    await ears.start()
    pid = ears.pid
    assert pid is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(pid, number)
    ear = await ears.ear(8000)
    assert (await ear.end_utterance(0.0)).text == ""
    assert ears.restarts == 0
    await ears.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_why_it_cannot_hear_is_said_as_if_it_were_here() -> None:
    with pytest.raises(ModelMissing, match=r"There is no model here: build one\."):
        await Rig("missing").ears.start()


async def test_a_process_that_dies_while_it_starts_is_no_start() -> None:
    with pytest.raises(EarGone):
        await Rig("dies").ears.start()


async def test_an_ear_asked_for_in_vain_is_not_waited_for_for_ever(rig: Rig) -> None:
    await rig.ears.stop()
    late = EarsApart(HearingSettings(), ApartSettings(ear_seconds=0.0, command=COMMAND))
    with pytest.raises(EarGone):
        await late.ear(8000)


async def test_tokens_are_not_handed_down(rig: Rig) -> None:
    assert rig.ears.engines == ("scripted", "no secret")


async def test_a_process_that_does_not_come_up_in_time_is_no_start() -> None:
    asleep = (sys.executable, "-c", "import time; time.sleep(600)")
    with pytest.raises(EarGone, match="in time"):
        await Rig(settings=replace(QUICK, start_seconds=0.1, command=asleep)).ears.start()


async def test_a_process_that_comes_up_talking_nonsense_is_started_again(tmp_path: Path) -> None:
    # The second one talks nonsense, the first and the third are as they should be.
    script = f"""
import os, pathlib, runpy, sys
lives = pathlib.Path({str(tmp_path / "lives")!r})
life = len(lives.read_text()) if lives.exists() else 0
lives.write_text("i" * (life + 1))
if life == 1:
    os.write(int(sys.argv[1]), bytes(range(255, 155, -1)))
else:
    runpy.run_module("tests.voice.recognition.apart.fake_worker", run_name="__main__")
"""
    rig = Rig(settings=replace(QUICK, command=(sys.executable, "-c", script)))
    await rig.ears.start()
    try:
        ear = await rig.ears.ear(8000)
        with pytest.raises(EarGone):
            await ear.hear(DIES)
        assert await (await rig.ears.ear(8000)).hear(WORD) == Partial("ord")
    finally:
        await rig.ears.stop()
    assert rig.ears.restarts == 2


async def test_whoever_hangs_up_as_the_process_comes_up_is_gone(rig: Rig) -> None:
    ear = await rig.ears.ear(8000)
    with pytest.raises(EarGone):
        await ear.hear(DIES)
    asking = asyncio.create_task(rig.ears.ear(8000))
    loop = asyncio.get_running_loop()
    rig.when = lambda event: loop.call_soon(asking.cancel)  # type: ignore[assignment,method-assign]
    await asyncio.gather(asking, return_exceptions=True)
    assert asking.cancelled()
