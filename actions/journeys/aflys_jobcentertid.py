"""Cancel an appointment at the jobcenter with a reason, change the reason, take the cancellation back."""

from __future__ import annotations

from actions.dialogue.danish import capitalised, day_and_time, full_date_and_time
from actions.dialogue.journey import journey
from actions.dialogue.settle_reason import is_plain_reason, note_reason, reason_from_answer, settle_reason
from actions.dialogue.turn import Turn
from actions.fagsystemer.errors import Refused
from actions.fagsystemer.jobcenter import Appointment
from actions.journeys.jobcenter import facts, meant_instead, still_to_come, told, which_appointment


@journey("aflys_jobcentertid", kind="act")
async def aflys_jobcentertid(turn: Turn) -> None:
    """Cancel an appointment: login, which one, why, done, and a mail to the caseworker."""
    if turn.citizen is None:
        return before_login(turn)
    if turn.signal == "undo" or "undoing" in turn.memory:
        return await take_back(turn, turn.citizen)
    if "cancelled" in turn.memory:
        return await put_right(turn, turn.citizen)
    note_reason(turn)
    appointment = await which_appointment(turn, turn.citizen, "jobcentertid.which_to_cancel")
    if appointment is None:
        return None
    reason = settle_reason(
        turn, "jobcentertid.ask_reason", "jobcentertid.confirm_cancel", **facts(appointment, turn)
    )
    if reason is not None:
        await cancel(turn, appointment, reason)


def before_login(turn: Turn) -> None:
    """Ask for MitID; a reason given already now is kept for later."""
    if turn.signal == "answer" and is_plain_reason(turn.text):
        turn.memory["reason"] = reason_from_answer(turn.text)
        return turn.need_login("jobcentertid.reason_noted_login", reason=turn.memory["reason"])
    if turn.signal == "answer":
        return turn.need_login("common.login_first")
    note_reason(turn)
    turn.need_login("jobcentertid.login_to_cancel")


async def cancel(turn: Turn, appointment: Appointment, reason: str) -> None:
    """Cancel and tell the caseworker."""
    try:
        receipt = await turn.systems.jobcenter.cancel(
            appointment.id, reason, turn.act_key("cancel", appointment.id)
        )
    except Refused as refusal:
        if refusal.code not in ("already_cancelled", "already_held"):
            raise
        turn.say(f"jobcentertid.{refusal.code}")
        return turn.settle("failed")
    turn.memory["cancelled"] = appointment.id
    when = day_and_time(appointment.date, appointment.time, turn.now)
    dated = full_date_and_time(appointment.date, appointment.time)
    mailed = await told(turn, appointment, "mail_cancelled", reason)
    turn.say("jobcentertid.cancelled" if mailed else "jobcentertid.cancelled_without_mail", when=when)
    turn.receipt(
        "jobcentertid.receipt",
        receipt.number,
        [("Aflyst", capitalised(dated)), ("Sted", appointment.place), ("Begrundelse", reason)],
    )
    turn.settle("done", undoable=True)


async def put_right(turn: Turn, citizen: str) -> None:
    """The appointment is cancelled: another one was meant, or another reason is to stand."""
    every = await turn.systems.jobcenter.appointments(citizen)
    cancelled = next((one for one in every if one.id == turn.memory["cancelled"]), None)
    if cancelled is None:
        turn.say("jobcentertid.cannot_change_that")
        return turn.settle("done")
    other = meant_instead(turn, [one for one in still_to_come(every, turn) if one.id != cancelled.id])
    if other is not None and await restore(turn, cancelled):
        turn.agenda.settle(turn.errand, "open")
        turn.memory.pop("cancelled")
        turn.memory.update(appointment=other.id, reason_settled=False)
        turn.ask(
            "jobcentertid.confirm_cancel", "reason_confirm", "yes_no",
            reason=turn.memory["reason"], **facts(other, turn),
        )  # fmt: skip
        return None
    reason = reason_from_answer(turn.text)
    if reason is None or not (is_plain_reason(turn.text) or turn.topic == "new_reason"):
        return turn.ask("jobcentertid.ask_right_reason", "new_reason", "reason")
    await change_reason(turn, cancelled, reason)


async def change_reason(turn: Turn, cancelled: Appointment, reason: str) -> None:
    """Replace the reason in the calendar and tell the caseworker."""
    receipt = await turn.systems.jobcenter.change_reason(
        cancelled.id, reason, turn.act_key("change_reason", cancelled.id, reason)
    )
    turn.memory["reason"] = reason
    mailed = await told(turn, cancelled, "mail_reason_changed", reason)
    turn.say(
        "jobcentertid.reason_changed" if mailed else "jobcentertid.reason_changed_without_mail", reason=reason
    )
    turn.receipt("jobcentertid.receipt_reason", receipt.number, [("Ny begrundelse", reason)])
    turn.settle("done", undoable=True)


async def take_back(turn: Turn, citizen: str) -> None:
    """Give the citizen the cancelled appointment back, if nobody else has got it."""
    turn.memory["undoing"] = True
    every = await turn.systems.jobcenter.appointments(citizen)
    cancelled = next((one for one in every if one.id == turn.memory.get("cancelled")), None)
    if cancelled is None:
        turn.say("jobcentertid.cannot_change_that")
        return turn.settle("done")
    turn.settle("cancelled" if await restore(turn, cancelled) else "done")


async def restore(turn: Turn, cancelled: Appointment) -> bool:
    """Make a cancelled appointment stand again and tell the caseworker; False when it is gone."""
    when = day_and_time(cancelled.date, cancelled.time, turn.now)
    try:
        receipt = await turn.systems.jobcenter.restore(cancelled.id, turn.act_key("restore", cancelled.id))
    except Refused as refusal:
        if refusal.code not in ("slot_taken", "already_held"):
            raise
        turn.say("jobcentertid.cannot_restore", when=when)
        return False
    mailed = await told(turn, cancelled, "mail_restored", "")
    turn.say("jobcentertid.restored" if mailed else "jobcentertid.restored_without_mail", when=when)
    dated = capitalised(full_date_and_time(cancelled.date, cancelled.time))
    turn.receipt("jobcentertid.receipt_restored", receipt.number, [("Gælder igen", dated)])
    return True
