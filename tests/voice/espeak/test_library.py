"""The library: sound and phonemes, from any thread, one text at a time."""

import threading

import numpy as np
import pytest

from voice.espeak.library import Espeak, Manner, Pcm, SpeechLibraryError


def names(espeak: Espeak, text: str, manner: Manner | None = None) -> list[str]:
    return [phoneme.name for phoneme in espeak.sound(text, manner or Manner())[1]]


def test_a_text_gives_sound_and_its_phonemes_in_order() -> None:
    espeak = Espeak()
    sound, phonemes = espeak.sound("hej du", Manner())
    assert espeak.rate_hz == 22050
    assert len(sound) > 22050 * 0.3
    assert [p.start for p in phonemes] == sorted(p.start for p in phonemes)
    assert {p.word_at for p in phonemes} >= {1, 5}


def test_it_can_be_stopped_in_the_middle() -> None:
    espeak = Espeak()
    pieces: list[Pcm] = []

    def once(piece: Pcm) -> bool:
        pieces.append(piece)
        return False

    espeak.speak("det her er en meget lang sætning. " * 20, Manner(), once)
    whole, _ = espeak.sound("det her er en meget lang sætning. " * 20, Manner())
    assert sum(len(piece) for piece in pieces) < len(whole) / 4


def test_two_of_them_in_one_process_do_not_mix_their_sound() -> None:
    one, other = Espeak(), Espeak()
    expected = {"one": names(one, "hej"), "other": names(other, "farvel", Manner("da+f2"))}
    heard: dict[str, list[list[str]]] = {"one": [], "other": []}

    def work(name: str, espeak: Espeak, text: str, manner: Manner) -> None:
        heard[name] = [names(espeak, text, manner) for _ in range(20)]

    threads = [
        threading.Thread(target=work, args=("one", one, "hej", Manner())),
        threading.Thread(target=work, args=("other", other, "farvel", Manner("da+f2"))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found == expected[name] for name, all_of_them in heard.items() for found in all_of_them)


def test_speed_and_pitch_are_heard() -> None:
    espeak = Espeak()
    slow, _ = espeak.sound("hvad er din adresse", Manner(words_per_minute=120))
    fast, _ = espeak.sound("hvad er din adresse", Manner(words_per_minute=220))
    low, _ = espeak.sound("aaaa", Manner(pitch=10))
    high, _ = espeak.sound("aaaa", Manner(pitch=90))
    assert len(slow) > len(fast) * 1.3
    assert _crossings(high) > _crossings(low)


def _crossings(sound: Pcm) -> float:
    return float(np.mean(np.diff(np.signbit(sound - sound.mean())) != 0))


def test_an_unknown_voice_is_refused_and_the_next_is_spoken() -> None:
    espeak = Espeak()
    with pytest.raises(SpeechLibraryError, match="qq"):
        espeak.sound("hej", Manner("qq"))
    assert "j" in names(espeak, "hej")
