"""Appointments at the jobcenter: see, cancel with a reason, and the undoing of both."""

from __future__ import annotations

from actions.dialogue.danish import capitalised, day_and_time, full_date_and_time
from actions.dialogue.journey import journey
from actions.dialogue.phrases import phrase
from actions.dialogue.pick import named_a_time, options_for, that_were_named
from actions.dialogue.settle_reason import reason_from_answer, reason_in, settle_reason
from actions.dialogue.turn import Turn
from actions.fagsystemer.errors import FagsystemError, Refused
from actions.fagsystemer.jobcenter import Appointment
from actions.fagsystemer.mail import Mail


@journey("vis_jobcentertid", kind="info")
async def vis_jobcentertid(turn: Turn) -> None:
    """Tell when the citizen's next appointments are."""
    if turn.citizen is None:
        return turn.need_login("jobcentertid.login_to_see")
    every = await turn.systems.jobcenter.appointments(turn.citizen)
    coming = still_to_come(every, turn)
    named = that_were_named(coming, turn)
    if not coming:
        turn.say("jobcentertid.none")
    elif named_a_time(turn) and not named:
        turn.say("jobcentertid.none_then", times=list_of(coming, turn))
    elif len(named) == 1:
        turn.say("jobcentertid.one", **facts(named[0], turn))
    else:
        turn.say("jobcentertid.several", times=list_of(named, turn))
    turn.settle("done")


@journey("aflys_jobcentertid", kind="act")
async def aflys_jobcentertid(turn: Turn) -> None:
    """Cancel an appointment: login, which one, why, done, and a mail to the caseworker."""
    if turn.signal == "undo" or turn.memory.get("undoing"):
        return await take_back(turn)
    if "cancelled" in turn.memory and turn.signal == "correct":
        return await change_reason(turn)
    if turn.citizen is None:
        return before_login(turn)
    appointment = await which_appointment(turn, turn.citizen, "jobcentertid.which_to_cancel")
    if appointment is None:
        return None
    reason = await why(turn, appointment)
    if reason is None:
        return None
    await cancel(turn, appointment, reason)


def before_login(turn: Turn) -> None:
    """Ask for MitID; a reason given already now is kept for later."""
    if turn.signal == "answer":
        reason = reason_from_answer(turn.text)
        if reason:
            turn.memory["reason"] = reason
            return turn.need_login("jobcentertid.reason_noted_login", reason=reason)
    turn.need_login("jobcentertid.login_to_cancel")


async def why(turn: Turn, appointment: Appointment) -> str | None:
    """Return the reason; one that came along with the errand is read back and confirmed first."""
    when = day_and_time(appointment.date, appointment.time, turn.now)
    if turn.topic == "confirm":
        if turn.yes:
            turn.memory["confirmed"] = True
        elif turn.yes is False:
            if turn.signal == "correct" or reason_from_answer(turn.text):
                turn.memory["reason"] = reason_from_answer(turn.text) or turn.memory["reason"]
            else:
                turn.say("jobcentertid.nothing_cancelled")
                turn.settle("cancelled")
                return None
    if turn.signal == "start" and "reason" not in turn.memory and (given := reason_in(turn.text)):
        turn.memory["reason"] = given
    asked_for_it = turn.topic == "reason" or turn.memory.get("confirmed")
    if "reason" in turn.memory and not asked_for_it:
        turn.ask("jobcentertid.confirm_cancel", "confirm", "yes_no", when=when, reason=turn.memory["reason"])
        return None
    reason = await settle_reason(turn, "jobcentertid.ask_reason", **facts(appointment, turn))
    if reason is not None:
        turn.memory["confirmed"] = True  # the question stated the act, the answer completed it
    return reason


async def cancel(turn: Turn, appointment: Appointment, reason: str) -> None:
    """Cancel and tell the caseworker. Coming back after trouble, only what is missing is done."""
    memory = turn.memory
    if "cancelled" not in memory:
        try:
            receipt = await turn.systems.jobcenter.cancel(
                appointment.id, reason, turn.act_key("cancel", appointment.id)
            )
        except Refused as refusal:
            if refusal.code not in ("already_cancelled", "already_held"):
                raise
            turn.say(f"jobcentertid.{refusal.code}")
            return turn.settle("failed")
        memory.update(cancelled=appointment.id, receipt=receipt.number)
    when = day_and_time(appointment.date, appointment.time, turn.now)
    if not await told(turn, appointment, "mail_cancelled", reason):
        turn.say("jobcentertid.cancelled_without_mail", when=when)
    else:
        turn.say("jobcentertid.cancelled")
    turn.receipt(
        "jobcentertid.receipt",
        memory["receipt"],
        [("Aflyst", capitalised(when)), ("Sted", appointment.place), ("Begrundelse", reason)],
    )
    turn.settle("done", undoable=True)


