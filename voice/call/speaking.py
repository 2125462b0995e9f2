"""How the call says things: effects out, the mouth kept up to date, the record of what was heard.

What is to be said while the caller has the floor waits until the turn is over. What must not be lost (the
number of the emergency services) is said again in full where the caller's words cut it short.
"""

from collections.abc import Iterable

from voice.call.answers import Piece
from voice.call.events import DropSpeech, Effect, HangUp, PauseSpeech, ResumeSpeech, Say, Tell
from voice.call.mouth import Mouth, MouthSettings, Saying
from voice.call.phrases import CallPhrases
from voice.conversation import Spoken
from voice.synthesis.protocol import Speech

_TRIES = 3
"""So often what must not be lost is begun; who cut it short so many times has heard it."""
_SLOWEST, _FASTEST, _STEP = 0.7, 1.3, 0.15


class Speaking:
    """Collects the effects of one event; knows what is being said."""

    def __init__(self, settings: MouthSettings, phrases: CallPhrases) -> None:
        self.mouth = Mouth(settings)
        self.language = "da"
        self._phrases = phrases
        self._out: list[Effect] = []
        self._next_id = 1
        self._pace = 1.0
        self._waiting: list[Saying] = []
        self._memory: list[Piece] = []
        self._memory_is_old = False
        self.caller_has_floor = False
        """While True, nothing new is begun."""

    # ── Effects ─────────────────────────────────────────────────────────────────────────────────

    def emit(self, *effects: Effect) -> None:
        """Add what is to be done."""
        self._out += effects

    def take(self) -> list[Effect]:
        """Return the effects collected, and begin a new list."""
        out, self._out = self._out, []
        return out

    def hang_up(self) -> None:
        """Let go of the line; what is not said yet is not said."""
        self._waiting.clear()
        self.mouth.drop()
        self.emit(HangUp())

    # ── Saying ──────────────────────────────────────────────────────────────────────────────────

    @property
    def busy(self) -> bool:
        """Whether anything is spoken, or waits to be."""
        return self.mouth.busy or bool(self._waiting)

    def say(self, pieces: Iterable[Piece], now_ms: float) -> None:
        """Speak after everything that is to be spoken already."""
        for piece in pieces:
            saying = Saying(
                self._next_id,
                Speech(piece.text, self._pace, self.language),
                piece.question,
                piece.never_lost,
            )
            self._next_id += 1
            self._begin(saying, now_ms)

    def say_key(self, key: str, now_ms: float, at: int = 0, **values: object) -> None:
        """Speak one of the line's own sentences, by its key in ``phrases.yml``."""
        text = self._phrases.say(key, self.language, at, **values)
        self.say([Piece(text, text.endswith("?"))], now_ms)

    def go_on(self, now_ms: float) -> None:
        """Begin what waited for the caller to finish. Call when nobody has the floor."""
        waiting, self._waiting = self._waiting, []
        for saying in waiting:
            self._begin(saying, now_ms)

    def pause(self) -> None:
        """Fall silent for the moment."""
        if self.mouth.busy and not self.mouth.paused:
            self.mouth.paused = True
            self.emit(PauseSpeech())

    def resume(self, now_ms: float) -> None:
        """Go on after a pause."""
        if self.mouth.paused:
            self.mouth.resumed(now_ms)
            self.emit(ResumeSpeech())

    def drop(self, now_ms: float) -> bool:
        """Forget what is not spoken yet, but for what must not be lost; return whether anything was."""
        dropped = [*self.mouth.drop(), *self._waiting]
        self._waiting = [
            Saying(self._fresh_id(), saying.speech, saying.question, True, tries=saying.tries + 1)
            for saying in dropped
            if saying.never_lost and saying.tries < _TRIES
        ]
        if not dropped:
            return False
        self.emit(DropSpeech())
        self._record(dropped, now_ms, interrupted=True)
        return True

    def drop_all(self, now_ms: float) -> None:
        """Forget everything: it cannot be said."""
        self.drop(now_ms)
        self._waiting.clear()

    def started(self, say_id: int, now_ms: float) -> Saying | None:
        """The first sound of ``say_id`` left the line; None where it was dropped."""
        return self.mouth.started(say_id, now_ms)

    def ended(self, say_id: int, now_ms: float) -> None:
        """``say_id`` was said to its end."""
        self._record(self.mouth.ended(say_id, now_ms), now_ms, interrupted=False)

    def unsaid(self) -> tuple[Piece, ...]:
        """What is not said to its end and is lost when the speech is dropped now."""
        return tuple(
            Piece(saying.speech.text, saying.question)
            for saying in (*self.mouth.sayings, *self._waiting)
            if not saying.never_lost
        )

    # ── Saying it again ─────────────────────────────────────────────────────────────────────────

    def new_answer(self) -> None:
        """The next ``remember`` begins another answer."""
        self._memory_is_old = True

    def remember(self, pieces: Iterable[Piece]) -> None:
        """Keep what "gentag" repeats."""
        if self._memory_is_old:
            self._memory, self._memory_is_old = [], False
        self._memory += pieces

    def repeat(self, now_ms: float) -> bool:
        """Say the last answer again; False where there is none."""
        self.say(self._memory, now_ms)
        return bool(self._memory)

    @property
    def answer_so_far(self) -> tuple[Piece, ...]:
        """What was said in answer to the caller's last turn."""
        return () if self._memory_is_old else tuple(self._memory)

    def slower(self) -> None:
        """Speak slower from now on."""
        self._pace = max(_SLOWEST, round(self._pace - _STEP, 2))

    def faster(self) -> None:
        """Speak faster from now on."""
        self._pace = min(_FASTEST, round(self._pace + _STEP, 2))

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    def _begin(self, saying: Saying, now_ms: float) -> None:
        if self.caller_has_floor or self._waiting:
            self._waiting.append(saying)
            return
        self.mouth.add(saying, now_ms)
        self.emit(Say(saying.say_id, saying.speech))

    def _fresh_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _record(self, sayings: list[Saying], now_ms: float, interrupted: bool) -> None:
        for saying in sayings:
            if saying.started_ms is not None:
                spoken = Spoken(saying.speech.text, saying.started_ms, now_ms, interrupted)
                self.emit(Tell(spoken))
            elif not interrupted:
                self.emit(Tell(Spoken(saying.speech.text, now_ms, now_ms)))
