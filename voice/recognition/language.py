"""Which language a recognised text is in: a by-product of an engine that knows several.

Parakeet TDT v3 writes each of its 25 languages in that language's own letters, but does not say which it
heard. Script decides where it can; else the commonest function words of each language are counted. Short
texts say little, so Danish is kept unless another language is clearly ahead.
"""

import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (("el", re.compile(r"[\u0370-\u03ff]")), ("cyrillic", re.compile(r"[\u0400-\u04ff]")))
_UKRAINIAN, _BULGARIAN = re.compile(r"[іїєґ]"), re.compile(r"(?:ъ[а-я]|[а-я]ът\b)")
_FILE = Path(__file__).with_name("languages.txt")
_LEAD = 2.0
"""Another language is believed when it has this many times Danish's hits, and three at least."""


def language_of(text: str, default: str = "da") -> str:
    """Return the ISO 639-1 code of the language ``text`` is in; ``default`` where it is too short to tell."""
    lower = text.lower()
    for name, letters in _SCRIPTS:
        if len(letters.findall(lower)) * 2 > len(re.findall(r"\w", lower)) > 0:
            return _cyrillic(lower) if name == "cyrillic" else name
    words = _WORD.findall(lower)
    hits = Counter(
        {language: sum(word in listed for word in words) for language, listed in _function_words().items()}
    )
    (best, most), danish = hits.most_common(1)[0], hits["da"]
    if best == "da" or most < 3 or most < _LEAD * max(danish, 1):
        return default
    return best


@cache
def _function_words() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, *words = line.split()
            found[code].update(words)
    return {code: frozenset(words) for code, words in found.items()}


def _cyrillic(lower: str) -> str:
    if _UKRAINIAN.search(lower):
        return "uk"
    return "bg" if _BULGARIAN.search(lower) and not re.search("[ыэё]", lower) else "ru"
