"""A scripted gateway on loopback: serves the built page, speaks the protocol, makes trouble on demand."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from bot.gateway.personal_service.notices import service_notice

from .fake_line import FakeLine

Part = dict[str, Any]
Script = Callable[["FakeConversation", str], Iterable[Part]]

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
GREETING: tuple[Part, ...] = (
    {"type": "text", "text": "Hej, jeg er kommunens digitale assistent – en robot."},
    {
        "type": "buttons",
        "text": "Hvad kan jeg hjælpe dig med?",
        "buttons": [
            {"title": "Bestil bioposer", "text": "Jeg vil gerne bestille bioposer"},
            {"title": "Tal med en medarbejder", "text": "Jeg vil gerne tale med en medarbejder"},
        ],
    },
)

WAITING: dict[str, Any] = {
    "queue": "borgerservice",
    "queue_name": "Borgerservice",
    "position": 2,
    "wait_minutes": 8,
    "is_open": True,
    "opens_at": None,
    "staffed": True,
    "as_of": "2026-11-20T10:00:00+01:00",
}


def echo(_: "FakeConversation", text: str) -> list[Part]:
    """Answer with the citizen's own words."""
    return [{"type": "text", "text": f"Du skrev: {text}"}]


def _who(conversation: "FakeConversation") -> str:
    assert conversation.person is not None, "no person has the conversation"
    return str(conversation.person["name"])


@dataclass
class FakeConversation:
    """What the gateway keeps about one conversation."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    messages: list[dict[str, Any]] = field(default_factory=list)
    state: str = "bot"
    identity: str = "none"
    expects: str | None = None
    waiting: dict[str, Any] | None = None
    person: dict[str, Any] | None = None
    feedback: list[dict[str, Any]] = field(default_factory=list)
    """What was posted of answers' use, in order: sent twice it would stand here twice."""
    typing: list[bool] = field(default_factory=list)
    """Every time the page said that the citizen writes, or has stopped."""
    turns: list[str] = field(default_factory=list)
    """Every text that was run as a turn, in order: a doubled message would stand here twice."""
    sockets: set[web.WebSocketResponse] = field(default_factory=set)

    def public(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "state": self.state,
            "identity": {"level": self.identity},
            "errands": [],
            "expects": self.expects,
            "max_chars": 2000,
            "waiting": self.waiting,
            "person": self.person,
        }

    def add(
        self,
        sender: str,
        *,
        text: str | None = None,
        part: Part | None = None,
        client_id: str | None = None,
        name: str | None = None,
    ) -> Any:
        message: dict[str, Any] = {
            "seq": len(self.messages) + 1,
            "from": sender,
            "time": f"2026-11-21T10:{len(self.messages) // 4:02d}:00+01:00",
        }
        known = (("text", text), ("part", part), ("client_id", client_id), ("name", name))
        message |= {key: value for key, value in known if value is not None}
        self.messages.append(message)
        return message


