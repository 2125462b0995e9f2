"""Ordering a call, putting its number right, and giving it up.

The number lives in the turn that brings it; what is kept is its last two digits and a mark that tells it
from another.
"""

from __future__ import annotations

import hashlib
import logging
import re

from actions.dialogue import parts
from actions.dialogue.call_back_steps import (
    NUMBER,
    QUESTIONS,
    REASON,
    about_what,
    ask,
    named,
    queue_of,
    still,
)
from actions.dialogue.call_back_wish import WISH, preferably, wish_of, without_times
from actions.dialogue.danish import capitalised, day_and_time
from actions.dialogue.phrases import phrase, speech
from actions.dialogue.privacy import PHONE_HIDDEN, hide_numbers
from actions.dialogue.turn import Turn
from actions.fagsystemer.contact_centre import CallBackReceipt
from actions.fagsystemer.errors import FagsystemError, Refused, Uncertain

logger = logging.getLogger(__name__)

MAX_REASON_CHARS = 200
MARK_LENGTH = 3
"""Hexadecimal digits of the digest by which a number is told from another."""

SENT = "call_back_sent"
"""What was sent in which act, so that a second try is the same act."""

BESIDE = "call_back_words"
"""What was last said beside a number: a number put right is still to be called after twelve."""

BESIDE_A_NUMBER = re.compile(
    r"\b(?:ja|jo|nej|tak|ok|okay|det|er|var|på|fra|her|den|dette|samme|som|mit|min|nummer(?:et)?|telefon\w*|"
    r"tlf|mobil\w*|ring\w*|i|kan|bare|må|gerne|til|mig|op|og|jeg|træffes|hov|vent|rigtige?|forkert|hej|så|skal|de|du|altså|øh|øhm|komma)\b|[\W\d_]+",
    re.IGNORECASE,
)
"""What is said around a number without telling anything; "efter kl. 12" and "det er min datters" do."""


async def order(turn: Turn, number: str) -> None:
    """Order the call. The reason stays as it was first sent, so that a second try is the same act."""
    agenda = turn.agenda
    before = agenda.call_back if agenda.call_back.get("handover") == agenda.handover.get("id") else {}
    # The same number again is the same call, unless it shall come at another time; a number that comes back
    # after another one is not.
    wish = wish_of(turn.errand).get("written", "")
    same_number = before.get("mark") == _mark(turn, number)
    same = same_number and wish == before.get("wish", "")
    replaces = str(before.get("replaces" if same else "id") or "")
    about = turn.memory.get(REASON) or about_what(agenda) or phrase("ringop.about_nothing")
    try:
        receipt = await _request(turn, number, _reason(turn, number, about, replaces), replaces)
    except Refused as refusal:
        if refusal.code != "invalid_input":
            return await _trouble(turn, refusal)
        return ask(turn, "ringop.ask_number_again", NUMBER, "number", misses=1)
    except FagsystemError as trouble:
        return await _trouble(turn, trouble)
    for what in turn.tried:
        agenda.uncertain.pop(what, None)
    agenda.call_back = {
        "id": receipt.id,
        "receipt": receipt.number,
        "queue": queue_of(agenda),
        "ends_with": number[-2:],
        "mark": _mark(turn, number),
        "wish": wish,
        "replaces": replaces,
        "handover": agenda.handover.get("id"),
    }
    agenda.news.append("call_back")
    agenda.handed_over, agenda.question = False, None
    turn.memory.pop("declined", None)
    corrected = ""
    if before and before["id"] != receipt.id:
        # Nobody shall be called on the wrong number: the first call is given up.
        gone = await give_up(turn, str(before["id"]))
        number_key = "ringop.corrected" if gone else "ringop.corrected_only"
        time_key = "ringop.corrected_time" if gone else "ringop.corrected_time_only"
        corrected = time_key if same_number else number_key
    await _tell(turn, receipt.number, number[-2:], about, corrected)


async def give_up(turn: Turn, call_back_id: str) -> bool:
    """Close a call-back that nobody shall make; False where it stands all the same."""
    try:
        await turn.systems.contact_centre.settle_call_back(
            call_back_id, "closed", "opgivet", turn.act_key("give_up", call_back_id)
        )
    except Refused as refusal:
        return refusal.code == "already_closed"
    except FagsystemError as trouble:
        logger.warning("a call-back that is not wanted stands: %s", trouble)
        return False
    return True


