"""Rasa component: what spaCy says of the citizen's message, for the splitter after it."""

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.keys import SYNTAX
from nlu.pipeline.danish import METADATA_FILE, DanishPipeline, danish_model_in_use


# Trainable only so that the choice of the pipeline is made at training time and stored with the model.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DanishSpacy(GraphComponent):  # type: ignore[misc]
    """Sets a :class:`nlu.pipeline.danish.Syntax` on each message."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, pipeline: DanishPipeline | None = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._pipeline = pipeline

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A pipeline newly installed or removed asks for a new training."""
        return danish_model_in_use()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DanishSpacy":
        """Make an untrained component; it has no settings."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "DanishSpacy":
        """Load the pipeline that the model was trained with."""
        with model_storage.read_from(resource) as folder:
            name = json.loads((folder / METADATA_FILE).read_text(encoding="utf-8"))["danish_model"]
        return cls(model_storage, resource, DanishPipeline.load(name))

    def train(self, training_data: TrainingData) -> Resource:
        """Choose the pipeline and keep its name with the model."""
        with self._model_storage.write_to(self._resource) as folder:
            text = json.dumps({"danish_model": danish_model_in_use()})
            (folder / METADATA_FILE).write_text(text, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Analyse each message that has a text."""
        if self._pipeline is not None:
            for message in messages:
                message.set(SYNTAX, self._pipeline.read(message.get(TEXT) or ""))
        return messages
