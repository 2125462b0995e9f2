"""All entities of a Danish message in one pass, without overlaps, corrections followed (design §4
contract).
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from nlu.danish.addresses import find_addresses
from nlu.danish.corrections import correction_end, corrects, is_negated
from nlu.danish.dates import find_dates
from nlu.danish.identifiers import find_identifiers
from nlu.danish.numbers import find_numbers
from nlu.danish.street_index import StreetIndex
from nlu.danish.times import find_times, within_part

_PLATE_FIGURES = re.compile(r"\d{2}[\s.]?\d{3}(?!\w)")


@dataclass(frozen=True)
class Entity:
    """An entity: kind, normalised value, character span in the message, and how certain the value is
    (0-1).
    """

    kind: str
    value: Any
    start: int
    end: int
    certainty: float = 1.0


def find_entities(text: str, now: datetime, streets: StreetIndex | None = None) -> list[Entity]:
    """Return the entities of ``text``, left to right.

    Only a date and a time (of "i aften") may share characters. ``now`` is what relative dates are counted
    from.
    """
    identifiers = [Entity(span.kind, span.value, span.start, span.end) for span in find_identifiers(text)]
    numbers = [entity for entity in identifiers if entity.kind != "quantity"]
    addresses = [
        Entity("address", span.value, span.start, span.end, span.certainty)
        for span in find_addresses(_blank(text, numbers), streets)
    ]
    rest = _blank(text, numbers + addresses)
    quantities = [
        entity for entity in identifiers if entity.kind == "quantity" and not _overlaps(entity, addresses)
    ]
    dates = [Entity("date", span.value.isoformat(), span.start, span.end) for span in find_dates(rest, now)]
    # "i morgen" and "3. december" are not clock times; "i aften" is both a day and a part of it
    timeless = _blank(
        rest,
        [
            date
            for date in dates
            if re.search(r"\d|(?:^|\s)i\s*morgen$|aften$", date_text(text, date))
            and not re.match(r"i\s", date_text(text, date))
        ],
    )
    times = [
        Entity(span.kind, span.value, span.start, span.end)
        for span in find_times(timeless, now)
        if not (span.kind == "time_range" and _is_named_evening(text, dates, span.start, span.end))
    ]
    times = _absorbed(text, times)
    found = [*numbers, *addresses, *quantities, *dates, *times]
    return _last_said(text, sorted(found, key=lambda entity: (entity.start, entity.end)), now)


def date_text(text: str, entity: Entity) -> str:
    """The characters of an entity, lower case."""
    return text[entity.start : entity.end].lower()


def _is_named_evening(text: str, dates: list[Entity], start: int, end: int) -> bool:
    """Whether a part of the day is only the tail of a named day ("nytårsaften")."""
    return any(date.start < start < date.end and not date_text(text, date).startswith("i ") for date in dates)


def _absorbed(text: str, times: list[Entity]) -> list[Entity]:
    """Let a part of the day beside a clock time say which half of the day is meant, and drop it: "i aften
    kl. 8".
    """
    parts = [
        time
        for time in times
        if time.kind == "time_range" and not re.search(r"\d|mellem|fra", date_text(text, time))
    ]
    result = [time for time in times if time not in parts]
    for part in parts:
        near = [
            clock
            for clock in result
            if clock.kind == "time"
            and (0 <= part.start - clock.end <= 14 or 0 <= clock.start - part.end <= 8)
        ]
        if near:
            at = result.index(near[0])
            value = within_part(near[0].value, date_text(text, near[0]), date_text(text, part))
            result[at] = replace(near[0], value=value)
        else:
            result.append(part)
    return result


def _blank(text: str, entities: list[Entity]) -> str:
    """The text with entities blanked out by a character that no other reader takes up, positions kept."""
    for entity in entities:
        text = text[: entity.start] + "|" * (entity.end - entity.start) + text[entity.end :]
    return text


def _overlaps(entity: Entity, others: list[Entity]) -> bool:
    return any(entity.start < other.end and other.start < entity.end for other in others)


def _last_said(text: str, entities: list[Entity], now: datetime) -> list[Entity]:
    """Of a self-correction keep the last value; addresses have followed theirs already."""
    kept: list[Entity] = []
    for entity in entities:
        if is_negated(text, entity.start) and any(
            other.kind == entity.kind and other.start > entity.end for other in entities
        ):
            continue
        before = next((other for other in reversed(kept) if other.kind == entity.kind), None)
        if before and corrects(text, before.end, entity.start):
            kept.remove(before)
        kept.append(_bare_correction(text, entity, entities, now))
    return kept


def _bare_correction(text: str, entity: Entity, entities: list[Entity], now: datetime) -> Entity:
    """ "kl. 10, nej 11": a bare number after a correcting phrase is a new value of the same kind."""
    if entity.kind not in ("time", "quantity", "registration_number"):
        return entity
    begin = correction_end(text, entity.end)
    if begin is None or any(
        begin < other.end and other.start < begin + 2 for other in entities if other is not entity
    ):
        return entity
    if entity.kind == "time":
        lead = "kl. "
        spans = find_times(lead + text[begin:], now)
        if spans and spans[0].start == 0 and spans[0].kind == "time":
            return Entity("time", spans[0].value, entity.start, begin + spans[0].end - len(lead))
        return entity
    if entity.kind == "registration_number":
        figures = _PLATE_FIGURES.match(text, begin)
        if figures is None:
            return entity
        value = entity.value[:2] + re.sub(r"\D", "", figures[0])
        return Entity(entity.kind, value, entity.start, figures.end())
    numbers = find_numbers(text[begin:])
    if numbers and numbers[0].start == 0:
        return Entity("quantity", numbers[0].value, entity.start, begin + numbers[0].end)
    return entity
