"""Which notions of ``nlu/pipeline/concepts.yml`` a text touches."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

CONCEPTS = Path(__file__).resolve().parents[1] / "pipeline" / "concepts.yml"
_WORD = re.compile(r"[^\W_]+")


class ConceptLexicon:
    """Notions by word stems and phrases; immutable once made."""

    def __init__(self, notions: dict[str, str]) -> None:
        """``notions`` is name → stems in the notation that the file explains."""
        self.notions = dict(notions)
        self._whole: dict[str, list[str]] = {}
        self._begins: list[tuple[str, str]] = []
        self._inside: list[tuple[str, str]] = []
        self._phrases: list[tuple[str, str]] = []
        for name, stems in notions.items():
            for stem in stems.split():
                self._add(name, stem)
        self.of_word = lru_cache(maxsize=20_000)(self._of_word)

    def _add(self, name: str, stem: str) -> None:
        plain = stem.strip("=-").replace("_", " ").strip()
        if " " in plain:
            self._phrases.append((f" {plain}", name))
        elif stem.startswith("=") or stem.endswith("_"):
            self._whole.setdefault(plain, []).append(name)
        elif stem.endswith("-"):
            (self._inside if len(plain) >= 6 else self._begins).append((plain, name))
        else:
            (self._inside if len(plain) >= 5 else self._begins).append((plain, name))

    def _of_word(self, word: str) -> tuple[str, ...]:
        found = set(self._whole.get(word, ()))
        found.update(name for stem, name in self._begins if word.startswith(stem))
        found.update(name for stem, name in self._inside if stem in word)
        return tuple(sorted(found))

    def of_text(self, normalised: str) -> list[str]:
        """The notions of a normalised text and the pairs of them, as feature names; each notion once."""
        words = _WORD.findall(normalised)
        joined = " " + " ".join(words)
        found = {name for word in words for name in self.of_word(word)}
        found.update(name for phrase, name in self._phrases if phrase in joined)
        names = sorted(found)
        return names + [f"{first}+{second}" for i, first in enumerate(names) for second in names[i + 1 :]]


@lru_cache(maxsize=1)
def project_lexicon() -> ConceptLexicon:
    """The lexicon of the repository, read once."""
    return ConceptLexicon(yaml.safe_load(CONCEPTS.read_text(encoding="utf-8")))
