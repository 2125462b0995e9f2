"""Rasa component: lay the parts of a message beside it, so that the classifier sees all of them at once.

Rasa hands a list of messages from component to component and answers with the first of them. The splitter
returns ``[message, part 1, part 2, …]``; the collector at the end of the pipeline takes the parts away again.
"""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.errands import parts_of
from nlu.components.keys import ATOMS, PART, SYNTAX
from nlu.danish.clauses import split_atoms


# A tokenizer by nature, but Rasa's graph asks training data of those; an untrained extractor it runs as
# it is.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClauseSplitter(GraphComponent):  # type: ignore[misc]
    """Cuts a message into atoms (``nlu.danish.clauses``), never inside an entity. Needs no training."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ClauseSplitter":
        """Make the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Return each message followed by one message for every run of its atoms."""
        result: list[Message] = []
        for message in messages:
            text = message.get(TEXT) or ""
            spans = [(entity["start"], entity["end"]) for entity in message.get(ENTITIES) or []]
            atoms = split_atoms(text, spans, message.get(SYNTAX))
            message.set(ATOMS, atoms)
            result.append(message)
            for part in parts_of(atoms):
                piece = Message.build(part.text_of(text))
                piece.set(PART, part)
                result.append(piece)
        return result
