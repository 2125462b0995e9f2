"""Being called back instead of waiting: the offer, the reason, the number, and the order.

What is asked and told at each step; the order itself is `actions.dialogue.call_back_order`.
"""

from __future__ import annotations

import re

from actions.dialogue.anew import in_other_words
from actions.dialogue.call_back_order import MAX_REASON_CHARS, give_up, order
from actions.dialogue.call_back_steps import (
    CALL_OFF,
    HOW_LONG,
    NOBODY_THERE,
    NUMBER,
    OFFER,
    OWN_NUMBER,
    QUESTIONS,
    REASON,
    WHEN,
    about_what,
    ask,
    ask_number,
    named,
    still,
)
from actions.dialogue.call_back_wish import note_wish, preferably, wish_of
from actions.dialogue.danger import helpline
from actions.dialogue.danish import clock, day_and_time, duration
from actions.dialogue.phrases import phrase
from actions.dialogue.privacy import hide_numbers, number_in
from actions.dialogue.reading import yes_or_no
from actions.dialogue.turn import Turn
from actions.fagsystemer.contact_centre import Queue

MAX_MISSES = 2
"""So many answers without a number are asked about again; then it is left."""


async def call_back(turn: Turn) -> None:
    """Take one step: what was said is the answer to the question of this topic.

    Trouble with the contact centre is told here, since the wait stands whatever comes of it.
    """
    if turn.topic in (NOBODY_THERE, HOW_LONG):
        return await how_it_stands(turn)
    if turn.topic == WHEN:
        return await _tell_when(turn)
    if turn.topic == CALL_OFF:
        return await _call_off(turn)
    asked_for = {"reason": turn.topic == REASON, "number": turn.topic == NUMBER}
    wished = note_wish(turn.errand, turn.text, turn.now, **asked_for)
    number = number_in(turn.text)
    if number is not None:
        return await order(turn, number)
    if turn.topic == OFFER:
        return await (_begin(turn) if turn.yes else _leave(turn, "ringop.declined"))
    if turn.corrected:
        return ask(turn, "ringop.ask_whole_number", NUMBER, "number")
    if turn.yes is False and turn.topic != OWN_NUMBER:
        return await _leave(turn, "ringop.declined")
    if turn.topic == REASON:
        if not re.search(r"[^\W\d_]", turn.text):
            # Digits alone are an attempt at the number; they are no reason, and a number is not kept.
            return ask(turn, "ringop.ask_number_again", NUMBER, "number", misses=1)
        if yes_or_no(turn.text, "") is None and turn.signal != "dont_know":
            turn.memory[REASON] = hide_numbers(" ".join(turn.text.split()))[:MAX_REASON_CHARS]
        return ask_number(turn)
    if wished and turn.topic != OWN_NUMBER:
        return ask_number(turn, at=wish_of(turn.errand)["told"])
    if turn.topic == OWN_NUMBER:
        return ask(turn, "ringop.ask_number", NUMBER, "number")
    before = turn.agenda.question
    misses = before.misses + 1 if before and before.topic == NUMBER else 1
    if misses > MAX_MISSES:
        return await _leave(turn, "ringop.number_missed")
    ask(turn, "ringop.ask_number_again", NUMBER, "number", misses=misses)


async def accepted(turn: Turn) -> None:
    """Go on as if the offer had been made and taken: the citizen asked to be called."""
    note_wish(turn.errand, turn.text, turn.now)
    number = number_in(turn.text)
    await (_begin(turn) if number is None else order(turn, number))


def offer_call_back(turn: Turn, key: str = "ringop.offer") -> None:
    """Ask whether they shall call, unless another question is open: then only say how to ask for it."""
    if turn.agenda.question and turn.agenda.question.topic not in QUESTIONS:
        return turn.say(in_other_words(turn.errand, "ringop.say_if"))
    ask(turn, in_other_words(turn.errand, key), OFFER, "yes_no")


async def how_it_stands(turn: Turn) -> None:
    """Nobody has taken the case yet: say how it stands, what can be done now, and offer a call."""
    queue, name = await named(turn)
    if turn.errand.intent == "akut_fare":
        turn.say(f"menneske.call_112_{helpline(turn.errand.known.get('Borgerens ord', ''))}")
    if turn.topic == HOW_LONG and queue is not None and queue.is_open and queue.wait_minutes:
        wait = duration(queue.wait_minutes)
        _say_anew(turn, "ringop.wait_now", queue=name, wait=wait, until=_until(queue, name))
    elif queue is None or queue.is_open:
        _say_anew(turn, "ringop.nobody_free", queue=name, until=_until(queue, name))
    elif queue.opens_at is None:
        _say_anew(turn, "ringop.nobody_free_closed_now", queue=name)
    else:
        opens = day_and_time(queue.opens_at.date(), queue.opens_at.time(), turn.now)
        _say_anew(turn, "ringop.nobody_free_closed", queue=name, opens=opens)
    if turn.memory.get("declined"):
        return _say_anew(turn, "ringop.say_if")
    offer_call_back(turn)


def _say_anew(turn: Turn, key: str, **values: object) -> None:
    turn.say(in_other_words(turn.errand, key), **values)


def _until(queue: Queue | None, name: str) -> str:
    """Say for how long somebody answers today."""
    if queue is None or queue.closes_at is None:
        return phrase("ringop.until_unknown", queue=name)
    return phrase("ringop.until", queue=name, closes=clock(queue.closes_at.time()))


async def _begin(turn: Turn) -> None:
    if about_what(turn.agenda):
        return ask_number(turn)
    ask(turn, "ringop.ask_reason", REASON, "free")


async def _leave(turn: Turn, key: str) -> None:
    turn.agenda.question = None
    if turn.agenda.call_back and not turn.agenda.handed_over:
        return turn.say("ringop.stands")
    turn.memory["declined"] = True
    turn.say(key, still=await still(turn))


async def _call_off(turn: Turn) -> None:
    if not await give_up(turn, str(turn.agenda.call_back["id"])):
        return turn.say("ringop.cannot_cancel")
    turn.agenda.call_back = {}
    turn.say("ringop.called_off")


async def _tell_when(turn: Turn) -> None:
    """Say when they call, as far as anybody knows."""
    queue, name = await named(turn)
    wish = preferably(turn.errand)
    if queue is not None and not queue.is_open and queue.opens_at:
        opens = day_and_time(queue.opens_at.date(), queue.opens_at.time(), turn.now)
        return _say_anew(turn, "ringop.when_closed", queue=name, opens=opens, wish=wish)
    _say_anew(turn, "ringop.when", queue=name, wish=wish)
