"""All the text that there is: the project's own language data and what was written for the model.

nlu/data, nlu/gazetteer/streets.csv, actions/phrases        the project's
voice/builder/texts/everyday_*.txt, citizen_*.txt           sentences, one a line
voice/builder/texts/words_*.txt, stems_*.tsv                words for the vocabulary
"""

import csv
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from voice.builder.words import number_word, spoken_words

_ANNOTATION = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")
_EXAMPLE = re.compile(r"\s+- (.+)")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_FLOORS = ("stuen", "kælderen", "første", "anden", "tredje", "fjerde", "femte")
_DOORS = ("til venstre", "til højre", "midtfor", "dør et", "dør to")

Words = list[str]


@dataclass
class Texts:
    """Sentences as words, by where they come from, and words of the vocabulary."""

    citizen: list[Words] = field(default_factory=list)
    """What citizens say in the domain: the NLU data and the written sentences."""
    everyday: list[Words] = field(default_factory=list)
    addresses: list[Words] = field(default_factory=list)
    assistant: list[Words] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    """Words that somebody wrote down on purpose: spelled right."""
    streets: list[str] = field(default_factory=list)


def gather(root: Path, spoken: Callable[[str], str], seed: int) -> Texts:
    """Read everything below the repository's ``root``."""
    texts = Texts()
    own = root / "voice" / "builder" / "texts"
    for line in _nlu_examples(root / "nlu" / "data"):
        texts.citizen.append(spoken_words(line, spoken))
    nlu_count = len(texts.citizen)
    for path in sorted(own.glob("citizen_*.txt")):
        texts.citizen += [words for line in _lines(path) if (words := spoken_words(line, spoken))]
    for path in sorted(own.glob("everyday_*.txt")):
        texts.everyday += [words for line in _lines(path) if (words := spoken_words(line, spoken))]
    for phrase in _phrases(root / "actions" / "phrases"):
        texts.assistant.append(spoken_words(phrase, spoken))
    for path in sorted([*own.glob("words_*.txt"), *own.glob("forms_*.txt")]):
        for line in _lines(path):
            texts.listed.update(spoken_words(line, spoken))
    for sentences in (texts.everyday, texts.assistant, texts.citizen[nlu_count:]):
        for words in sentences:
            texts.listed.update(words)
    texts.streets = _streets(root / "nlu" / "gazetteer" / "streets.csv")
    for street in texts.streets:
        texts.listed.update(spoken_words(street, spoken))
    texts.addresses = list(_addresses(texts.streets, spoken, random.Random(seed)))
    return texts


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _nlu_examples(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if found := _EXAMPLE.match(line):
                yield _ANNOTATION.sub(r"\1", found.group(1)).strip("\"'")


def _phrases(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.yml")):
        for value in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).values():
            for text in value.values() if isinstance(value, dict) else (value,):
                yield _PLACEHOLDER.sub(" ", str(text))


def _streets(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";")
        return sorted({row["street"] for row in rows})


def _addresses(streets: list[str], spoken: Callable[[str], str], rng: random.Random) -> Iterator[Words]:
    """Say each street as an address in a few ways: the numbers differ, the pattern is what is learnt."""
    for street in streets:
        for pattern in (
            "{s} {n}",
            "jeg bor på {s} {n}",
            "det er {s} {n} {f} {d}",
            "{s} {n} {f} {d}",
            "{s} nummer {n}",
        ):
            line = pattern.format(
                s=street, n=number_word(rng.randint(1, 99)), f=rng.choice(_FLOORS), d=rng.choice(_DOORS)
            )
            yield spoken_words(line, spoken)
    for _ in range(1500):  # telephone numbers in pairs, digits one by one, times
        pairs = [number_word(rng.randint(0, 99)) for _ in range(4)]
        yield pairs
        yield [number_word(rng.randint(0, 9)) for _ in range(rng.randint(3, 10))]
        yield ["klokken", number_word(rng.randint(1, 24)), number_word(rng.choice((0, 15, 30, 45, 10, 20)))]
