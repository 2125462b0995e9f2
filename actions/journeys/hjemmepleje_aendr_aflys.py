"""Home care: moving or cancelling one visit, and taking that back."""

from __future__ import annotations

import datetime as dt
import re

from actions.dialogue.agenda import Option
from actions.dialogue.danish import capitalised, day_and_time, full_date_and_time
from actions.dialogue.journey import journey
from actions.dialogue.pick import named_a_time, options_for, that_were_named
from actions.dialogue.pick_free_time import dated, note_choice, pick_free_time, spoken
from actions.dialogue.plain_words import CORRECTION
from actions.dialogue.settle_reason import is_plain_reason, note_reason, settle_reason
from actions.dialogue.somebody_else import answer_for_somebody_else
from actions.dialogue.turn import Turn
from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.errors import Refused
from actions.fagsystemer.home_care import Visit
from actions.journeys.hjemmepleje_hvornaar import is_coming

MOVE = re.compile(
    r"\b(?:flyt|ændr|aendr|rykke|skubbe|udsæt|udskyd|senere|tidligere|anden (?:tid|dag)|andet tidspunkt"
    r"|bytte|i stedet)",
    re.IGNORECASE,
)
CANCEL = re.compile(
    r"\b(?:aflys|afbestil|afmeld|meld.{0,20}afbud|ikke komme|behøver ikke|springe.{0,10}over|undvære"
    r"|ikke (?:brug for|hjemme)|slipper|stryg)",
    re.IGNORECASE,
)


@journey("hjemmepleje_aendr_aflys", kind="act")
async def hjemmepleje_aendr_aflys(turn: Turn) -> None:
    """Move or cancel one visit: login, which visit, which of the two, then the time or the reason."""
    if "acted" not in turn.memory and await answer_for_somebody_else(turn, gives_reasons=True):
        return None
    if turn.citizen is None:
        return turn.need_login("hjemmepleje.login_to_change")
    if turn.signal == "undo" or "undoing" in turn.memory:
        return await take_back(turn)
    if "acted" in turn.memory:
        turn.say("hjemmepleje.undo_first")
        return turn.settle("done", undoable=True)
    note_reason(turn)
    note_choice(turn)
    visit = await which_visit(turn, turn.citizen)
    if visit is None:
        return None
    wish = which_change(turn)
    if wish is None:
        options = [
            Option("Flyt besøget", "move", ["flyt", "flyttes"]),
            Option("Aflys besøget", "cancel", ["aflys", "aflyses"]),
        ]
        return turn.ask("hjemmepleje.move_or_cancel", "change", "choice", options, **facts(visit, turn))
    if wish == "cancel":
        return await cancel(turn, visit)
    return await move(turn, visit)


def which_change(turn: Turn) -> str | None:
    """Return ``move`` or ``cancel`` as wished, or None when the words leave it open."""
    if turn.topic == "change" and turn.choice in ("move", "cancel"):
        turn.memory["change"] = turn.choice
    if "change" not in turn.memory:
        words = turn.errand.text or turn.text
        moves, cancels = bool(MOVE.search(words)), bool(CANCEL.search(words))
        if moves != cancels:
            turn.memory["change"] = "move" if moves else "cancel"
    return turn.memory.get("change")


async def which_visit(turn: Turn, citizen: str) -> Visit | None:
    visits = await turn.systems.home_care.visits(citizen)
    coming = [visit for visit in visits if is_coming(visit, turn)]
    if (chosen := turn.memory.get("visit")) and not another_visit(turn, coming):
        return next((visit for visit in visits if visit.id == chosen), None)
    offered = [visit for visit in coming if visit.id in turn.memory.get("offered", [visit.id])]
    if turn.topic == "visit" and turn.choice and turn.choice.isdigit() and int(turn.choice) < len(offered):
        turn.memory["visit"] = offered[int(turn.choice)].id
        return offered[int(turn.choice)]
    if not coming:
        turn.say("hjemmepleje.none")
        turn.settle("failed")
        return None
    named = that_were_named(coming, turn) if named_a_time(turn) else coming
    if len(named) == 1 or (not named_a_time(turn) and len(coming) == 1):
        turn.memory["visit"] = named[0].id
        return named[0]
    on_day = [visit for visit in coming if visit.date.isoformat() == turn.heard("date")]
    if not named and len(on_day) == 1:
        # "Flyt besøget i morgen til kl. 14": the day is the visit's, the time is the new one.
        turn.memory["visit"] = on_day[0].id
        return on_day[0]
    if not named:
        turn.say("hjemmepleje.none_then")
    shown = (named or coming)[:5]
    turn.memory["offered"] = [visit.id for visit in shown]
    turn.ask("hjemmepleje.which_visit", "visit", "choice", options_for(shown, turn.now))
    return None