def _reason(turn: Turn, number: str, about: str, replaces: str) -> str:
    """Return what those who call shall know; the same act tried again is told the same.

    What is said beside the number belongs to it: when to call, whose number it is.
    """
    act = f"{_mark(turn, number)}|{replaces}"
    sent = turn.memory.get(SENT) or {}
    if act in sent:
        if (wish := wish_of(turn.errand)) and wish["written"] not in sent[act]:
            # They have not heard of it, so it is not told back as if they had.
            turn.memory.pop(WISH)
        return str(sent[act])
    beside = " ".join(hide_numbers(turn.text).replace(PHONE_HIDDEN, " ").split()).strip(" ,.;:-")
    if BESIDE_A_NUMBER.sub("", without_times(beside, turn.now)) and turn.topic in (*QUESTIONS, ""):
        turn.memory[BESIDE] = beside[:MAX_REASON_CHARS]
    words, wish = turn.memory.get(BESIDE), wish_of(turn.errand)
    reason = phrase("ringop.with_words", reason=about.rstrip("."), words=words) if words else about
    if wish:
        reason = phrase("ringop.with_wish", reason=reason.rstrip("."), when=wish["written"])
    if replaces:
        before = turn.agenda.call_back
        same = before["mark"] == _mark(turn, number)
        key = "ringop.right_time" if same else "ringop.right_number"
        reason = phrase(key, before=before["ends_with"], reason=reason)
    turn.memory[SENT] = {**sent, act: reason}
    return reason


def _mark(turn: Turn, number: str) -> str:
    """Tell one number from another without keeping it.

    The keys of acts and what was ordered are kept. A longer digest would give the number away to whoever
    tries all eight digits; this one fits some hundred numbers, and misses one correction in 4,096 among
    those that leave the last two digits as they were.
    """
    return number[-2:] + hashlib.sha256(f"{turn.conversation}|{number}".encode()).hexdigest()[:MARK_LENGTH]


async def _request(turn: Turn, number: str, reason: str, replaces: str) -> CallBackReceipt:
    agenda, centre = turn.agenda, turn.systems.contact_centre
    queue, handoff = queue_of(agenda), agenda.handover.get("id") or None
    what = (_mark(turn, number), *((replaces,) if replaces else ()))
    try:
        return await centre.request_call_back(
            queue, number, reason, turn.act_key("call_back", handoff, *what), handoff
        )
    except Refused as refusal:
        if refusal.code != "unknown_handoff":
            raise
        return await centre.request_call_back(queue, number, reason, turn.act_key("call_back", "", *what))


async def _tell(turn: Turn, receipt: str, ends: str, about: str, corrected: str) -> None:
    queue, name = await named(turn)
    wish, wished = preferably(turn.errand), [found for found in (wish_of(turn.errand),) if found]
    if corrected:
        turn.say(corrected)
    if queue is not None and not queue.is_open and queue.opens_at:
        opens = day_and_time(queue.opens_at.date(), queue.opens_at.time(), turn.now)
        turn.say("ringop.ordered_closed", queue=name, ends=ends, opens=opens, wish=wish)
    else:
        turn.say("ringop.ordered", queue=name, ends=ends, wish=wish)
    turn.show(
        parts.receipt(
            phrase("ringop.receipt"),
            phrase("common.receipt_title"),
            receipt,
            [
                (phrase("ringop.receipt_calls"), name),
                (phrase("ringop.receipt_number"), phrase("ringop.receipt_ends", ends=ends)),
                (phrase("ringop.receipt_about"), about),
                *((phrase("ringop.receipt_wish"), capitalised(when["written"])) for when in wished),
            ],
            speech("ringop.receipt"),
        )
    )


async def _trouble(turn: Turn, error: FagsystemError) -> None:
    """Nothing is known to be ordered, and the number is not kept: it is asked for again, or left."""
    if isinstance(error, Uncertain):
        turn.agenda.uncertain.update(turn.tried)
    key = "ringop.uncertain" if isinstance(error, Uncertain) else "ringop.unavailable"
    ask(turn, key, NUMBER, "number", still=await still(turn))
