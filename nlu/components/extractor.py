"""Rasa component: the Danish entities of the citizen's message, with normalised values."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.clock import now
from nlu.components.understanding import entity_dicts
from nlu.danish.entities import find_entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DanishEntityExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
    """Finds addresses, dates, times, numbers and identifiers (``nlu.danish.entities``). Needs no training."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DanishEntityExtractor":
        """Make the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the entities of each message. Dates are counted from ``nlu.clock.now``."""
        moment = now()
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(ENTITIES, entity_dicts(text, find_entities(text, moment)), add_to_output=True)
        return messages
