"""Stock Rasa beside us: its default pipeline (DIET), trained on the same texts, asked the same questions."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from nlu.evaluation.dataset import Example
from nlu.evaluation.intents import RANKED, Prediction

_PARSE = """
import asyncio, json, sys, time
from rasa.core.agent import Agent
agent = Agent.load(sys.argv[1])
async def main():
    rows = []
    for text in json.load(open(sys.argv[2], encoding="utf-8")):
        began = time.perf_counter()
        parsed = await agent.parse_message(text)
        rows.append([[(i["name"], i["confidence"]) for i in parsed["intent_ranking"]],
                     time.perf_counter() - began])
    json.dump(rows, open(sys.argv[3], "w", encoding="utf-8"))
asyncio.run(main())
"""


@dataclass(frozen=True)
class Baseline:
    """What stock Rasa answered, and what it took."""

    predictions: list[Prediction]
    train_seconds: float
    milliseconds: float
    """Median of one text in ``Agent.parse_message``."""
    epochs: int


def stock_pipeline(epochs: int) -> list[dict[str, Any]]:
    """The pipeline that Rasa 3.6 uses where none is configured (its ``rasa.shared.importers.autoconfig``),
    without the parts that do not choose the intent.
    """
    return [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]


def measure_stock(train: Sequence[Example], held: Sequence[Example], epochs: int) -> Baseline:
    """Train stock Rasa on ``train`` and classify ``held``; both in processes of their own. Takes minutes per
    epoch with tens of thousands of texts. Raises ``RuntimeError`` with the end of Rasa's output.
    """
    with tempfile.TemporaryDirectory(prefix="indgang-stock-") as scratch:
        folder = Path(scratch)
        _write_project(folder, train, epochs)
        began = perf_counter()
        _run(
            [
                sys.executable,
                "-W",
                "ignore",
                "-m",
                "rasa",
                "train",
                "nlu",
                "-c",
                "config.yml",
                "-u",
                "nlu.yml",
            ],
            folder,
        )
        seconds = perf_counter() - began
        model = max((folder / "models").glob("*.tar.gz"))
        texts, answers = folder / "texts.json", folder / "answers.json"
        texts.write_text(json.dumps([example.text for example in held]), encoding="utf-8")
        _run([sys.executable, "-W", "ignore", "-c", _PARSE, str(model), str(texts), str(answers)], folder)
        rows = json.loads(answers.read_text(encoding="utf-8"))
    predictions = [
        Prediction(example.text, example.intent, [(name, c) for name, c in ranked[:RANKED]], example.writer)
        for example, (ranked, _) in zip(held, rows, strict=True)
    ]
    times = sorted(seconds for _, seconds in rows)
    return Baseline(predictions, seconds, times[len(times) // 2] * 1000 if times else 0.0, epochs)


def _write_project(folder: Path, train: Sequence[Example], epochs: int) -> None:
    config = {"recipe": "default.v1", "assistant_id": "stock", "language": "da"}
    (folder / "config.yml").write_text(
        yaml.safe_dump({**config, "pipeline": stock_pipeline(epochs)}), encoding="utf-8"
    )
    intents: dict[str, list[str]] = {}
    for example in train:
        intents.setdefault(example.intent, []).append(" ".join(example.text.split()))
    content = {
        "version": "3.1",
        "nlu": [
            {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
            for intent, texts in intents.items()
        ],
    }
    (folder / "nlu.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _run(command: Sequence[str], folder: Path) -> None:
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"Rasa {version('rasa')}: {(done.stderr or done.stdout)[-600:]}")
