"""Runs the engines over a manifest, clip by clip."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voice.recognition.evaluate.engines import Engine, chosen_of
from voice.recognition.evaluate.errands import Parse, Understood, understood
from voice.recognition.evaluate.errors import Errors, Pair, errors_of
from voice.recognition.evaluate.manifest import BadRow, Clip
from voice.recognition.evaluate.sound import read_wav
from voice.recognition.evaluate.wording import words_of
from voice.recognition.grammars import spoken_title
from voice.recognition.kept_sound import Pcm
from voice.recognition.vosk_engine import SpokenModel


@dataclass(frozen=True)
class Outcome:
    """One clip with one engine."""

    clip: Clip
    engine: str
    text: str
    errors: Errors
    wrong: tuple[Pair, ...]
    sound_seconds: float
    busy_seconds: float
    understood: Understood | None = None


@dataclass(frozen=True)
class Choice:
    """One clip in a forced choice."""

    clip: Clip
    right: bool
    among: int


@dataclass
class Measured:
    """Everything that was measured."""

    outcomes: list[Outcome] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What is measured."""

    engines: Sequence[Engine]
    rate_hz: int = 16000
    """8000 measures as the telephone does: the sound is brought to that rate first."""
    parse: Parse | None = None
    """The language understanding, where errands are compared."""
    choose_with: SpokenModel | None = None
    """A model with run-time grammars, where a forced choice is measured."""
    choose_among: int = 100
    seed: int = 0
    """Of the sentences that a clip's own is put among."""


OnClip = Callable[[int], None]
"""Told how many rows are done."""


def run(rows: Iterable[Clip | BadRow], plan: Plan, on_clip: OnClip = lambda _: None) -> Measured:
    """Measure every row that can be used; the others are listed with their line numbers.

    Raises ``ValueError`` only for what concerns all of them, such as a Rasa that does not answer.
    """
    listed = list(rows)
    measured = Measured([], [], [row for row in listed if isinstance(row, BadRow)])
    clips = [row for row in listed if isinstance(row, Clip)]
    texts = list(dict.fromkeys(spoken_title(clip.text) for clip in clips))
    known: dict[str, Mapping[str, Any]] = {}
    for number, clip in enumerate(clips, 1):
        try:
            pcm = read_wav(clip.audio, plan.rate_hz)
        except ValueError as error:
            measured.bad_rows.append(BadRow(clip.line, str(error)))
        else:
            measured.outcomes += [_outcome(clip, engine, pcm, plan, known) for engine in plan.engines]
            if plan.choose_with is not None:
                measured.choices.append(_choice(clip, pcm, texts, plan, plan.choose_with))
        on_clip(number)
    measured.bad_rows.sort(key=lambda row: row.line)
    return measured


def _outcome(
    clip: Clip, engine: Engine, pcm: Pcm, plan: Plan, known: dict[str, Mapping[str, Any]]
) -> Outcome:
    recognised = engine.recognise(pcm, plan.rate_hz)
    errors, wrong = errors_of(words_of(clip.text), words_of(recognised.text))
    same = None
    if plan.parse is not None:
        for text in (clip.text, recognised.text):
            if text and text not in known:
                known[text] = plan.parse(text)
        same = understood(known[clip.text], known[recognised.text] if recognised.text else None, clip.intents)
    seconds = len(pcm) / plan.rate_hz
    return Outcome(
        clip, engine.name, recognised.text, errors, tuple(wrong), seconds, recognised.seconds, same
    )


def _choice(clip: Clip, pcm: Pcm, texts: Sequence[str], plan: Plan, model: SpokenModel) -> Choice:
    own = spoken_title(clip.text)
    others = [text for text in texts if text != own]
    # By the line, so that a clip meets the same sentences whatever else is measured.
    chance = random.Random(plan.seed * 1_000_003 + clip.line)
    among = [own, *chance.sample(others, min(plan.choose_among - 1, len(others)))]
    return Choice(clip, chosen_of(model, pcm, plan.rate_hz, among) == own, len(among))
