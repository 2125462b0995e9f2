"""The number that somebody calls from, in place of the words that mean it."""

import pytest

from bot.gateway.calls.own_number import with_own_number
from tests.bot.gateway.calls.phone import ANNA, announce, greeted, record
from tests.bot.gateway.fake_rasa import Json, Step, done, part
from tests.bot.gateway.house import House

OWN = ["Ring på det nummer, jeg ringer fra", "Nej"]
DIGITS = ANNA.removeprefix("+45")


@pytest.mark.parametrize(
    "text",
    [
        "ring på det nummer jeg ringer fra",
        "kan I ringe mig op på det nummer, som jeg ringer fra, efter klokken 15",
        "bare på nummeret jeg ringer på nu",
        "det telefonnummer jeg sidder og taler i",
        "det nummer I kan se",
        "I kan ringe på det her nummer",
        "ring tilbage på samme nummer",
    ],
)
def test_words_that_mean_it_are_followed_by_it(text: str) -> None:
    told = with_own_number(text, ANNA, [])
    assert DIGITS in told
    assert told.replace(f", {DIGITS}", "") == text


@pytest.mark.parametrize(
    "text", ["ja", "Ja tak", "jo det må I gerne", "ja, men først efter klokken 15", "det her nummer"]
)
def test_where_it_was_offered_a_yes_means_it(text: str) -> None:
    assert DIGITS in with_own_number(text, ANNA, OWN)
    assert with_own_number(text, ANNA, ["Ja", "Nej"]) == text


@pytest.mark.parametrize(
    "text",
    [
        "nej",
        "nej, ring på 20 00 00 09",
        "ja, på 20 00 00 09",
        "ikke på det nummer jeg ringer fra",
        "et andet nummer end det jeg ringer fra",
        "ja men på min mands nummer",
        "hvad er det for et nummer jeg ringer fra",
        "hvorfor",
        "",
    ],
)
def test_anything_else_is_left_as_it_is(text: str) -> None:
    assert with_own_number(text, ANNA, OWN) == text


@pytest.mark.parametrize(
    "text",
    [
        "min søns nummer",
        "husnummeret er 54",
        "jeg har fået et nyt nummer",
        "ring til min mand på det nummer jeg gav jer",
        "I kan ringe om det sagsnummer I har sendt mig",
        "ring på det nummer I har fået af min søn",
    ],
)
def test_other_numbers_are_other_numbers(text: str) -> None:
    assert with_own_number(text, ANNA, []) == text


def test_who_keeps_the_number_back_is_not_known() -> None:
    assert (
        with_own_number("ring på det nummer jeg ringer fra", None, OWN) == "ring på det nummer jeg ringer fra"
    )


def _asks(message: Json) -> list[Step]:
    if message.get("text") == "Ring mig op":
        buttons = [{"title": "Ja", "text": OWN[0]}, {"title": "Nej", "text": "Nej"}]
        return [
            part("På det nummer, du ringer fra?", type="buttons", buttons=buttons),
            done(expects="yes_no"),
        ]
    if message.get("text") == "Nej":
        return [part("Hvilket nummer?"), done(expects="number")]
    return [part("Det er bestilt."), done()]


@pytest.mark.parametrize("yes", ["Ja", "ja tak"])
async def test_the_dialogue_gets_it_and_it_is_kept_nowhere(house: House, yes: str) -> None:
    house.rasa.script = _asks
    await announce(house, ANNA)
    line = await greeted(house)
    await line.says("Ring mig op")
    await line.says(yes)
    assert DIGITS in house.rasa.texts[-1]
    kept = await record(house)
    assert [turn["text"] for turn in kept["turns"] if turn["who"] == "citizen"][-1] == yes
    files = [file for file in house.settings.state_dir.iterdir() if "sqlite" in file.name]
    assert files
    assert all(DIGITS.encode() not in file.read_bytes() for file in files)


async def test_a_yes_to_the_next_question_is_only_a_yes(house: House) -> None:
    house.rasa.script = _asks
    await announce(house, ANNA)
    line = await greeted(house)
    await line.says("Ring mig op")
    answer = await line.says("Nej")
    assert answer[-1]["choices"] == []
    await line.says("ja")
    assert house.rasa.texts[-1] == "ja"


async def test_a_number_that_is_keyed_is_hidden_in_the_record_of_the_call(house: House) -> None:
    house.rasa.script = _asks
    line = await greeted(house)
    await line.says("20 00 00 09")
    assert house.rasa.texts[-1] == "20 00 00 09"
    kept = await record(house)
    assert "20 00 00 09" not in repr(kept)
    files = [file for file in house.settings.state_dir.iterdir() if "sqlite" in file.name]
    assert all(b"20 00 00 09" not in file.read_bytes() for file in files)
