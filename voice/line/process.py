"""The voice process: engines once, listeners, the clock, and every call's share of them."""

import gc
import sys
import uuid
from collections.abc import Callable, Mapping
from contextlib import aclosing
from typing import Any

import aiohttp
from aiohttp import web

from voice.call.consent import ConsentSettings
from voice.call.machine import Call
from voice.call.phrases import call_phrases
from voice.call.settings import CallSettings
from voice.conversation import Conversation
from voice.line.calls import Calls
from voice.line.clock import FrameClock
from voice.line.ears import Ears
from voice.line.gateway_client import GatewayConversation
from voice.line.logs import log_event
from voice.line.metrics import LineMetrics
from voice.line.recording import Recorder
from voice.line.session import CallMachine, House
from voice.line.web import create_app
from voice.settings import VoiceSettings
from voice.synthesis.protocol import Speech, Voice
from voice.transports.audiosocket import AudioSocketServer

_RATES_HZ = (8000, 16000)
_READ_ONCE = (
    "Goddag. Det koster 100 kr. den 3. maj kl. 10.30 på Byvej 54, 2300 København S, telefon 33 66 33 66."
)
"""Takes every reader of numbers and abbreviations through its tables once."""
_SWITCH_SECONDS = 0.001
"""How long a thread may keep the interpreter while another wants it. Python's 5 ms, once for each of some
threads, would be a whole frame of the clock."""


class VoiceProcess:
    """Everything that runs in the process. ``start``, then ``stop``."""

    def __init__(
        self,
        settings: VoiceSettings,
        ears: Ears,
        voice: Voice,
        conversation: Callable[[str], Conversation] | None = None,
        machine: Callable[[], CallMachine] | None = None,
    ) -> None:
        """``conversation`` and ``machine``: in place of the gateway's and the call's own, in tests.

        ``ears`` are started and stopped by whoever made them.
        """
        self._settings, self._ears, self._voice = settings, ears, voice
        self._given_conversation = conversation
        self._machine = machine or self._new_call
        self._recorder = Recorder(settings.recordings)
        self._clock = FrameClock()
        self._metrics = LineMetrics()
        self._calls: Calls | None = None
        self._audiosocket: AudioSocketServer | None = None
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self.port = 0
        """Of AudioSocket, once it listens."""
        self.web_port = 0

    async def start(self) -> None:
        """Listen. Raises ``OSError`` when a port cannot be had."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        settings = self._settings
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        await self._recorder.start()
        house = House(
            self._ears,
            self._voice,
            self._clock,
            self._metrics,
            settings.session,
            recorder=self._recorder,
        )
        self._calls = Calls(
            house, self._given_conversation or self._conversation, self._machine, settings.calls
        )
        await self._warm_up()
        app = create_app(settings.operator_token, self._calls.hold, self.health, self._metrics_text)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, settings.host, settings.web_port, reuse_address=True)
        await site.start()
        self.web_port = int(self._runner.addresses[0][1])
        self._audiosocket = AudioSocketServer(self._calls.hold)
        self.port = await self._audiosocket.start(settings.host, settings.port)
        # What was loaded stays: the collector need not look through it while calls are held.
        gc.collect()
        gc.freeze()
        self._clock.start()
        log_event("listening", port=self.port, web_port=self.web_port)

    async def _warm_up(self) -> None:
        """Do once what is slow the first time, before it could hold up a caller's sound.

        The ears have warmed themselves.
        """
        self._machine()
        for rate_hz in _RATES_HZ:
            async with aclosing(self._voice.speak(Speech(_READ_ONCE), rate_hz)) as pieces:  # type: ignore[type-var]
                async for _ in pieces:
                    pass

    async def stop(self) -> None:
        """Let go of calls with a sentence, then close everything."""
        log_event("stopping", calls=self._calls.open if self._calls else 0)
        if self._audiosocket is not None:
            await self._audiosocket.stop_listening()
        if self._calls is not None:
            await self._calls.stop()
        await self._recorder.stop()
        if self._audiosocket is not None:
            await self._audiosocket.stop()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._clock.stop()
        if self._session is not None:
            await self._session.close()
        await self._voice.close()

    def _new_call(self) -> CallMachine:
        return new_call(self._recorder.offered)

    def health(self) -> Mapping[str, Any]:
        """How the process is: nothing of any call but their number."""
        pacer = self._clock.pacer
        return {
            "status": "ok",
            "engines": list(self._ears.engines),
            "hears": self._ears.up,
            "voice": self._voice.name,
            "calls": self._calls.open if self._calls else 0,
            "clock": {
                "late_worst_ms": round(pacer.worst_ms, 1),
                "late_p99_ms": round(pacer.p99_ms, 1),
                "forgotten_frames": pacer.forgotten,
            },
        }

    def _metrics_text(self) -> bytes:
        return self._metrics.text(self._clock.pacer.worst_ms, self._clock.pacer.p99_ms)

    def _conversation(self, call: str) -> Conversation:
        if self._session is None:
            raise RuntimeError("the process has not started")
        return GatewayConversation(call, self._session, self._settings.gateway)


def new_call(recording_offered: bool = False) -> CallMachine:
    """Return the state machine of a new call."""
    settings = CallSettings(consent=ConsentSettings(recording_offered))
    return Call(settings, call_phrases(), lambda: uuid.uuid4().hex)
