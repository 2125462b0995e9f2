"""One call on the line: joins transport, ear, mouth, conversation and the call machine.

    transport ──► voice activity ──► ┌──────┐ ──► mouth ──► outbox ──► transport
         └─────► hearing ──────────► │ Call │ ──► conversation
    conversation ──────────────────► └──────┘ ──► captions
                    clock: frames, Tick, watchdogs

Everything that happens goes through ``_happened``, in the event loop, one at a time; what the call wants
done is done at once or handed to a task. Whatever goes wrong ends this call alone, and everything it holds is
given back.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from voice.call import events
from voice.call.events import Effect, Event
from voice.conversation import Conversation, Ended, Measured, Part, Spoken, ToConversation
from voice.line.captions import Captions
from voice.line.clock import FrameClock
from voice.line.ears import Ears
from voice.line.hearing import Hearing, HearingSettings
from voice.line.logs import call_name, log_error, log_event
from voice.line.media_watch import MediaWatch
from voice.line.metrics import LineMetrics
from voice.line.mouth import Failed, Mouth, MouthEvent, MouthSettings, Started
from voice.line.outbox import Outbox
from voice.line.recording import Recorder
from voice.line.taping import Recording
from voice.line.vad import VadSettings, VoiceActivity
from voice.synthesis.protocol import Speech, Voice
from voice.transports.protocol import FRAME_MS, Gone, Key, Sound, Talk, Transport, Typed

_FAREWELL = -1
"""The id of the last words of a line that is closed; the call gives its own from 1."""


@dataclass(frozen=True)
class SessionSettings:
    """One call on the line."""

    tick_ms: float = 40.0
    """Between two ``Tick`` events: the end of a turn is seen so late, at most."""
    no_frames_ms: float = 100.0
    """A line that brings nothing for so long is taken to be quiet, as far as the end of a turn goes."""
    no_media_ms: float = 5_000.0
    """Without any sound from the caller for so long, the line is taken to be one-way or dead."""
    farewell_ms: float = 6_000.0
    """How long the last words may take when the process stops."""
    tail_ms: float = 200.0
    """Between the last sound and the end of the call: the far end's buffers still hold some of it."""
    goodbye_ms: float = 1_000.0
    """How long the last things told to the gateway may take before the line is let go."""
    closing_ms: float = 2_500.0
    """How long each part of a call may take to close."""
    longest_ms: float = 2 * 3600 * 1000.0
    """A call that lasts longer than this is let go."""
    mouth: MouthSettings = field(default_factory=MouthSettings)
    vad: VadSettings = field(default_factory=VadSettings)
    hearing: HearingSettings = field(default_factory=HearingSettings)


class CallMachine(Protocol):
    """What a session needs of ``voice.call.machine.Call``."""

    def handle(self, event: Event, now_ms: float) -> list[Effect]:
        """Take in what happened; return what to do."""
        ...


@dataclass(frozen=True)
class House:
    """What all calls of the process share."""

    ears: Ears
    voice: Voice
    clock: FrameClock
    metrics: LineMetrics
    settings: SessionSettings = field(default_factory=SessionSettings)
    monotonic: Callable[[], float] = time.monotonic
    recorder: Recorder | None = None
    """None: nothing is ever recorded."""


