"""Which words the model knows, how they are said, and where the texts come from."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.builder import lexicon
from voice.builder.lexicon import reduced
from voice.builder.texts import Texts, gather
from voice.builder.vocabulary import candidates, danish_spelling, trusted_words, without_slips
from voice.builder.words import number_word, spoken_words
from voice.espeak.library import Espeak


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "nul"), (1, "en"), (9, "ni"), (10, "ti"), (19, "nitten"), (20, "tyve"), (21, "enogtyve"),
        (30, "tredive"), (45, "femogfyrre"), (50, "halvtreds"), (54, "fireoghalvtreds"), (60, "tres"),
        (72, "tooghalvfjerds"), (88, "otteogfirs"), (90, "halvfems"), (99, "nioghalvfems"),
    ],
)  # fmt: skip
def test_numbers_are_danish_words(number: int, word: str) -> None:
    assert number_word(number) == word


def test_no_two_numbers_are_the_same_word() -> None:
    assert len({number_word(number) for number in range(100)}) == 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jeg vil gerne – i dag!", "jeg vil gerne i dag"),
        ("NemID/MitID og e-mail", "nemid mitid og e mail"),
        ("det’ ikk' rigtigt", "det ikk rigtigt"),
        ("Cafe\u0301en", "caféen"),  # the accent as a character of its own
        ("12 % …", ""),
    ],
)
def test_text_becomes_lower_case_words(text: str, words: str) -> None:
    assert spoken_words(text, lambda text: text) == words.split()


@pytest.mark.parametrize(
    ("phones", "everyday"),
    [
        ("h E l @- r", "h E l r"),
        ("m E D @- n", "m E D n"),
        ("h u s @- D", "h u s D"),
        ("k A s @-", "k A s @-"),  # no sonorant beside it
        ("n A @-", "n A @-"),  # too short to lose one
        ("b i l @-", "b i l"),
    ],
)
def test_everyday_speech_swallows_schwas_beside_sonorants(phones: str, everyday: str) -> None:
    assert reduced(tuple(phones.split())) == tuple(everyday.split())


def test_a_lexicon_holds_the_plain_way_first_and_shares_that_make_one() -> None:
    espeak = Espeak()

    def ways(word: str) -> tuple[str, ...]:
        return {"ikke": ("ikke", "[[eg]]"), "selv": ("[[sEl]]", "[[sElv]]")}.get(word, (word,))

    sounds = lexicon.plain_sounds(espeak, ["hus", "ikke", "selv", "..."], ways)
    assert set(sounds) == {"hus", "ikke", "selv"}, "what cannot be said is left out"
    found = lexicon.build(espeak, sounds, ways)
    assert found["hus"][0][0] == ("h", "u", "s")
    assert ("e", "g") in [phones for phones, _ in found["ikke"]]
    assert found["selv"][0][0] == ("s", "E", "l")
    assert len(found["selv"]) >= 2, "the rules' own way is kept beside the table's"
    for word, pronunciations in found.items():
        assert sum(share for _, share in pronunciations) == pytest.approx(1), word
        assert pronunciations[0][1] == max(share for _, share in pronunciations), word


def test_a_slip_that_sounds_like_a_better_spelled_word_is_left_out() -> None:
    counts = {"hjemmehjælp": 40, "hjemmejælp": 2, "kage": 3}
    sounds = {"hjemmehjælp": ("j", "E"), "hjemmejælp": ("j", "E"), "kage": ("k", "A")}
    assert without_slips(counts, sounds, frozenset({"hjemmehjælp"})) == ["hjemmehjælp", "kage"]


def test_of_two_words_that_sound_alike_both_stay_where_both_are_words() -> None:
    counts, sounds = {"maj": 5, "mig": 900}, {"maj": ("m", "A"), "mig": ("m", "A")}
    assert without_slips(counts, sounds, frozenset({"maj", "mig"})) == ["maj", "mig"]


def test_an_untrusted_word_stays_where_it_is_nearly_as_common() -> None:
    sounds = dict.fromkeys(("rigtig", "almindelig", "sjælden"), ("t", "A"))
    counts = {"rigtig": 100, "almindelig": 50, "sjælden": 11}
    assert without_slips(counts, sounds, frozenset({"rigtig"})) == ["almindelig", "rigtig"]


def test_a_word_without_a_sound_is_not_in_the_vocabulary() -> None:
    assert without_slips({"xx": 5, "ja": 5}, {"xx": (), "ja": ("j", "A")}, frozenset()) == ["ja"]


def test_a_word_is_a_candidate_where_it_is_listed_spelled_right_or_common() -> None:
    texts = Texts(citizen=[["stavet"], ["slåfejl"], *[["ofte"]] * 12], listed={"nævnt"})
    assert candidates(texts, frozenset({"stavet"})) == Counter({"ofte": 12, "stavet": 1, "nævnt": 0})
    assert "slåfejl" not in candidates(texts, frozenset({"stavet"}))
    assert set(candidates(texts, frozenset({"stavet"}))) == {"stavet", "ofte", "nævnt"}
    assert trusted_words(texts, ["stavet"]) == {"stavet", "nævnt"}


def test_a_missing_word_list_only_means_fewer_words(tmp_path: Path) -> None:
    assert danish_spelling(tmp_path / "danish") == frozenset()
    (tmp_path / "danish").write_text("Århus\nhus\n", encoding="utf-8")
    assert danish_spelling(tmp_path / "danish") == {"århus", "hus"}


TREE = {
    "nlu/data/bins.yml": """nlu:
