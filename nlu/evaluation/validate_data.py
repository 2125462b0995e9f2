"""``python -m nlu.evaluation.validate_data``: is the training data sound? Exit status 1 where it is not.

Errors: an unreadable file, an intent that is no id of the catalogue, an id without examples, the same
text under two intents. Warnings: the same text twice, near-copies under one intent, near-copies under
two, too few examples.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from nlu.evaluation.dataset import DATA, Example, overlaps, read_examples, skeleton

NEAR_COPY = 0.75
"""Texts whose character trigrams overlap (Jaccard) by this much are near-copies."""
FEWEST_CORE, FEWEST_BROAD, FEWEST_ACT = 60, 30, 40
"""Examples that an enquiry of scope *kerne*, one of scope *bred*, and a dialogue act should have."""
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Findings:
    """What was found; each line names the place and the text."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_catalogue(path: Path) -> dict[str, str]:
    """Return id → scope (``kerne``, ``bred`` or ``act``) of a catalogue in the form of the enquiry
    catalogue YAML.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    scopes = {str(row["id"]): str(row["scope"]) for row in content["enquiries"]}
    return {**scopes, **{str(row["id"]): "act" for row in content["dialogue_acts"]}}


def find_catalogue(root: Path = _ROOT) -> Path | None:
    """The catalogue that ships in the product, if it is there."""
    return next((path for path in sorted(root.glob("bot/*.yml")) if _is_catalogue(path)), None)


def check(
    examples: Sequence[Example], scopes: dict[str, str] | None, *, look_for_near_copies: bool = True
) -> Findings:
    """Check the examples against the ids and against each other. Without ``scopes`` the ids go unchecked;
    near-copies, which are warnings only, take most of the time.
    """
    findings = Findings()
    counts = Counter(example.intent for example in examples)
    if scopes is not None:
        findings.errors += [
            f"ukendt id: {intent} ({n} eksempler)" for intent, n in counts.items() if intent not in scopes
        ]
        findings.errors += [f"id uden eksempler: {intent}" for intent in scopes if not counts[intent]]
        fewest = {"kerne": FEWEST_CORE, "bred": FEWEST_BROAD, "act": FEWEST_ACT}
        findings.warnings += [
            f"for få eksempler: {intent} har {counts[intent]}, bør have {fewest[scope]}"
            for intent, scope in scopes.items()
            if 0 < counts[intent] < fewest[scope]
        ]
    _check_same(examples, findings)
    if look_for_near_copies:
        _check_near(examples, findings)
    return findings


def _check_same(examples: Sequence[Example], findings: Findings) -> None:
    seen: dict[str, Example] = {}
    for example in examples:
        key = re.sub(r"[\W_]+", " ", example.text.lower()).strip() or example.text.strip()
        first = seen.setdefault(key, example)
        if first is example:
            continue
        if first.intent != example.intent:
            findings.errors.append(
                f"samme tekst, to id'er: {first.intent} og {example.intent}: {example.text}"
            )
        else:
            findings.warnings.append(f"gentaget: {example.intent} ({example.file}): {example.text}")


def _check_near(examples: Sequence[Example], findings: Findings) -> None:
    for first, second in near_copies(examples):
        same = "én intent" if first.intent == second.intent else f"{first.intent} og {second.intent}"
        findings.warnings.append(f"næsten ens ({same}): {first.text} | {second.text}")


def near_copies(examples: Sequence[Example]) -> Iterable[tuple[Example, Example]]:
    """Yield pairs of different texts that are near-copies of each other."""
    skeletons = [skeleton(example.text) for example in examples]
    for first, second, overlap in overlaps(skeletons, NEAR_COPY):
        if overlap < 1:
            yield examples[first], examples[second]


def _is_catalogue(path: Path) -> bool:
    head = path.read_text(encoding="utf-8")[:4000]
    return "enquiries:" in head and "id: " in head


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the data and print what was found. Returns 1 when there are errors."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation.validate_data", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the training data (Rasa YAML)")
    parser.add_argument(
        "--catalogue", type=Path, help="the enquiry catalogue (YAML); default: the one under bot/"
    )
    parser.add_argument("--quiet", action="store_true", help="count the warnings, do not print them")
    options = parser.parse_args(arguments)
    out = sys.stdout.write
    try:
        examples = read_examples(options.data)
    except ValueError as error:
        out(f"FEJL {error}\n")
        return 1
    catalogue = options.catalogue or find_catalogue()
    findings = check(examples, read_catalogue(catalogue) if catalogue else None)
    for line in findings.errors:
        out(f"FEJL {line}\n")
    if not options.quiet:
        for line in findings.warnings:
            out(f"advarsel {line}\n")
    intents = len({example.intent for example in examples})
    out(f"{len(examples)} eksempler, {intents} id'er: ")
    out(f"{len(findings.errors)} fejl, {len(findings.warnings)} advarsler\n")
    if catalogue is None:
        out("Id'erne er ikke kontrolleret: intet katalog fundet under bot/.\n")
    return 1 if findings.errors else 0


if __name__ == "__main__":
    sys.exit(main())
