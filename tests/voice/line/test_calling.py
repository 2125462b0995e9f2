"""``en-indgang call`` and the bench's callers, against the voice process with stand-ins behind it."""

import asyncio
import os
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web

from bot.bench.voice import VoiceBenchSettings, many_calls, rows
from bot.cli.call import CallWishes, _call, sound_of
from bot.cli.steps import StepFailed
from bot.supervisor.settings import PORTS, HouseSettings
from tests.voice.line.fakes import ScriptedMachine, ToneVoice, fake_ears, tone
from tests.voice.line.test_process import Running
from voice.call import events
from voice.line.process import VoiceProcess
from voice.settings import VoiceSettings
from voice.synthesis.protocol import Speech
from voice.transports.wav_file import write_wav

TOKEN = "a-token-of-the-operator"


class Answering(ScriptedMachine):
    """Greets, and answers each voice that has paused."""

    def handle(self, event: events.Event, now_ms: float) -> list[events.Effect]:
        super().handle(event, now_ms)
        if isinstance(event, events.Told):
            return [events.Say(1, Speech("goddag"))]
        if isinstance(event, events.VoicePaused):
            return [events.Say(100 + len(self.events), Speech("javel"))]
        return []


class Gateway:
    """Keeps the record that a gateway would: a turn for each that the test names."""

    def __init__(self, token: str = TOKEN) -> None:
        self.announced: dict[str, Any] = {}
        self.token = token
        self.turns: list[dict[str, Any]] = []
        self.port = 0
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.add_routes(
            [
                web.put("/api/calls/{call}", self._announce),
                web.get("/api/calls/{call}", self._read),
                web.get("/api/calls/{call}/next", self._next),
            ]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def _guard(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise web.HTTPForbidden(
                text='{"error": {"code": "not_operator"}}', content_type="application/json"
            )

    async def _announce(self, request: web.Request) -> web.Response:
        self._guard(request)
        self.announced[request.match_info["call"]] = await request.json()
        return web.json_response({"id": request.match_info["call"], "state": "expected"})

    async def _read(self, request: web.Request) -> web.Response:
        self._guard(request)
        return web.json_response(
            {
                "state": "listening",
                "turns": self.turns,
                "latencies": {"first_sound": [612.0]},
                "identity": "none",
            }
        )

    async def _next(self, _: web.Request) -> web.Response:
        return web.Response(text="hangup\n")


def turn(who: str, text: str) -> dict[str, Any]:
    return {"who": who, "text": text, "start_ms": 100.0, "end_ms": 900.0, "confidence": None}


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def line() -> AsyncIterator[VoiceProcess]:
    running = Running()
    settings = VoiceSettings(TOKEN, port=0, web_port=0)
    process = VoiceProcess(settings, fake_ears(), ToneVoice(), running._conversation, Answering)
    await process.start()
    yield process
    await process.stop()


@pytest.fixture
def house(
    gateway: Gateway, line: VoiceProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> HouseSettings:
    monkeypatch.setenv("INDGANG_OPERATOR_TOKEN", TOKEN)
    ports = dict.fromkeys(PORTS, 1) | {"gateway": gateway.port, "voice": line.port}
    return HouseSettings(ports, tmp_path)


async def test_a_sound_file_calls_and_what_it_heard_is_written(
    house: HouseSettings, gateway: Gateway, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wav, out = tmp_path / "caller.wav", tmp_path / "heard.wav"
    write_wav(wav, tone(400), 8000)
    gateway.turns = [turn("assistant", "Goddag."), turn("citizen", "bioposer"), turn("assistant", "Javel.")]
    task = asyncio.create_task(
        _call(house, CallWishes(wav=wav, caller="+4520000001", out=out), as_json=False)
    )
    while not task.done():
        await asyncio.sleep(0.1)
        gateway.turns.append(turn("assistant", "Mere?"))
    assert await task == 0
    assert list(gateway.announced.values()) == [{"caller": "+4520000001"}]
    printed = capsys.readouterr().out
    assert "Caller    bioposer" in printed
    assert "first_sound" in printed
    assert "612 ms" in printed
    with wave.open(str(out)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert np.max(np.abs(heard)) > 4000


async def test_a_call_in_which_nothing_was_understood_has_a_status_of_its_own(
    house: HouseSettings, gateway: Gateway, tmp_path: Path
) -> None:
    write_wav(tmp_path / "caller.wav", tone(100), 8000)
    gateway.turns = [turn("assistant", "Goddag.")]
    wishes = CallWishes(wav=tmp_path / "caller.wav", at_once=True)
    gateway.turns.append(turn("assistant", "Hvad?"))
    task = asyncio.create_task(_call(house, wishes, as_json=True))
    gateway.turns.append(turn("assistant", "Er du der?"))
    # Each look at the record finds one turn more, until the call has been answered.
    while not task.done():
        await asyncio.sleep(0.1)
        gateway.turns.append(turn("assistant", "Hallo?"))
    assert await task == 3
    assert list(gateway.announced.values()) == [{}]


async def test_the_wrong_token_is_told_with_what_to_do(house: HouseSettings, gateway: Gateway) -> None:
    gateway.token = "another"
    with pytest.raises(StepFailed, match="INDGANG_OPERATOR_TOKEN"):
        await _call(house, CallWishes(sentences=("hej",)), as_json=False)


async def test_a_line_that_does_not_run_is_told_with_what_to_do(house: HouseSettings) -> None:
    nobody = HouseSettings({**house.ports, "voice": 9}, house.state_dir)
    with pytest.raises(StepFailed, match="make run"):
        await _call(nobody, CallWishes(sentences=("hej",)), as_json=False)


async def test_a_house_that_does_not_run_is_told_with_what_to_do(house: HouseSettings) -> None:
    nobody = HouseSettings({**house.ports, "gateway": 9}, house.state_dir)
    with pytest.raises(StepFailed, match="make run"):
        await _call(nobody, CallWishes(sentences=("hej",)), as_json=False)


async def test_sentences_become_sound_and_a_bad_file_is_named(tmp_path: Path) -> None:
    (sound,) = await sound_of(CallWishes(sentences=("Goddag",)))
    assert 4000 < len(sound) < 100_000
    (tmp_path / "x.wav").write_text("this is no sound")
    with pytest.raises(StepFailed, match=r"x\.wav is no WAV file"):
        await sound_of(CallWishes(wav=tmp_path / "x.wav"))
    with pytest.raises(StepFailed):
        await sound_of(CallWishes(sentences=("hej",), voice="no-such-voice"))


async def test_the_bench_counts_frames_gaps_and_first_sounds(line: VoiceProcess) -> None:
    result = await many_calls("127.0.0.1", line.port, os.getpid(), [os.getpid()], VoiceBenchSettings(3, 4.0))
    assert result.calls == 3
    assert result.cut_off == 0
    assert 400 <= result.frames <= 700
    assert result.gap_worst_ms >= result.gap_p99_ms > 0
    assert result.answers >= 1
    assert result.first_sound_p50_ms is not None
    assert result.memory_mib > 10
    assert ("calls at once", "3, 0 cut off") in rows(result)
