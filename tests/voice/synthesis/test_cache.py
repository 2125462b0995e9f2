"""Only what is the same for everyone is kept."""

from collections.abc import AsyncIterator

from actions.dialogue.phrases import phrase_book
from voice.synthesis.cache import CachedVoice
from voice.synthesis.choose import fixed_phrases
from voice.synthesis.protocol import Speech


class CountingVoice:
    """Says a text as its bytes, and remembers what it was asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.closed = False

    async def speak(self, speech: Speech, rate_hz: int) -> AsyncIterator[bytes]:
        self.asked.append(speech.text)
        for letter in speech.text:
            yield letter.encode() * 100

    async def close(self) -> None:
        self.closed = True


async def heard(voice: CachedVoice, text: str, pace: float = 1.0, rate_hz: int = 8000) -> bytes:
    return b"".join([piece async for piece in voice.speak(Speech(text, pace), rate_hz)])


async def test_a_fixed_phrase_is_made_once_and_sounds_the_same() -> None:
    behind = CountingVoice()
    voice = CachedVoice(behind, ["Goddag"])
    assert (
        await heard(voice, "Goddag")
        == await heard(voice, "Goddag")
        == b"".join(letter.encode() * 100 for letter in "Goddag")
    )
    assert behind.asked == ["Goddag"]


async def test_what_is_personal_is_never_kept() -> None:
    behind = CountingVoice()
    voice = CachedVoice(behind, ["Goddag"])
    await heard(voice, "Goddag Mette")
    await heard(voice, "Goddag Mette")
    assert behind.asked == ["Goddag Mette"] * 2
    assert voice.kept_bytes == 0


async def test_a_phrase_can_be_named_later() -> None:
    behind = CountingVoice()
    voice = CachedVoice(behind)
    voice.keep("Farvel")
    await heard(voice, "Farvel")
    await heard(voice, "Farvel")
    assert behind.asked == ["Farvel"]


async def test_every_pace_and_rate_is_a_sound_of_its_own() -> None:
    behind = CountingVoice()
    voice = CachedVoice(behind, ["Ja"])
    await heard(voice, "Ja")
    await heard(voice, "Ja", pace=0.8)
    await heard(voice, "Ja", rate_hz=16000)
    assert behind.asked == ["Ja"] * 3


async def test_half_a_phrase_is_not_kept() -> None:
    behind = CountingVoice()
    voice = CachedVoice(behind, ["Goddag"])
    pieces = voice.speak(Speech("Goddag"), 8000)
    await anext(pieces)
    await pieces.aclose()  # type: ignore[attr-defined]
    assert voice.kept_bytes == 0
    assert len(await heard(voice, "Goddag")) == 600


async def test_the_least_recently_spoken_goes_first() -> None:
    behind = CountingVoice()
    voice = CachedVoice(behind, ["a", "b", "c"], limit_bytes=250)
    for text in ("a", "b", "a", "c"):
        await heard(voice, text)
    assert voice.kept_bytes == 200
    behind.asked.clear()
    for text in ("a", "c", "b"):
        await heard(voice, text)
    assert behind.asked == ["b"]


async def test_closing_forgets_and_closes_the_voice_behind() -> None:
    behind = CountingVoice()
    voice = CachedVoice(behind, ["a"])
    await heard(voice, "a")
    await voice.close()
    assert voice.kept_bytes == 0
    assert behind.closed


def test_fixed_phrases_have_nothing_to_fill_in_and_are_as_they_are_spoken() -> None:
    fixed = fixed_phrases(phrase_book())
    assert "Hvad er din adresse?" not in fixed  # it is "Ja, hvad er din adresse?"
    assert "Ja, hvad er din adresse?" in fixed
    assert not any("{" in phrase for phrase in fixed)
    assert any("ring et et to nu" in phrase for phrase in fixed)
