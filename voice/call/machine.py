"""The call: what happens goes in, what is to be done comes out. No clock, no sound, no network.

                 greeting said                     turn over: sent to the assistant
    ┌──────────┐              ┌───────────┐                               ┌──────────┐
    │ greeting │ ───────────► │ listening │ ────────────────────────────► │ thinking │
    └──────────┘              └───────────┘                               └──────────┘
         │      real words       ▲ ▲ │ │                                     │    ▲
         └───────────────────────┘ │ │ │ nobody speaks: a reprompt           │    │ said, and the answer
             all said, or dropped  │ │ ▼                         first part, │    │ is not complete yet
             for real words      ┌───────────┐                   or a word   │    │
             (barge-in)          │ speaking  │ ◄─────────────────────────────┘    │
                                 │   ⇅       │ ───────────────────────────────────┘
                                 │ paused:   │
                                 │ a cough?  │     transfer, goodbye, nobody there, all is lost:
                                 └───────────┘     the last sentence to its end
                                       │         ┌──────────────┐
                                       ├───────► │ transferring │  HangUp: the dialplan dials
                                       │         └──────────────┘
                                       │         ┌──────────────┐
                                       └───────► │ closed       │  HangUp: once, and nothing is said after it
                                                 └──────────────┘

The caller's turn runs beside these states (``callers_turn.py``), for people speak whenever they like. What is
decided, and how long is waited, is one file for each question; this file only brings them together:
``turn_start``, ``turn_stop``, ``barge_in``, ``no_input``, ``key_presses``, ``consent``, ``slow_answer``,
``confirm``, ``commands``, ``answers``, ``greeting``, ``watchdogs``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from voice.call.answers import Piece
from voice.call.context import Context
from voice.call.events import (
    CallerGone,
    Effect,
    EndUtterance,
    Event,
    KeyPressed,
    PartialHeard,
    Record,
    Show,
    SpeechEnded,
    SpeechStarted,
    State,
    TalkButton,
    Tell,
    TextTyped,
    Told,
    Trouble,
    UtteranceHeard,
    VoiceBegan,
    VoicePaused,
)
from voice.call.gateway_side import GatewaySide
from voice.call.phrases import CallPhrases
from voice.call.settings import CallSettings
from voice.call.silence import Silence
from voice.call.trouble import Troubles
from voice.call.understanding import Understanding
from voice.conversation import CallState, Ended, Happened, Measured
from voice.recognition.protocol import Expected, Utterance


@dataclass(frozen=True)
class Snapshot:
    """How a call stands, for captions and tests."""

    state: State
    expected: Expected
    choices: tuple[str, ...]
    saying: str
    """What is being spoken; empty in silence."""
    say_id: int | None
    """The ``Say`` that is being spoken."""
    paused: bool
    hearing: bool
    """Whether the caller has the floor."""
    patience: float
    """How slow a speaker the caller is taken to be; 1 is usual."""


class Call:
    """One call. ``handle`` each event in order; times never go back (one that does counts as the last)."""

    def __init__(self, settings: CallSettings, phrases: CallPhrases, ids: Callable[[], str]) -> None:
        """``ids``: makes the id of each thing that is told to the conversation."""
        self._call = Context(settings, phrases, ids)
        self._gateway = GatewaySide(self._call)
        self._understanding = Understanding(self._call)
        self._troubles = Troubles(self._call)
        self._silence = Silence(self._call)
        self._state: State = "greeting"
        self._greeted = False
        self._now = 0.0

    @property
    def state(self) -> State:
        """Where the call is."""
        return self._state

    def snapshot(self) -> Snapshot:
        """Return how the call stands."""
        call, head = self._call, self._call.speaking.mouth.head
        return Snapshot(
            self._state,
            call.expected,
            call.choices,
            head.speech.text if head else "",
            head.say_id if head else None,
            call.speaking.mouth.paused,
            call.turn.live,
            call.turn.patience,
        )

    def handle(self, event: Event, now_ms: float) -> list[Effect]:
        """Take in what happened at ``now_ms`` (since the call began) and return what to do, in order."""
        now = self._now = max(self._now, now_ms)
        if isinstance(event, CallerGone):
            self._gone(event.reason)
        elif not self._call.hung_up:
            self._take(event, now)
            self._time(now)
            self._show()
        return self._call.speaking.take()

    # ── What happens ────────────────────────────────────────────────────────────────────────────

    def _take(self, event: Event, now: float) -> None:
        call = self._call
        if isinstance(event, VoiceBegan):
            self._troubles.sound_comes()
            call.turn.voice_began(now)
            call.barge_in.voice_began(now)
        elif isinstance(event, VoicePaused):
            call.turn.voice_paused(min(event.since_ms, now), now)
            call.barge_in.voice_paused()
        elif isinstance(event, PartialHeard):
            call.turn.partial(event.text, now)
        elif isinstance(event, UtteranceHeard):
            self._heard(event.utterance, now)
        elif isinstance(event, KeyPressed):
            self._key(event.digit, now)
        elif isinstance(event, TextTyped):
            self._typed(event.text, now)
        elif isinstance(event, TalkButton):
            self._talk(event.held, now)
        elif isinstance(event, Told):
            self._gateway.told(event.what, now)
        elif isinstance(event, SpeechStarted):
            self._speech_started(event.say_id, now)
        elif isinstance(event, SpeechEnded):
            call.speaking.ended(event.say_id, now)
            self._gateway.go_on_greeting(now)
        elif isinstance(event, Trouble):
            self._troubles.told(event.what, now)

    def _speech_started(self, say_id: int, now: float) -> None:
        call = self._call
        saying = call.speaking.started(say_id, now)
        if saying and saying.speech.text in call.phrases.wordings("recording_offer", saying.speech.language):
            call.consent.was_asked()
        if saying and call.speech_ended_ms is not None:
            first_sound, call.speech_ended_ms = now - call.speech_ended_ms, None
            call.speaking.emit(Tell(Measured("first_sound", first_sound)))

    def _heard(self, heard: Utterance, now: float) -> None:
        call = self._call
        turn = call.turn.heard()
        if turn is None:
            return  # Not asked for, or so late that the caller was told to say it again.
        call.speaking.emit(Tell(Measured("recognition", now - turn.asked_ms)))
        self._troubles.recogniser_works()
        if turn.dropped:
            call.speaking.resume(now)
            return
        if call.speaking.mouth.busy:
            if not call.barge_in.believes(heard, *self._question_under_way(now)):
                call.no_input.caller_is_there()
                if call.speaking.mouth.paused:
                    self._resume(now)
                return
            call.interrupt(now, turn.goes_on)
        self._call.speaking.caller_has_floor = False
        self._understanding.heard(heard, turn, now)

    def _key(self, digit: str, now: float) -> None:
        call = self._call
        about_recording = call.consent.is_for_it(digit, now, call.expected, call.choices)
        if call.leaving:
            if about_recording and call.consent.withdraw():
                self._record(False)  # Without a word: the last sentence is being said.
            return
        call.no_input.caller_is_there()
        call.stop_listening_to_this(now)
        unsaid, greeting_left = call.speaking.unsaid(), call.greeting_left
        call.interrupt(now)
        call.speaking.caller_has_floor = False
        if about_recording:
            call.greeting_left = greeting_left
            self._consent(unsaid, now)
            return
        # Where 5 lets the call be recorded, a number is keyed only where one was asked for.
        unasked = not call.consent.offered
        pressed = call.keys.press(digit, now, call.expected, call.choices, unasked)
        self._understanding.keyed(pressed, now)

    def _consent(self, unsaid: tuple[Piece, ...], now: float) -> None:
        """The key for recording is an aside: what it interrupted is said after it."""
        call = self._call
        decision = call.consent.press()
        if decision != "offer":
            self._record(decision == "given")
        call.speaking.say_key(f"recording_{decision}", now)
        own = [
            wording
            for key in ("offer", "given", "withdrawn")
            for wording in call.phrases.wordings(f"recording_{key}", call.speaking.language)
        ]
        call.speaking.say((piece for piece in unsaid if piece.text not in own), now)

    def _record(self, on: bool) -> None:
        self._call.speaking.emit(Record(on), Tell(Happened("recording_consent", {"given": on})))

    def _typed(self, text: str, now: float) -> None:
        call = self._call
        if call.leaving or not text.strip():
            return
        call.keys.forget()
        call.stop_listening_to_this(now)
        call.interrupt(now)
        call.speaking.caller_has_floor = False
        self._understanding.typed(text.strip(), now)

    def _talk(self, held: bool, now: float) -> None:
        call = self._call
        call.turn.hold(held, now)
        call.no_input.holds_a_button()
        if held and not call.leaving:
            call.interrupt(now)

    def _gone(self, reason: str) -> None:
        call = self._call
        if self._state != "closed":
            if not call.hung_up:
                call.speaking.emit(Tell(Ended(reason)))
            call.hung_up = True
            self._become("closed")

    # ── What time brings ────────────────────────────────────────────────────────────────────────

    def _time(self, now: float) -> None:
        call = self._call
        self._gateway.time(now)
        self._troubles.time(now)
        if call.leaving:
            self._let_go_when_said(now)
            return
        self._barge_in(now)
        self._end_of_turn(now)
        call.speaking.caller_has_floor = self._caller_has_floor()
        if not call.speaking.caller_has_floor:
            call.speaking.go_on(now)
        keyed = call.keys.tick(now)
        if keyed:
            self._understanding.keyed(keyed, now)
        self._silence.time(now)
        if call.leaving:
            self._let_go_when_said(now)

    def _caller_has_floor(self) -> bool:
        """Whether the caller is saying something while nothing else is said: then an answer waits."""
        turn = self._call.turn
        has_words = bool(turn.text) or (
            turn.asked is not None and turn.asked.had_words and not turn.asked.dropped
        )
        return has_words and not self._call.speaking.mouth.busy

    def _barge_in(self, now: float) -> None:
        call, mouth, text = self._call, self._call.speaking.mouth, self._call.turn.text
        if not mouth.busy:
            call.barge_in.over()
            return
        if text and call.barge_in.judge(text, *self._question_under_way(now)) == "words":
            call.interrupt(now, call.turn.goes_on)
        elif mouth.paused and call.barge_in.should_resume(now):
            self._resume(now)
        elif not mouth.paused and call.barge_in.should_pause(now, text):
            call.barge_in.paused(now)
            call.speaking.pause()

    def _resume(self, now: float) -> None:
        self._call.barge_in.resumed()
        self._call.speaking.resume(now)

    def _question_under_way(self, now: float) -> tuple[str, Expected | None, float]:
        """What is being said, what its question expects, and for how long that has been spoken."""
        call, head = self._call, self._call.speaking.mouth.head
        if head is None or head.started_ms is None:
            return ("" if head is None else head.speech.text), None, 0.0
        asks = head.question or call.speaking.mouth.is_last(head)
        return head.speech.text, call.expected if asks else None, now - head.started_ms

    def _end_of_turn(self, now: float) -> None:
        call = self._call
        reason = call.turn.over(call.expected, now)
        if reason:
            call.turn.ask(now, reason)
            call.speaking.emit(EndUtterance())

    def _let_go_when_said(self, now: float) -> None:
        call = self._call
        too_long = call.waits.longer_than("leaving", call.settings.watchdogs.leaving_ms, now)
        if call.leaving is None or (call.speaking.busy and not too_long):
            return
        self._become("transferring" if call.leaving in ("transfer", "person") else "closed")
        call.speaking.emit(Tell(Ended(call.leaving)))
        call.speaking.hang_up()
        call.hung_up = True

    # ── The state that is shown ─────────────────────────────────────────────────────────────────

    def _show(self) -> None:
        call = self._call
        if call.hung_up:
            return
        if call.welcomed and not call.speaking.busy:
            self._greeted = True
        if call.speaking.mouth.busy:
            self._become("speaking" if self._greeted else "greeting")
        elif (call.awaiting and call.slow.waiting) or call.waits.running("person") or call.turn.asked:
            self._become("thinking")
        else:
            self._become("listening" if self._greeted else "greeting")

    def _become(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self._call.speaking.emit(Show(state), Tell(CallState(state)))
