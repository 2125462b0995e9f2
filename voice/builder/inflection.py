"""Danish inflection of regular words from hand-written lists: the vocabulary's forms, not a dictionary.

A list (``stems_*.tsv`` in the folder ``texts``) has on each line a class mark, a tab and words to inflect::

    n1	avis butik+ kirke        avisen, aviser, aviserne / butikken, butikker ... / kirken, kirker ...
    v2	tale bestille            taler, talte, talt, tal / bestiller, bestilte, bestilt, bestil

``+`` after a word doubles its last consonant before an ending. ``-`` drops the ``e`` of a last ``-el``,
``-er`` or ``-en`` and one of two consonants before it: cykel- gives cyklen, cykler, and middel- gives
midlet, midler.

Irregular words stand in full in words_*.txt. The rules are those of Retskrivningsordbogen (Dansk Sprognævn);
only forms that are said are made.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

_VOWELS = "aeiouyæøåé"


class InflectionError(ValueError):
    """A line of a stem list has no class mark, an unknown one, or a word that the class cannot take."""


def forms_of(mark: str, entry: str) -> list[str]:
    """Return the forms of one word, the dictionary form first, each once.

    ``mark`` is a class of ``CLASSES`` and ``entry`` a word with an optional ``+`` or ``-``.
    Raises ``InflectionError`` for an unknown mark or an empty word.
    """
    if mark not in CLASSES:
        raise InflectionError(f"unknown class {mark!r}: one of {', '.join(sorted(CLASSES))}")
    word = entry.rstrip("+-")
    if not word:
        raise InflectionError(f"no word in {entry!r}")
    if entry.endswith("+"):
        base = word + word[-1]
    elif entry.endswith("-"):
        front = word[:-2]
        base = (front[:-1] if front[-2:-1] == front[-1:] else front) + word[-1]
    else:
        base = word
    return list(dict.fromkeys(CLASSES[mark](word, base)))


def forms_in(text: str) -> Iterator[str]:
    """Yield all forms of a stem list's text; a form may come more than once.

    Lines that are empty or start with ``#`` are skipped. Raises ``InflectionError`` naming the line.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        mark, tab, words = line.partition("\t")
        if not tab:
            raise InflectionError(f"line {number}: no tab after the class mark")
        for entry in words.split():
            try:
                yield from forms_of(mark, entry)
            except InflectionError as error:
                raise InflectionError(f"line {number}: {error}") from error


def forms_of_folder(folder: Path) -> list[str]:
    """Return the sorted distinct forms of every ``stems_*.tsv`` in ``folder``."""
    return sorted({form for path in folder.glob("stems_*.tsv") for form in forms_in(path.read_text("utf-8"))})


def _noun(definite: str, plural: str, plural_definite: str) -> Callable[[str, str], Iterator[str]]:
    """Return the rule of a noun class; an ending's first ``e`` falls away after an ``e`` of the word."""

    def rule(word: str, base: str) -> Iterator[str]:
        yield word
        # fingeren keeps its e where fingre drops it, unlike cyklen.
        yield _join(word if word.endswith("er") else base, definite)
        if plural_definite:
            yield _join(base, plural) if plural else word
            yield _join(base, plural_definite)

    return rule


def _person(word: str, base: str) -> Iterator[str]:
    """Return lærer, læreren, lærere, lærerne."""
    yield from (word, word + "en", word + "e", word + "ne")


def _verb(past: str, participle: str) -> Callable[[str, str], Iterator[str]]:
    """Return the rule of a verb class: infinitive, present, past, participle, imperative, passive, -ende."""

    def rule(word: str, base: str) -> Iterator[str]:
        stem = word.removesuffix("e")
        # A doubled consonant is single before another consonant and at the end: bestille, bestilte, bestil.
        short = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS else stem
        before = short if past.startswith("t") else stem
        yield from (word, word + "r", before + past, before + participle, word + "s", word + "nde")
        # Nobody says the imperatives hamr and ofr.
        if not (stem == short and stem[-1] in "lnr" and stem[-2] not in _VOWELS):
            yield short

    return rule


def _adjective(neuter: str, compared: bool, superlative: str = "est") -> Callable[[str, str], Iterator[str]]:
    """Return the rule of an adjective class: common, neuter, plural and, if ``compared``, four degrees."""

    def rule(word: str, base: str) -> Iterator[str]:
        yield word
        yield word if word.endswith("t") else word + neuter
        yield base + "e"
        if compared:
            stem = word if superlative == "st" else base
            yield from (base + "ere", stem + superlative, stem + superlative + "e")

    return rule


def _participle(word: str, base: str) -> Iterator[str]:
    """Return blandet, blandede."""
    yield from (word, word.removesuffix("et") + "ede")


def _as_it_is(word: str, base: str) -> Iterator[str]:
    yield word


def _possessive(word: str, base: str) -> Iterator[str]:
    """Return a name and its genitive: Anna, Annas; after s, x and z speech has none."""
    yield word
    if not word.endswith(("s", "x", "z")):
        yield word + "s"


def _join(base: str, ending: str) -> str:
    return base + (ending[1:] if base.endswith("e") and ending.startswith("e") else ending)


CLASSES: dict[str, Callable[[str, str], Iterator[str]]] = {
    "n0": _noun("en", "", ""),
    "n1": _noun("en", "er", "erne"),
    "n2": _noun("en", "e", "ene"),
    "n3": _noun("en", "", "ene"),
    "np": _person,
    "t0": _noun("et", "", ""),
    "t1": _noun("et", "er", "erne"),
    "t2": _noun("et", "e", "ene"),
    "t3": _noun("et", "", "ene"),
    "v1": _verb("ede", "et"),
    "v2": _verb("te", "t"),
    "a1": _adjective("t", True),
    "ag": _adjective("t", True, "st"),
    "a0": _adjective("t", False),
    "as": _adjective("", False),
    "ap": _participle,
    "pn": _possessive,
    "x": _as_it_is,
}
"""n: common gender, t: neuter (0 singular only, 1 plural -er, 2 plural -e, 3 plural unchanged); np: persons
in -er; v1: -ede, v2: -te; a1: compared in -est, ag: in -st (-ig, -som), a0: not compared, as: no -t in the
neuter (-sk, -ed), ap: participle in -et; pn: names with their genitive; x: as it is."""


def main() -> None:
    """Write the forms of the stem lists beside them, one a line, so that they can be reviewed as language."""
    folder = Path(__file__).parent / "texts"
    lines = forms_of_folder(folder)
    (folder / "forms_inflected.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
