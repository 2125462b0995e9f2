"""The agenda policy: calls the conductor when it is not plain from the intent whose turn it is.

Rules say what a journey does, and this is Rasa's rule policy. Before it looks at them it asks whether *the
conductor must look*: while a question is open, a login or a person awaited, when a message holds several
errands, speaks of danger or asks for somebody, when something was done that may be put right, when the
answer is praised or blamed, and when a journey is done and another one waits. In every other case the rules
decide alone. As two policies both would be asked each time: the rules were a fifth of what a turn cost Rasa
(measured).
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT

from actions.dialogue.agenda import Agenda
from actions.dialogue.catalogue import enquiries
from actions.dialogue.danger import sounds_dangerous, sounds_desperate, sounds_worried
from actions.dialogue.follow_up import asks_on
from actions.dialogue.person_words import wants_person
from actions.dialogue.plain_words import NOTHING_WANTED
from actions.dialogue.telephone_words import asks_number
from actions.dialogue.waiting_words import wants_to_be_called
from actions.dialogue.whose_words import asks_whose
from bot.rasa.speed import speed_up_rasa

CONDUCT = "action_conduct"
LISTEN: str = ACTION_LISTEN_NAME
JUDGED = frozenset({"feedback", "farvel", "tak", "uden_for_emne"})
"""Acts by which the citizen says, or on the way out is asked, whether the answer could be used; and a
question that may only seem to be none of ours ("og hvad koster de?")."""

PLAINLY_HEARD = (
    sounds_dangerous,
    sounds_desperate,
    sounds_worried,
    wants_to_be_called,
    wants_person,
    asks_whose,
    asks_number,
    NOTHING_WANTED.search,
)
"""What the words themselves tell, whatever the understanding makes of them."""

speed_up_rasa()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class AgendaPolicy(RulePolicy):  # type: ignore[misc]
    """Predicts ``action_conduct`` or the turn's end where the agenda tells, else what the rules say."""

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        action = next_action(tracker)
        if action is None:
            return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        prediction = self._default_predictions(domain)
        prediction[domain.index_for_action(action)] = 1.0
        return self._prediction(prediction)

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        """Match only the rules of the intent that was said: a rule names one at most (``restrict_rules``)."""
        said = json.dumps({"intent": states[-1].get(USER, {}).get(INTENT)})[1:-1] if states else ""
        near = {key: action for key, action in lookup.items() if said in key or '"intent": ' not in key}
        return set(super()._get_possible_keys(near, states))


def next_action(tracker: DialogueStateTracker) -> str | None:
    """Return ``action_conduct`` when the conductor must look, ``action_listen`` when the turn is over,
    and None when the rules decide."""
    agenda = Agenda.from_dict(tracker.get_slot("agenda"))
    last_action = str(tracker.latest_action_name or LISTEN)
    parse = tracker.latest_message.parse_data if tracker.latest_message else {}
    has_floor = bool(parse.get("floor"))
    if last_action == LISTEN:
        text = str(parse.get("text") or "")
        begun = agenda.question is not None or agenda.undoable or agenda.waiting_for_login()
        waits = agenda.handed_over or agenda.call_back or agenda.has_to_heed(state_told(tracker))
        numbered = any(entity.get("entity") == "case_number" for entity in parse.get("entities") or [])
        judged = (parse.get("intent") or {}).get("name") in JUDGED
        looks = begun or waits or judged or several_errands(parse) or numbered
        plain = any(heard(text) for heard in PLAINLY_HEARD) or (agenda.errands and asks_on(text))
        return CONDUCT if not has_floor and (looks or plain) else None
    if last_action == CONDUCT:
        return LISTEN
    if last_action.startswith("utter_"):
        # Small talk ends nothing: the conductor asks the open question again.
        return CONDUCT if has_floor and agenda.question is not None else LISTEN
    return CONDUCT if agenda.somebody_waits() else LISTEN


def state_told(tracker: DialogueStateTracker) -> object:
    """Return how the gateway says that the conversation stands, or None."""
    metadata = tracker.latest_message.metadata if tracker.latest_message else None
    return metadata.get("state") if isinstance(metadata, dict) else None


def several_errands(parse: dict[str, Any]) -> bool:
    """Tell whether the message holds more than one errand, or danger beside one."""
    known = enquiries()
    found = {row["intent"] for row in parse.get("errands") or []}
    return len([intent for intent in found if intent in known or intent == "akut_fare"]) > 1
