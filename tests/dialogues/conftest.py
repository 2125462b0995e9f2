"""Scripted conversations share one trained model and one loaded assistant."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MONDAY_MORNING = "2026-11-23T08:30"


def trained_model() -> Path:
    """Return the model that the tests share; it is trained beforehand, once."""
    named = os.environ.get("INDGANG_TEST_MODEL")
    models = [Path(named)] if named else sorted((ROOT / "bot" / "models").glob("*.tar.gz"))
    if not models or not models[-1].exists():
        pytest.fail("There is no trained model: run `make test`, or `en-indgang train` first.")
    return models[-1]


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> object:
    from rasa.utils.log_utils import configure_structlog

    from tests.dialogues.assistant import Assistant

    configure_structlog(logging.ERROR)
    return Assistant(trained_model(), tmp_path_factory.mktemp("assistant"))


_numbers = count(1)


@pytest.fixture
def chat(assistant: object, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Return a function that opens a conversation: ``chat()``, ``chat(citizen, now=…)``, or on the telephone
    ``chat(call={"login": …, "reachable": …})``."""

    def open_chat(
        citizen: str | None = None, now: str = MONDAY_MORNING, call: dict[str, object] | None = None
    ) -> object:
        monkeypatch.setenv("INDGANG_NOW", now)
        return assistant.conversation(f"test-{next(_numbers)}", citizen, call)  # type: ignore[attr-defined]

    return open_chat
