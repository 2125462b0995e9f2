"""What the rooms of one call share: the strategies, the open question, what is waited for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from types import MappingProxyType
from typing import Literal

from voice.call.answers import Link, Piece, Receipt
from voice.call.barge_in import BargeIn
from voice.call.callers_turn import CallersTurn
from voice.call.confirm import Confirm
from voice.call.consent import Consent
from voice.call.events import EndUtterance, ListenFor, Tell
from voice.call.expectations import expected_from
from voice.call.key_presses import KeyPresses
from voice.call.no_input import NoInput
from voice.call.phrases import CallPhrases
from voice.call.settings import CallSettings
from voice.call.slow_answer import SlowAnswer
from voice.call.speaking import Speaking
from voice.call.watchdogs import Waits
from voice.conversation import Happened, Identity, Say
from voice.recognition.protocol import Expected

Leaving = Literal["transfer", "person", "goodbye", "silence", "no_sound"]
"""Why the line lets go; ``person``: a person was wanted and not found, the dialplan tries by itself."""


_MOST_UNHEARD = 2
"""Pieces of an answer to half of what the caller said that are told before the answer to the rest."""


@dataclass(frozen=True)
class Asked:
    """The assistant's open question."""

    expected: Expected = "free"
    choices: tuple[str, ...] = ()
    login: bool = False
    sends: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What is sent when a title is chosen, where that is another text."""


class Context:
    """One call."""

    def __init__(self, settings: CallSettings, phrases: CallPhrases, ids: Callable[[], str]) -> None:
        self.settings, self.phrases, self._ids = settings, phrases, ids
        self.speaking = Speaking(settings.mouth, phrases)
        self.turn = CallersTurn(settings.turn, settings.turn_start, settings.turn_stop, phrases)
        self.barge_in = BargeIn(settings.barge_in, phrases)
        self.no_input = NoInput(settings.no_input)
        self.keys = KeyPresses(settings.keys)
        self.consent = Consent(settings.consent)
        self.slow = SlowAnswer(settings.slow)
        self.confirm = Confirm(settings.confirm)
        self.waits = Waits()
        self.identity: Identity = "none"
        self.asked = Asked()
        self.local: Literal["confirm", "sms"] | None = None
        """A yes or no that the line itself has asked for."""
        self.awaiting: dict[str, float] = {}
        """What was sent and not answered yet, with the time of sending."""
        self.links: tuple[Link, ...] = ()
        self.receipt: Receipt | None = None
        self.with_person = False
        self.greeting_left: tuple[str, ...] = ()
        """The rest of the greeting: that the app asks, and the question."""
        self.welcomed = False
        """Whether the conversation has begun."""
        self.leaving: Leaving | None = None
        self.hung_up = False
        self.unheard: tuple[Piece, ...] = ()
        """What was not heard of an answer because the caller had not finished: said before the next one."""
        self.speech_ended_ms: float | None = None
        """The end of the caller's last turn, until something is heard in answer."""
        self._listening_for: tuple[Expected, tuple[str, ...]] = ("free", ())

    @property
    def expected(self) -> Expected:
        """What the next utterance is expected to be."""
        return "yes_no" if self.local else self.asked.expected

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen now."""
        return () if self.local else self.asked.choices

    def ask(self, expects: str | None, choices: tuple[str, ...], sends: Mapping[str, str]) -> None:
        """The assistant has asked something, or nothing (None)."""
        expected = expected_from(expects, choices)
        self.asked = Asked(expected, choices, expects == "login", sends)
        self.keys.forget()
        self.listen()

    def listen(self) -> None:
        """Tell the recogniser what to expect, where that has changed."""
        wanted = (self.expected, self.choices)
        if wanted != self._listening_for:
            self._listening_for = wanted
            self.speaking.emit(ListenFor(*wanted))

    def ask_locally(self, question: Literal["confirm", "sms"] | None) -> None:
        """The line itself asks for a yes or no, or has its answer (None)."""
        self.local = question
        self.listen()

    def send(
        self,
        text: str,
        now_ms: float,
        *,
        confidence: float = 1.0,
        start_ms: float | None = None,
        end_ms: float | None = None,
        language: str = "da",
        engine: str = "vosk",
    ) -> None:
        """Tell the assistant what the caller said, and wait for the answer."""
        say_id = self._ids()
        start, end = (now_ms if at is None else at for at in (start_ms, end_ms))
        self.awaiting[say_id] = now_ms
        self.slow.sent(now_ms)
        self.barge_in.new_answer()
        self.speaking.new_answer()
        self.ask_locally(None)
        self.ask(None, (), {})
        said = Say(say_id, text, confidence, start, end, language, engine)
        self.speaking.emit(Tell(said))

    def answered(self, say_id: str | None) -> float | None:
        """An answer is complete, and with it all that was sent before; return when it was sent."""
        sent = self.awaiting.get(say_id) if say_id is not None else None
        if sent is not None:
            self.awaiting = {other: at for other, at in self.awaiting.items() if at > sent}
        if not self.awaiting:
            self.slow.answered()
        return sent

    def stop_listening_to_this(self, now_ms: float) -> None:
        """Throw away what the caller is saying: a key, a written text or a transfer has overtaken it."""
        if self.turn.drop(now_ms):
            self.speaking.emit(EndUtterance())

    def interrupt(self, now_ms: float, goes_on: bool = False) -> bool:
        """The caller has the word: forget what is not spoken yet. Returns whether anything was.

        ``goes_on``: the caller had not finished what this is the answer to.
        """
        self.greeting_left = ()
        if goes_on and self.speaking.busy:
            before_the_question = takewhile(lambda piece: not piece.question, self.speaking.unsaid())
            self.unheard = tuple(before_the_question)[:_MOST_UNHEARD]
        self.barge_in.over()
        return self.speaking.drop(now_ms)

    def want_person(self, by: str, key: str | None, now_ms: float) -> None:
        """Ask the gateway for a person; ``key``: the sentence that says so."""
        if self.waits.running("person") or self.leaving:
            return
        if key:
            self.speaking.say_key(key, now_ms)
        self.waits.begin("person", now_ms)
        self.ask_locally(None)
        self.speaking.emit(Tell(Happened("wants_person", {"by": by})))

    def leave(self, why: Leaving, now_ms: float) -> None:
        """Nothing comes after what is still to be said; then the line lets go."""
        if self.leaving is None:
            self.leaving = why
            self.stop_listening_to_this(now_ms)
            self.speaking.caller_has_floor = False
            self.speaking.go_on(now_ms)
            self.speaking.resume(now_ms)
            self.barge_in.over()
            self.waits.begin("leaving", now_ms)
