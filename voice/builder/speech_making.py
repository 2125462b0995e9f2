"""Decide what is spoken by whom, the same for a seed; and synthesise it on all cores, in that order."""

import multiprocessing
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from voice.builder import utterances
from voice.builder.accents import LANGUAGES
from voice.builder.diphone_voices import VOICES
from voice.builder.recipe import Recipe
from voice.builder.texts import Texts, Words
from voice.builder.utterances import Spoken, Utterance
from voice.builder.voices import TRAINING_VARIANTS
from voice.builder.words import number_word
from voice.espeak.library import Espeak

_SECONDS_A_WORD = 0.42
"""Rough length of a word at a middling speed, with its share of the pauses: decides how many sentences."""
_LONGEST_WORDS = 22
_BATCH = 24
_PERSON = "festival:"


def planned(
    texts: Texts, vocabulary: Sequence[str], recipe: Recipe, voices: Sequence[str]
) -> list[Utterance]:
    """Return about ``recipe.hours`` of what is to be spoken: sentences of every kind, words by themselves."""
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
        if words:
            seed = recipe.seed * 10_000_000 + len(plan)
            plan.append(Utterance(" ".join(words), _next_voice(rng, recipe, voices), seed))
            seconds += len(words) * _SECONDS_A_WORD + 0.65
    return plan


def _next_voice(rng: random.Random, recipe: Recipe, voices: Sequence[str]) -> str:
    chance = rng.random()
    if chance < recipe.person_share:
        return f"{_PERSON}{rng.choice(VOICES).name}"
    throat = rng.choice(TRAINING_VARIANTS) if rng.random() < recipe.variant_share else rng.choice(voices)
    accented = chance < recipe.person_share + recipe.accent_share
    return f"{rng.choice(LANGUAGES) if accented else 'da'}+{throat}"


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


def _make(batch: Sequence[Utterance]) -> list[Spoken | None]:
    assert _espeak is not None  # noqa: S101
    if batch[0].voice.startswith(_PERSON):
        voice = next(voice for voice in VOICES if voice.name == batch[0].voice[len(_PERSON) :])
        return utterances.training_examples_of_a_person(_espeak, voice, batch)
    return [utterances.training_example(_espeak, utterance) for utterance in batch]


def batches(plan: Sequence[Utterance]) -> list[list[Utterance]]:
    """Return the plan in small batches; those of a recorded speaker together, since each start costs time."""
    persons: dict[str, list[Utterance]] = {}
    others: list[Utterance] = []
    for utterance in plan:
        if utterance.voice.startswith(_PERSON):
            persons.setdefault(utterance.voice, []).append(utterance)
        else:
            others.append(utterance)
    return [
        group[first : first + _BATCH]
        for group in (others, *(persons[name] for name in sorted(persons)))
        for first in range(0, len(group), _BATCH)
    ]


def make(
    plan: Sequence[Utterance], data_dir: Path, workers: int, report: Callable[[int], None]
) -> Iterator[Spoken]:
    """Speak the plan with ``workers`` processes; ``report`` gets how many sentences are done."""
    context = multiprocessing.get_context("fork")
    done = 0
    with context.Pool(workers, _start, (data_dir,)) as pool:
        for batch in pool.imap(_make, batches(plan)):
            yield from (spoken for spoken in batch if spoken is not None)
            done += len(batch)
            report(done)
