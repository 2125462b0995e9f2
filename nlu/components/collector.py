"""Rasa component, last of the pipeline: decide the errands and answer with the citizen's message alone."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.errands import ErrandSettings, decide
from nlu.components.keys import ACTS, ATOMS, ERRANDS, PART, RANKING, WHOLE
from nlu.components.understanding import describe


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ErrandCollector(GraphComponent):  # type: ignore[misc]
    """Merges what was understood of the parts into ``errands``; the first errand becomes the message's
    own intent.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of :class:`ErrandSettings` may be given by name."""
        return dict(ErrandSettings().__dict__)

    def __init__(self, settings: ErrandSettings) -> None:
        self._settings = settings

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ErrandCollector":
        """Make the component from its part of the configuration."""
        return cls(ErrandSettings(**{key: config[key] for key in ErrandSettings().__dict__}))

    def process(self, messages: list[Message]) -> list[Message]:
        """Take the parts away from each message and put the errands on it."""
        result: list[Message] = []
        parts: dict[int, list[Message]] = {}
        for message in messages:
            if message.get(PART) is None:
                result.append(message)
            else:
                parts.setdefault(len(result) - 1, []).append(message)
        for index, message in enumerate(result):
            whole = message.get(RANKING)
            if whole:
                self._decide(message, parts.get(index, []))
        return result

    def _decide(self, message: Message, parts: list[Message]) -> None:
        text, whole = message.get(TEXT), message.get(RANKING)
        rankings = {(part.get(PART).first, part.get(PART).last): part.get(RANKING) for part in parts}
        decision = decide(text, message.get(ATOMS) or [], rankings, whole, self._settings)
        understood = describe(text, decision, whole, message.get(ENTITIES) or [], self._settings)
        message.set(INTENT, understood.intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, understood.ranking, add_to_output=True)
        message.set(ENTITIES, understood.entities, add_to_output=True)
        message.set(ERRANDS, understood.errands, add_to_output=True)
        message.set(WHOLE, understood.whole, add_to_output=True)
        message.set(ACTS, understood.acts, add_to_output=True)
