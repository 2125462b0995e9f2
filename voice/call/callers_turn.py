"""The caller's turn, from the first sound to what was heard.

    idle ── voice or word ──► live ── TurnStop ──► asked ── UtteranceHeard ──► idle
                               ╰── dropped (a key, a transfer): asked, and the answer is thrown away

The recogniser is asked once for each turn, and never again before it has answered: what is said meanwhile is
the next turn.
"""

from dataclasses import dataclass

from voice.call.phrases import CallPhrases
from voice.call.turn_start import TurnStart, TurnStartSettings
from voice.call.turn_stop import Reason, TurnStop, TurnStopSettings
from voice.recognition.protocol import Expected


@dataclass(frozen=True)
class CallersTurnSettings:
    """Around a turn."""

    stalled_ms: float = 4_000.0
    """A recogniser that has not answered by then will not."""
    went_on_ms: float = 1_200.0
    """Who speaks again so soon after an end of turn had not finished."""
    short_voice_ms: float = 700.0
    """A voice shorter than this in which nothing was understood was a cough or a chair, not a sentence."""


@dataclass(frozen=True)
class EndedTurn:
    """A turn that the recogniser was asked about."""

    began_ms: float
    speech_ended_ms: float
    """The end of the last voiced frame, as far as known."""
    asked_ms: float
    reason: Reason | None
    """None: it was dropped."""
    had_words: bool
    dropped: bool
    goes_on: bool = False
    """It began so soon after the turn before that this had not been all."""

    @property
    def voice_ms(self) -> float:
        """From the first to the last sound."""
        return self.speech_ended_ms - self.began_ms


class CallersTurn:
    """Joins turn start and turn stop. Says when to ask the recogniser; the call does it."""

    def __init__(
        self,
        settings: CallersTurnSettings,
        start: TurnStartSettings,
        stop: TurnStopSettings,
        phrases: CallPhrases,
    ) -> None:
        self.settings = settings
        self._start, self._stop = TurnStart(start), TurnStop(stop, phrases)
        self._began: float | None = None
        self._text = ""
        self._silent_since: float | None = None
        self._voiced = False
        self._asked: EndedTurn | None = None
        self._asked_text = ""
        self._last_end_ms: float | None = None
        self.goes_on = False
        """Whether the latest turn began so soon that the one before had not been all."""
        self.held = False
        """Push to talk: the button is down."""
        self._released = False
        self._doomed = False
        """The live turn is thrown away when it is over: the rest of it would seem a turn of its own."""

    @property
    def live(self) -> bool:
        """Whether the caller has the floor."""
        return self._began is not None

    @property
    def asked(self) -> EndedTurn | None:
        """The turn that the recogniser is thinking about."""
        return self._asked

    @property
    def text(self) -> str:
        """What was understood so far of the live turn; nothing of one that is thrown away."""
        return "" if self._doomed else self._text

    @property
    def patience(self) -> float:
        """How slow this caller is taken to be; 1 is usual."""
        return self._stop.patience

    def voice_began(self, now_ms: float) -> None:
        """The line carries a voice."""
        self._voiced, self._silent_since = True, None
        self._start.voice_began(now_ms)
        self._stop.voice_began()
        self._look_for_begin(now_ms)

    def voice_paused(self, since_ms: float, now_ms: float) -> None:
        """No voice since ``since_ms``."""
        self._voiced, self._silent_since = False, since_ms
        self._start.voice_paused(since_ms)
        self._stop.voice_paused(since_ms)
        self._look_for_begin(now_ms)

    def partial(self, text: str, now_ms: float) -> None:
        """The text so far. What still comes of the turn that was asked about is not another turn's."""
        before = self._asked_text if self._asked else ""
        if before and text and (before.startswith(text) or text.startswith(before)):
            return
        self._text = text
        self._stop.heard(text, now_ms)
        self._look_for_begin(now_ms)

    def hold(self, held: bool, now_ms: float) -> None:
        """The push-to-talk button went down or up."""
        self._released = self.held and not held
        self.held = held
        if held and self._began is None:
            self._begin(now_ms)

    def over(self, expected: Expected, now_ms: float) -> Reason | None:
        """Look at the time. Return why the live turn is over, or None."""
        self._look_for_begin(now_ms)
        if self._began is None or self._asked is not None:
            return None
        if self._released:
            return "released"
        reason = self._stop.over(expected, now_ms)
        return None if self.held and reason != "too_long" else reason

    def ask(self, now_ms: float, reason: Reason | None, dropped: bool = False) -> None:
        """The recogniser is asked about the live turn. Not while it is still asked about another."""
        dropped = dropped or self._doomed
        began = now_ms if self._began is None else self._began
        silent = self._silent_since
        ended = now_ms if silent is None or silent < began else silent
        self._asked = EndedTurn(began, ended, now_ms, reason, bool(self._text), dropped, self.goes_on)
        self._asked_text = self._text
        self._last_end_ms = now_ms if reason == "silence" else None
        self._clear(now_ms)

    def drop(self, now_ms: float) -> bool:
        """Throw away what the caller is saying; return whether the recogniser must be asked for that now."""
        if self._asked is not None:
            asked = self._asked
            self._asked = EndedTurn(
                asked.began_ms, asked.speech_ended_ms, asked.asked_ms, None, asked.had_words, True
            )
            return False
        if self._began is None:
            return False
        if self._voiced:
            self._doomed = True
            return False
        self.ask(now_ms, None, dropped=True)
        return True

    def heard(self) -> EndedTurn | None:
        """The recogniser has answered; None where it was not asked."""
        asked, self._asked = self._asked, None
        return asked

    def abandon(self, now_ms: float) -> None:
        """The recogniser does not answer: no turn is live, and no answer is waited for."""
        self._asked = None
        self._clear(now_ms)

    def is_stalled(self, now_ms: float) -> bool:
        """Whether the recogniser owes an answer for too long."""
        return self._asked is not None and now_ms - self._asked.asked_ms >= self.settings.stalled_ms

    def _clear(self, now_ms: float) -> None:
        # Noise that ended this turn must not begin the next: only a new voice, or words, can.
        self._began, self._text, self._released, self._doomed = None, "", False, False
        self._start.reset(False, now_ms)

    def _look_for_begin(self, now_ms: float) -> None:
        if self._began is None:
            began = self._start.began_at(now_ms, self._text)
            if began is not None:
                self._begin(began)
                self._stop.heard(self._text, now_ms)

    def _begin(self, began_ms: float) -> None:
        last = self._last_end_ms
        self.goes_on = last is not None and 0 <= began_ms - last <= self.settings.went_on_ms
        if self.goes_on:
            self._stop.went_on()
        self._last_end_ms = None
        self._began = began_ms
        heard_voice = self._voiced or (self._silent_since is not None and self._silent_since >= began_ms)
        self._stop.begin(began_ms, heard_voice)
        if heard_voice and not self._voiced and self._silent_since is not None:
            self._stop.voice_paused(self._silent_since)
