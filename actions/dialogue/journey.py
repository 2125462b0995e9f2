"""From a plain function to a Rasa action: ``@journey("bioposer_bestil", kind="act")``.

The function gets a `Turn`; what it says and how it leaves the agenda is sent back here, once, for all
journeys: typed trouble with a fagsystem, the open question asked again after a digression, the summary.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import call_back, call_back_steps, left_to_people, parts
from actions.dialogue.agenda import Agenda, Errand, Option, Question
from actions.dialogue.ambiguity import ask_which
from actions.dialogue.by_phone import LOGIN_PERSON
from actions.dialogue.catalogue import Kind, name_of
from actions.dialogue.danish import listing
from actions.dialogue.hand_over import hand_over
from actions.dialogue.message import Message
from actions.dialogue.phrases import phrase
from actions.dialogue.privacy import hide_numbers
from actions.dialogue.said import transcript
from actions.dialogue.turn import Turn
from actions.fagsystemer import Fagsystemer, connect
from actions.fagsystemer.errors import FagsystemError, Refused, Uncertain
from nlu.clock import now

logger = logging.getLogger(__name__)

JourneyFunction = Callable[[Turn], Awaitable[None]]
KINDS: dict[str, Kind] = {}
"""What kind of journey each enquiry is; filled as the journeys are imported."""
ACTIONS: list[type[JourneyAction]] = []
"""Held here since the action server finds actions as subclasses, which Python does not keep alive."""


@cache
def fagsystemer() -> Fagsystemer:
    """Return the back offices, connected once a process."""
    return connect()


def journey(intent: str, kind: Kind) -> Callable[[JourneyFunction], JourneyFunction]:
    """Make the decorated function the Rasa action ``action_<intent>``."""

    def register(function: JourneyFunction) -> JourneyFunction:
        KINDS[intent] = kind
        fields = {"intent": intent, "function": staticmethod(function), "__module__": function.__module__}
        ACTIONS.append(type(f"Journey_{intent}", (JourneyAction,), fields))
        return function

    return register


class JourneyAction(Action):  # type: ignore[misc]
    """A journey as the stock action server runs it."""

    intent: str = ""
    function: JourneyFunction

    def name(self) -> str:
        return f"action_{self.intent}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        agenda = Agenda.from_dict(tracker.get_slot("agenda"))
        message = Message.from_rasa(tracker.latest_message)
        if message.floor is None and tracker.latest_action_name in (None, "action_listen"):
            agenda.heed(message.state)
        # The message names the enquiry: one action may serve many of them (advice).
        turn = await take_turn(
            self.function, agenda, message, fagsystemer(), tracker.sender_id, transcript(tracker.events)
        )
        if turn.said:
            dispatcher.utter_message(json_message={"parts": turn.said})
        return [SlotSet("agenda", agenda.to_dict())]


async def take_turn(
    function: JourneyFunction,
    agenda: Agenda,
    message: Message,
    systems: Fagsystemer,
    conversation: str,
    said_before: Sequence[tuple[str, str]] = (),
) -> Turn:
    """Run one journey on the agenda (changed in place) and return the turn with what it said."""
    floor = message.floor
    errand = agenda.errand(floor.errand) if floor and floor.errand else open_errand(agenda, message)
    turn = Turn(agenda, errand, message, systems, now(), conversation, said_before, unclear=agenda.unclear)
    agenda.unclear = 0
    asked_before = agenda.question
    lead_over(turn)
    if not (turn.signal == "start" and ask_which(turn)):
        await run_safely(function, turn)
        note_answer(turn)
    if agenda.question is asked_before and asked_before and asked_before.errand == errand.id:
        agenda.question = None
    sum_up(turn)
    ask_last(turn, asked_before)
    return turn


def ask_last(turn: Turn, asked_before: Question | None) -> None:
    """Let the open question be the last thing said: after the answers that still come in this message."""
    question, more_to_come = turn.agenda.question, bool(turn.agenda.queue)
    if question is None:
        return
    if question is asked_before:
        turn.said += [] if more_to_come else question.parts
    elif more_to_come:
        turn.said = [part for part in turn.said if part not in question.parts]


def open_errand(agenda: Agenda, message: Message) -> Errand:
    """Return the errand under way for this enquiry, or a new one."""
    for errand in agenda.unfinished():
        if errand.intent == message.intent:
            errand.state = "open"
            return errand
    agenda.batch += 1
    return agenda.add(message.intent, message.text, message.entities)


async def run_safely(function: JourneyFunction, turn: Turn) -> None:
    """Run the journey; trouble becomes an honest sentence and an offer, never a guess."""
    try:
        if turn.topic in call_back_steps.TOPICS:
            return await call_back.call_back(turn)
        if left_to_people.is_left(turn):
            return await left_to_people.leave(turn)
        if turn.topic == "retry" and turn.choice in ("drop", "person"):
            return await give_up(turn)
        if turn.topic == LOGIN_PERSON and turn.yes is not None and turn.citizen is None:
            return await without_login(turn)
        await function(turn)
        if turn.errand.finished:
            for what in turn.tried:
                turn.agenda.uncertain.pop(what, None)
    except FagsystemError as error:
        logger.warning("fagsystem trouble in %s: %s", turn.errand.intent, error)
        trouble(turn, error)
    except Exception as error:
        # The text of an unforeseen error may quote what a citizen wrote: only its kind is logged.
        logger.error("the journey %s broke: %s", turn.errand.intent, type(error).__name__)
        turn.failed("broke")
        turn.settle("failed")
        turn.show(
            parts.asked("common.broke", [(phrase("common.person_button"), phrase("common.person_wish"))])
        )


def trouble(turn: Turn, error: FagsystemError) -> None:
    """Say what is known and what can be done now; what was already settled is kept.

    Only an act asks whether to try again. An answer that cannot be had blocks nothing, and a person who
    cannot be reached is no reason to keep the citizen waiting.
    """
    kind = KINDS.get(turn.errand.intent)
    how = {Uncertain: "uncertain", Refused: "refused"}.get(type(error), "unavailable")
    turn.failed(how)
    if kind == "act" or turn.tried:
        if isinstance(error, Uncertain):
            turn.agenda.uncertain.update(turn.tried)
        options = [
            Option(phrase("common.retry_button"), "retry", ["igen", "prøv", "ja"]),
            Option(phrase("common.drop_button"), "drop", ["glem", "nej", "lad være"]),
            Option(phrase("common.person_button"), "person", ["menneske", "person", "medarbejder"]),
        ]
        if kind in ("act", "info", None):
            key = "common.uncertain" if isinstance(error, Uncertain) else "common.unavailable"
            return turn.ask(key, "retry", "choice", options)
    again = turn.errand.text or hide_numbers(turn.text)
    turn.agenda.failed_wish = {
        "intent": turn.errand.intent,
        "text": again,
        "entities": turn.errand.entities,
    }
    if kind == "info":
        choices = [
            (phrase("common.retry_button"), again),
            (phrase("common.person_button"), phrase("common.person_wish")),
        ]
        turn.show(parts.asked("common.cannot_look_up", choices))
    else:
        turn.show(parts.asked("common.nobody_reached", [(phrase("common.retry_button"), again)]))
    turn.settle("failed")
    return None


async def without_login(turn: Turn) -> None:
    """A caller who cannot be identified takes the person that was offered, or does not."""
    if turn.yes:
        return await hand_over(turn, "menneske.handoff", "not_identified")
    turn.accept_no()
    return turn.settle("failed")


async def give_up(turn: Turn) -> None:
    """The citizen lets it lie, or wants a person instead; an unknown outcome is said to be unknown."""
    acted = turn.errand.id in turn.agenda.undoable
    if turn.choice == "person":
        return await hand_over(turn, "menneske.handoff", "fagsystem_down")
    if turn.agenda.uncertain:
        turn.say("common.still_uncertain")
        return turn.settle("done" if acted else "failed", undoable=acted)
    turn.say("common.left_as_it_is")
    return turn.settle("done" if acted else "cancelled", undoable=acted)


def lead_over(turn: Turn) -> None:
    """Name the errand whose turn it now is, when it is one of several and the talk was of another."""
    floor, errand = turn.message.floor, turn.errand
    before = [e for e in turn.agenda.errands if e.batch == errand.batch and e is not errand]
    begun = any(e.state != "parked" for e in before)
    if floor and floor.signal == "start" and begun and KINDS.get(errand.intent) == "act":
        turn.say("common.next_up", name=name_of(errand.intent))


def sum_up(turn: Turn) -> None:
    """When several errands came together and the last of them is finished, say how each ended."""
    agenda = turn.agenda
    together = [errand for errand in agenda.errands if errand.batch == turn.errand.batch]
    if len(together) < 2 or agenda.question or agenda.summed_up == turn.errand.batch:
        return
    if not turn.errand.finished or any(not errand.finished for errand in together):
        return
    agenda.summed_up = turn.errand.batch
    if all(errand.state == "handed_over" for errand in together):
        return  # the hand-over has named its topics itself
    if any(KINDS.get(errand.intent) == "danger" for errand in together):
        return  # whoever is in danger is not told that all is settled
    lines = [f"{name_of(errand.intent)} ({ending_of(errand)})" for errand in together]
    turn.say("common.summary", errands=listing(lines))


def note_answer(turn: Turn) -> None:
    """Keep what a question was answered with, for the person who may take over."""
    if turn.errand.state == "done" and KINDS.get(turn.errand.intent) in ("info", "guide"):
        said = " ".join(str(part["text"]) for part in turn.said if part["type"] in ("text", "receipt"))
        if said and turn.topic == "":
            turn.errand.known[phrase("overdragelse.answer")] = hide_numbers(said)


def ending_of(errand: Errand) -> str:
    """Say in a word how an errand ended; a question is answered, an act is done."""
    kind = KINDS.get(errand.intent, "guide")
    if errand.state == "done" and kind != "act":
        return phrase("common.state_answered" if kind == "info" else "common.state_talked_about")
    return phrase(f"common.state_{errand.state}")
