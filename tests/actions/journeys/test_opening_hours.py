"""What is said of a week's hours follows the routing table, also for public holidays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from actions.dialogue.agenda import Agenda
from actions.dialogue.journey import take_turn
from actions.dialogue.message import Message
from actions.fagsystemer.contact_centre import OpeningHours, Queue
from actions.journeys.steder import aabningstider, named_queue
from actions.routing import routing
from tests.actions.fakes import fake_fagsystemer

CLOSED, AS_SUNDAY, AS_EVER = (
    "På helligdage er der lukket.",
    "som om søndagen.",
    "Det gælder også på helligdage.",
)


async def answer_to(question: str, days: int) -> str:
    """Ask for opening hours, where every queue answers from 8 to 20 on the first ``days`` weekdays."""
    systems = fake_fagsystemer()
    hours = tuple(OpeningHours(day, dt.time(8), dt.time(20)) for day in range(days))
    for queue in systems.contact_centre.by_id.values():
        systems.contact_centre.by_id[queue.id] = replace(queue, hours=hours)
    message = Message.from_rasa({"text": question, "intent": {"name": "aabningstider"}})
    turn = await take_turn(aabningstider, Agenda(), message, systems, "c1")
    return " ".join(str(part.get("text", "")) for part in turn.said)


@pytest.mark.parametrize(
    ("question", "days", "said"),
    [
        ("hvornår har hjemmeplejen åbent", 7, AS_SUNDAY),
        # Hours that there are not cannot hold on a holiday.
        ("hvornår har hjemmeplejen åbent", 5, CLOSED),
        ("hvornår har I åbent", 5, CLOSED),
        ("hvornår har I åbent", 7, CLOSED),
    ],
)
async def test_holidays_are_as_the_table_says_of_the_queue_that_was_named(
    monkeypatch: pytest.MonkeyPatch, question: str, days: int, said: str
) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T09:00")
    answer = await answer_to(question, days)
    assert [each for each in (CLOSED, AS_SUNDAY, AS_EVER) if each in answer] == [said]


async def test_who_answers_day_and_night_has_no_hours_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDGANG_NOW", "2026-11-23T09:00")
    answer = await answer_to("hvornår kan man ringe til akut social", 7)
    assert "svarer hele døgnet, også i weekender og på helligdage" in answer
    assert "kl." not in answer


def test_every_rule_of_the_table_has_been_asked_about() -> None:
    rules = {queue.public_holidays for queue in routing().book.by_id.values()}
    assert rules == {"closed", "as_sunday", "open"}


@pytest.mark.parametrize(
    ("said", "names", "meant"),
    [
        ("hvornår har akut social åbent", ["Borgerservice", "Akut social hjælp"], "Akut social hjælp"),
        ("hvornår har jobcentret åbent", ["Akut social hjælp", "Jobcenter"], "Jobcenter"),
        ("hvornår har I åbent", ["Betaling og kontrol", "Akut social hjælp"], None),
    ],
)
def test_a_queue_is_named_by_the_better_part_of_its_name(
    said: str, names: list[str], meant: str | None
) -> None:
    queues = [Queue(str(i), name, "KFF", None, True, None, None, None, ()) for i, name in enumerate(names)]
    found = named_queue(said, queues)
    assert (found.name if found else None) == meant
