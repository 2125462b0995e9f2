"""Places and hours: where to go, and when somebody answers."""

from __future__ import annotations

import datetime as dt
import re
from itertools import groupby

from actions.dialogue import parts
from actions.dialogue.by_phone import is_call
from actions.dialogue.call_back_steps import DEFAULT_QUEUE
from actions.dialogue.danish import WEEKDAYS, day, day_and_time
from actions.dialogue.journey import journey
from actions.dialogue.named_queue import named_queue
from actions.dialogue.phrases import phrase, speech
from actions.dialogue.telephone_words import asks_number
from actions.dialogue.turn import Turn
from actions.fagsystemer.contact_centre import OpeningHours, Queue
from actions.routing import routing
from actions.routing.week import SUNDAY

REST_OF_WEEK = "rest_of_week"
ANY_WEEK = re.compile(r"\b(?P<day>man|tirs|ons|tors|fre|lør|søn)dag(?:en|ene|e)\b", re.IGNORECASE)
_WHERE = re.compile(r"\bhvor (?:ligger|holder|er|finder|bor)\b|\badresse", re.IGNORECASE)
_OPENS = re.compile(r"\båb(?:en|ent|ne|ner|ning\w*)\b|\bhvornår\b|\blukke", re.IGNORECASE)
_SOMEBODYS = re.compile(r"\btil (?!dem\b|jer\b|kommunen\b|en\b|et\b|om\b|hjælp\b)\w{4,}", re.IGNORECASE)
"""Asks for the number of somebody in particular."""
_THEM = re.compile(r"\b(?:de|dem|deres)\b", re.IGNORECASE)


@journey("hjaelpemiddelcenter_adresse", kind="info")
async def hjaelpemiddelcenter_adresse(turn: Turn) -> None:
    """Address and hours of the aids centre."""
    await tell_place(turn, "hjaelpemiddelcentret")


@journey("borgerservice_adresse_tider", kind="info")
async def borgerservice_adresse_tider(turn: Turn) -> None:
    """Address and hours of Borgerservice."""
    await tell_place(turn, "borgerservice")


async def tell_place(turn: Turn, place_id: str) -> None:
    """Say where it is and when it is open; demonstration data is said to be just that."""
    place = await turn.systems.contact_centre.place(place_id)
    turn.say("steder.place", name=place.name, address=place.address_text, hours=place.hours_text)
    if place.source == "demo":
        turn.say("steder.demo")
    if place.url:
        more, title = phrase("steder.more"), phrase("steder.more_title")
        turn.show(parts.link(more, title, place.url, speech("steder.more")))
    turn.settle("done")


@journey("aabningstider", kind="info")
async def aabningstider(turn: Turn) -> None:
    """Telephone hours of the office that was named, else of Borgerservice."""
    if turn.topic == REST_OF_WEEK and turn.yes is False:
        turn.accept_no()
        return turn.settle("done")
    queues = await turn.systems.contact_centre.queues()
    queue = named_queue(turn.text, queues) or asked_about(turn, queues)
    if turn.topic == REST_OF_WEEK:
        queue = next((known for known in queues if known.id == turn.memory.get("queue")), queue)
        tell_week(turn, queue)
        return turn.settle("done")
    asked_day = turn.heard("date")
    if asks_number(turn.text):
        if _SOMEBODYS.search(turn.text) and named_queue(turn.text, queues) is None:
            turn.say("steder.unknown_number")
            return turn.settle("done")
        tell_number(turn, queue)
        tell_now(turn, queue)
        turn.say("steder.demo_hours")
        return turn.settle("done")
    if _WHERE.search(turn.text) and not _OPENS.search(turn.text):
        turn.say("steder.no_address")
        return turn.settle("done")
    if always_open(queue):
        turn.say("steder.always", name=queue.name)
        return turn.settle("done")
    weekday = weekday_in(turn.text)
    if weekday is not None and queue.hours:
        tell_weekday(turn, queue, weekday)
        turn.say("steder.demo_hours")
        return turn.settle("done")
    if asked_day and queue.hours:
        tell_day(turn, queue, dt.date.fromisoformat(asked_day))
    elif queue.hours and is_call(turn.message):
        return tell_near_days(turn, queue)
    elif queue.hours:
        tell_week(turn, queue)
    else:
        turn.say("steder.no_hours", name=queue.name)
    if asked_day in (None, turn.now.date().isoformat()):
        tell_now(turn, queue)
    turn.say("steder.demo_hours")
    turn.settle("done")


def asked_about(turn: Turn, queues: list[Queue]) -> Queue:
    """Return the queue that is meant where none is named: of the wait, of "them", else Borgerservice."""
    waits_in = str(turn.agenda.handover.get("queue") or "") if turn.agenda.handed_over else ""
    by_id = {queue.id: queue for queue in queues}
    return by_id.get(waits_in) or by_id.get(they_are(turn)) or by_id[DEFAULT_QUEUE]


def they_are(turn: Turn) -> str:
    """Return whose the matter before was, where the question is about "them"; empty where it is not."""
    before = [errand.intent for errand in turn.agenda.errands if errand.id != turn.errand.id]
    matters = [intent for intent in before if intent in routing().rows and intent not in routing().general]
    if not matters or not (_THEM.search(turn.text) or asks_number(turn.text)):
        return ""
    return routing().route(matters[-1], turn.now.date()).queue


