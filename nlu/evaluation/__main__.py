"""``python -m nlu.evaluation``: print what the understanding is worth, from the data in the repository."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from nlu.components.ngrams import NgramModel
from nlu.components.understanding import understand
from nlu.evaluation.dataset import DATA, group_near_copies, read_examples
from nlu.evaluation.intents import CONFIDENT, IntentReport, cross_validate
from nlu.evaluation.messages import EntityReport, ErrandReport, measure_entities, measure_errands, read_lines

_DEV = Path(__file__).resolve().parents[2] / "tests" / "nlu" / "data"
_NOW = datetime(2026, 11, 23, 8, 30)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation and print the report. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the training data (Rasa YAML)")
    parser.add_argument(
        "--multi", type=Path, default=_DEV / "errands.jsonl", help='JSON lines {"text", "intents"}'
    )
    parser.add_argument(
        "--entities", type=Path, default=_DEV / "entities.jsonl", help='{"text", "now", "entities"}'
    )
    parser.add_argument("--folds", type=int, default=5, help="folds of the cross-validation; 0 leaves it out")
    parser.add_argument("--show", type=int, default=25, help="how many confusions and misses to print")
    options = parser.parse_args(arguments)
    examples = read_examples(options.data)
    out = sys.stdout.write
    if options.folds:
        out(intents_text(cross_validate(examples, folds=options.folds)[0], options.show))
    texts = [example.text for example in examples]
    begun = perf_counter()
    model = NgramModel.fit(texts, [example.intent for example in examples], groups=group_near_copies(texts))
    out(f"\nTræning af klassifikatoren: {perf_counter() - begun:.1f} s, temperatur {model.temperature}\n")
    if options.multi.exists():
        rows = read_lines(options.multi)
        out(errands_text(measure_errands(rows, model.ranking, _NOW), options.show))
        out(f"Tid pr. besked (median): {_milliseconds([row['text'] for row in rows], model):.2f} ms\n")
    if options.entities.exists():
        out(entities_text(measure_entities(read_lines(options.entities)), options.show))
    return 0


def intents_text(report: IntentReport, show: int) -> str:
    """The report on single intents as plain text."""
    lines = [
        f"Krydsvalidering: {report.utterances} ytringer i {report.groups} grupper",
        f"  rigtige {report.accuracy:.1%}  blandt de tre første {report.within_three:.1%}"
        f"  makro-F1 {report.macro_f1:.3f}",
        f"  sikker og forkert (≥ {CONFIDENT}) {report.confidently_wrong}"
        f" = {report.confidently_wrong / report.utterances:.1%}"
        f"  kalibreringsfejl {report.calibration_error:.3f}",
        "",
        f"{'intent':32}{'antal':>6}{'fundet':>8}{'præcis':>8}",
    ]
    ordered = sorted(report.per_intent.items(), key=lambda item: item[1][1])
    lines += [
        f"{intent:32}{n:>6}{recall:>8.0%}{precision:>8.0%}" for intent, (n, recall, precision) in ordered
    ]
    lines += ["", "Oftest forvekslet (skulle være → blev):"]
    lines += [f"  {n:>3} {truth} → {answer}: {text}" for truth, answer, n, text in report.confusions[:show]]
    return "\n".join(lines) + "\n"


def errands_text(report: ErrandReport, show: int) -> str:
    """The report on messages with one or several questions as plain text."""
    lines = [
        f"\nÆrinder: {report.messages} beskeder, helt rigtige {report.exact:.1%}"
        f" (flere spørgsmål {report.exact_of_several:.1%}, ét {report.exact_of_one:.1%}),"
        f" delt forkert {report.false_splits:.1%}"
    ]
    lines += [f"  {wanted} → {found}: {text}" for text, wanted, found in report.misses[:show]]
    return "\n".join(lines) + "\n"


def entities_text(report: EntityReport, show: int) -> str:
    """The report on entities as plain text."""
    kinds = ", ".join(f"{kind} {right}/{wanted}" for kind, (wanted, right) in report.per_kind.items())
    lines = [f"\nOplysninger: {report.messages} beskeder, helt rigtige {report.exact:.1%}", f"  {kinds}"]
    lines += [f"  {wanted} → {found}: {text}" for text, wanted, found in report.misses[:show]]
    return "\n".join(lines) + "\n"


def _milliseconds(texts: Sequence[str], model: NgramModel) -> float:
    times = []
    for text in texts:
        begun = perf_counter()
        understand(text, model.ranking, _NOW)
        times.append(perf_counter() - begun)
    return median(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
