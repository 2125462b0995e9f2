"""Cancel an appointment at the jobcenter with a reason, change the reason, take the cancellation back."""

from __future__ import annotations

from actions.dialogue.danish import capitalised, day_and_time
from actions.dialogue.journey import journey
from actions.dialogue.settle_reason import reason_from_answer, reason_in, settle_reason
from actions.dialogue.turn import Turn
from actions.fagsystemer.errors import Refused
from actions.fagsystemer.jobcenter import Appointment
from actions.journeys.jobcenter import facts, told, which_appointment


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


async def the_cancelled_one(turn: Turn) -> Appointment | None:
    if turn.citizen is None:
        return None
    every = await turn.systems.jobcenter.appointments(turn.citizen)
    return next((one for one in every if one.id == turn.memory.get("cancelled")), None)
