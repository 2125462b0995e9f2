"""The assistant's parts as they are spoken, and the small judgements about words."""

from pathlib import Path

import pytest
import yaml

from voice.call.answers import as_spoken, listed, pieces_of, read_part, spelled
from voice.call.commands import command_in
from voice.call.expectations import expected_from
from voice.call.phrases import call_phrases, phrases_from
from voice.call.words import is_backchannel, is_hesitation, yes_or_no
from voice.conversation import Identity

P = call_phrases()
PHRASE_FILES = sorted((Path(__file__).parents[3] / "actions" / "phrases").glob("*.yml"))


def spoken(part: dict[str, object], identity: Identity = "none") -> list[str]:
    return [piece.text for piece in read_part(part, identity, "da", P).pieces]


def test_speech_is_preferred() -> None:
    assert spoken({"type": "text", "text": "Ring 112.", "speech": "Ring et et to."}) == ["Ring et et to."]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Skriv vejnavn og husnummer.", "Sig vejnavn og husnummer."),
        ("Vil du fortryde, så skriv ”fortryd”.", "Vil du fortryde, så sig ”fortryd”."),
        ("Jeg fandt ikke en adresse i det, du skrev.", "Jeg fandt ikke en adresse i det, du sagde."),
        ("Er adressen forkert, så skriv bare den rigtige.", "Er adressen forkert, så sig bare den rigtige."),
        ("Tag dig god tid. Skriv, når du er klar.", "Tag dig god tid. Sig til, når du er klar."),
        ("Du kan skrive ”fortryd”.", "Du kan sige ”fortryd”."),
        ("Se https://www.kk.dk/pas?x=1.", "Se kk.dk."),
        ("Jeg har skrevet en mail til din sagsbehandler.", "Jeg har skrevet en mail til din sagsbehandler."),
        ("Beskrivelsen står i brevet.", "Beskrivelsen står i brevet."),
        ("Se https://[ her", "Se  her"),
    ],
)
def test_words_for_the_eye_become_words_for_the_ear(written: str, said: str) -> None:
    assert as_spoken(written, P) == said


@pytest.mark.parametrize("path", PHRASE_FILES, ids=lambda path: path.stem)
def test_no_phrase_of_the_assistant_tells_a_caller_to_write_or_click(path: Path) -> None:
    told = ("skriv ", "skriv:", "skriv ”", "klik", "nedenfor", "herunder")
    for phrase in yaml.safe_load(path.read_text(encoding="utf-8")).values():
        text = phrase.get("speech", phrase["text"]) if isinstance(phrase, dict) else str(phrase)
        said = as_spoken(text, P).lower()
        assert not any(word in said for word in told), said


def test_the_question_at_the_end_is_a_piece_of_its_own() -> None:
    pieces = pieces_of("Poserne er på vej. Det tager fire dage. Skal jeg mere?", P)
    assert [(piece.text, piece.question) for piece in pieces] == [
        ("Poserne er på vej. Det tager fire dage.", False),
        ("Skal jeg mere?", True),
    ]


def test_a_time_and_an_abbreviation_do_not_cut_a_sentence() -> None:
    assert len(pieces_of("Kommer det d. 3. december, kl. 10?", P)) <= 2
    assert pieces_of("", P) == pieces_of("…", P) == []


def test_a_yes_and_a_no_are_not_read_out() -> None:
    buttons = [{"title": "Ja", "text": "Ja"}, {"title": "Nej", "text": "Nej"}]
    assert spoken({"type": "buttons", "text": "Skal jeg?", "buttons": buttons}) == ["Skal jeg?"]


def test_many_choices_are_not_read_to_the_end() -> None:
    buttons = [{"title": f"Tid {n}", "text": "t"} for n in range(8)]
    said = spoken({"type": "buttons", "text": "Hvilken?", "buttons": buttons})
    assert "Tid 4" in said[1]
    assert "Tid 5" not in said[1]
    assert "3 mere" in said[2]