- intent: bin
  examples: |
    - "min [spand](bin) er væk"
    - hej [der]{"x": 1}
""",
    "nlu/gazetteer/streets.csv": "# source\nstreet;district\nNørrebrogade;1\nNørrebrogade;2\nAmagertorv;3\n",
    "actions/phrases/bins.yml": """done: Vi henter {bin} i morgen.
more:
  chat: Skriv her.
  voice: Sig det.
""",
    "voice/builder/texts/citizen_bins.txt": "# comment\nhvornår henter i\n\n",
    "voice/builder/texts/everyday_weather.txt": "det regner igen\n",
    "voice/builder/texts/words_months.txt": "januar februar\n",
    "voice/builder/texts/forms_nouns.txt": "spanden spandene\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, content in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def sayings(sentences: list[list[str]]) -> Iterator[str]:
    return (" ".join(words) for words in sentences)


def test_texts_are_gathered_from_where_they_are_written(tree: Path) -> None:
    texts = gather(tree, lambda text: text, seed=1)
    assert list(sayings(texts.citizen)) == ["min spand er væk", "hej der", "hvornår henter i"]
    assert list(sayings(texts.everyday)) == ["det regner igen"]
    assert list(sayings(texts.assistant)) == ["vi henter i morgen", "skriv her", "sig det"]
    assert texts.streets == ["Amagertorv", "Nørrebrogade"]
    assert {"januar", "spandene", "regner", "henter", "nørrebrogade"} <= texts.listed
    assert "væk" not in texts.listed, "citizens' own spelling is not trusted"
    assert any(line.startswith("jeg bor på amagertorv ") for line in sayings(texts.addresses))


def test_the_same_seed_gathers_the_same_addresses(tree: Path) -> None:
    one, same, other = (gather(tree, lambda text: text, seed).addresses for seed in (1, 1, 2))
    assert one == same != other


def test_figures_are_gathered_as_they_are_said(tree: Path) -> None:
    (tree / "voice/builder/texts/citizen_bins.txt").write_text("klokken 8\n", encoding="utf-8")
    texts = gather(tree, lambda text: text.replace("8", "otte"), seed=1)
    assert "klokken otte" in sayings(texts.citizen)
