"""A telephone call as a script, on a clock of its own: what the caller does, what the assistant answers.

    call = Scenario({"har i åbent": answer(text("Ja."))})
    call.begins()
    call.quiet()                         # until nobody speaks
    call.says("har i åbent")             # voice, partial texts and the recogniser's answer as in real life
    call.quiet()
    assert call.heard[-1] == "Ja."

The line, the ear and the gateway around the call are stand-ins: speech takes time by its length, texts come
later than sounds, answers come when the script says so. Nothing sleeps.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from voice.call.events import (
    CallerGone,
    DropSpeech,
    Effect,
    EndUtterance,
    Event,
    HangUp,
    KeyPressed,
    ListenFor,
    PartialHeard,
    PauseSpeech,
    ResumeSpeech,
    Say,
    Show,
    SpeechEnded,
    SpeechStarted,
    TalkButton,
    Tell,
    TextTyped,
    Tick,
    Told,
    Trouble,
    UtteranceHeard,
    VoiceBegan,
    VoicePaused,
)
from voice.call.machine import Call
from voice.call.phrases import call_phrases
from voice.call.settings import CallSettings
from voice.conversation import Done, FromConversation, Happened, Identity, Measured, Part, Spoken, Welcome
from voice.conversation import Say as Said
from voice.recognition.protocol import Utterance

STEP_MS = 20.0
MS_A_CHAR = 60.0
"""Ordinary speech."""
PARTIAL_LATE_MS = 220.0
"""The recogniser's text comes so long after the word."""


def text(content: str, **more: Any) -> dict[str, Any]:
    """A part with a text."""
    return {"type": "text", "text": content, **more}


@dataclass(frozen=True)
class Answer:
    """What the gateway answers, and when."""

    parts: tuple[Mapping[str, Any] | FromConversation, ...]
    after_ms: float = 100.0
    expects: str | None = None
    choices: tuple[str, ...] = ()
    state: str = "bot"
    done: bool = True


def answer(*parts: Mapping[str, Any] | FromConversation, **more: Any) -> Answer:
    """An answer of these parts."""
    return Answer(parts, **more)


@dataclass
class _Speech:
    say: Say
    left_ms: float
    started: bool = False


@dataclass
class _Line:
    """Plays what it is given, one after the other."""

    queue: list[_Speech] = field(default_factory=list)
    paused: bool = False
    mute: bool = False
    """Nothing is ever played: the sound has died."""

    def step(self) -> list[Event]:
        if self.paused or self.mute or not self.queue:
            return []
        head, events = self.queue[0], list[Event]()
        if not head.started:
            head.started = True
            events.append(SpeechStarted(head.say.say_id))
        head.left_ms -= STEP_MS
        if head.left_ms <= 0:
            self.queue.pop(0)
            events.append(SpeechEnded(head.say.say_id))
        return events


