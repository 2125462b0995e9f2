"""``en-indgang call``: a caller on this machine, from a sound file or from sentences that are spoken."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.cli.steps import StepFailed, say
from bot.gateway.calls.operator import VARIABLE, operator_token
from bot.supervisor.settings import HouseSettings, house_settings_from_env
from voice.line.caller import Caller
from voice.synthesis.choose import synthesis_settings_from_env, voice_from_settings
from voice.synthesis.protocol import Speech
from voice.transports.audiosocket import RATE_HZ
from voice.transports.wav_file import WavError, read_wav, write_wav

_ANSWER_SECONDS = 45.0
"""Longest wait for the assistant to finish."""
_QUIET_SECONDS = 0.5
"""So long the line is quiet when the assistant has finished."""
_LOOK_SECONDS = 0.15
_HTTP_SECONDS = 5.0
_LISTENING = ("listening", "closed")

Json = dict[str, Any]


@dataclass(frozen=True)
class CallWishes:
    """What kind of call."""

    wav: Path | None = None
    """What the caller says, as a sound file."""
    sentences: Sequence[str] = ()
    """What the caller says, spoken by the synthesiser, each after the answer to the one before."""
    caller: str | None = None
    """The caller's number, such as ``+4520000001``; None: withheld."""
    out: Path | None = None
    """Where to write what the caller heard."""
    voice: str | None = None
    """espeak-ng's voice for the caller, such as ``da+f3``."""
    pace: float = 1.0
    at_once: bool = False
    """Speak from the first moment, over the greeting."""