class FakeGateway:
    """One gateway for one test. Change ``script`` and the switches while it runs."""

    def __init__(self, dist: Path) -> None:
        self.dist = dist
        self.script: Script = echo
        self.greeting: tuple[Part, ...] = GREETING
        self.conversations: dict[str, FakeConversation] = {}
        self.refuse_sockets = False
        self.unreachable = False
        """Every API answer is a dropped connection, as when the server is away."""
        self.drop_before_echo = 0
        """So many messages are kept and answered, but the socket is cut before it says so."""
        self.go_on = asyncio.Event()
        """Cleared, answers wait after the typing bubble."""
        self.go_on.set()
        self.hellos: list[dict[str, Any]] = []
        self.address = ""
        self.banner: dict[str, Any] | None = None
        self.failing: set[str] = set()
        """Ends of paths that answer 503 instead of what they should."""
        self.line = FakeLine(self._knows)
        self._turn = asyncio.Lock()

    @property
    def only(self) -> FakeConversation:
        """The conversation, where there is just one."""
        (conversation,) = self.conversations.values()
        return conversation

    @property
    def newest(self) -> FakeConversation:
        return list(self.conversations.values())[-1]

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._headers])
        app.router.add_get("/", self._page)
        app.router.add_static("/assets", self.dist / "assets")
        app.router.add_post("/api/conversations", self._create)
        app.router.add_get("/api/conversations/{id}", self._read)
        app.router.add_post("/api/conversations/{id}/messages", self._post)
        app.router.add_post("/api/conversations/{id}/logout", self._logout)
        app.router.add_post("/api/conversations/{id}/withdraw", self._withdraw)
        app.router.add_post("/api/conversations/{id}/feedback", self._feedback)
        app.router.add_get("/api/banner", self._banner)
        app.router.add_get("/login", self._login)
        app.router.add_get("/ws/chat", self._socket)
        app.router.add_get("/ws/voice", self.line.serve)
        return app

    async def say(self, conversation: FakeConversation, sender: str, **content: Any) -> None:
        """Add a message and send it to the open pages."""
        message = conversation.add(sender, **content)
        await self._tell(conversation, {"type": "message", "message": message})

    async def set_state(self, conversation: FakeConversation, **changes: Any) -> None:
        """Change ``state``, ``identity``, ``waiting`` … and tell the open pages."""
        for name, value in changes.items():
            setattr(conversation, name, value)
        await self._tell(conversation, {"type": "state", **self._public(conversation)})

    async def wait(self, conversation: FakeConversation, **waiting: Any) -> None:
        """Put the citizen in a queue, by default as the second with eight minutes to go."""
        await self.set_state(
            conversation, state="waiting_for_person", person=None, waiting={**WAITING, **waiting}
        )

    async def join(self, conversation: FakeConversation, name: str = "Mette") -> None:
        """Let an employee take the conversation."""
        queue = (conversation.waiting or WAITING)["queue_name"]
        await self._notice(conversation, "person_joined", name=name, queue=queue)
        await self.set_state(conversation, state="with_person", waiting=None, person={"name": name})

    async def move(self, conversation: FakeConversation, queue: str) -> None:
        """Let the employee send the conversation to another queue."""
        await self._notice(conversation, "moved_by_person", name=_who(conversation), queue=queue)
        await self.wait(conversation, queue_name=queue)

    async def give_back(self, conversation: FakeConversation) -> None:
        """Let the employee leave; the assistant itself says that it is back."""
        text = service_notice("given_back", "da", name=_who(conversation))
        await self.say(conversation, "assistant", part={"type": "text", "text": text})
        await self.set_state(conversation, state="bot", person=None)

    async def close(self, conversation: FakeConversation) -> None:
        """Let the employee end the conversation, which asks what the citizen thinks of it."""
        await self._notice(conversation, "closed", name=_who(conversation))
        question = {"type": "feedback", "text": service_notice("feedback", "da")}
        await self.say(conversation, "assistant", part=question)
        await self.set_state(conversation, state="closed", person=None)

    async def _notice(self, conversation: FakeConversation, key: str, **values: str) -> None:
        await self.say(conversation, "system", text=service_notice(key, "da", **values))

    async def person_types(self, conversation: FakeConversation, on: bool = True) -> None:
        await self._tell(conversation, {"type": "typing", "on": on, "from": "person"})

    async def publish(self, banner: dict[str, Any] | None) -> None:
        """Tell every page of something acute, or that it is over."""
        self.banner = banner
        for conversation in self.conversations.values():
            await self._tell(conversation, {"type": "banner", "banner": banner})

    def _public(self, conversation: FakeConversation) -> dict[str, Any]:
        return {**conversation.public(), "banner": self.banner}

    async def drop_sockets(self) -> None:
        """Cut every socket, as a network does: without a word."""
        for conversation in self.conversations.values():
            for socket in list(conversation.sockets):
                transport = socket._req.transport if socket._req is not None else None
                if transport is not None:
                    transport.abort()

    # ---- routes ----

    @web.middleware
    async def _headers(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if self.unreachable and request.path.startswith(("/api", "/ws")):
            assert request.transport is not None
            request.transport.abort()
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = CSP
            response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(self.dist / "index.html")

    async def _create(self, _: web.Request) -> web.Response:
        conversation = FakeConversation()
        for part in self.greeting:
            conversation.add("assistant", part=part)
        self.conversations[conversation.id] = conversation
        answer = {
            "id": conversation.id,
            "token": conversation.token,
            "state": "bot",
            "parts": list(self.greeting),
        }
        return web.json_response(answer, status=201)

    async def _read(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        return web.json_response({**self._public(conversation), "messages": conversation.messages})

    async def _post(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        body = await request.json()
        parts = await self._run(conversation, body["text"], body.get("client_id"), None)
        return web.json_response({"parts": parts, "state": conversation.state})

    async def _logout(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        await self.say(conversation, "system", text="Du er logget ud.")
        await self.set_state(conversation, identity="none")
        return web.json_response({})

    async def _withdraw(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        self._may_fail(request)
        if conversation.state == "waiting_for_person":
            await self._notice(conversation, "withdrawn")
            await self.set_state(conversation, state="bot", waiting=None)
        return web.json_response(self._public(conversation))

    async def _feedback(self, request: web.Request) -> web.Response:
        conversation = self._of(request)
        await self.go_on.wait()
        self._may_fail(request)
        conversation.feedback.append(await request.json())
        return web.Response(status=204)

    async def _banner(self, _: web.Request) -> web.Response:
        return web.json_response({"banner": self.banner})

    def _may_fail(self, request: web.Request) -> None:
        if request.path.rsplit("/", 1)[-1] in self.failing:
            raise web.HTTPServiceUnavailable

    async def _login(self, _: web.Request) -> web.Response:
        """Stand in for the whole trip to the broker and back: logged in, and the errand has gone on."""
        conversation = self.newest
        conversation.identity = "mitid"
        conversation.add("assistant", part={"type": "text", "text": "Tak, du er logget ind."})
        raise web.HTTPFound("/?chat=1")

    def _of(self, request: web.Request) -> FakeConversation:
        conversation = self.conversations.get(request.match_info["id"])
        if conversation is None or request.headers.get("Authorization") != f"Bearer {conversation.token}":
            text = json.dumps({"error": {"code": "conversation_not_found", "text": "Samtalen findes ikke."}})
            raise web.HTTPNotFound(text=text, content_type="application/json")
        return conversation

    def _knows(self, hello: dict[str, Any]) -> bool:
        conversation = self.conversations.get(hello.get("conversation", ""))
        return conversation is not None and conversation.token == hello.get("token")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_sockets:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        conversation: FakeConversation | None = None
        try:
            async for frame in socket:
                if frame.type != WSMsgType.TEXT:
                    break
                data = json.loads(frame.data)
                if data["type"] == "hello":
                    conversation = await self._hello(socket, data)
                elif data["type"] == "ping":
                    await socket.send_json({"type": "pong"})
                elif data["type"] == "typing":
                    if conversation is not None:
                        conversation.typing.append(data["on"])
                elif conversation is not None:
                    await self._run(conversation, data["text"], data["client_id"], socket)
        finally:
            if conversation is not None:
                conversation.sockets.discard(socket)
        return socket

    async def _hello(self, socket: web.WebSocketResponse, hello: dict[str, Any]) -> FakeConversation | None:
        self.hellos.append(hello)
        conversation = self.conversations.get(hello.get("conversation", ""))
        if conversation is None or hello.get("token") != conversation.token:
            await socket.send_json(
                {"type": "error", "code": "conversation_not_found", "text": "Samtalen findes ikke."}
            )
            await socket.close()
            return None
        conversation.sockets.add(socket)
        missed = [message for message in conversation.messages if message["seq"] > hello["last_seq"]]
        await socket.send_json(
            {"type": "welcome", "conversation": self._public(conversation), "messages": missed}
        )
        return conversation

    async def _run(
        self,
        conversation: FakeConversation,
        text: str,
        client_id: str | None,
        socket: web.WebSocketResponse | None,
    ) -> list[Part]:
        async with self._turn:
            if any(message.get("client_id") == client_id for message in conversation.messages):
                return []
            conversation.turns.append(text)
            if self.drop_before_echo > 0 and socket is not None:
                self.drop_before_echo -= 1
                conversation.add("citizen", text=text, client_id=client_id)
                parts = list(self.script(conversation, text))
                for part in parts:
                    conversation.add("assistant", part=part)
                await self.drop_sockets()
                return parts
            await self.say(conversation, "citizen", text=text, client_id=client_id)
            if conversation.state != "with_person":
                await self._tell(conversation, {"type": "typing", "on": True})
            await self.go_on.wait()
            # The assistant is silent while a person has the conversation.
            parts = [] if conversation.state == "with_person" else list(self.script(conversation, text))
            for part in parts:
                await self.say(conversation, "assistant", part=part)
            if conversation.state != "with_person":
                await self._tell(conversation, {"type": "typing", "on": False})
            await self._tell(conversation, {"type": "state", **self._public(conversation)})
            return parts

    async def _tell(self, conversation: FakeConversation, frame: dict[str, Any]) -> None:
        for socket in list(conversation.sockets):
            # One that was cut is not known as closed until its own end has found out.
            with suppress(ConnectionResetError):
                await socket.send_json(frame)
