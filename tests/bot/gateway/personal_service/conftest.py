"""A citizen who is handed over, and employees at their desks."""

from collections.abc import AsyncIterator, Iterable

import pytest

from tests.bot.gateway.desk_page import METTE, OMAR, DeskPage, handed_over
from tests.bot.gateway.fake_rasa import FakeRasa, Json, Step, done, part
from tests.bot.gateway.house import Chat, House


def hands_over_on_wish(turn: Json) -> Iterable[Step]:
    """Hand over when the citizen asks for a person; answer everything else."""
    if "menneske" in (turn.get("text") or ""):
        yield part("Jeg stiller dig videre til personlig betjening.")
        yield done(state="waiting_for_person", handover=handed_over())
    else:
        yield part(f"Svar på: {turn.get('text') or turn.get('event')}")
        yield done()


@pytest.fixture(autouse=True)
def a_monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T10:00")


@pytest.fixture
async def mette(house: House) -> AsyncIterator[DeskPage]:
    page = DeskPage(house, METTE)
    yield page
    await page.close()


@pytest.fixture
async def omar(house: House) -> AsyncIterator[DeskPage]:
    page = DeskPage(house, OMAR)
    yield page
    await page.close()


@pytest.fixture
async def waiting(house: House, rasa: FakeRasa) -> Chat:
    """A citizen who waits for a person."""
    rasa.script = hands_over_on_wish
    chat = await house.begin()
    await chat.say("Jeg vil tale med et menneske")
    return chat
