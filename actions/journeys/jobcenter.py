"""What the journeys about appointments at the jobcenter share: which one, how it is told, the mail."""

from __future__ import annotations

import re

from actions.dialogue.danish import capitalised, day_and_time, full_date_and_time, listing
from actions.dialogue.phrases import phrase
from actions.dialogue.pick import options_for, that_were_named
from actions.dialogue.plain_words import CORRECTION, EVERYTHING
from actions.dialogue.reading import choose
from actions.dialogue.settle_reason import is_plain_reason
from actions.dialogue.turn import Turn
from actions.fagsystemer.errors import FagsystemError
from actions.fagsystemer.jobcenter import Appointment
from actions.fagsystemer.mail import Mail

OTHER_ONE = re.compile(r"\bden anden\b|\bforkert(?:e)? (?:tid|dag)\b", re.IGNORECASE)


async def which_appointment(turn: Turn, citizen: str, ask_key: str) -> Appointment | None:
    """Return the appointment that is meant, or None when it is asked or there is none to act on."""
    memory = turn.memory
    every = await turn.systems.jobcenter.appointments(citizen)
    coming = still_to_come(every, turn)
    if chosen := memory.get("appointment"):
        if turn.topic in ("reason", "reason_confirm"):
            instead = meant_instead(turn, [one for one in coming if one.id != chosen])
            if instead is not None:
                memory.pop("reason", None)
                memory.pop("reason_settled", None)
                memory["restate"] = True
                return _meant(turn, instead)
        known = next((one for one in every if one.id == chosen), None)
        if known is None:
            turn.say("jobcentertid.none")
            turn.settle("failed")
        return known
    offered = [one for one in coming if one.id in memory.get("offered", [one.id])]
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
        turn.say("common.left_undone")
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
    memory["offered"] = [one.id for one in shown]
    if turn.topic == "appointment" and EVERYTHING.search(turn.text):
        return _one_after_the_other(turn, shown)
    turn.ask(ask_key, "appointment", "choice", options_for(shown, turn.now))
    return None


def _one_after_the_other(turn: Turn, appointments: list[Appointment]) -> Appointment:
    """Begin with the first; each of the others waits as an errand of its own."""
    turn.say("jobcentertid.one_at_a_time")
    for later in appointments[1:]:
        errand = turn.agenda.add(turn.errand.intent, turn.errand.text)
        errand.state = "parked"
        errand.memory.update(appointment=later.id, plain=True)
    return _meant(turn, appointments[0])


def meant_instead(turn: Turn, others: list[Appointment]) -> Appointment | None:
    """Return the other appointment that a correction names ("nej, den i morgen", "den anden"), or None."""
    corrects = turn.corrected or bool(CORRECTION.search(turn.text))
    if not others or not corrects or is_plain_reason(turn.text):
        return None
    if len(others) == 1 and OTHER_ONE.search(turn.text):
        return others[0]
    chosen = choose(turn.text, turn.message.entities, options_for(others, turn.now))
    return others[int(chosen.value)] if chosen else None


def _meant(turn: Turn, appointment: Appointment) -> Appointment:
    turn.memory["appointment"] = appointment.id
    return appointment


async def told(turn: Turn, appointment: Appointment, kind: str, reason: str) -> bool:
    """Mail the caseworker; True when the mail is on its way. The same mail is never sent twice."""
    values = {
        "when": full_date_and_time(appointment.date, appointment.time),
        "reason": reason,
        "name": appointment.caseworker.name,
        "reference": appointment.id,
    }
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


def spoken_list_of(appointments: list[Appointment], turn: Turn) -> str:
    """All in one breath: "i dag kl. 13 og på torsdag kl. 10"."""
    return listing([facts(one, turn)["when"] for one in appointments])


def list_of(appointments: list[Appointment], turn: Turn) -> str:
    """One line an appointment."""
    return "\n".join(f"– {capitalised(facts(one, turn)['when'])}, {one.place}" for one in appointments)
