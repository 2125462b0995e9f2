"""Rasa component: the project's own intent classifier (``nlu.components.ngrams``)."""

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components import calibration, concepts, features, misspelling, network, ngrams
from nlu.components.concepts import CONCEPTS
from nlu.components.features import NgramSettings
from nlu.components.keys import RANKING
from nlu.components.ngrams import NgramModel
from nlu.components.understanding import RANKING_LENGTH


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NgramClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """A small network over word and character n-grams; sets ``intent`` and ``intent_ranking``."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings of :class:`NgramSettings` may be given by name."""
        return dict(NgramSettings().__dict__)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: NgramModel | None = None,
    ) -> None:
        self._settings = NgramSettings(**{key: config[key] for key in NgramSettings().__dict__})
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A changed lexicon or changed features ask for a new training, though Rasa sees no change in the
        data.
        """
        modules = (calibration, concepts, features, misspelling, network, ngrams)
        sources = [CONCEPTS, *(Path(module.__file__ or "") for module in modules)]
        return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NgramClassifier":
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NgramClassifier":
        """Load a trained component. Raises ``ValueError`` when the model was made by another version."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, NgramModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples that have an intent and keep the result."""
        # sorted: the same data in another order of files gives the same model
        rows = sorted(
            {(str(m.get(TEXT)), str(m.get(INTENT))) for m in training_data.intent_examples if m.get(TEXT)}
        )
        texts, labels = [text for text, _ in rows], [label for _, label in rows]
        if len(set(labels)) < 2:
            raise ValueError("NgramClassifier needs examples of at least two intents")
        self._model = NgramModel.fit(texts, labels, self._settings)
        self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the model into Rasa's model storage."""
        if self._model is not None:
            with self._model_storage.write_to(self._resource) as folder:
                self._model.save(folder)

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify all messages in one call: ``intent``, ``intent_ranking`` and the ranking as pairs."""
        if self._model is None:
            return messages
        rankings = self._model.ranking([message.get(TEXT) or "" for message in messages], RANKING_LENGTH)
        for message, pairs in zip(messages, rankings, strict=True):
            ranked = [
                {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence} for name, confidence in pairs
            ]
            message.set(INTENT, ranked[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranked, add_to_output=True)
            message.set(RANKING, pairs)
        return messages
