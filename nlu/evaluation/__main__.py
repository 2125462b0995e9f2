"""``python -m nlu.evaluation`` and ``en-indgang evaluate``: what the understanding is worth.

Without files of questions: each writer of the training data is left out in turn (some five minutes each),
then the development sets. With files: the model given, or one trained on the data or on ``--train``, is
asked.
"""

import argparse
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from nlu.components.calibration import OUT_OF_SCOPE
from nlu.components.errands import ErrandSettings
from nlu.components.ngrams import NgramModel
from nlu.components.understanding import understand
from nlu.evaluation.baseline import measure_stock
from nlu.evaluation.dataset import DATA, Example, read_examples
from nlu.evaluation.intents import Prediction, cross_validate, leave_writers_out, predict
from nlu.evaluation.linear import measure_linear
from nlu.evaluation.messages import measure_entities, measure_errands, read_lines
from nlu.evaluation.report import (
    baseline_markdown,
    entities_markdown,
    errands_markdown,
    intents_markdown,
    scope_markdown,
    write_report,
)
from nlu.evaluation.scope import measure_scope

_DEV = Path(__file__).resolve().parents[2] / "tests" / "nlu" / "data"
_NOW = datetime(2026, 11, 23, 8, 30)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and print the report. Returns the exit status; 1 for a file that cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        text, predictions = evaluate(options)
    except (ValueError, OSError, RuntimeError) as error:
        _say(f"FEJL {error}")
        return 1
    sys.stdout.write(text)
    if options.report:
        write_report(options.report, text, predictions)
        _say(f"Skrevet i {options.report}")
    return 0


def evaluate(options: argparse.Namespace) -> tuple[str, list[Prediction]]:
    """The report as Markdown, and the predictions it is about."""
    threshold = ErrandSettings().threshold
    examples = read_labelled(options.train) if options.train else read_examples(options.data)
    asked = [path for path in (options.test, options.intents) if path]
    held = [example for path in asked for example in read_labelled(path)]
    if options.out_of_scope:
        held += [
            Example(str(row["text"]), OUT_OF_SCOPE, "", str(row.get("why", "")))
            for row in read_lines(options.out_of_scope)
        ]
    alone = not (held or options.multi or options.entities)
    text = "# Sprogforståelsen, målt\n\n"
    predictions: list[Prediction] = []
    if alone and options.folds:
        _say(f"Krydsvalidering med {options.folds} dele …")
        report, _ = cross_validate(examples, folds=options.folds)
        text += f"Krydsvalidering: rigtige {report.accuracy:.1%}, blandt tre {report.within_three:.1%}.\n\n"
    if alone and not options.no_writers:
        _say("Hver skribent holdes ude efter tur; et par minutter for hver …")
        _, predictions = leave_writers_out(examples, writers=options.writer)
        text += intents_markdown("Fremmede: hver skribent holdt ude", predictions, options.show)
        text += scope_markdown(measure_scope(predictions, threshold), threshold, options.show)
    errands = options.multi or (_DEV / "errands.jsonl" if alone else None)
    entities = options.entities or (_DEV / "entities.jsonl" if alone else None)
    if held or (errands and errands.exists()):
        began = perf_counter()
        compare = options.baseline or (options.test and not options.no_baseline)
        if options.model and not (options.train or compare):
            _say(f"Bruger den trænede model {options.model.name}")
            model = trained_model(options.model)
            text += f"Model: {options.model.name}.\n\n"
        else:
            _say(f"Træner på {len(examples)} tekster …")
            model = NgramModel.fit([e.text for e in examples], [e.intent for e in examples])
            text += f"Træning af klassifikatoren: {perf_counter() - began:.0f} s.\n\n"
        seconds = perf_counter() - began
        if held:
            predictions = predict(model.ranking, held)
            text += intents_markdown("Enkelte spørgsmål", predictions, options.show)
            text += scope_markdown(measure_scope(predictions, threshold), threshold, options.show)
            if compare:
                _say(f"Stock Rasa trænes på de samme tekster, {options.epochs} epoker; det tager tid …")
                stock = measure_stock(examples, held, options.epochs)
                text += baseline_markdown(predictions, stock, measure_linear(examples, held), seconds)
        if errands and errands.exists():
            rows = read_lines(errands)
            text += errands_markdown(measure_errands(rows, model.ranking, _NOW), options.show)
            text += f"Tid pr. besked: {_milliseconds([row['text'] for row in rows], model)}\n\n"
    if entities and entities.exists():
        text += entities_markdown(measure_entities(read_lines(entities)), options.show)
    return text, predictions


def trained_model(archive: Path) -> NgramModel:
    """Read the classifier out of a model that Rasa trained. Raises ``ValueError`` where it has none."""
    with tarfile.open(archive) as tar, tempfile.TemporaryDirectory(prefix="indgang-model-") as scratch:
        wanted = [name for name in tar.getnames() if name.endswith(("/ngrams.json", "/ngrams.npz"))]
        if len(wanted) != len(("json", "npz")):
            raise ValueError(f"{archive.name}: no classifier of this project in it")
        for name in wanted:
            member = tar.extractfile(name)
            if member is not None:
                (Path(scratch) / Path(name).name).write_bytes(member.read())
        return NgramModel.load(Path(scratch))


def read_labelled(path: Path) -> list[Example]:
    """Read JSON lines ``{"text", "intent"}``; ``style`` or ``writer`` beside. Raises ``ValueError``."""
    rows: list[dict[str, Any]] = read_lines(path)
    for number, row in enumerate(rows, start=1):
        if "intent" not in row:
            raise ValueError(f'{path.name}, row {number}: expected "intent"')
    return [
        Example(
            str(row["text"]), str(row["intent"]), path.name, str(row.get("style") or row.get("writer") or "")
        )
        for row in rows
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="en-indgang evaluate", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, default=DATA, help="folder with the training data (Rasa YAML)")
    add("--model", type=Path, help="ask this model of Rasa's instead of training one (not with --train)")
    add("--train", type=Path, help='train on this file instead: JSON lines {"text", "intent"}')
    add("--test", type=Path, help="ask these, and stock Rasa too: the same form")
    add("--intents", type=Path, help='ask these: {"text", "intent"}, "style" allowed')
    add("--multi", type=Path, help='messages with several questions: {"text", "intents": […]}')
    add("--entities", type=Path, help='{"text", "now", "entities": {…}}')
    add("--out-of-scope", type=Path, help='{"text", "why"}')
    add("--report", type=Path, metavar="DIR", help="write report.md and the pictures here")
    add("--baseline", action="store_true", help="compare with stock Rasa on --intents too")
    add("--no-baseline", action="store_true", help="no comparison on --test")
    add("--epochs", type=int, default=100, help="of stock Rasa's DIET; 100 is its default")
    add("--writer", action="append", default=[], help="leave out only this writer; may be repeated")
    add("--no-writers", action="store_true", help="leave no writer out")
    add(
        "--folds", type=int, default=0, help="also cross-validate in so many folds, near-copies kept together"
    )
    add("--show", type=int, default=25, help="how many confusions and misses to print")
    return parser


def _milliseconds(texts: Sequence[str], model: NgramModel) -> str:
    times = []
    for text in texts:
        began = perf_counter()
        understand(text, model.ranking, _NOW)
        times.append((perf_counter() - began) * 1000)
    return f"median {median(times):.1f} ms, 95 % under {sorted(times)[int(0.95 * len(times))]:.1f} ms"


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
