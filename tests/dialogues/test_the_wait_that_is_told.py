"""In the chat no other wait is told than that of the people who sit at our own desk."""

import pytest

from tests.dialogues.test_said_otherwise import PERSON


@pytest.mark.parametrize(
    ("waits", "told", "not_told"),
    [
        ({}, "ingen har kunnet tage din samtale", "minutter"),
        ({"borgerservice": 9}, "cirka 9 minutter", "4 minutter"),
    ],
)
async def test_who_asks_how_long_hears_the_desks_wait(chat, waits, told, not_told):
    citizen = chat()
    citizen.told = {"state": "bot", "waits": waits}
    assert "4 minutter" not in await citizen.says(PERSON)
    citizen.told = {"state": "waiting_for_person", "waits": waits}
    answer = await citizen.says("hvor lang er køen?")
    assert told in answer
    assert not_told not in answer
