"""Synthesise the training speech on all cores, in order, so that a seed gives the same corpus anywhere."""

import multiprocessing
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from voice.builder import utterances
from voice.builder.recipe import Recipe
from voice.builder.texts import Texts, Words
from voice.builder.utterances import Spoken, Utterance
from voice.builder.voices import TRAINING_VARIANTS
from voice.builder.words import number_word
from voice.espeak.library import Espeak

_SECONDS_A_WORD = 0.42
"""Rough length of a word at a middling speed, with its share of the pauses: decides how many sentences."""
_LONGEST_WORDS = 22


def planned(
    texts: Texts, vocabulary: Sequence[str], recipe: Recipe, voices: Sequence[str]
) -> list[Utterance]:
    """Return what is to be spoken: sentences of every kind, and words by themselves, about ``recipe.hours``."""
    rng = random.Random(recipe.seed)
    wanted = recipe.hours * 3600
    pools: list[tuple[float, list[Words]]] = [
        (0.42, [words for words in texts.citizen if 2 <= len(words) <= _LONGEST_WORDS]),
        (0.33, texts.everyday or texts.citizen),
        (0.10, texts.addresses),
        (0.03, texts.assistant),
    ]
    plan: list[Utterance] = []
    seconds = 0.0
    while seconds < wanted:
        words = _next_words(rng, pools, vocabulary)[:_LONGEST_WORDS]
        if not words:
            continue
        variant = rng.random() < recipe.variant_share
        voice = rng.choice(TRAINING_VARIANTS) if variant else rng.choice(voices)
        plan.append(Utterance(" ".join(words), voice, recipe.seed * 10_000_000 + len(plan)))
        seconds += len(words) * _SECONDS_A_WORD + 0.65
    return plan


def _next_words(
    rng: random.Random, pools: Sequence[tuple[float, list[Words]]], vocabulary: Sequence[str]
) -> Words:
    chance = rng.random()
    for share, sentences in pools:
        if chance < share and sentences:
            return rng.choice(sentences)
        chance -= share
    if chance < 0.04:  # short answers: alone, a word sounds otherwise than in a sentence
        return rng.choice((["ja"], ["nej"], ["ja", "tak"], ["nej", "tak"], [number_word(rng.randint(0, 99))]))
    return [rng.choice(vocabulary) for _ in range(rng.choice((1, 1, 2, 4, 6)))]


_espeak: Espeak | None = None


def _start(data_dir: Path) -> None:
    global _espeak
    _espeak = Espeak(data_dir)


def _make(utterance: Utterance) -> Spoken | None:
    assert _espeak is not None  # noqa: S101
    return utterances.training_example(_espeak, utterance)


def make(
    plan: Sequence[Utterance], data_dir: Path, workers: int, report: Callable[[int], None]
) -> Iterator[Spoken]:
    """Speak the plan with ``workers`` processes; ``report`` gets how many sentences are done."""
    context = multiprocessing.get_context("fork")
    with context.Pool(workers, _start, (data_dir,)) as pool:
        for done, spoken in enumerate(pool.imap(_make, plan, chunksize=16), start=1):
            if spoken is not None:
                yield spoken
            report(done)