class Exchange:
    """The gateway's calls, as an exchange sees them."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session, self._url, self._token = session, url, token

    async def announce(self, call: str, caller: str | None) -> None:
        """Say who will call. Raises ``StepFailed``."""
        await self._ask("PUT", call, {"caller": caller} if caller else {})

    async def read(self, call: str) -> Json:
        """Return the record of a call. Raises ``StepFailed``."""
        return await self._ask("GET", call)

    async def next_step(self, call: str) -> str:
        """Return what the dialplan would do now."""
        async with self._session.get(f"{self._url}/api/calls/{call}/next") as answer:
            return (await answer.text()).strip()

    async def _ask(self, method: str, call: str, body: Json | None = None) -> Json:
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with self._session.request(
                method, f"{self._url}/api/calls/{call}", json=body, headers=headers
            ) as answer:
                told: Json = await answer.json()
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError):
            raise StepFailed(f"Nobody answers at {self._url}: start everything with `make run`.") from None
        if answer.status in (401, 403):
            raise StepFailed(
                f"The gateway does not take this operator's token: set {VARIABLE} to the one that"
                " `en-indgang serve` prints."
            )
        if answer.status >= 400:
            raise StepFailed(
                f"The gateway refuses the call: {told.get('error', {}).get('text', answer.status)}"
            )
        return told


def call(wishes: CallWishes, as_json: bool = False) -> int:
    """Hold a call, print it, and return the exit status: 3 where nothing that was said was understood.

    Raises ``StepFailed``.
    """
    return asyncio.run(_call(house_settings_from_env(), wishes, as_json))


async def _call(settings: HouseSettings, wishes: CallWishes, as_json: bool) -> int:
    token = operator_token(settings.state_dir)
    spoken = await sound_of(wishes)
    timeout = aiohttp.ClientTimeout(total=_HTTP_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        exchange = Exchange(session, settings.url("gateway"), token)
        number = str(uuid.uuid4())
        await exchange.announce(number, wishes.caller)
        async with _connected(settings, number) as caller:
            if not as_json:
                say(f"Call {number}")
            told = _Printed(quiet=as_json)
            await _talk(exchange, caller, number, wishes, spoken, told)
            next_step = await exchange.next_step(number)
            record = await exchange.read(number)
            told.show(record)
    if wishes.out is not None:
        try:
            write_wav(wishes.out, bytes(caller.heard.sound), RATE_HZ)
        except WavError as error:
            raise StepFailed(str(error)) from None
    if as_json:
        import json

        say(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        _summary(record, caller, next_step, wishes.out)
    return 0 if any(turn["who"] == "citizen" for turn in record["turns"]) else 3


async def sound_of(wishes: CallWishes) -> list[bytes]:
    """Return what the caller says, one piece each. Raises ``StepFailed``."""
    if wishes.wav is not None:
        try:
            return [read_wav(wishes.wav, RATE_HZ)]
        except WavError as error:
            raise StepFailed(str(error)) from None
    settings = synthesis_settings_from_env(os.environ)
    if wishes.voice:
        settings = replace(settings, piper_voice=None, espeak=replace(settings.espeak, voice=wishes.voice))
    try:
        voice = voice_from_settings(settings)
    except RuntimeError as error:
        raise StepFailed(str(error)) from None
    try:
        said = []
        for text in wishes.sentences:
            pieces = [piece async for piece in voice.speak(Speech(text, wishes.pace), RATE_HZ)]
            said.append(b"".join(pieces))
        return said
    finally:
        await voice.close()


@asynccontextmanager
async def _connected(settings: HouseSettings, number: str) -> AsyncIterator[Caller]:
    caller = Caller(settings.host, settings.ports["voice"], number)
    try:
        await caller.__aenter__()
    except OSError:
        raise StepFailed(
            f"The telephone line does not listen on port {settings.ports['voice']}: start everything with"
            " `make run`; `en-indgang doctor` says what is missing."
        ) from None
    try:
        yield caller
    finally:
        await caller.__aexit__(None, None, None)


async def _talk(
    exchange: Exchange,
    caller: Caller,
    number: str,
    wishes: CallWishes,
    spoken: Sequence[bytes],
    told: "_Printed",
) -> None:
    if not wishes.at_once:
        await _until_it_listens(exchange, caller, number, told, before=0)
    for piece in spoken:
        if caller.over.is_set():
            break
        before = len(told.turns)
        await caller.say(piece)
        await _until_it_listens(exchange, caller, number, told, before)


async def _until_it_listens(
    exchange: Exchange, caller: Caller, number: str, told: "_Printed", before: int
) -> None:
    """Wait until the assistant has answered (more turns than ``before``), is quiet, and listens."""
    deadline = caller.now + _ANSWER_SECONDS
    while caller.now < deadline and not caller.over.is_set():
        await asyncio.sleep(_LOOK_SECONDS)
        record = await _record(exchange, number)
        if record is None:
            continue  # The line has not opened yet.
        told.show(record)
        answered = any(
            turn["who"] == "assistant" and not turn.get("interrupted") for turn in told.turns[before:]
        )
        if answered and record["state"] in _LISTENING and caller.quiet_seconds >= _QUIET_SECONDS:
            return


async def _record(exchange: Exchange, number: str) -> Json | None:
    record = await exchange.read(number)
    return None if record["state"] == "expected" else record


class _Printed:
    """Prints each turn of the record once."""

    def __init__(self, quiet: bool) -> None:
        self.turns: list[Json] = []
        self._quiet = quiet

    def show(self, record: Json) -> None:
        """Print what is new."""
        new = record["turns"][len(self.turns) :]
        self.turns = list(record["turns"])
        for turn in new:
            if not self._quiet:
                say(_line(turn))


def _line(turn: Json) -> str:
    who = "Caller" if turn["who"] == "citizen" else "Assistant"
    confidence = turn.get("confidence")
    sure = f"  ({turn.get('engine', '')} {confidence:.2f})" if confidence is not None else ""
    cut = "  (interrupted)" if turn.get("interrupted") else ""
    return f"{turn['start_ms'] / 1000:7.1f} s  {who:<10}{turn['text']}{sure}{cut}"


def _summary(record: Json, caller: Caller, next_step: str, out: Path | None) -> None:
    say("")
    for name, values in sorted(record["latencies"].items()):
        say(f"  {name:<14}{'  '.join(f'{value:.0f}' for value in values)} ms")
    gaps = caller.heard.gaps_ms
    if gaps:
        say(f"  {'sound':<14}{len(caller.heard.sound) / 16000:.1f} s, longest gap {max(gaps):.0f} ms")
    say(f"  {'identity':<14}{record['identity']}")
    say(f"  {'next':<14}{next_step}")
    if out is not None:
        say(f"  {'heard':<14}{out}")
