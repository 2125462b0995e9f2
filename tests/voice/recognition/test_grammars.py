"""What is listened for, and what counts as an answer."""

import pytest

from nlu.danish.addresses import find_addresses
from nlu.danish.identifiers import find_identifiers
from nlu.danish.numbers import number_below_hundred
from voice.recognition.grammars import Grammar, grammar_for, sentences, spoken_title
from voice.recognition.phrases import phrases
from voice.recognition.text import UNKNOWN, from_second_pass, from_vosk


def every_word(word: str) -> bool:
    return True


def grammar(expected: str, *choices: str) -> Grammar:
    made = grammar_for(expected, choices, every_word)  # type: ignore[arg-type]
    assert made
    return made


@pytest.mark.parametrize("expected", ["free", "address", "reason", "date_time"])
def test_an_open_answer_has_no_grammar(expected: str) -> None:
    assert grammar_for(expected, ("Ja", "Nej"), every_word) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["ja", "nej tak", "ja det vil jeg gerne", "nej det er forkert", "gentag"])
def test_ways_to_say_yes_and_no(said: str) -> None:
    assert grammar("yes_no").match(said.split()) == said


def test_hesitations_go_and_words_that_lead_in_stay() -> None:
    assert grammar("yes_no").match(["øh", "altså", "ja", "tak"]) == "altså ja tak"


@pytest.mark.parametrize(
    "said", ["", "øh", "altså", "ja [unk]", "[unk] nej", "ja nej", "bioposer", "ja tyve"]
)
def test_what_is_no_listed_phrase_as_a_whole_is_no_answer(said: str) -> None:
    assert grammar("yes_no").match(said.split()) is None


def test_no_phrase_means_both_yes_and_no() -> None:
    assert not set(phrases().yes) & set(phrases().no)


def test_every_digit_word_is_read_by_the_language_understanding() -> None:
    values = {number_below_hundred(word) for word in phrases().digits}
    assert values == set(range(100))


@pytest.mark.parametrize(
    ("said", "phone"),
    [
        ("tyve nul nul nul nul nul en", "20000001"),
        ("mit nummer er toogtredive femogfyrre seksoghalvtreds otteoghalvfems", "32455698"),
        ("to nul øh nul nul nul nul nul en", "20000001"),
    ],
)
def test_a_number_heard_by_grammar_is_read_by_the_language_understanding(said: str, phone: str) -> None:
    text = grammar("digits").match(said.split())
    assert text
    assert [span.value for span in find_identifiers(text) if span.kind == "phone"] == [phone]


def test_an_address_heard_is_read_by_the_language_understanding() -> None:
    for words in ("byvej fireoghalvtreds", "byvej øh fireoghalvtreds", "byvej fire og halvtreds"):
        found = find_addresses(from_vosk(words.split()))
        assert [span.value for span in found] == [{"street": "Byvej", "number": "54"}], words


@pytest.mark.parametrize("said", ["og", "mit nummer er", "øh", "tyve [unk]", "tyve bioposer", ""])
def test_words_between_digits_are_no_number(said: str) -> None:
    assert grammar("digits").match(said.split()) is None


CHOICES = ("Ret adressen", "Torsdag 4. december", "Afhentning af storskrald")


@pytest.mark.parametrize(
    "said",
    [
        "ret adressen",
        "torsdag fire december",
        "storskrald",
        "den anden",
        "nummer tre",
        "den sidste",
        "ingen af dem",
    ],
)
def test_a_choice_is_named_by_its_title_a_word_of_its_own_or_its_place(said: str) -> None:
    assert grammar("choice", *CHOICES).match(said.split()) == said


def test_a_word_that_two_choices_share_names_none() -> None:
    made = grammar("choice", "Ret adressen på byvej", "Slet adressen på byvej")
    assert made.match(["byvej"]) is None
    assert made.match(["slet"]) == "slet"


def test_a_place_that_is_not_there_is_no_answer() -> None:
    assert grammar("choice", "Ja", "Nej").match(["den", "tredje"]) is None


def test_phrases_with_words_the_model_does_not_know_are_left_out() -> None:
    made = grammar_for("yes_no", (), lambda word: word in ("ja", "nej", "tak"))
    assert made
    assert set(made.listed) == {"ja", "ja tak", "ja ja", "nej", "nej tak", "nej nej", "nej nej nej"}
    assert "ja gerne" not in made.answers


def test_a_model_that_knows_no_word_is_listened_to_freely() -> None:
    assert grammar_for("yes_no", (), lambda word: False) is None


def test_what_vosk_is_given_ends_in_the_unknown() -> None:
    listed = sentences(["Jeg vil gerne.", "12 poser"], every_word)
    assert listed
    assert listed.as_json() == f'["jeg vil gerne", "tolv poser", "{UNKNOWN}"]'


def test_many_choices_and_odd_titles_harm_nothing() -> None:
    made = grammar("choice", *(f"Valg {at}" for at in range(500)), "", "…", "a" * 500)
    assert len(made.listed) < 1000


def test_a_title_is_said_in_words() -> None:
    assert spoken_title("Flyt til kl. 10, den 4. december!") == "flyt til kl ti den fire december"


def test_a_lone_hesitation_stays_for_the_call_to_judge() -> None:
    assert from_vosk(["hm"]) == "hm"
    assert from_vosk(["jeg", "fik", "en", "s", "m", "s", "i", "går"]) == "jeg fik en sms i går"
    assert from_vosk(["det", "staves", "s", "m", "s", "e"]) == "det staves s m s e"
    assert from_vosk(["a", "b", "tolv"]) == "a b tolv"
    assert from_vosk([UNKNOWN, "øh", "ja"]) == "ja"
    assert from_second_pass("Hm.") == "hm"
