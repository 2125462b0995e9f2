"""What is known of the citizen that decides who can help: the circumstances of the routing table.

Said by the citizen, or looked up in the care record. Looked up only where it makes a difference that day:
not after the takeover of 1 August 2026 (003:486-489), when one forvaltning has every case, not when an urgent
topic decides alone, and not when all answers lead to one queue. A record that does not answer delays nobody.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Collection, Sequence
from itertools import chain, combinations

from actions.dialogue.agenda import Errand
from actions.dialogue.circumstance_words import is_about_somebody_else, told_circumstances
from actions.dialogue.turn import Turn
from actions.fagsystemer.errors import FagsystemError
from actions.fagsystemer.home_care import HomeCareCase
from actions.routing import Routing

logger = logging.getLogger(__name__)

IN_THE_RECORD = frozenset({"sof_case", "no_case", "under_65", "only_nursing"})
"""The circumstances that the care record tells."""

PATIENCE_SECONDS = 2.5
"""The longest that a hand-over waits for the care record: one answer's time, and no repeat."""


async def known_circumstances(
    turn: Turn,
    errands: Sequence[Errand],
    table: Routing,
    *,
    patience_seconds: float = PATIENCE_SECONDS,
) -> frozenset[str]:
    """Return the circumstances that are known and that the table asks for, of errands that go to a person.

    Never raises for the care record's trouble: then what was said is all that is known.
    """
    today = turn.now.date()
    enquiries = [errand.intent for errand in errands]
    asked = frozenset[str]().union(*(table.asks(enquiry, today) for enquiry in enquiries))
    if not asked:
        return frozenset()
    told = told_circumstances(_messages(turn, errands)) & asked
    wanted = asked & IN_THE_RECORD
    if turn.citizen is None or not _matters(table, enquiries, today, told - wanted, wanted):
        return told
    concerned = [errand for errand in errands if table.asks(errand.intent, today) & wanted]
    if any(is_about_somebody_else(words) for errand in concerned for words in (*_words(errand), turn.text)):
        # The record tells of the one who is logged in, and of nobody else.
        return told
    case = await _look_up(turn, turn.citizen, patience_seconds)
    return told if case is None else (_circumstances_of(case, told) | (told - wanted)) & asked


async def _look_up(turn: Turn, citizen: str, patience_seconds: float) -> HomeCareCase | None:
    try:
        return await asyncio.wait_for(turn.systems.home_care.case(citizen), patience_seconds)
    except asyncio.TimeoutError:
        logger.warning("a hand-over goes on without the care record: no answer in %.1f s", patience_seconds)
    except FagsystemError as error:
        logger.warning("a hand-over goes on without the care record: %s", error)
    return None


def _circumstances_of(case: HomeCareCase, told: Collection[str]) -> frozenset[str]:
    """Return what the record tells; it goes before what was said, but of a need still unknown to it."""
    by_name = {
        "sof_case": case.department == "SOF",
        "no_case": case.department is None,
        "under_65": case.under_65,
        "only_nursing": case.only_nursing or (case.department is None and "only_nursing" in told),
    }
    return frozenset(name for name, so in by_name.items() if so)


def _matters(
    table: Routing, enquiries: Sequence[str], on: dt.date, known: frozenset[str], wanted: Collection[str]
) -> bool:
    """Say whether any answer to what is ``wanted`` would lead the packet to another queue than any other."""
    some = chain.from_iterable(combinations(sorted(wanted), count) for count in range(len(wanted) + 1))
    return len({table.route_together(enquiries, on, known.union(each)).queue for each in some}) > 1


def _messages(turn: Turn, errands: Sequence[Errand]) -> list[str]:
    """Return what the citizen has said, the latest last; the errands' words where the store has no others."""
    said = [text for speaker, text in turn.transcript if speaker == "citizen"]
    return [*(words for errand in errands for words in _words(errand)), *said, turn.text]


def _words(errand: Errand) -> list[str]:
    return [words for words in (errand.text, errand.known.get("Borgerens ord", "")) if words]
