"""A gateway on free ports with a scripted Rasa behind it, and the clients that use it."""

import asyncio
import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, DummyCookieJar, web
from aiohttp.test_utils import TestServer

from bot.gateway.app import create_app
from bot.gateway.calls.settings import CallSettings
from bot.gateway.clock import Clock
from bot.gateway.desk.sign_in import DeskSettings
from bot.gateway.login import LoginSettings
from bot.gateway.settings import GatewaySettings
from tests.actions.fakes import fake_fagsystemer
from tests.bot.gateway.fake_rasa import FakeRasa
from tests.ports import kept_port

Json = dict[str, Any]
OPERATOR_TOKEN = "the-operators-own-token"


class Time:
    """Both clocks of the gateway, moved by the test."""

    def __init__(self) -> None:
        self.seconds = 1_790_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


async def a_moment(_: float) -> None:
    """Wait for anything as long as it takes the others to get on."""
    await asyncio.sleep(0.005)


@dataclass(frozen=True)
class Answer:
    """Status and JSON of an answer."""

    status: int
    json: Json
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])

    @property
    def texts(self) -> list[str]:
        return [part["text"] for part in self.json["parts"]]


class Chat:
    """One conversation as a script uses it."""

    def __init__(self, house: "House", begun: Json) -> None:
        self._house = house
        self.id: str = begun["id"]
        self.token: str = begun["token"]
        self.begun = begun

    @property
    def path(self) -> str:
        return f"/api/conversations/{self.id}"

    async def call(self, method: str, more: str = "", **request: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}", **request.pop("headers", {})}
        return await self._house.call(method, self.path + more, headers=headers, **request)

    async def say(self, text: Any, **more: Any) -> Answer:
        return await self.call("POST", "/messages", json={"text": text, **more})

    async def read(self, after: int = 0) -> Json:
        answer = await self.call("GET", f"?after={after}")
        assert answer.status == 200
        return answer.json

    async def transcript(self) -> list[str]:
        """Return ``who: what`` of everything said after the greeting."""
        messages = (await self.read(after=2))["messages"]
        return [f"{m['from']}: {m.get('text') or m['part']['text']}" for m in messages]


class Socket:
    """An open chat socket."""

    def __init__(self, socket: ClientWebSocketResponse[Any]) -> None:
        self.socket = socket

    async def send(self, **frame: Any) -> None:
        await self.socket.send_json(frame)

    async def next(self) -> Json:
        return dict(await self.socket.receive_json(timeout=5))

    async def until(self, kind: str) -> Json:
        """Return the next frame of this kind, passing over others."""
        while True:
            frame = await self.next()
            if frame["type"] == kind:
                return frame

    async def messages(self, count: int) -> list[Json]:
        return [(await self.until("message"))["message"] for _ in range(count)]

    async def closed(self) -> int | None:
        """Wait for the end; return the close code."""
        while not self.socket.closed:
            await self.socket.receive(timeout=5)
        return self.socket.close_code


class House:
    """The gateway under test and what stands around it."""

    def __init__(self, state_dir: Path, rasa: FakeRasa, rasa_url: str) -> None:
        port = kept_port()
        self.url = f"http://127.0.0.1:{port}"
        self.rasa = rasa
        self.time = Time()
        self.systems = fake_fagsystemer()
        # Ports that nothing listens on: these services are down unless a test starts them.
        nowhere = f"http://127.0.0.1:{kept_port()}"
        self.settings = GatewaySettings(
            public_url=self.url,
            state_dir=state_dir,
            rasa_url=rasa_url,
            actions_url=nowhere,
            fagsystem_url=nowhere,
            login=LoginSettings(
                public_url=self.url,
                state_dir=state_dir,
                issuer=f"{nowhere}/mitid",
                client_id="en-indgang-demo",
                client_secret="not-a-secret",
            ),
            desk=DeskSettings(
                public_url=self.url,
                state_dir=state_dir,
                issuer=f"{nowhere}/mitid",
                client_id="en-indgang-desk-demo",
                client_secret="not-a-secret",
            ),
            calls=CallSettings(OPERATOR_TOKEN, f"ws://127.0.0.1:{kept_port()}/ws/voice"),
            port=port,
            web_dir=state_dir / "dist",
            shutdown_seconds=0.0,
        )
        self._server: TestServer | None = None

    @property
    def app(self) -> web.Application:
        assert self._server is not None
        return self._server.app

    async def start(self) -> None:
        self.http = ClientSession(self.url, cookie_jar=DummyCookieJar())
        app = create_app(
            self.settings, Clock(wall=self.time, monotonic=self.time, wait=a_moment), self.systems
        )
        self._server = TestServer(app, port=self.settings.port)
        await self._server.start_server()

    async def stop(self) -> None:
        if self._server is not None:
            await self._server.close()
        await self.http.close()

    async def restart(self, **changes: Any) -> None:
        """Stop the gateway and start a new one on the same state."""
        await self.stop()
        self.settings = dataclasses.replace(self.settings, **changes)
        await self.start()

    async def call(self, method: str, path: str, **request: Any) -> Answer:
        async with self.http.request(method, path, **request) as response:
            return Answer(response.status, await response.json(), dict(response.headers))

    async def begin(self, **request: Any) -> Chat:
        answer = await self.call("POST", "/api/conversations", **request)
        assert answer.status == 201, answer
        return Chat(self, answer.json)

    async def socket(self, chat: Chat, last_seq: int = 0, **hello: Any) -> Socket:
        """Open a socket and say hello; the welcome is the next frame."""
        socket = Socket(await self.http.ws_connect("/ws/chat"))
        begin = {"type": "hello", "conversation": chat.id, "token": chat.token, "last_seq": last_seq}
        await socket.send(**{**begin, **hello})
        return socket
