"""A spoken call to the whole house: what the caller says and hears, and what the house wrote down of it."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import numpy as np
import soxr
from aiohttp import web

from tests.voice.asterisk.phone import Phone
from tests.voice.asterisk.sound import FRAME_SAMPLES, loud_frames
from voice.asterisk.sounds import RATE_HZ, Pcm
from voice.espeak.library import Espeak, Manner

QUIET_SECONDS = 1.4
"""So long must the assistant have been quiet for the caller to take the turn; its pauses are shorter."""
_LOOK_SECONDS = 0.1


class Attendant:
    """Stands between the exchange and the gateway, passes on everything, and remembers the calls' UUIDs."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway
        self.calls: asyncio.Queue[str] = asyncio.Queue()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    async def start(self, port: int) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._session = aiohttp.ClientSession()
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        assert self._session is not None
        kept = ("Authorization", "Content-Type")
        headers = {name: request.headers[name] for name in kept if name in request.headers}
        body = await request.read()
        url = f"{self._gateway}{request.path}"
        async with self._session.request(request.method, url, data=body or None, headers=headers) as answer:
            if request.method == "PUT":
                self.calls.put_nowait(request.path.rpartition("/")[2])
            return web.Response(
                body=await answer.read(), status=answer.status, content_type=answer.content_type
            )


class SpokenCall:
    """One caller on the line."""

    def __init__(self, phone: Phone, gateway: str, token: str, voice: str = "da") -> None:
        self.phone = phone
        self.call = ""
        self._gateway, self._voice = gateway, voice
        self._headers = {"Authorization": f"Bearer {token}"}
        self._sentences = 0
        self._listened_to = 0

    async def dials(self, sip_port: int, attendant: Attendant) -> None:
        """Dial, and listen to the greeting."""
        await self.phone.calls(sip_port)
        self.call = await asyncio.wait_for(attendant.calls.get(), 10)
        await self.listens()

    async def says(self, text: str) -> None:
        """Say a sentence, and listen until the assistant has said something and is done."""
        self._listened_to = len(self.phone.heard())
        spoken = speech(text, self._voice)
        self._sentences += 1
        await self.phone.says(spoken, f"sentence{self._sentences}.wav")
        await asyncio.sleep(len(spoken) / RATE_HZ)  # As long as a mouth takes to say it.
        await self.listens()

    async def listens(self, seconds: float = 45.0) -> None:
        """Listen until the assistant has said something new and has been quiet for a while."""
        await self.phone.hears(lambda heard: said_and_done(heard[self._listened_to :]), seconds)
        self._listened_to = len(self.phone.heard())

    async def record(self) -> dict[str, Any]:
        """Return the house's record of the call."""
        url = f"{self._gateway}/api/calls/{self.call}"
        async with aiohttp.ClientSession(headers=self._headers) as session, session.get(url) as answer:
            assert answer.status == 200
            return dict(await answer.json())

    async def said(self, who: str) -> str:
        """Return everything that one of the two said, by the record."""
        turns = (await self.record())["turns"]
        return "\n".join(str(turn["text"]) for turn in turns if turn["who"] == who)

    async def becomes(self, state: str, seconds: float = 20.0) -> None:
        """Wait until the record says that the call is in a state."""
        end = asyncio.get_running_loop().time() + seconds
        while (now := (await self.record())["state"]) != state:
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"The call is {now}, not {state}")
            await asyncio.sleep(_LOOK_SECONDS)


def said_and_done(heard: Pcm) -> bool:
    """Say whether ``heard`` holds speech and ends in a pause that is longer than a pause in speech."""
    loud = loud_frames(heard)
    quiet = round(QUIET_SECONDS * RATE_HZ / FRAME_SAMPLES)
    return bool(loud[:-quiet].sum() * FRAME_SAMPLES >= 0.3 * RATE_HZ and not loud[-quiet:].any())


def speech(text: str, voice: str) -> Pcm:
    """Return a sentence as a caller says it into a telephone: 8 kHz, at the level of a voice."""
    espeak = Espeak()
    pcm, _ = espeak.sound(text, Manner(voice=voice, words_per_minute=150))
    narrow = soxr.resample(pcm.astype(np.float32) / 32768, espeak.rate_hz, RATE_HZ)
    level = float(np.sqrt((narrow**2).mean())) or 1.0
    return np.asarray(np.clip(narrow * (0.1 / level), -1, 1) * 32767, np.int16)
