"""The written texts of the speech model: enough, varied, right as data, apart from what it is measured on."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.builder.inflection import InflectionError, forms_in, forms_of, forms_of_folder
from voice.builder.words import spoken_words

ROOT = Path(__file__).parents[3]
TEXTS = ROOT / "voice" / "builder" / "texts"
SETS = ROOT / "voice" / "evaluation" / "sets"
ANNOTATION = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")
EXAMPLE = re.compile(r"\s+- (.+)")


def words_of(line: str) -> tuple[str, ...]:
    return tuple(spoken_words(line, lambda text: text))


def lines_of(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield file name and line of the matching text files, comments left out."""
    for path in sorted(TEXTS.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield path.name, line


def measured() -> list[str]:
    """Return all sentences that the recogniser is measured on."""
    texts = [json.loads(line)["text"] for name in ("free", "domain", "callers") for line in rows(name)]
    return texts + (SETS / "closed.txt").read_text(encoding="utf-8").splitlines()


def rows(name: str) -> list[str]:
    return (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("mark", "entry", "forms"),
    [
        ("n1", "avis", "avis avisen aviser aviserne"),
        ("n1", "kirke", "kirke kirken kirker kirkerne"),
        ("n1", "butik+", "butik butikken butikker butikkerne"),
        ("n1", "cykel-", "cykel cyklen cykler cyklerne"),
        ("n2", "hund", "hund hunden hunde hundene"),
        ("n2", "finger-", "finger fingeren fingre fingrene"),
        ("n3", "fejl", "fejl fejlen fejlene"),
        ("n0", "mad", "mad maden"),
        ("np", "lærer", "lærer læreren lærere lærerne"),
        ("t1", "møde", "møde mødet møder møderne"),
        ("t1", "middel-", "middel midlet midler midlerne"),
        ("t2", "nummer-", "nummer nummeret numre numrene"),
        ("t3", "rum+", "rum rummet rummene"),
        ("v1", "spille", "spille spiller spillede spillet spilles spillende spil"),
        ("v1", "hamre", "hamre hamrer hamrede hamret hamres hamrende"),
        ("v2", "bestille", "bestille bestiller bestilte bestilt bestilles bestillende bestil"),
        ("v2", "tænde", "tænde tænder tændte tændt tændes tændende tænd"),
        ("a1", "varm", "varm varmt varme varmere varmest varmeste"),
        ("a1", "smuk+", "smuk smukt smukke smukkere smukkest smukkeste"),
        ("a1", "flot+", "flot flotte flottere flottest flotteste"),
        ("a1", "sikker-", "sikker sikkert sikre sikrere sikrest sikreste"),
        ("ag", "vigtig", "vigtig vigtigt vigtige vigtigere vigtigst vigtigste"),
        ("as", "dansk", "dansk danske"),
        ("ap", "blandet", "blandet blandede"),
        ("pn", "Jens", "Jens"),
        ("pn", "Fatima", "Fatima Fatimas"),
    ],
)
def test_a_word_is_inflected_as_danes_write_it(mark: str, entry: str, forms: str) -> None:
    assert forms_of(mark, entry) == forms.split()


def test_a_class_that_does_not_exist_is_refused_with_its_line() -> None:
    with pytest.raises(InflectionError, match="line 2: unknown class 'n9'"):
        list(forms_in("n1\tavis\nn9\thund\n"))


def test_a_line_without_a_mark_is_refused() -> None:
    with pytest.raises(InflectionError, match="line 1: no tab"):
        list(forms_in("avis hund\n"))


def test_a_mark_alone_is_not_a_word() -> None:
    with pytest.raises(InflectionError, match="no word"):
        forms_of("n1", "+")


def test_the_forms_kept_in_the_repository_are_those_of_the_stem_lists() -> None:
    kept = (TEXTS / "forms_inflected.txt").read_text(encoding="utf-8").split()
    assert kept == forms_of_folder(TEXTS)


def test_every_text_is_written_with_letters_that_the_lexicon_reads() -> None:
    allowed = re.compile(r"[A-Za-zÆØÅæøåÉéÜüÖöÄäÈèÓóÁáÍí' ,.!?:;()…–-]*")
    for pattern in ("citizen_*.txt", "everyday_*.txt", "words_*.txt", "forms_*.txt"):
        odd = [(name, line) for name, line in lines_of(pattern) if not allowed.fullmatch(line)]
        assert odd == []


def test_no_sentence_is_written_twice() -> None:
    seen: dict[tuple[str, ...], str] = {}
    doubles = []
    for pattern in ("citizen_*.txt", "everyday_*.txt"):
        for name, line in lines_of(pattern):
            words = words_of(line)
            if words in seen:
                doubles.append((seen[words], name, line))
            seen[words] = name
    assert doubles == []


def test_there_is_enough_to_say_and_a_large_vocabulary() -> None:
    citizen = [words_of(line) for _, line in lines_of("citizen_*.txt")]
    everyday = [words_of(line) for _, line in lines_of("everyday_*.txt")]
    listed = {word for _, line in lines_of("words_*.txt") for word in words_of(line)}
    listed |= {word for form in forms_of_folder(TEXTS) for word in words_of(form)}
    assert len(citizen) >= 1500
    assert len(everyday) >= 2500
    assert len({word for words in everyday for word in words}) >= 8000
    assert len(listed) >= 18000


def test_sentences_are_not_made_from_a_template() -> None:
    """Written sentences seldom share their first four words; the output of a template nearly always does."""
    for pattern in ("citizen_*.txt", "everyday_*.txt"):
        starts = [words[:4] for _, line in lines_of(pattern) if len(words := words_of(line)) >= 6]
        assert len(set(starts)) / len(starts) > 0.9


def test_nothing_measured_is_a_training_sentence() -> None:
    trained = {words_of(line) for _, line in [*lines_of("citizen_*.txt"), *lines_of("everyday_*.txt")]}
    for path in sorted((ROOT / "nlu" / "data").rglob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if found := EXAMPLE.match(line):
                trained.add(words_of(ANNOTATION.sub(r"\1", found.group(1))))
    assert [text for text in measured() if words_of(text) in trained] == []


def test_the_sets_are_as_large_as_they_say_and_without_repetition() -> None:
    sets = [[json.loads(line)["text"] for line in rows(name)] for name in ("free", "domain", "callers")]
    closed = (SETS / "closed.txt").read_text(encoding="utf-8").splitlines()
    assert [len(set(each)) for each in (*sets, closed)] == [200, 200, 198, 100]


def test_measured_sentences_are_written_as_they_are_said() -> None:
    for name in ("free", "domain", "callers"):
        for line in rows(name):
            assert re.fullmatch(r"[a-zæøåé ]+", json.loads(line)["text"])
