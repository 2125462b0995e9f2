"""The voice on the telephone: heard at once, even, whole, and gone when nobody listens."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import numpy.typing as npt
import pytest

from voice.espeak.library import Espeak, Manner, OnSound, Phoneme, SpeechLibraryError
from voice.synthesis.espeak_voice import EspeakSettings, EspeakVoice
from voice.synthesis.protocol import Speech
from voice.synthesis.shaping import active_level_dbfs
from voice.synthesis.worker import VoiceClosed

LONG = "Du har tid torsdag den 26. november kl. 9.30 hos Hanne Lund. Hvorfor må du melde afbud? " * 8


@pytest.fixture
async def voice() -> AsyncIterator[EspeakVoice]:
    voice = EspeakVoice()
    yield voice
    await voice.close()


async def heard(voice: EspeakVoice, speech: Speech, rate_hz: int = 8000) -> npt.NDArray[np.int16]:
    return np.frombuffer(b"".join([piece async for piece in voice.speak(speech, rate_hz)]), "<i2")


def same(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> bool:
    """Whether two sounds are the same words: espeak never breathes the same way twice."""
    if abs(len(one) - len(other)) > 8000 * 0.02:
        return False
    loudness = [
        np.abs(sound[: min(len(one), len(other)) // 160 * 160].astype(float)).reshape(-1, 160).mean(axis=1)
        for sound in (one, other)
    ]
    return bool(np.corrcoef(*loudness)[0, 1] > 0.97)


@pytest.mark.parametrize("rate_hz", [8000, 16000])
@pytest.mark.parametrize("variant", ["da", "da+f2"])
async def test_it_has_the_level_of_a_telephone_and_never_clips(rate_hz: int, variant: str) -> None:
    voice = EspeakVoice(EspeakSettings(voice=variant))
    sound = await heard(voice, Speech(LONG), rate_hz)
    await voice.close()
    assert active_level_dbfs(sound, rate_hz) == pytest.approx(-20, abs=1.5)
    assert np.abs(sound.astype(int)).max() < 32_700


async def test_both_rates_say_the_same_at_the_same_speed(voice: EspeakVoice) -> None:
    narrow = await heard(voice, Speech("Hvad er din adresse?"), 8000)
    wide = await heard(voice, Speech("Hvad er din adresse?"), 16000)
    assert len(wide) / 16000 == pytest.approx(len(narrow) / 8000, abs=0.02)


async def test_the_first_sound_comes_within_the_first_frame(voice: EspeakVoice) -> None:
    sound = await heard(voice, Speech("Goddag."))
    assert np.flatnonzero(np.abs(sound.astype(int)) > 200)[0] < 8000 * 0.02


async def test_between_clauses_is_silence_that_begins_and_ends_softly(voice: EspeakVoice) -> None:
    """A click at a joint would be a jump from silence to loud within a sample."""
    sound = (await heard(voice, Speech("Ja, nej, ja, nej, ja, nej. Godt. Tak."))).astype(int)
    quiet = np.abs(sound) <= 2
    silences = [run for run in np.split(np.flatnonzero(quiet), _breaks(quiet)) if len(run) > 8000 * 0.1]
    assert len(silences) >= 7
    for silence in silences[:-1]:
        assert np.abs(np.diff(sound[silence[0] - 8 : silence[0]])).max() < 1500
        assert np.abs(np.diff(sound[silence[-1] : silence[-1] + 8])).max() < 1500


def _breaks(quiet: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    return np.asarray(np.flatnonzero(np.diff(np.flatnonzero(quiet)) > 1) + 1)


async def test_rumble_under_the_voice_is_taken_away(voice: EspeakVoice) -> None:
    sound = (await heard(voice, Speech(LONG))).astype(float)
    spectrum = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / 8000)
    assert spectrum[hertz < 50].sum() < spectrum.sum() * 1e-3


async def test_it_speaks_as_fast_as_one_who_reads_slowly(voice: EspeakVoice) -> None:
    text = (
        "Jeg har flyttet din tid og skrevet en mail til din sagsbehandler. Er der ikke kommet nogen, "
        "så sig det. Vi sender bioposer til dig, og de er hos dig inden for fire dage. "
        "Skal jeg stille dig videre?"
    )
    words_per_minute = len(text.split()) / (len(await heard(voice, Speech(text))) / 8000) * 60
    assert 145 < words_per_minute < 170


async def test_a_slower_pace_takes_longer(voice: EspeakVoice) -> None:
    normal = await heard(voice, Speech("Skal jeg gøre det?"))
    slow = await heard(voice, Speech("Skal jeg gøre det?", pace=0.8))
    assert len(slow) > len(normal) * 1.15


async def test_pauses_are_longer_after_a_sentence_than_in_it(voice: EspeakVoice) -> None:
    together = await heard(voice, Speech("hus hus"))
    comma = await heard(voice, Speech("hus, hus"))
    stop = await heard(voice, Speech("hus. hus"))
    assert len(together) < len(comma) < len(stop)


async def test_a_speech_without_words_is_silent(voice: EspeakVoice) -> None:
    assert len(await heard(voice, Speech(" 😀 ... "))) == 0


async def test_another_language_has_its_own_voice(voice: EspeakVoice) -> None:
    english = await heard(voice, Speech("What is your address?", language="en"))
    danish = await heard(voice, Speech("What is your address?"))
    assert len(english) > 4000
    assert not same(english, danish)


async def test_an_unknown_language_is_read_by_the_danish_voice(voice: EspeakVoice) -> None:
    unknown, danish = await heard(voice, Speech("Hej", language="xx")), await heard(voice, Speech("Hej"))
    assert same(unknown, danish)


class CountingEspeak(Espeak):
    """Remembers what it was asked to say."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def speak(self, text: str, manner: Manner, on_sound: OnSound) -> list[Phoneme]:
        self.asked.append(text)
        return super().speak(text, manner, on_sound)


