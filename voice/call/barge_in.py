"""Whether a sound on the caller's line interrupts the assistant.

    assistant ▇▇▇▇▇▇▇▇▇┐ paused             ┌▇▇▇▇▇▇▇▇▇▇  a cough: resumed
    voice     ▁▁▁▁▁▁▁▇▇▇▇▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
                     ╰200╯     … at most 1200 …

    assistant ▇▇▇▇▇▇▇▇▇┐ paused   ┐ dropped: words
    voice     ▁▁▁▁▁▁▁▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇
    partial                      "jeg vil hellere …"

Falling silent at once costs nothing when it is taken back; talking over someone is rude. So a likely voice
pauses the speech; real words drop it; anything else, or nothing, and it goes on from the remembered place.
A nod ("ja", "mm") is the same as nothing, unless the assistant is just asking for a yes or no: then it is the
answer. One short word alone may be a cough that the recogniser made a word of: that is decided by its
confidence when the voice has ended. Words that the assistant is saying itself are its echo on the line.
"""

from dataclasses import dataclass
from typing import Literal

from voice.call.phrases import CallPhrases
from voice.call.words import real_words, words_of, yes_or_no
from voice.recognition.protocol import Expected, Utterance

Verdict = Literal["words", "undecided", "nothing"]


@dataclass(frozen=True)
class BargeInSettings:
    """When to fall silent, when to go on."""

    likely_ms: float = 200.0
    """Voice on end before the speech is paused. Shorter sounds are clicks, breaths, a cup put down."""
    likely_most_ms: float = 800.0
    """On a noisy line each false alarm makes the time above longer, up to this."""
    false_alarms_allowed: int = 2
    """False alarms in one answer before the line counts as noisy."""
    resume_ms: float = 1200.0
    """A pause without real words is over after this long at the latest."""
    long_word_chars: int = 5
    """A single word of at least so many letters is a real word by itself."""
    least_confidence: float = 0.6
    """A single short word, heard when the voice has ended, is believed from here on."""
    echo_words: int = 2
    """So many words on end that the assistant is just saying are its own echo; a single one may be."""
    nod_ms: float = 300.0
    """A "ja" this early in a question nods to what was said before it."""


class BargeIn:
    """One suspicion at a time, while the assistant speaks."""

    def __init__(self, settings: BargeInSettings, phrases: CallPhrases) -> None:
        self._settings, self._phrases = settings, phrases
        self._voice_since: float | None = None
        self._paused_at: float | None = None
        self._false_alarms = 0
        self._given_up = False

    def new_answer(self) -> None:
        """Another answer begins: the line may be quieter now."""
        self._false_alarms = 0

    def voice_began(self, now_ms: float) -> None:
        """The line carries a voice."""
        self._voice_since, self._given_up = now_ms, False

    def voice_paused(self) -> None:
        """The voice has ended."""
        self._voice_since, self._given_up = None, False

    def should_pause(self, now_ms: float, partial: str) -> bool:
        """Whether to fall silent now. Once for each voice: one that was a false alarm is not asked again."""
        if self._paused_at is not None or self._given_up:
            return False
        if partial and self._voice_since is not None:
            return True
        return self._voice_since is not None and now_ms - self._voice_since >= self._likely_ms()

    def paused(self, now_ms: float) -> None:
        """The speech fell silent."""
        self._paused_at = now_ms

    def should_resume(self, now_ms: float) -> bool:
        """Whether the pause has lasted long enough without words."""
        return self._paused_at is not None and now_ms - self._paused_at >= self._settings.resume_ms

    def resumed(self) -> None:
        """It was nothing."""
        self._paused_at, self._given_up = None, True
        self._false_alarms += 1

    def over(self) -> None:
        """Nothing is spoken any more: no suspicion is left."""
        self._paused_at, self._given_up = None, False

    def judge(self, text: str, saying: str, asked: Expected | None, question_ms: float) -> Verdict:
        """Say what the text so far amounts to.

        ``saying``: what is being spoken; ``asked``: what its question expects, None while no question is
        being spoken; ``question_ms``: for how long that question has been spoken.
        """
        if asked in ("yes_no", "choice") and question_ms >= self._settings.nod_ms:
            answer = yes_or_no(text, self._phrases)
            if answer is not None:
                return "words"
        real = real_words(text, self._phrases)
        echoed = self._echoed_words(text, saying, asked)
        if not real or echoed >= self._settings.echo_words:
            return "nothing"
        if echoed:
            return "words" if real[0] in self._phrases.words_that_count else "undecided"
        if len(real) >= 2 or len(real[0]) >= self._settings.long_word_chars:
            return "words"
        return "words" if real[0] in self._phrases.words_that_count else "undecided"

    def believes(self, heard: Utterance, saying: str, asked: Expected | None, question_ms: float) -> bool:
        """Whether a whole utterance, heard over the assistant, was meant as a turn."""
        verdict = self.judge(heard.text, saying, asked, question_ms)
        if verdict == "undecided":
            return heard.grammar or heard.confidence >= self._settings.least_confidence
        return verdict == "words"

    def _likely_ms(self) -> float:
        settings = self._settings
        beyond = max(0, self._false_alarms - settings.false_alarms_allowed)
        return min(settings.likely_ms * 2.0 ** min(beyond, 8), settings.likely_most_ms)

    def _echoed_words(self, text: str, saying: str, asked: Expected | None) -> int:
        """How many words there are, where all of them stand in a row in what the assistant is saying."""
        said = words_of(text)
        if asked == "choice":
            return 0  # Whoever chooses says the words that were just read out.
        return len(said) if f" {' '.join(said)} " in f" {' '.join(words_of(saying))} " else 0
