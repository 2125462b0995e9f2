"""A citizen who is handed over, and employees at their desks."""

import pytest

from tests.bot.gateway.desk_page import hands_over_on_wish
from tests.bot.gateway.fake_rasa import FakeRasa
from tests.bot.gateway.house import Chat, House


@pytest.fixture(autouse=True)
def a_monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T10:00")


@pytest.fixture
async def waiting(house: House, rasa: FakeRasa) -> Chat:
    """A citizen who waits for a person."""
    rasa.script = hands_over_on_wish
    chat = await house.begin()
    await chat.say("Jeg vil tale med et menneske")
    return chat