async def test_a_speech_that_is_dropped_is_not_made() -> None:
    library = CountingEspeak()
    voice = EspeakVoice(espeak=library)
    library.asked.clear()
    pieces = voice.speak(Speech(LONG), 8000)
    await anext(pieces)
    await pieces.aclose()  # type: ignore[attr-defined]
    await heard(voice, Speech("Hej"))
    await voice.close()
    assert len(library.asked) <= 3  # of 16, and "Hej"


async def test_calls_that_speak_at_once_take_turns(voice: EspeakVoice) -> None:
    """A short answer is whole before a long one that began earlier is."""
    order: list[str] = []

    async def listen(name: str, text: str) -> None:
        await heard(voice, Speech(text))
        order.append(name)

    await asyncio.gather(listen("long", LONG), *(listen(f"short {n}", "Ja tak.") for n in range(5)))
    assert order[-1] == "long"


async def test_what_is_said_at_once_is_what_is_said_alone(voice: EspeakVoice) -> None:
    texts = ["Ja tak.", "Hvad er din adresse?", "Det kan jeg ikke finde.", "Prøv igen om lidt.", "Farvel."]
    alone = [await heard(voice, Speech(text)) for text in texts]
    together = await asyncio.gather(*(heard(voice, Speech(text)) for text in texts))
    assert not same(alone[0], alone[1])
    assert all(same(one, other) for one, other in zip(alone, together, strict=True))


async def test_closing_ends_what_is_spoken_with_an_error() -> None:
    voice = EspeakVoice()
    pieces = voice.speak(Speech(LONG), 8000)
    await anext(pieces)
    await voice.close()
    with pytest.raises(VoiceClosed):
        async for _ in pieces:
            pass
    with pytest.raises(VoiceClosed):
        await heard(voice, Speech("Hej"))


def test_a_voice_that_does_not_exist_is_refused_at_once() -> None:
    with pytest.raises(SpeechLibraryError, match="qq"):
        EspeakVoice(EspeakSettings(voice="qq"))