async def change_reason(turn: Turn) -> None:
    """The appointment is cancelled; the citizen gives another reason, which replaces the first."""
    reason = reason_from_answer(turn.text)
    appointment = await the_cancelled_one(turn)
    if reason is None or appointment is None:
        turn.say("jobcentertid.cannot_change_that")
        return turn.settle("done", undoable=True)
    receipt = await turn.systems.jobcenter.change_reason(
        appointment.id, reason, turn.act_key("change_reason", appointment.id, reason)
    )
    turn.memory["reason"] = reason
    await told(turn, appointment, "mail_reason_changed", reason)
    turn.say("jobcentertid.reason_changed", reason=reason)
    turn.receipt("jobcentertid.receipt_reason", receipt.number, [("Ny begrundelse", reason)])
    turn.settle("done", undoable=True)


async def take_back(turn: Turn) -> None:
    """Give the citizen the cancelled appointment back, if nobody else has got it."""
    turn.memory["undoing"] = True
    appointment = await the_cancelled_one(turn)
    if appointment is None:
        turn.say("jobcentertid.cannot_change_that")
        return turn.settle("done")
    when = day_and_time(appointment.date, appointment.time, turn.now)
    try:
        receipt = await turn.systems.jobcenter.restore(
            appointment.id, turn.act_key("restore", appointment.id)
        )
    except Refused as refusal:
        if refusal.code not in ("slot_taken", "already_held"):
            raise
        turn.say("jobcentertid.cannot_restore", when=when)
        return turn.settle("done")
    await told(turn, appointment, "mail_restored", "")
    turn.say("jobcentertid.restored", when=when)
    turn.receipt("jobcentertid.receipt_restored", receipt.number, [("Gælder igen", capitalised(when))])
    turn.settle("cancelled")


async def which_appointment(turn: Turn, citizen: str, ask_key: str) -> Appointment | None:
    """Return the appointment that is meant, or None when it is asked or there is none to act on."""
    every = await turn.systems.jobcenter.appointments(citizen)
    coming = still_to_come(every, turn)
    if chosen := turn.memory.get("appointment"):
        known = next((one for one in every if one.id == chosen), None)
        if known is None:
            turn.say("jobcentertid.none")
            turn.settle("failed")
        return known
    offered = [one for one in coming if one.id in turn.memory.get("offered", [one.id])]
    if (
        turn.topic == "appointment"
        and turn.choice
        and turn.choice.isdigit()
        and int(turn.choice) < len(offered)
    ):
        return _meant(turn, offered[int(turn.choice)])
    if turn.topic == "only_other" and turn.yes is not None:
        if turn.yes:
            return _meant(turn, coming[0])
        turn.say("jobcentertid.nothing_cancelled")
        turn.settle("cancelled")
        return None
    if not coming:
        turn.say("jobcentertid.all_over" if over_today(every, turn) else "jobcentertid.none")
        turn.settle("failed")
        return None
    named = that_were_named(coming, turn)
    if len(named) == 1:
        return _meant(turn, named[0])
    if not named and len(coming) == 1:
        key = "jobcentertid.over_but_another" if over_today(every, turn) else "jobcentertid.only_another"
        turn.ask(key, "only_other", "yes_no", **facts(coming[0], turn))
        return None
    shown = named or coming
    turn.memory["offered"] = [one.id for one in shown]
    turn.ask(ask_key, "appointment", "choice", options_for(shown, turn.now))
    return None


def _meant(turn: Turn, appointment: Appointment) -> Appointment:
    turn.memory["appointment"] = appointment.id
    return appointment


async def the_cancelled_one(turn: Turn) -> Appointment | None:
    if turn.citizen is None:
        return None
    every = await turn.systems.jobcenter.appointments(turn.citizen)
    return next((one for one in every if one.id == turn.memory.get("cancelled")), None)


async def told(turn: Turn, appointment: Appointment, kind: str, reason: str) -> bool:
    """Mail the caseworker; True when the mail is on its way. The same mail is never sent twice."""
    values = {"when": day_and_time(appointment.date, appointment.time, turn.now), "reason": reason,
              "name": appointment.caseworker.name}  # fmt: skip
    mail = Mail(
        appointment.caseworker.email,
        phrase(f"jobcentertid.{kind}_subject", **values),
        phrase(f"jobcentertid.{kind}", **values),
    )
    try:
        await turn.systems.mailer.send(mail, turn.act_key(kind, appointment.id, reason))
    except FagsystemError:
        return False
    return True


def still_to_come(appointments: list[Appointment], turn: Turn) -> list[Appointment]:
    return [one for one in appointments if one.status == "booked" and one.starts_at > turn.now]


def over_today(appointments: list[Appointment], turn: Turn) -> bool:
    """Tell whether an appointment today has already begun: probably the one that is meant."""
    today = turn.now.date()
    return any(
        one.date == today and one.starts_at <= turn.now and one.status != "cancelled" for one in appointments
    )


def facts(appointment: Appointment, turn: Turn) -> dict[str, str]:
    return {
        "when": day_and_time(appointment.date, appointment.time, turn.now),
        "place": appointment.place,
        "caseworker": appointment.caseworker.name,
        "purpose": appointment.purpose,
    }


def list_of(appointments: list[Appointment], turn: Turn) -> str:
    """One line an appointment."""
    return "\n".join(f"– {capitalised(facts(one, turn)['when'])}, {one.place}" for one in appointments)
