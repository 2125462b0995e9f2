"""The choice of the Danish spaCy pipeline: ``da_core_news_sm`` where it is installed, else the project's own."""

from importlib.util import find_spec

OWN_PIPELINE = "nlu.pipeline (egen)"
CORE_PIPELINE = "da_core_news_sm"


def danish_model_in_use() -> str:
    """One line for start-up messages and for the trained model's metadata: the name of the pipeline."""
    return CORE_PIPELINE if find_spec(CORE_PIPELINE) else OWN_PIPELINE
