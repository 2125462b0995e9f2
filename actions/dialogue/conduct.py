"""``action_conduct``: the conductor as a Rasa action."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SlotSet, UserUttered
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.agenda import Agenda
from actions.dialogue.conductor import Conductor
from actions.dialogue.journey import KINDS
from actions.dialogue.message import Message
from actions.dialogue.person_words import with_person
from actions.dialogue.said import previous_reply


class ActionConduct(Action):  # type: ignore[misc]
    """Decides who has the floor and hands it over by a user event that the rules then answer."""

    def name(self) -> str:
        return "action_conduct"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        agenda = Agenda.from_dict(tracker.get_slot("agenda"))
        message = with_person(Message.from_rasa(tracker.latest_message))
        goes_on = tracker.latest_action_name not in (None, "action_listen")
        if not goes_on and message.floor is None:
            agenda.heed(message.state)
        decision = Conductor(agenda, message, KINDS).decide(previous_reply(tracker.events), goes_on=goes_on)
        if decision.say:
            dispatcher.utter_message(json_message={"parts": decision.say})
        events = [SlotSet("agenda", agenda.to_dict())]
        if decision.floor is not None:
            parse = {
                "text": decision.text,
                "intent": {"name": decision.intent, "confidence": 1.0},
                "entities": decision.entities,
                "floor": decision.floor.to_dict(),
                "metadata": message.metadata,
            }
            events += [ActionExecuted("action_listen"), UserUttered(decision.text, parse)]
        return events
