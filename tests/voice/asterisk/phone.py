"""A telephone: baresip in the Debian folder, told what to do over its control socket.

It speaks WAV files into its microphone, keeps what its loudspeaker plays in ``heard.wav``, presses keys,
rings and answers. Everything it does is over SIP and RTP on loopback, as a telephone on a desk does it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.house.running import free_ports
from tests.voice.asterisk.ports import free_rtp_ports, free_sip_port
from voice.asterisk.debian import PHONE, Debian
from voice.asterisk.exchange import stop
from voice.asterisk.mounts import environment
from voice.asterisk.sounds import RATE_HZ, Pcm, write_wav

SILENCE_SECONDS = 300
"""Behind every sentence: the telephone hangs up where its microphone's file ends."""
_WAV_HEADER_BYTES = 44
_RTP_PORTS = 20
_CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip_port}
call_local_timeout 120
call_max_calls 4
net_interface 127.0.0.1
audio_player aufile,{phone}/heard.wav
audio_source aufile,{phone}/silence.wav
audio_alert aufile,{phone}/alert.wav
ring_aufile none
audio_buffer 20-160
rtp_ports {rtp_port}-{rtp_end}
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control_port}
"""


class Phone:
    """One telephone. ``async with Phone(…) as phone``: it is switched on, and off at the end."""

    def __init__(self, debian: Debian, folder: Path, number: str, sip_port: int | None = None) -> None:
        self.folder, self.number = folder, number
        folder.mkdir(parents=True)
        self._control_port = free_ports(1)[0]
        self.sip_port = sip_port or free_sip_port()
        self._debian = debian
        self._process: subprocess.Popen[bytes] | None = None
        self._events: list[dict[str, Any]] = []
        self._happened = asyncio.Condition()
        self._tokens = 0
        self.has_rung = False
        self.speaks(np.zeros(0, np.int16), "silence.wav")

    async def __aenter__(self) -> Phone:
        rtp_port = free_rtp_ports(_RTP_PORTS)
        config = _CONFIG.format(
            sip_port=self.sip_port, phone=PHONE, rtp_port=rtp_port, rtp_end=rtp_port + _RTP_PORTS - 2,
            control_port=self._control_port,
        )  # fmt: skip
        (self.folder / "config").write_text(config)
        account = (
            f"<sip:{self.number}@127.0.0.1:{self.sip_port}>;regint=0;answermode=manual;audio_codecs=pcma\n"
        )
        (self.folder / "accounts").write_text(account)
        (self.folder / "contacts").write_text("")
        command = self._debian.command(["baresip", "-f", PHONE, "-4"], {self.folder: PHONE}, fresh=["/run"])
        with (self.folder / "output").open("wb") as output:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment(),
                start_new_session=True,
            )  # fmt: skip
        self._reader, self._writer = await self._connected()
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listening.cancel()
        self._writer.close()
        assert self._process is not None
        await asyncio.to_thread(stop, self._process, 5.0)

    # What a person does

    async def calls(self, sip_port: int, dialled: str = "33663366") -> None:
        """Dial, and wait until the call is taken."""
        await self._command("dial", f"sip:{dialled}@127.0.0.1:{sip_port}")
        await self.waits_for("CALL_ESTABLISHED")

    async def answers(self, seconds: float = 40.0) -> None:
        """Wait for the bell, and pick up."""
        await self.rings(seconds)
        await self.picks_up()

    async def picks_up(self) -> None:
        """Answer the call that rings."""
        await self._command("accept")
        await self.waits_for("CALL_ESTABLISHED")

    async def rings(self, seconds: float = 40.0) -> None:
        """Wait for the bell."""
        await self.waits_for("CALL_INCOMING", seconds)

    async def presses(self, keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self._command("sndcode", key)

    async def says(self, pcm: Pcm, name: str) -> None:
        """Say something: ``pcm`` at 8 kHz. Returns at once."""
        self.speaks(pcm, name)
        await self._command("ausrc", f"aufile,{PHONE}/{name}")

    async def hangs_up(self) -> None:
        """Put the receiver down; turns away a call that rings."""
        await self._command("hangup")

    # What a person notices

    async def waits_for(self, event: str, seconds: float = 20.0) -> dict[str, Any]:
        """Return the next event of a kind that was not waited for yet. Raises ``TimeoutError``."""
        found = None

        def there() -> bool:
            nonlocal found
            found = next((each for each in self._events if each.get("type") == event), None)
            return found is not None

        async with self._happened:
            try:
                await asyncio.wait_for(self._happened.wait_for(there), seconds)
            except asyncio.TimeoutError:
                seen = [each.get("type") for each in self._events]
                raise TimeoutError(f"{self.number} waited {seconds} s for {event}; saw {seen}") from None
            assert found is not None
            self._events.remove(found)
        return found

    async def has_been_hung_up_on(self, seconds: float = 20.0) -> None:
        """Wait for the end of the call."""
        await self.waits_for("CALL_CLOSED", seconds)

    def heard(self) -> Pcm:
        """Return everything that the loudspeaker has played so far."""
        try:
            played = (self.folder / "heard.wav").read_bytes()[_WAV_HEADER_BYTES:]
        except OSError:
            return np.zeros(0, np.int16)
        return np.frombuffer(played[: len(played) // 2 * 2], "<i2").astype(np.int16)

    async def hears(self, what: Callable[[Pcm], bool], seconds: float = 20.0) -> None:
        """Wait until ``what`` is true of the sound heard so far. Raises ``TimeoutError``."""
        end = asyncio.get_running_loop().time() + seconds
        while not what(self.heard()):
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(f"{self.number} did not hear it within {seconds} s")
            await asyncio.sleep(0.1)

    # The control socket

    def speaks(self, pcm: Pcm, name: str) -> None:
        """Lay a sentence ready, with silence behind it."""
        write_wav(self.folder / name, np.concatenate([pcm, np.zeros(SILENCE_SECONDS * RATE_HZ, np.int16)]))

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in range(100):
            assert self._process is not None
            if self._process.poll() is not None:
                break
            try:
                return await asyncio.open_connection("127.0.0.1", self._control_port)
            except OSError:
                await asyncio.sleep(0.1)
        raise RuntimeError(f"No telephone:\n{(self.folder / 'output').read_text(errors='replace')}")

    async def _command(self, command: str, params: str = "") -> None:
        self._tokens += 1
        body = json.dumps({"command": command, "params": params, "token": str(self._tokens)}).encode()
        self._writer.write(b"%d:%s," % (len(body), body))
        await self._writer.drain()
        token, answer = str(self._tokens), {}

        def answered() -> bool:
            nonlocal answer
            answer = next((each for each in self._events if each.get("token") == token), {})
            return bool(answer)

        async with self._happened:
            await asyncio.wait_for(self._happened.wait_for(answered), 10)
            self._events.remove(answer)
        if not answer.get("ok"):
            raise RuntimeError(f"The telephone refused {command} {params}: {answer}; left: {self._events}")

    async def _listen(self) -> None:
        try:
            while True:
                length = int((await self._reader.readuntil(b":"))[:-1])
                message = json.loads((await self._reader.readexactly(length + 1))[:-1])
                async with self._happened:
                    self.has_rung |= message.get("type") == "CALL_INCOMING"
                    self._events.append(message)
                    self._happened.notify_all()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
