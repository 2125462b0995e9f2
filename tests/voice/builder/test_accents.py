"""Danish with an accent: a foreign reading laid beside the Danish phones of each word."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.voice.builder.tiny import segments
from voice.builder import accents
from voice.builder.labels import Segment
from voice.builder.phones import PHONES, SILENCE, phone_of
from voice.espeak.library import Espeak, Manner


def word(heard: list[Segment], phones: str) -> list[tuple[str, float, float]] | None:
    laid = accents._word(heard, [PHONES.index(phone) for phone in phones.split()])
    return None if laid is None else [(PHONES[s.phone], s.start, s.end) for s in laid]


def test_the_same_sounds_keep_their_times() -> None:
    heard = segments(("h", 0.0, 0.1, 0), ("u", 0.1, 0.2, 0), ("s", 0.2, 0.3, 0))
    assert word(heard, "h u s") == [("h", 0.0, 0.1), ("u", 0.1, 0.2), ("s", 0.2, 0.3)]


def test_another_vowel_is_heard_as_the_danish_one() -> None:
    heard = segments(("h", 0.0, 0.1, 0), ("y", 0.1, 0.2, 0), ("s", 0.2, 0.3, 0))
    assert word(heard, "h u s") == [("h", 0.0, 0.1), ("u", 0.1, 0.2), ("s", 0.2, 0.3)]


def test_a_sound_that_danish_has_not_belongs_to_the_one_before_it() -> None:
    heard = segments(("h", 0.0, 0.1, 0), ("u", 0.1, 0.2, 0), ("r", 0.2, 0.25, 0), ("s", 0.25, 0.3, 0))
    assert word(heard, "h u s") == [("h", 0.0, 0.1), ("u", 0.1, 0.25), ("s", 0.25, 0.3)]


def test_an_added_first_sound_belongs_to_the_word_as_well() -> None:
    heard = segments(("@-", 0.0, 0.05, 0), ("h", 0.05, 0.1, 0), ("u", 0.1, 0.2, 0), ("s", 0.2, 0.3, 0))
    assert word(heard, "h u s") == [("h", 0.0, 0.1), ("u", 0.1, 0.2), ("s", 0.2, 0.3)]


def test_what_was_not_said_gets_no_label() -> None:
    heard = segments(("h", 0.0, 0.1, 0), ("u", 0.1, 0.2, 0))
    assert word(heard, "h u s") == [("h", 0.0, 0.1), ("u", 0.1, 0.2)]


def test_a_reading_that_has_nothing_to_do_with_the_word_is_not_used() -> None:
    heard = segments(*[("s", n / 10, (n + 1) / 10, 0) for n in range(5)])
    assert word(heard, "A i") is None


SENTENCES = (
    "hvad koster det", "kan jeg komme på mandag", "jeg er flyttet til en ny by", "der er hul i vejen",
    "han arbejder på skolen", "min datter bor i huset",
)  # fmt: skip


@pytest.mark.parametrize("language", accents.LANGUAGES)
def test_each_foreign_voice_reads_most_sentences_with_labels_of_danish_phones(language: str) -> None:
    espeak, used = Espeak(), 0
    for text in SENTENCES:
        sound, laid = accents.speak(espeak, text, Manner(language), 1.0)
        assert bool(laid) == bool(len(sound))
        if not laid:
            continue
        used += 1
        assert {s.word for s in laid} - {-1} == set(range(len(text.split())))
        assert all(0 <= s.start < s.end <= len(sound) / 16000 + 0.01 for s in laid)
        assert all(a.end <= b.start + 1e-6 for a, b in pairwise(laid) if a.word == b.word)
        _, danish = espeak.sound(text, Manner("da"))
        wanted = [phone_of(phoneme.name) for phoneme in danish]
        labels = Counter(PHONES[s.phone] for s in laid if PHONES[s.phone] != SILENCE)
        assert not labels - Counter(phone for phone in wanted if phone), "no phone that Danish has not there"
    assert used >= 4


def test_a_text_with_nothing_to_say_gives_no_labels() -> None:
    assert accents.speak(Espeak(), "...", Manner("sv"), 1.0)[1] == []