class Scenario:
    """One call."""

    def __init__(
        self, answers: Mapping[str, Answer] | None = None, settings: CallSettings | None = None
    ) -> None:
        ids = count(1)
        self.call = Call(settings or CallSettings(), call_phrases(), lambda: f"t{next(ids)}")
        self.now = 0.0
        self.answers = dict(answers or {})
        self.effects: list[tuple[float, Effect]] = []
        self.heard: list[str] = []
        """What the caller heard to its end, in order."""
        self.line = _Line()
        self.ear_answers = True
        self.ear_late_ms = 40.0
        self._agenda: list[tuple[float, int, Event]] = []
        self._order = count()
        self._words: list[tuple[str, float]] = []
        self._said_in_turn: list[str] = []
        self._confidence = 0.95
        self._grammar = False
        self._engine = "vosk"

    # ── What happens around the call ────────────────────────────────────────────────────────────

    def begins(self, identity: Identity = "none", **more: Any) -> "Scenario":
        """The gateway says welcome."""
        self.gateway(Welcome("da", identity, more.pop("parts", ()), **more))
        return self

    def begins_quietly(self, identity: Identity = "none") -> "Scenario":
        """The greeting is over."""
        return self.begins(identity).quiet()

    def gateway(self, what: FromConversation, after: float = 0.0) -> None:
        """The gateway tells something."""
        self._at(self.now + after, Told(what))
        if not after:
            self.run(0)

    def says(
        self,
        words: str,
        after: float = 0.0,
        *,
        confidence: float = 0.95,
        lasts: float | None = None,
        partials: bool = True,
        grammar: bool = False,
        engine: str = "vosk",
    ) -> float:
        """The caller speaks, from ``after`` on; returns when the voice ends."""
        begin = self.now + after
        length = lasts if lasts is not None else 250.0 + 60.0 * len(words)
        end = begin + length
        self._confidence, self._grammar, self._engine = confidence, grammar, engine
        self._at(begin, VoiceBegan())
        said = words.split()
        for at, word in enumerate(said, 1):
            spoken_at = begin + length * at / len(said)
            self._words.append((word, spoken_at))
            if partials:
                self._at(spoken_at + PARTIAL_LATE_MS, PartialHeard("…"))
        self._at(end + 60, VoicePaused(end))
        return end

    def coughs(self, after: float = 0.0, lasts: float = 300.0) -> None:
        """A sound without words."""
        self.says("", after, lasts=lasts)

    def presses(self, keys: str, after: float = 0.0, every: float = 300.0) -> None:
        """Keys, one after the other."""
        for at, key in enumerate(keys):
            self._at(self.now + after + at * every, KeyPressed(key))
        self.run(after + (len(keys) - 1) * every)

    def types(self, words: str) -> None:
        """The caller writes."""
        self._at(self.now, TextTyped(words))
        self.run(0)

    def talk_button(self, held: bool, after: float = 0.0) -> None:
        """Push to talk."""
        self._at(self.now + after, TalkButton(held))

    def trouble(self, what: Any, after: float = 0.0) -> None:
        """A watchdog speaks up."""
        self._at(self.now + after, Trouble(what))
        self.run(after)

    def hangs_up(self) -> None:
        """The caller is gone."""
        self._at(self.now, CallerGone("hung_up"))
        self.run(0)

    # ── Time ────────────────────────────────────────────────────────────────────────────────────

    def run(self, ms: float) -> "Scenario":
        """Let time pass."""
        end = self.now + ms
        self._due()
        while self.now < end:
            self.now = min(self.now + STEP_MS, end)
            for event in self.line.step():
                self._handle(event)
            self._due()
            self._handle(Tick())
        return self

    def quiet(self, at_most: float = 120_000.0) -> "Scenario":
        """Let time pass until nobody speaks and nothing is waited for."""
        began = self.now
        while self.now - began < at_most:
            self.run(STEP_MS)
            shown = self.call.snapshot()
            still = not self.line.queue and not shown.hearing and shown.state not in ("thinking", "speaking")
            if still and not self._agenda:
                return self
        raise AssertionError(f"not quiet: {self.call.snapshot()}")

    # ── What was done ───────────────────────────────────────────────────────────────────────────

    def all(self, kind: type) -> list[Any]:
        """All effects of a kind, and what was told of a kind, in order."""
        told = [effect.what if isinstance(effect, Tell) else effect for _, effect in self.effects]
        return [what for what in told if isinstance(what, kind)]

    @property
    def sent(self) -> list[str]:
        """What the assistant was told that the caller said."""
        return [said.text for said in self.all(Said)]

    @property
    def said(self) -> list[str]:
        """Everything the line was asked to say."""
        return [say.speech.text for say in self.all(Say)]

    @property
    def happened(self) -> list[str]:
        """What happened other than words."""
        return [what.name for what in self.all(Happened)]

    @property
    def interrupted(self) -> list[str]:
        """What was cut short."""
        return [spoken.text for spoken in self.all(Spoken) if spoken.interrupted]

    @property
    def ended_turns(self) -> int:
        """How often the recogniser was asked."""
        return len(self.all(EndUtterance))

    @property
    def hung_up(self) -> bool:
        """Whether the line let go."""
        return bool(self.all(HangUp))

    def measured(self, name: str) -> list[float]:
        """Times that were measured."""
        return [what.ms for what in self.all(Measured) if what.name == name]

    def states(self) -> list[str]:
        """The states that were shown."""
        return [what.state for what in self.all(Show)]

    def when(self, kind: type) -> list[float]:
        """When effects of a kind came."""
        return [at for at, effect in self.effects if isinstance(effect, kind)]

    # ── Inside ──────────────────────────────────────────────────────────────────────────────────

    def _at(self, when: float, event: Event) -> None:
        self._agenda.append((when, next(self._order), event))
        self._agenda.sort(key=lambda entry: entry[:2])

    def _due(self) -> None:
        while self._agenda and self._agenda[0][0] <= self.now:
            event = self._agenda.pop(0)[2]
            self._handle(self._with_words(event))

    def _with_words(self, event: Event) -> Event:
        if isinstance(event, PartialHeard):
            return PartialHeard(" ".join(self._spoken_words(PARTIAL_LATE_MS)))
        if isinstance(event, UtteranceHeard):
            words = " ".join(self._said_in_turn)
            sure = self._confidence if words else 0.0
            heard = Utterance(words, sure, (), self.now, self.now, self._engine, self._grammar)
            return UtteranceHeard(heard)
        return event

    def _spoken_words(self, late: float = 0.0) -> list[str]:
        return [word for word, at in self._words if at <= self.now - late]

    def _handle(self, event: Event) -> None:
        for effect in self.call.handle(event, self.now):
            self.effects.append((self.now, effect))
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        if isinstance(effect, Say):
            self.line.queue.append(_Speech(effect, len(effect.speech.text) * MS_A_CHAR / effect.speech.pace))
        elif isinstance(effect, PauseSpeech):
            self.line.paused = True
        elif isinstance(effect, ResumeSpeech):
            self.line.paused = False
        elif isinstance(effect, DropSpeech):
            self.line.queue.clear()
            self.line.paused = False
        elif isinstance(effect, EndUtterance):
            self._said_in_turn = self._spoken_words()
            self._words = [(word, at) for word, at in self._words if at > self.now]
            if self.ear_answers:
                self._at(self.now + self.ear_late_ms, UtteranceHeard(Utterance("", 0, (), 0, 0, "vosk")))
        elif isinstance(effect, Tell):
            self._told(effect.what)

    def _told(self, what: object) -> None:
        if isinstance(what, Spoken) and not what.interrupted:
            self.heard.append(what.text)
        if isinstance(what, Said):
            reply = self.answers.get(what.text.lower().strip("?. "))
            if reply is not None:
                self._reply(what.id, reply)

    def _reply(self, say_id: str, reply: Answer) -> None:
        at = self.now + reply.after_ms
        for part in reply.parts:
            self._at(at, Told(Part(say_id, part) if isinstance(part, Mapping) else part))
        if reply.done:
            self._at(at, Told(Done(say_id, reply.expects, reply.state, "da", reply.choices)))


def listened_for(call: Scenario) -> list[str]:
    """What the recogniser was told to expect, in order."""
    return [listen.expected for listen in call.all(ListenFor)]