def another_visit(turn: Turn, coming: list[Visit]) -> bool:
    """Tell whether a correction names another visit; then the choice and the reason start over."""
    corrects = turn.corrected or bool(CORRECTION.search(turn.text))
    if turn.topic not in ("reason", "reason_confirm") or not corrects or is_plain_reason(turn.text):
        return False
    named = named_a_time(turn) and [v for v in that_were_named(coming, turn) if v.id != turn.memory["visit"]]
    if named:
        for slot in ("visit", "reason", "reason_settled", "offered"):
            turn.memory.pop(slot, None)
        turn.memory["restate"] = True
    return bool(named)


async def cancel(turn: Turn, visit: Visit) -> None:
    """The question states the act and asks why; the answer completes it."""
    reason = settle_reason(turn, "hjemmepleje.ask_reason", "hjemmepleje.confirm_cancel", **facts(visit, turn))
    if reason is None:
        return None
    try:
        receipt = await turn.systems.home_care.cancel_visit(
            visit.id, reason, turn.act_key("cancel", visit.id)
        )
    except Refused as refusal:
        return refused(turn, refusal)
    turn.memory.update(acted="cancel", visit=visit.id)
    turn.say("hjemmepleje.cancelled", **facts(visit, turn))
    turn.receipt(
        "hjemmepleje.receipt",
        receipt.number,
        [("Aflyst", capitalised(full_date_and_time(visit.date, visit.time))), ("Begrundelse", reason)],
    )
    turn.settle("done", undoable=True)


async def move(turn: Turn, visit: Visit) -> None:
    """The question states the visit and offers free times; the choice completes the act."""
    free = await turn.systems.home_care.free_times(visit.id)
    if not free:
        turn.say("hjemmepleje.no_free_times", **facts(visit, turn))
        return turn.settle("failed")
    # Help is for that day: another time of it comes before another day.
    free = sorted(free, key=lambda slot: (slot.date != visit.date, slot.starts_at))
    new = chosen_time(turn, visit, free)
    if new is None:
        return None
    key = turn.act_key("move", visit.id, new.starts_at.isoformat())
    try:
        receipt = await turn.systems.home_care.move_visit(visit.id, new, key)
    except Refused as refusal:
        return refused(turn, refusal)
    turn.memory.update(acted="move", was={"date": visit.date.isoformat(), "time": f"{visit.time:%H:%M}"})
    turn.say("hjemmepleje.moved", new=spoken(new, turn), carer=visit.carer)
    turn.receipt("hjemmepleje.receipt", receipt.number, [("Ny tid", capitalised(dated(new)))])
    turn.settle("done", undoable=True)


def chosen_time(turn: Turn, visit: Visit, free: list[TimeSlot]) -> TimeSlot | None:
    """Return the new time: offered and chosen, or wished for and read back; None while it is asked."""
    if turn.topic == "confirm_move" and turn.yes:
        wanted = [slot for slot in free if slot.starts_at.isoformat() == turn.memory.get("wanted")]
        if wanted:
            return wanted[0]
    wished = None
    clock_time = turn.heard("time")
    if turn.topic in ("", "visit", "change") and clock_time and clock_time != f"{visit.time:%H:%M}":
        wished = that_were_named(free, turn)
        if len(wished) == 1:
            turn.memory["wanted"] = wished[0].starts_at.isoformat()
            new = spoken(wished[0], turn)
            turn.ask("hjemmepleje.confirm_move", "confirm_move", "yes_no", new=new, **facts(visit, turn))
            return None
    return pick_free_time(turn, free, "hjemmepleje", wished, visit.date, **facts(visit, turn))


async def take_back(turn: Turn) -> None:
    """Undo: a cancelled visit is restored, a moved one goes back."""
    turn.memory["undoing"] = True
    visit_id = turn.memory["visit"]
    care = turn.systems.home_care
    try:
        if turn.memory.get("acted") == "move":
            was = turn.memory["was"]
            slot = TimeSlot(dt.date.fromisoformat(was["date"]), dt.time.fromisoformat(was["time"]))
            receipt = await care.move_visit(visit_id, slot, turn.act_key("move_back", visit_id))
        else:
            receipt = await care.restore_visit(visit_id, turn.act_key("restore", visit_id))
    except Refused:
        turn.say("hjemmepleje.cannot_take_back")
        return turn.settle("done")
    turn.say("hjemmepleje.restored")
    turn.receipt("hjemmepleje.receipt", receipt.number, [("Fortrudt", "Besøget er, som det var før")])
    turn.settle("cancelled")


def refused(turn: Turn, refusal: Refused) -> None:
    code = "slot_taken" if refusal.code == "no_such_time" else refusal.code
    if code not in ("already_cancelled", "already_done", "slot_taken"):
        raise refusal
    turn.say(f"hjemmepleje.{code}")
    turn.settle("failed")


def facts(visit: Visit, turn: Turn) -> dict[str, str]:
    return {"when": day_and_time(visit.date, visit.time, turn.now), "carer": visit.carer}
