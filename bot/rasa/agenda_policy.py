"""The agenda policy: calls the conductor when it is not plain from the intent whose turn it is.

Rules say what a journey does. This policy only says *that the conductor must look*: while a question is
open, a login or a person awaited, when a message holds several errands, speaks of danger or asks for
somebody, when something was done that may be put right, when the answer is praised or blamed, and when a
journey is done and another one waits. In every other case it abstains and the rules decide alone.
"""

from __future__ import annotations

from typing import Any

from rasa.core.constants import POLICY_PRIORITY
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from actions.dialogue.agenda import Agenda
from actions.dialogue.catalogue import enquiries
from actions.dialogue.danger import sounds_dangerous
from actions.dialogue.person_words import wants_person
from actions.dialogue.waiting_words import wants_to_be_called
from actions.dialogue.whose_words import asks_whose
from bot.rasa.speed import speed_up_rasa

CONDUCT = "action_conduct"
LISTEN: str = ACTION_LISTEN_NAME
PRIORITY = 7
"""One above RulePolicy's 6: at equal confidence this policy wins, and it speaks only when it must."""

JUDGED = frozenset({"feedback", "farvel", "tak", "uden_for_emne"})
"""Acts by which the citizen says, or on the way out is asked, whether the answer could be used; and a
question that may only seem to be none of ours ("og hvad koster de?")."""

PLAINLY_HEARD = (sounds_dangerous, wants_to_be_called, wants_person, asks_whose)
"""What the words themselves tell, whatever the understanding makes of them."""

speed_up_rasa()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class AgendaPolicy(Policy):  # type: ignore[misc]
    """Predicts ``action_conduct``, or nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {POLICY_PRIORITY: PRIORITY}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AgendaPolicy:
        """Nothing is learnt, so there is nothing to load but the configuration."""
        return cls(config, model_storage, resource, execution_context)

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        prediction = self._default_predictions(domain)
        action = next_action(tracker)
        if action is not None:
            prediction[domain.index_for_action(action)] = 1.0
        return self._prediction(prediction)


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
        plain = any(heard(text) for heard in PLAINLY_HEARD)
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
