"""On the telephone nothing asks to be read, written or clicked, and no link is needed."""

import re

import pytest
import yaml

from actions.dialogue import by_phone
from actions.dialogue.phrases import PHRASE_FOLDER, phrase_book

FOR_THE_EYE = re.compile(
    r"(?<!skal jeg )\bskriv\b|\bklik\w*|\btryk(?:ke|ker)? på (?:knap|link)\w*"
    r"|\blog(?:ge)? ind\b|\blogget (?:ind|ud)\b|\bherunder\b|\bnedenfor\b|\bovenfor\b"
    r"|\bi chatten\b|\bpå skærmen\b|\bhttps?:|”|\n"
)
WRITTEN_ONLY = re.compile(
    r"mail|^overdragelse\.|_button|_wish|_title|common\.(?:state_|something_else|not_understood)|retry_|drop_"
)
"""Mails, what a person is told, what buttons are called and send; and words put together with others."""


def by_ear(phrase: object) -> str:
    return str(phrase.get("speech", phrase.get("text")) if isinstance(phrase, dict) else phrase)


@pytest.mark.parametrize("key", [key for key in phrase_book() if not WRITTEN_ONLY.search(key)])
def test_no_phrase_needs_eyes_or_hands(key: str) -> None:
    said = by_ear(phrase_book()[key])
    assert not FOR_THE_EYE.search(said), said


def test_the_small_talk_of_the_domain_needs_no_eyes_either() -> None:
    domain = yaml.safe_load((PHRASE_FOLDER.parents[1] / "bot" / "domain.yml").read_text("utf-8"))
    for name, (response, *_) in domain["responses"].items():
        said = phrase_book().get(f"smaasnak.{name.removeprefix('utter_')}", response["text"])
        assert not FOR_THE_EYE.search(by_ear(said)), name
    spoken = {f"utter_{key.split('.')[1]}" for key in phrase_book() if key.startswith("smaasnak.")}
    assert spoken <= set(domain["responses"])


@pytest.mark.parametrize("key", phrase_book())
def test_the_question_comes_last_by_ear(key: str) -> None:
    said = by_ear(phrase_book()[key])
    assert "?" not in said or said.rstrip().endswith("?"), said


def test_speech_uses_no_word_that_the_text_does_not_bring() -> None:
    for key, phrase in phrase_book().items():
        if isinstance(phrase, dict) and "speech" in phrase:
            fields = set(re.findall(r"\{(\w+)\}", phrase["speech"]))
            # What a receipt shows in its facts is said by ear.
            shown = {"address"} if key.endswith(".receipt") else set()
            brought = set(re.findall(r"\{(\w+)\}", str(phrase["text"]))) | {"spoken_times"} | shown
            assert fields <= brought, key


@pytest.mark.parametrize("state", sorted(by_phone._HOPELESS))
def test_every_reason_for_not_being_identified_can_be_told(state: str) -> None:
    assert by_phone.why_not(state)["text"]