class Session:
    """One call. ``run`` it to its end."""

    def __init__(
        self, house: House, transport: Transport, conversation: Conversation, call: CallMachine
    ) -> None:
        self._house, self._transport, self._conversation, self._call = house, transport, conversation, call
        settings = house.settings
        self._settings = settings
        self._name = call_name(transport.call)
        self._began = house.monotonic()
        self._mouth = Mouth(house.voice, transport.rate_hz, settings.mouth)
        self._vad = VoiceActivity(transport.rate_hz, settings.vad)
        self._hearing = Hearing(house.ears, transport.rate_hz, self._happened, settings.hearing)
        self._outbox = Outbox(transport)
        self._captions = Captions(self._outbox.show)
        self._to_tell: asyncio.Queue[ToConversation] = asyncio.Queue()
        self._media = MediaWatch(settings.no_media_ms)
        self._over = asyncio.Event()
        self._end = "broken"
        """How the call ended, as a code."""
        self._next_tick_ms = 0.0
        self._told_end = False
        """The conversation was told that the call is over."""
        self._leaving_ms: float | None = None
        """Since when the process lets go of the call."""
        self._heard_text = ""
        """What was heard of what was cut short."""
        self._recording: Recording | None = None
        """From the caller's key press on, until it is taken back."""
        self._tasks: set[asyncio.Task[None]] = set()

    def now_ms(self) -> float:
        """Milliseconds since the call began."""
        return 1000.0 * (self._house.monotonic() - self._began)

    async def run(self) -> None:
        """Hold the call. Returns when it is over and everything has been given back; raises nothing."""
        metrics = self._house.metrics
        metrics.call_began()
        log_event("call_began", call=self._name, rate_hz=self._transport.rate_hz)
        remove = self._house.clock.add(self._frame)
        works = [self._receive(), self._outbox.send_sound(), self._outbox.send_captions()]
        if self._leaving_ms is None:
            works += [self._hearing.run(), self._converse(), self._tell()]
        for work in works:
            self._spawn(work)
        try:
            await self._over.wait()
        finally:
            remove()
            await self._give_back()
            metrics.call_ended(self._end, self._outbox.dropped, self._hearing.thrown_away_ms)
            log_event("call_ended", call=self._name, end=self._end, ms=round(self.now_ms()))

    def let_go(self, farewell: str) -> None:
        """The process stops: say so, and end the call when it is said."""
        if self._leaving_ms is None and not self._over.is_set():
            self._leaving_ms = self.now_ms()
            self._mouth.drop()
            self._mouth.say(_FAREWELL, Speech(farewell))

    # ── What happens ────────────────────────────────────────────────────────────────────────────

    def _happened(self, event: Event) -> None:
        if self._over.is_set() or self._leaving_ms is not None:
            return
        if isinstance(event, events.PartialHeard):
            self._captions.heard_so_far(event.text)
        elif isinstance(event, events.UtteranceHeard):
            self._captions.heard(event.utterance.text)
        elif isinstance(event, events.Trouble):
            self._house.metrics.trouble(event.what)
            log_event("trouble", call=self._name, what=event.what)
        try:
            for effect in self._call.handle(event, self.now_ms()):
                self._do(effect)
        except Exception as error:
            self._broke(error)

    async def _receive(self) -> None:
        async for incoming in self._transport.incoming():
            if isinstance(incoming, Sound):
                self._sound(incoming.pcm)
            elif isinstance(incoming, Key):
                self._happened(events.KeyPressed(incoming.digit))
            elif isinstance(incoming, Typed):
                self._happened(events.TextTyped(incoming.text))
            elif isinstance(incoming, Talk):
                self._happened(events.TalkButton(incoming.held))
            elif isinstance(incoming, Gone):
                self._happened(events.CallerGone(incoming.reason))
                self._finish(incoming.reason)
                return
        self._finish("lost")

    def _sound(self, pcm: bytes) -> None:
        now = self.now_ms()
        self._media.sound(now)
        if self._recording is not None:
            self._recording.heard(pcm)
        for event in self._vad.hear(pcm, now):
            self._happened(event)
        self._hearing.sound(pcm, now, self._vad.stands_out)

    async def _converse(self) -> None:
        async for what in self._conversation.incoming():
            if isinstance(what, Part):
                self._captions.part(what.part)
            self._happened(events.Told(what))

    def _frame(self) -> None:
        """Called by the clock for each frame."""
        try:
            frame, told = self._mouth.next_frame()
            self._outbox.sound(frame)
            if self._recording is not None:
                self._recording.said(frame)
            for event in told:
                self._mouth_moved(event)
            self._time_passes()
        except Exception as error:
            self._broke(error)

    def _mouth_moved(self, event: MouthEvent) -> None:
        if self._leaving_ms is not None:
            if not isinstance(event, Started):
                self._finish("stopped")
        elif isinstance(event, Started):
            self._captions.starts(event.say_id)
            self._happened(events.SpeechStarted(event.say_id))
        elif isinstance(event, Failed):
            self._captions.ends(event.say_id)
            self._happened(events.Trouble("synthesis_failed"))
        else:
            self._captions.ends(event.say_id)
            self._happened(events.SpeechEnded(event.say_id))

    def _time_passes(self) -> None:
        settings, now = self._settings, self.now_ms()
        if self._leaving_ms is not None:
            if now - self._leaving_ms >= settings.farewell_ms:
                self._finish("stopped")
            return
        if now < self._next_tick_ms:
            return
        self._next_tick_ms = now + settings.tick_ms - FRAME_MS
        self._hearing.look(now)
        if self._vad.voiced and self._media.quiet_ms(now) >= settings.no_frames_ms:
            for event in self._vad.silence(now):
                self._happened(event)
        if self._media.look(now):
            self._happened(events.Trouble("no_media"))
        self._happened(events.Tick())
        if now >= settings.longest_ms:
            self._finish("too_long")

    # ── What the call wants done ────────────────────────────────────────────────────────────────

    def _do(self, effect: Effect) -> None:
        if isinstance(effect, events.Say):
            self._captions.to_say(effect.say_id, effect.speech.text)
            self._mouth.say(effect.say_id, effect.speech)
        elif isinstance(effect, events.PauseSpeech):
            self._mouth.pause()
        elif isinstance(effect, events.ResumeSpeech):
            self._mouth.resume()
        elif isinstance(effect, events.DropSpeech):
            self._heard_text = self._mouth.drop()
            self._captions.dropped(self._heard_text)
        elif isinstance(effect, events.ListenFor):
            self._hearing.listen_for(effect.expected, effect.choices)
        elif isinstance(effect, events.EndUtterance):
            self._hearing.end_utterance()
        elif isinstance(effect, events.Tell):
            self._tell_soon(effect.what)
        elif isinstance(effect, events.Show):
            self._captions.state(effect.state)
        elif isinstance(effect, events.Record):
            self._record(effect.on)
        else:
            self._spawn(self._hang_up())

    def _record(self, on: bool) -> None:
        recording, recorder = self._recording, self._house.recorder
        if recording is not None and not on:
            recording.delete()
            self._recording = None
        elif recording is None and on and recorder is not None:
            self._recording = recorder.begin(self._transport.rate_hz, self._recording_failed)

    def _recording_failed(self, error: BaseException) -> None:
        self._house.metrics.trouble("recording_failed")
        log_error("recording_failed", error, call=self._name)

    def _tell_soon(self, what: ToConversation) -> None:
        if isinstance(what, Spoken) and what.interrupted and self._heard_text:
            # The record holds what was heard, not what would have been said.
            if what.text.startswith(self._heard_text):
                what = replace(what, text=self._heard_text)
            self._heard_text = ""
        elif isinstance(what, Measured):
            self._house.metrics.measured(what.name, what.ms)
        self._told_end = self._told_end or isinstance(what, Ended)
        self._to_tell.put_nowait(what)

    async def _tell(self) -> None:
        while True:
            what = await self._to_tell.get()
            try:
                await self._conversation.tell(what)
            finally:
                self._to_tell.task_done()

    async def _hang_up(self) -> None:
        # The dialplan asks the gateway what comes next as soon as the line is free: it must know first.
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._to_tell.join(), self._settings.goodbye_ms / 1000.0)
        await self._within(self._conversation.close())
        await asyncio.sleep(self._settings.tail_ms / 1000.0)
        self._finish("hung_up_by_us")

    # ── The end ─────────────────────────────────────────────────────────────────────────────────

    def _finish(self, end: str) -> None:
        if not self._over.is_set():
            self._end = end
            self._over.set()

    def _broke(self, error: BaseException) -> None:
        log_error("call_broke", error, call=self._name)
        self._finish("broken")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=f"call {self._name}")
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._broke(error)

    async def _give_back(self) -> None:
        """Give back everything the call holds, whatever each of them says to that."""
        if not self._told_end:
            self._told_end = True
            await self._within(self._conversation.tell(Ended(self._end)))
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._to_tell.empty():
            await self._within(self._conversation.tell(self._to_tell.get_nowait()))
        for closing in (self._mouth.close(), self._conversation.close(), self._transport.hang_up()):
            await self._within(closing)
        if self._recording is not None:
            await self._within(self._recording.finish())

    async def _within(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await asyncio.wait_for(work, self._settings.closing_ms / 1000.0)
        except Exception as error:
            log_error("not_given_back", error, call=self._name)
