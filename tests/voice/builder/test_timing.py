"""From espeak-ng's phoneme events to phones in time."""

import itertools

import pytest

from voice.builder.phones import PHONES, SILENCE, phone_of
from voice.builder.timing import merged, segments_of, speak
from voice.espeak.library import Espeak, Manner, Phoneme

RATE = 1000.0


def named(phonemes: list[Phoneme], samples: int) -> list[tuple[str, float, float, int]]:
    return [
        (PHONES[s.phone], round(s.start, 3), round(s.end, 3), s.word)
        for s in segments_of(phonemes, RATE, samples)
    ]


def test_phones_last_until_the_next_one_begins_and_know_their_word() -> None:
    heard = [Phoneme("j", 0, 1), Phoneme("'A", 80, 1), Phoneme("n", 200, 4), Phoneme("_:", 300, 5)]
    assert named(heard, 500) == [
        ("j", 0.0, 0.08, 0),
        ("A", 0.08, 0.2, 0),
        ("n", 0.2, 0.3, 1),
        (SILENCE, 0.3, 0.5, -1),
    ]


def test_a_short_gap_belongs_to_the_phone_after_it_and_a_long_one_is_silence() -> None:
    heard = [Phoneme("n", 0, 1), Phoneme("_!", 100, 1), Phoneme("t", 120, 1), Phoneme("_", 220, 2)]
    heard += [Phoneme("k", 320, 2), Phoneme("A", 400, 2), Phoneme("_:", 500, 3)]
    assert named(heard, 600) == [
        ("n", 0.0, 0.1, 0),
        ("t", 0.1, 0.22, 0),
        (SILENCE, 0.22, 0.32, -1),
        ("k", 0.32, 0.4, 1),
        ("A", 0.4, 0.5, 1),
        (SILENCE, 0.5, 0.6, -1),
    ]


def test_neighbouring_pauses_are_one_silence() -> None:
    heard = [Phoneme("n", 0, 1), Phoneme("_:", 100, 1), Phoneme("_", 300, 2), Phoneme("_:", 450, 2)]
    assert named(heard, 600) == [("n", 0.0, 0.1, 0), (SILENCE, 0.1, 0.6, -1)]
    found = segments_of(heard, RATE, 600)
    assert merged(found) == found


def test_sound_before_the_first_phone_is_silence() -> None:
    assert named([Phoneme("n", 50, 1), Phoneme("A", 100, 1)], 200)[0] == (SILENCE, 0.0, 0.05, -1)


def test_marks_that_make_no_sound_are_no_phones() -> None:
    heard = [Phoneme("(en)", 0, 1), Phoneme("n", 0, 1), Phoneme("(da)", 100, 2), Phoneme("A", 100, 2)]
    assert [phone for phone, *_ in named(heard, 200)] == ["n", "A"]


@pytest.mark.parametrize(
    ("mnemonic", "phone"),
    [
        ("'A", "A"), (",&:", "&"), ("@", "@-"), ("3", "3-"), ("?", None), ("(en)", None), ("_:", SILENCE),
        ("z", "s"), ("x", "k"), ("D", "D"), ("R2", "R"), ("i:", "i"), ("t#", "t"), ("!!", None), ("", None),
    ],
)  # fmt: skip
def test_mnemonics_are_taken_for_the_nearest_phone(mnemonic: str, phone: str | None) -> None:
    assert phone_of(mnemonic) == phone


def test_a_spoken_sentence_is_covered_from_beginning_to_end() -> None:
    sound, said = speak(Espeak(), "jeg vil gerne bestille en tid", Manner("da"), 1.0)
    assert said[0].start == 0.0
    assert said[-1].end == pytest.approx(len(sound) / 16000, abs=0.01)
    assert all(a.end == pytest.approx(b.start) for a, b in itertools.pairwise(said))
    assert {s.word for s in said} == {-1, 0, 1, 2, 3, 4, 5}
    assert all(a.phone or b.phone for a, b in itertools.pairwise(said))


def test_a_stretched_voice_has_its_times_stretched_alike() -> None:
    espeak, text = Espeak(), "jeg har mistet mit kort"
    plain, said = speak(espeak, text, Manner("da"), 1.0)
    slow, said_slowly = speak(espeak, text, Manner("da"), 1.25)
    assert len(slow) / len(plain) == pytest.approx(1.25, rel=0.02)
    for before, after in zip(said, said_slowly, strict=True):
        assert after.phone == before.phone
        assert after.end == pytest.approx(before.end * 1.25, abs=0.03)
