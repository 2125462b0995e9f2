"""The table of pronunciations: every entry can be spoken, and says what it says."""

import re
from pathlib import Path

import pytest

from voice.espeak.library import Espeak, Manner
from voice.espeak.pronunciations import PronunciationError, pronounced, pronunciations, ways_of_saying


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


def phonemes(espeak: Espeak, text: str) -> str:
    """The phonemes of ``text``, without stress, length and pauses."""
    names = (phoneme.name for phoneme in espeak.sound(text, Manner())[1])
    return re.sub(r"[',: |-]", "", "".join(name for name in names if not name.startswith("_")))


def test_every_pronunciation_is_mnemonics_that_the_library_knows(espeak: Espeak) -> None:
    """The library leaves out what it does not know, without a word."""
    wrong = {
        word: way
        for word, entry in pronunciations().items()
        for way in (entry.said, *entry.others)
        if way and phonemes(espeak, f"[[{way}]]") != re.sub(r"[',: |-]", "", way)
    }
    assert wrong == {}


def test_every_word_that_is_said_has_stress_but_a_preposition() -> None:
    said = {word: entry.said for word, entry in pronunciations().items() if entry.said}
    assert [word for word, way in said.items() if "'" not in way] == ["hos"]


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("mitid", "mitide"),
        ("halvtreds", "h?&ltR&#s"),
        ("Vesterbrogade", "v?Est?Vb3og&D@"),
        ("otte", "Od@"),
        ("Gothersgade", "god?Vsg&D@"),
        ("sagsbehandler", "sAwsb?eh?&nl?V"),
        ("Nordhavn", "no3hAwn"),
        ("ikke", "?eg@"),
    ],
)
def test_what_the_rules_get_wrong_is_said_right(espeak: Espeak, word: str, heard: str) -> None:
    assert phonemes(espeak, pronounced(word)) == heard
    assert phonemes(espeak, word) != heard


def test_only_words_of_the_table_are_changed_whatever_their_case() -> None:
    assert pronounced("Hov, JOBCENTRET!") == f"Hov, [[{pronunciations()['jobcentret'].said}]]!"


def test_a_compound_with_a_hyphen_is_read_part_by_part() -> None:
    table = pronunciations()
    assert pronounced("MitID-kvittering") == f"[[{table['mitid'].said}]] kvittering"
    assert pronounced("snabel-a") == f"[[{table['snabel-a'].said}]]"
    assert pronounced("hus-nummer") == "hus nummer"


def test_the_recogniser_is_taught_every_way() -> None:
    assert ways_of_saying("kommunen") == ("kommunen", "[[k?om'u:n]]")
    assert ways_of_saying("Otte")[0].startswith("[[")
    assert ways_of_saying("hus") == ("hus",)


def test_the_ways_of_a_word_are_different() -> None:
    for word, entry in pronunciations().items():
        ways = [way for way in (entry.said, *entry.others) if way]
        assert len(set(ways)) == len(ways), word


def test_the_table_is_rich() -> None:
    assert len(pronunciations()) >= 250
    assert sum(len(entry.others) for entry in pronunciations().values()) >= 150


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("Hus: h'us", "Hus"),
        ("hus: ~", "hus"),
        ("hus: [~]", "hus"),
        ("hus: [h'us, ~]", "hus"),
        ('hus: "h]] ud"', "hus"),
        ("- hus", "no table"),
    ],
)
def test_a_table_that_is_wrong_says_where(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "table.yml"
    path.write_text(content)
    with pytest.raises(PronunciationError, match=named):
        pronunciations(path)


def test_words_that_yaml_takes_for_something_else_are_words(tmp_path: Path) -> None:
    path = tmp_path / "table.yml"
    path.write_text("on: 'On'\nno: n'o\n")
    assert set(pronunciations(path)) == {"on", "no"}
