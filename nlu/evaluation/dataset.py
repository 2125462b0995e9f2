"""Read the NLU training data (Rasa YAML) as plain (text, intent) rows, and group near-copies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parents[1] / "data"
_MARKUP = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Example:
    """One training utterance, its intent and where it stands."""

    text: str
    intent: str
    file: str


def read_examples(folder: Path = DATA) -> list[Example]:
    """Return every example of every ``*.yml`` in ``folder``, sorted by file, entity markup removed.

    Raises ``ValueError`` naming the file that cannot be read.
    """
    examples: list[Example] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except yaml.YAMLError as error:
            raise ValueError(f"{path.name}: not readable YAML ({type(error).__name__})") from error
        for block in content.get("nlu", []):
            if "intent" not in block:
                continue
            for line in str(block.get("examples", "")).splitlines():
                if line.startswith("- ") and line[2:].strip():
                    text = _MARKUP.sub(r"\1", line[2:].strip())
                    examples.append(Example(text, str(block["intent"]), path.name))
    return examples


def skeleton(text: str) -> frozenset[str]:
    """The set of character trigrams of a text without case, digits and punctuation: its skeleton."""
    plain = " ".join(_WORD.findall(re.sub(r"\d+", "0", text.lower())))
    padded = f" {plain} "
    return frozenset(padded[i : i + 3] for i in range(max(1, len(padded) - 2)))


def group_near_copies(texts: Sequence[str], threshold: float = 0.6) -> list[int]:
    """Number the groups of near-copies: texts whose skeletons overlap (Jaccard) by ``threshold`` or more
    belong together, also through others. The numbers are 0, 1, … by first appearance.
    """
    skeletons = [skeleton(text) for text in texts]
    parents = list(range(len(texts)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    holders: dict[str, list[int]] = {}
    for index, grams in enumerate(skeletons):
        shared: dict[int, int] = {}
        for gram in grams:
            for other in holders.get(gram, ()):
                shared[other] = shared.get(other, 0) + 1
            holders.setdefault(gram, []).append(index)
        for other, common in shared.items():
            if common / (len(grams) + len(skeletons[other]) - common) >= threshold:
                parents[root(index)] = root(other)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(index), len(numbers)) for index in range(len(texts))]
