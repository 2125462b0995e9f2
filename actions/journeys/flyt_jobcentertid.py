"""Move an appointment at the jobcenter to another free time, and back again."""

from __future__ import annotations

import datetime as dt

from actions.dialogue.danish import capitalised
from actions.dialogue.journey import journey
from actions.dialogue.pick import named_a_time, that_were_named
from actions.dialogue.pick_free_time import dated, note_choice, pick_free_time, spoken
from actions.dialogue.turn import Turn
from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.errors import Refused
from actions.fagsystemer.jobcenter import Appointment
from actions.journeys.jobcenter import facts, still_to_come, told, which_appointment


@journey("flyt_jobcentertid", kind="act")
async def flyt_jobcentertid(turn: Turn) -> None:
    """Login, which appointment, which free time; the choice of a time completes the act."""
    if turn.citizen is None:
        return turn.need_login("jobcentertid.login_to_move")
    if turn.signal == "undo" or "undoing" in turn.memory:
        return await move_back(turn)
    if turn.topic == "retry" and "moving_to" in turn.memory and "moved" not in turn.memory:
        return await move_as_decided(turn, turn.citizen)
    if "moved" in turn.memory:
        # "Nej, hellere torsdag": the same appointment once more.
        for slot in ("moved", "moving_to", "was", "wanted", "offered_times"):
            turn.memory.pop(slot, None)
    note_choice(turn)
    appointment = await which_to_move(turn, turn.citizen)
    if appointment is None:
        return None
    new = await which_time(turn, appointment)
    if new is not None:
        await move(turn, appointment, new)


async def which_to_move(turn: Turn, citizen: str) -> Appointment | None:
    """With one appointment it is that one: a date in "flyt min tid til torsdag" is then the new one."""
    if "appointment" not in turn.memory and turn.topic == "":
        coming = still_to_come(await turn.systems.jobcenter.appointments(citizen), turn)
        if len(coming) > 1:
            # "Min tid i morgen til fredag": the first date is the old one, the last the new.
            dates = [e.get("value") for e in turn.message.entities if e.get("entity") == "date"]
            coming = [one for one in coming if len(dates) > 1 and one.date.isoformat() == dates[0]]
        if len(coming) == 1:
            turn.memory["appointment"] = coming[0].id
    return await which_appointment(turn, citizen, "jobcentertid.which_to_move")


async def which_time(turn: Turn, appointment: Appointment) -> TimeSlot | None:
    free = await turn.systems.jobcenter.free_times(appointment.id)
    about = facts(appointment, turn)
    if not free:
        turn.say("jobcentertid.no_free_times", **about)
        turn.settle("failed")
        return None
    if turn.topic == "confirm_move" and turn.yes and "wanted" in turn.memory:
        wanted = next((slot for slot in free if slot.starts_at.isoformat() == turn.memory["wanted"]), None)
        if wanted:
            return wanted
        turn.say("jobcentertid.slot_taken")
    wished = times_wished_for(turn, appointment, free) if turn.topic in ("", "appointment") else None
    if wished is not None and len(wished) == 1:
        # A time named with the wish itself was not offered by us: read it back before moving.
        turn.memory["wanted"] = wished[0].starts_at.isoformat()
        new = spoken(wished[0], turn)
        turn.ask("jobcentertid.confirm_move", "confirm_move", "yes_no", when=about["when"], new=new)
        return None
    return pick_free_time(turn, free, "jobcentertid", wished, appointment.date, **about)


def times_wished_for(turn: Turn, appointment: Appointment, free: list[TimeSlot]) -> list[TimeSlot] | None:
    """Return the free times that fit the wish, or None when the citizen named only the old time, or none."""
    if not named_a_time(turn) or turn.heard("date") == appointment.date.isoformat():
        return None
    return that_were_named(free, turn)


async def move(turn: Turn, appointment: Appointment, new: TimeSlot) -> None:
    """Move, tell the caseworker, confirm. A time that was just taken is offered anew."""
    when = spoken(new, turn)
    turn.memory["moving_to"] = written(new)
    turn.memory.setdefault("was", written(TimeSlot(appointment.date, appointment.time)))
    key = turn.act_key("move", appointment.id, new.starts_at.isoformat())
    try:
        receipt = await turn.systems.jobcenter.move(appointment.id, new, key)
    except Refused as refusal:
        if refusal.code in ("slot_taken", "no_such_time"):
            turn.say("jobcentertid.slot_taken")
            free = await turn.systems.jobcenter.free_times(appointment.id)
            turn.memory.pop("offered_times", None)
            pick_free_time(turn, free, "jobcentertid", **facts(appointment, turn))
            return None
        if refusal.code not in ("already_cancelled", "already_held"):
            raise
        turn.say(f"jobcentertid.{refusal.code}")
        return turn.settle("failed")
    turn.memory["moved"] = appointment.id
    moved = Appointment(
        appointment.id, new.date, new.time, appointment.duration_minutes, appointment.place,
        appointment.purpose, appointment.caseworker, appointment.status,
    )  # fmt: skip
    mailed = await told(turn, moved, "mail_moved", new.starts_at.isoformat())
    turn.say("jobcentertid.moved" if mailed else "jobcentertid.moved_without_mail", new=when)
    turn.receipt(
        "jobcentertid.receipt_moved",
        receipt.number,
        [("Ny tid", capitalised(dated(new))), ("Sted", appointment.place)],
    )
    turn.settle("done", undoable=True)


async def move_as_decided(turn: Turn, citizen: str) -> None:
    """Finish a move whose outcome is unknown: the time was chosen, so it is not asked again."""
    every = await turn.systems.jobcenter.appointments(citizen)
    appointment = next((one for one in every if one.id == turn.memory.get("appointment")), None)
    if appointment is None:
        turn.say("jobcentertid.none")
        return turn.settle("failed")
    await move(turn, appointment, read(turn.memory["moving_to"]))


async def move_back(turn: Turn) -> None:
    """Undo: the appointment goes back to where it was, if that time is still free."""
    turn.memory["undoing"] = True
    slot = read(turn.memory["was"])
    appointment_id = turn.memory["moved"]
    try:
        receipt = await turn.systems.jobcenter.move(
            appointment_id, slot, turn.act_key("move_back", appointment_id)
        )
    except Refused:
        turn.say("jobcentertid.cannot_move_back", new=spoken(slot, turn))
        return turn.settle("done")
    turn.say("jobcentertid.moved_back", new=spoken(slot, turn))
    turn.receipt("jobcentertid.receipt_moved", receipt.number, [("Tid", capitalised(dated(slot)))])
    turn.settle("cancelled")


def written(slot: TimeSlot) -> str:
    return f"{slot.date.isoformat()}T{slot.time:%H:%M}"


def read(text: str) -> TimeSlot:
    moment = dt.datetime.fromisoformat(text)
    return TimeSlot(moment.date(), moment.time())
