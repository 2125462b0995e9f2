"""The mouth says things in order, at once where it can, falls silent without a click, and goes on."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from tests.voice.line.fakes import FRAME, RATE, ToneVoice, until
from voice.line.mouth import Ended, Failed, Mouth, MouthEvent, MouthSettings, Started
from voice.line.saying import audible
from voice.synthesis.protocol import Speech

NO_GAP = MouthSettings(gap_ms=0.0)


async def frames(mouth: Mouth, count: int) -> tuple[list[bytes], list[MouthEvent]]:
    """Take frames as the clock does, giving the synthesiser time between them."""
    sound, told = [], []
    for _ in range(count):
        for _ in range(12):
            await asyncio.sleep(0)
        frame, events = mouth.next_frame()
        sound.append(frame)
        told += events
    return sound, told


@pytest.fixture
def voice() -> ToneVoice:
    return ToneVoice()


async def test_with_nothing_to_say_silence_leaves_in_whole_frames(voice: ToneVoice) -> None:
    mouth = Mouth(voice, RATE)
    sound, told = await frames(mouth, 5)
    assert sound == [bytes(FRAME)] * 5
    assert told == []


async def test_the_first_sound_leaves_as_soon_as_the_first_piece_is_there() -> None:
    class Slow(ToneVoice):
        async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
            async for piece in super().speak(speech, rate_hz):
                yield piece
                await asyncio.Event().wait()

    mouth = Mouth(Slow(), RATE)
    mouth.say(1, Speech("en lang sætning"))
    sound, told = await frames(mouth, 3)
    assert told == [Started(1)]
    assert audible(sound[0])
    assert sound[2] == bytes(FRAME), "the sound is late, but the line goes on"
    await mouth.close()


async def test_things_are_said_one_after_the_other_and_each_is_told_of(voice: ToneVoice) -> None:
    mouth = Mouth(voice, RATE, NO_GAP)
    mouth.say(1, Speech("aaaa"))
    mouth.say(2, Speech("bbb"))
    sound, told = await frames(mouth, 10)
    assert told == [Started(1), Ended(1), Started(2), Ended(2)]
    assert [audible(frame) for frame in sound] == [True] * 7 + [False] * 3
    assert not mouth.busy


async def test_between_two_things_there_is_a_pause(voice: ToneVoice) -> None:
    mouth = Mouth(voice, RATE, MouthSettings(gap_ms=100.0))
    mouth.say(1, Speech("aa"))
    mouth.say(2, Speech("bb"))
    sound, _ = await frames(mouth, 9)
    assert [audible(frame) for frame in sound] == [True] * 2 + [False] * 5 + [True] * 2


async def test_the_next_thing_is_made_while_one_is_spoken_and_no_more_than_that(voice: ToneVoice) -> None:
    mouth = Mouth(voice, RATE)
    for number, text in enumerate(["aaaaaaaa", "bbbb", "cccc"]):
        mouth.say(number, Speech(text))
    await frames(mouth, 2)
    assert voice.asked == ["aaaaaaaa", "bbbb"]
    await mouth.close()


async def test_dropping_forgets_everything_fades_and_stops_the_synthesiser() -> None:
    voice = ToneVoice(ms_a_char=2000.0)
    mouth = Mouth(voice, RATE)
    mouth.say(1, Speech("a lang"))
    mouth.say(2, Speech("b"))
    await frames(mouth, 4)
    mouth.drop()
    sound, told = await frames(mouth, 5)
    assert told == []
    assert audible(sound[0]), "faded out, not cut off"
    assert abs(int(np.frombuffer(sound[0], "<i2")[-1])) == 0
    assert sound[1:] == [bytes(FRAME)] * 4
    mouth.say(3, Speech("c"))
    _, told = await frames(mouth, 3)
    assert told == [Started(3)]
    await mouth.close()


async def test_a_pause_ends_in_silence_without_a_step_and_goes_on_from_a_little_before() -> None:
    voice = ToneVoice(ms_a_char=400.0)
    mouth = Mouth(voice, RATE)
    mouth.say(1, Speech("abcdef"))
    before, _ = await frames(mouth, 60)
    mouth.pause()
    paused, told = await frames(mouth, 20)
    assert told == []
    steps = np.abs(np.diff(np.frombuffer(b"".join([before[-1], *paused]), "<i2").astype(int)))
    assert steps.max() <= 2 * np.pi * 440 / RATE * 8000 * 1.05, "no step larger than the tone's own"
    assert paused[1:] == [bytes(FRAME)] * 19
    mouth.resume()
    after, told = await frames(mouth, 120)
    spoken = sum(audible(frame) for frame in [*before, paused[0], *after])
    again_ms = 20 * spoken - 400 * 6
    assert 200 <= again_ms <= 700
    assert told == [Ended(1)]


async def test_it_goes_on_where_it_was_quiet() -> None:
    class Words(ToneVoice):
        async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
            at = np.arange(rate_hz * 2) / rate_hz
            sound = 8000 * np.sin(2 * np.pi * 300 * at)
            sound[rate_hz // 2 : rate_hz // 2 + rate_hz // 20] = 0  # a pause at 500 to 550 ms
            yield sound.astype("<i2").tobytes()

    mouth = Mouth(Words(), RATE)
    mouth.say(1, Speech("to ord"))
    await frames(mouth, 45)  # 900 ms
    mouth.pause()
    await frames(mouth, 3)
    mouth.resume()
    sound, _ = await frames(mouth, 3)
    assert not audible(sound[0]) or not audible(sound[1]), "begins in the pause between the words"
    await mouth.close()


async def test_what_was_heard_is_told_to_the_end_of_a_word() -> None:
    mouth = Mouth(ToneVoice(), RATE)
    text = "Vi sender bioposer til dig i morgen."
    mouth.say(1, Speech(text))
    await frames(mouth, 16)  # 320 of 720 ms: 16 of 36 letters
    assert mouth.drop() == "Vi sender bioposer"


async def test_before_its_first_sound_nothing_was_heard(voice: ToneVoice) -> None:
    mouth = Mouth(voice, RATE)
    mouth.say(1, Speech("Goddag"))
    assert mouth.drop() == ""


async def test_a_synthesiser_that_hangs_is_told_of_and_what_follows_is_said() -> None:
    voice = ToneVoice()
    voice.hangs.add("aaa")
    mouth = Mouth(voice, RATE, MouthSettings(stuck_ms=200.0))
    mouth.say(1, Speech("aaa"))
    mouth.say(2, Speech("bb"))
    _, told = await frames(mouth, 25)
    assert told == [Failed(1), Started(2), Ended(2)]
    assert voice.stopped == ["aaa"]


async def test_a_synthesiser_that_fails_is_told_of_and_what_follows_is_said() -> None:
    voice = ToneVoice()
    voice.fails.add("aaa")
    mouth = Mouth(voice, RATE)
    mouth.say(1, Speech("aaa"))
    mouth.say(2, Speech("bb"))
    _, told = await frames(mouth, 8)
    assert told == [Failed(1), Started(2), Ended(2)]


async def test_a_pause_is_no_hanging_synthesiser() -> None:
    mouth = Mouth(ToneVoice(), RATE, MouthSettings(stuck_ms=100.0))
    mouth.say(1, Speech("aaaaaaaaaa"))
    await frames(mouth, 2)
    mouth.pause()
    _, told = await frames(mouth, 50)
    assert told == []
    await mouth.close()


async def test_something_without_any_sound_is_over_at_once(voice: ToneVoice) -> None:
    mouth = Mouth(voice, RATE, NO_GAP)
    mouth.say(1, Speech(""))
    mouth.say(2, Speech("b"))
    _, told = await frames(mouth, 4)
    assert told == [Ended(1), Started(2), Ended(2)]


async def test_a_very_long_answer_is_not_made_all_at_once() -> None:
    voice = ToneVoice(ms_a_char=1000.0)
    mouth = Mouth(voice, RATE, MouthSettings(ahead_ms=2000.0))
    mouth.say(1, Speech("a" * 60))
    for _ in range(3000):
        await asyncio.sleep(0)
    assert voice.stopped == []
    _, told = await frames(mouth, 60 * 50)
    assert told == [Started(1), Ended(1)], "every piece of it was said nevertheless"


async def test_closing_leaves_nothing_running(voice: ToneVoice) -> None:
    voice.hangs.add("aaa")
    mouth = Mouth(voice, RATE)
    mouth.say(1, Speech("aaa"))
    await until(lambda: voice.asked == ["aaa"])
    await mouth.close()
    assert voice.stopped == ["aaa"]
