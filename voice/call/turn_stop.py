"""When the caller's turn is over.

    voice    ▇▇▇▇▇▇▁▁▁▁▇▇▇▇▇▁▁▁▁▁▁▁▁▁▁▁
    text     "min adresse er"  "byvej 54"
    silence        ╰─ 1500: unfinished   ╰─ 1200 for an address, 600 once it has its number,
                                            550 for a question in its place

A silence ends the turn; how long it must be depends on what was asked and on whether the text so far can be
all of it. Noise behind the caller must not keep the turn open for ever: when the recogniser's text has stood
still while the voice detector still hears something, that ends it too. The recogniser's text comes late by
some 200 ms, so a silence in which the text still changes is counted from that change.

Callers differ. One who goes on after we thought the turn was over is given more time from then on.
"""

from dataclasses import dataclass, field
from typing import Literal

from voice.call.dictated import ends_in_number, is_complete, is_of_another_matter
from voice.call.phrases import CallPhrases
from voice.call.words import is_hesitation, unfinished, words_of, yes_or_no
from voice.recognition.protocol import Expected

Reason = Literal["silence", "text_stands_still", "noise", "too_long", "released"]
"""``released``: the push-to-talk button was let go."""


def _silences() -> dict[Expected, float]:
    return {
        "yes_no": 300.0,
        "choice": 400.0,
        "free": 550.0,
        "reason": 650.0,
        "date_time": 700.0,
        "digits": 1200.0,
        "address": 1200.0,
    }


@dataclass(frozen=True)
class TurnStopSettings:
    """How long to wait, in milliseconds."""

    silence_ms: dict[Expected, float] = field(default_factory=_silences)
    """Silence that ends a turn, by what was asked."""
    complete_ms: float = 600.0
    """Silence after a number that has all its digits, or an address that has its house number: short, but
    long enough to go on with the last two digits, or the floor."""
    unfinished_ms: float = 1500.0
    """Silence where the text so far breaks off in the middle: "og", "øh", "min adresse er"."""
    maybe_unfinished_ms: float = 900.0
    """Silence where the last word ends some sentences and breaks off others: "om", "til"."""
    words_of_an_answer: int = 2
    """Where yes or no was asked for, more words that are neither are a sentence, with a sentence's pauses."""
    no_words_ms: float = 400.0
    """Silence after a voice in which no word was understood (yet): ask the recogniser."""
    settle_ms: float = 150.0
    """The text must have stood still for this long, whatever the silence."""
    late_text_ms: float = 300.0
    """Where the voice detector never heard the caller, silence is counted from the last change of the text,
    and the text comes about so late."""
    stands_still_ms: float = 1800.0
    """With noise on the line: the text has not changed for this long, beyond the silence that is due."""
    noise_ms: float = 6000.0
    """A voice detector that hears something for this long without one word being understood hears noise."""
    longest_ms: float = 60_000.0
    """No turn is longer; a slow speaker who tells a long story stays well below it."""
    patience_step: float = 1.25
    """Each time the caller went on after an end, silences become this much longer."""
    patience_most: float = 1.8
    """But never more than so many times the silences above."""


class TurnStop:
    """Decides for one call; ``begin`` starts each turn."""

    def __init__(self, settings: TurnStopSettings, phrases: CallPhrases) -> None:
        self._settings, self._phrases = settings, phrases
        self._patience = 1.0
        self.begin(0.0)

    def begin(self, now_ms: float, voiced: bool = True) -> None:
        """A turn begins; ``voiced``: the voice detector has heard it."""
        self._began, self._voiced = now_ms, voiced
        self._text = ""
        self._changed = now_ms
        self._silent_since: float | None = None

    def heard(self, text: str, now_ms: float) -> None:
        """The recogniser's text so far."""
        if text != self._text:
            self._text, self._changed = text, now_ms

    def voice_began(self) -> None:
        """The silence is over."""
        self._silent_since, self._voiced = None, True

    def voice_paused(self, since_ms: float) -> None:
        """Silence since then."""
        self._silent_since = since_ms

    def went_on(self) -> None:
        """The caller went on after an end of turn: this is a slow speaker."""
        settings = self._settings
        self._patience = min(self._patience * settings.patience_step, settings.patience_most)

    @property
    def patience(self) -> float:
        """How many times the usual silence this caller is given."""
        return self._patience

    def over(self, expected: Expected, now_ms: float) -> Reason | None:
        """Return why the turn is over at ``now_ms``, or None."""
        settings = self._settings
        needed = self.silence_needed_ms(expected)
        still = now_ms - self._changed
        if self._silent_since is not None:
            if now_ms - self._silent_since >= needed and (not self._text or still >= settings.settle_ms):
                return "silence"
        elif not self._voiced and self._text and still >= needed + settings.late_text_ms:
            return "silence"
        elif self._text and still >= needed + settings.stands_still_ms:
            return "text_stands_still"
        elif not self._text and now_ms - self._began >= settings.noise_ms:
            return "noise"
        return "too_long" if now_ms - self._began >= settings.longest_ms else None

    def silence_needed_ms(self, expected: Expected) -> float:
        """The silence that ends the turn with the text so far."""
        settings, text = self._settings, self._text
        if not text:
            return settings.no_words_ms
        if expected in ("yes_no", "choice") and yes_or_no(text, self._phrases) is not None:
            return settings.silence_ms["yes_no"] * self._patience
        if is_complete(text, expected):
            return settings.complete_ms * self._patience
        if expected == "digits" and ends_in_number(text):
            return settings.silence_ms[expected] * self._patience  # "et" is a digit here, not an article.
        if is_of_another_matter(text, expected, self._phrases) or (
            expected == "yes_no" and len(words_of(text)) > settings.words_of_an_answer
        ):
            expected = "free"
        breaks_off = "yes" if is_hesitation(text, self._phrases) else unfinished(text, self._phrases)
        if breaks_off != "no":
            longer = settings.unfinished_ms if breaks_off == "yes" else settings.maybe_unfinished_ms
            return max(longer, settings.silence_ms[expected]) * self._patience
        return settings.silence_ms[expected] * self._patience