def test_a_person_is_told_of_after_the_choices_and_once() -> None:
    times = [{"title": f"kl. {n}", "text": "t"} for n in range(9, 14)]
    person = {"title": "Tal med et menneske", "text": "Jeg vil gerne tale med et menneske"}
    said = spoken({"type": "buttons", "text": "Hvilken?", "buttons": [*times, person]})
    assert "kl. 13" in said[1]
    assert "menneske" not in said[1]
    assert said[2:] == ["Du kan også sige: tal med et menneske."]
    offered = {"type": "buttons", "text": "Du kan også tale med et menneske.", "buttons": [person]}
    assert spoken(offered) == ["Du kan også tale med et menneske."]


def test_what_must_not_be_lost_is_marked() -> None:
    assert pieces_of("Ring 112 nu.", P)[0].never_lost
    assert not pieces_of("Byvej 1128.", P)[0].never_lost


def test_misshapen_parts_say_nothing_and_break_nothing() -> None:
    assert spoken({"type": "buttons", "text": 7, "buttons": "x"}) == []
    assert spoken({}) == []
    assert spoken({"type": "receipt", "number": None, "facts": [3]}) == []


def test_a_receipt_is_spelled_sign_by_sign() -> None:
    assert spelled("BIO-26") == "B, I, O, 2, 6"


@pytest.mark.parametrize(
    ("expects", "choices", "expected"),
    [
        (None, (), "free"),
        ("number", (), "digits"),
        ("address", (), "address"),
        ("login", (), "free"),
        ("reason", (), "reason"),
        ("yes_no", ("Ja", "Nej"), "yes_no"),
        ("yes_no", ("Flyt", "Aflys"), "choice"),
        ("choice", ("A",), "choice"),
        ("choice", (), "free"),
        ("something new", (), "free"),
    ],
)
def test_what_the_assistant_asks_is_what_is_listened_for(
    expects: str | None, choices: tuple[str, ...], expected: str
) -> None:
    assert expected_from(expects, choices) == expected


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("gentag", "repeat"),
        ("undskyld", "repeat"),
        ("undskyld hvad sagde du", "repeat"),
        ("øh kan du gentage det tak", "repeat"),
        ("langsommere", "slower"),
        ("kan du ikke sige det lidt langsommere", "slower"),
        ("bilerne skal køre langsommere på vores vej", None),
        ("det går langsommere med min søn i skolen", None),
        ("ti stille", "stop"),
        ("lige et øjeblik", "wait"),
        ("farvel", "goodbye"),
        ("ja tak", None),
        ("hvad koster et pas", None),
        ("jeg har mistet kvitteringen", None),
        ("", None),
        ("!", None),
    ],
)
def test_only_a_whole_utterance_is_a_command(text: str, command: str | None) -> None:
    assert command_in(text, P) == command


def test_a_choice_that_sounds_like_a_command_is_a_choice() -> None:
    assert command_in("stop", P, ("Stop", "Fortsæt")) is None


def test_yes_and_no_are_taken_only_whole() -> None:
    assert yes_or_no("øh ja", P) is True
    assert yes_or_no("Nej tak.", P) is False
    assert yes_or_no("ja men hvad koster det", P) is None


def test_nods_and_hesitations() -> None:
    assert is_backchannel("ja ja øh", P)
    assert not is_backchannel("ja men", P)
    assert not is_backchannel("", P)
    assert is_hesitation("øh øhm", P)
    assert not is_hesitation("øh ja", P)


def test_every_saying_is_there_in_danish_and_english_with_the_same_blanks() -> None:
    for key, said in P.sayings.items():
        assert set(said) == {"da", "en"}, key
        blanks = [
            {part.split("}")[0] for text in said[lang] for part in text.split("{")[1:]} for lang in said
        ]
        assert blanks[0] == blanks[1], key


def test_every_expectation_has_reprompts_that_differ() -> None:
    for expected in ("free", "yes_no", "choice", "digits", "address", "reason", "date_time", "login"):
        first, second = P.wordings(f"no_input_{expected}")
        assert first != second
        assert "0" in second


def test_a_saying_without_danish_is_refused() -> None:
    with pytest.raises(ValueError, match=r"say\.x"):
        phrases_from({"say": {"x": {"en": ["hello"]}}})


def test_a_day_is_said_once_for_all_its_times() -> None:
    titles = ["mandag den 3. juni kl. 9", "mandag den 3. juni kl. 9.30", "tirsdag kl. 9", "En anden dag"]
    assert listed(titles, "da", P) == "mandag den 3. juni kl. 9, kl. 9.30, tirsdag kl. 9 eller En anden dag"