def tell_number(turn: Turn, queue: Queue) -> None:
    """Say the office's telephone number, or that none is known here."""
    if queue.phone is None:
        return turn.say("steder.no_number", name=queue.name)
    digits = queue.phone.removeprefix("+45")
    turn.say("steder.number", name=queue.name, number=" ".join(re.findall("..", digits)))


def tell_week(turn: Turn, queue: Queue) -> None:
    """Say the week's hours, and what a public holiday does to them in that queue."""
    known = routing().book.by_id.get(queue.id)
    rule = known.public_holidays if known else "closed"
    if rule == "as_sunday" and all(hours.weekday != SUNDAY for hours in queue.hours):
        # The contact centre tells the hours, and it has none on Sundays.
        rule = "closed"
    turn.say(
        "steder.hours", name=queue.name, hours=hours_text(queue), holidays=phrase(f"steder.holidays_{rule}")
    )


def tell_near_days(turn: Turn, queue: Queue) -> None:
    """On the telephone a week is long to hear: today and tomorrow, and the rest for who asks for it."""
    today = turn.now.date()
    near = {"today": span_on(queue, today), "tomorrow": span_on(queue, today + dt.timedelta(days=1))}
    which = {(True, True): "both", (True, False): "today", (False, True): "tomorrow"}
    key = which.get((bool(near["today"]), bool(near["tomorrow"])), "none")
    turn.say(f"steder.near_{key}", name=queue.name, **near)
    if key == "none" and queue.opens_at:
        tell_now(turn, queue)
    turn.say("steder.demo_hours")
    question = turn.agenda.question
    if question and question.errand != turn.errand.id:
        return turn.settle("done")
    turn.memory["queue"] = queue.id
    turn.offer("steder.rest_of_week", REST_OF_WEEK)


def always_open(queue: Queue) -> bool:
    """Tell whether people answer day and night. The contact centre lists such hours as 0-23.59 each day; the
    routing table says what they mean."""
    known = routing().book.by_id.get(queue.id)
    return known is not None and known.week.always


def span_on(queue: Queue, when: dt.date) -> str:
    """Return the hours of one day, "8-16"; empty where it is closed."""
    hours = hours_on(queue, when)
    return f"{_hour(hours.opens)}-{_hour(hours.closes)}" if hours else ""


def hours_on(queue: Queue, when: dt.date) -> OpeningHours | None:
    """Return the hours of one day; what a holiday does to them is the routing table's."""
    weekday = routing().weekday_on(queue.id, when)
    return next((hours for hours in queue.hours if hours.weekday == weekday), None)


def tell_now(turn: Turn, queue: Queue) -> None:
    """Say whether somebody answers right now, and until or from when."""
    if queue.is_open and queue.closes_at:
        turn.say("steder.open_now", closes=f"{queue.closes_at:%H.%M}".lstrip("0"))
    elif queue.opens_at:
        opens = day_and_time(queue.opens_at.date(), queue.opens_at.time(), turn.now)
        turn.say("steder.closed_now", opens=opens)


def tell_day(turn: Turn, queue: Queue, when: dt.date) -> None:
    """Say the hours of one day."""
    tell_span(turn, queue, "day", day(when, turn.now.date()), span_on(queue, when))


def tell_weekday(turn: Turn, queue: Queue, weekday: int) -> None:
    """Say the hours of such a day in any week: "om lørdagen"."""
    hours = next((hours for hours in queue.hours if hours.weekday == weekday), None)
    span = f"{_hour(hours.opens)}-{_hour(hours.closes)}" if hours else ""
    tell_span(turn, queue, "weekday", WEEKDAYS[weekday], span)


def tell_span(turn: Turn, queue: Queue, kind: str, named: str, span: str) -> None:
    key = f"open_that_{kind}" if span else f"closed_that_{kind}"
    turn.say(f"steder.{key}", name=queue.name, day=named, hours=span)


def weekday_in(text: str) -> int | None:
    """Return which day of any week is asked about ("om lørdagen"), Monday 0; None where none is."""
    said = ANY_WEEK.search(text)
    return WEEKDAYS.index(f"{said['day'].lower()}dag") if said else None


def hours_text(queue: Queue) -> str:
    """Say the week in spans: "mandag til torsdag 8-17, fredag 8-15"."""
    days = sorted(queue.hours, key=lambda hours: hours.weekday)
    spans = []
    for (opens, closes), group in groupby(days, key=lambda hours: (hours.opens, hours.closes)):
        weekdays = [hours.weekday for hours in group]
        name = WEEKDAYS[weekdays[0]]
        if len(weekdays) > 1:
            name += f" til {WEEKDAYS[weekdays[-1]]}"
        spans.append(f"{name} kl. {_hour(opens)}-{_hour(closes)}")
    return ", ".join(spans)


def _hour(moment: dt.time) -> str:
    return f"{moment.hour}" if not moment.minute else f"{moment.hour}.{moment.minute:02d}"
