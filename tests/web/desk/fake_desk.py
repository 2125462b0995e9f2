"""A scripted gateway for the desk: speaks the contract on loopback, makes trouble on demand."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from ..fake_gateway import CSP
from .cases import METTE, NOW, QUEUES, TOPICS, Json

COOKIE = "fake_desk"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Socket:
    """One open page: whose it is and what it watches."""

    def __init__(self, socket: web.WebSocketResponse, employee: Json) -> None:
        self.socket = socket
        self.employee = employee
        self.watched: set[str] = set()


class FakeDesk:
    """One desk for one test. Who comes without a cookie is ``employee``; None is nobody."""

    def __init__(self, dist: Path) -> None:
        self.dist = dist
        self.employee: Json | None = METTE
        self.cases: dict[str, Json] = {}
        self.messages: dict[str, list[Json]] = {}
        self.notes: dict[str, list[Json]] = {}
        self.queues: list[Json] = deepcopy(QUEUES)
        self.call_backs: dict[str, Json] = {}
        self.banner: Json | None = None
        self.topics_off: list[str] = []
        self.suggestions: list[Json] = []
        self.asked: list[tuple[str, str]] = []
        """Case and words of every search."""
        self.frames: list[Json] = []
        """Every frame that a page sent."""
        self.acts: list[tuple[str, Json]] = []
        """Every act that arrived, by path."""
        self.unreachable = False
        """Every answer is a dropped connection, as when the gateway is away."""
        self.losing_answers = False
        """Acts are done, but the connection is cut before the answer; a browser may try again by itself."""
        self.slow = asyncio.Event()
        """Cleared, acts wait before anything is done."""
        self.slow.set()
        self.quiet = False
        """Frames about messages do not come by themselves."""
        self.address = ""
        self.sockets: list[Socket] = []

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self._trouble])
        route = app.router
        route.add_get("/desk", self._page)
        route.add_get("/desk/login", self._login)
        route.add_post("/desk/logout", self._logout)
        route.add_static("/assets", self.dist / "assets")
        route.add_get("/api/desk/me", self._me)
        route.add_post("/api/desk/cases/{id}/take", self._take)
        route.add_post("/api/desk/cases/{id}/messages", self._message)
        route.add_post("/api/desk/cases/{id}/notes", self._note)
        route.add_post("/api/desk/cases/{id}/move", self._move)
        route.add_post("/api/desk/cases/{id}/give_back", self._give_back)
        route.add_post("/api/desk/cases/{id}/close", self._close)
        route.add_post("/api/desk/call_backs/{id}/{act}", self._call_back)
        route.add_put("/api/desk/banner", self._banner)
        route.add_delete("/api/desk/banner", self._no_banner)
        route.add_put("/api/desk/topics/{enquiry}", self._topic)
        route.add_get("/api/desk/suggestions", self._suggest)
        route.add_get("/ws/desk", self._socket)
        return app

    # ---- what a test makes happen ----

    async def tell(self, frame: Json, watching: str | None = None) -> None:
        """Send a frame to every page, or to those that watch the case."""
        for page in list(self.sockets):
            if watching is None or watching in page.watched:
                await page.socket.send_json(frame)

    async def add(self, case: Json, *messages: Json) -> None:
        """A case comes in."""
        self.cases[case["id"]] = case
        self.messages[case["id"]] = list(messages)
        await self.tell({"type": "case", "case": case})

    async def change(self, id: str, **changes: Any) -> Json:
        """A case changes."""
        case = self.cases[id]
        case |= changes
        case["version"] += 1
        await self.tell({"type": "case", "case": case})
        return case

    async def say(self, id: str, sender: str, text: str, **more: Any) -> Json:
        """Somebody says something."""
        lines = self.messages.setdefault(id, [])
        seq = len(lines) + 1
        message = {"seq": seq, "from": sender, "time": NOW, "text": text, **more}
        lines.append(message)
        if not self.quiet:
            await self.tell({"type": "message", "case": id, "message": message}, watching=id)
        return message

    async def cut(self) -> None:
        """Cut every socket, as a network does: without a word."""
        for page in list(self.sockets):
            request = page.socket._req
            if request is not None and request.transport is not None:
                request.transport.abort()

    async def sign_out(self) -> None:
        """The session ends."""
        self.employee = None
        for page in list(self.sockets):
            await page.socket.close(code=4401)

    # ---- routes ----

    @web.middleware
    async def _trouble(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        api = request.path.startswith(("/api", "/ws"))
        if self.unreachable and api:
            return self._abort(request)
        if api and self._who(request) is None:
            return problem(401, "not_signed_in", "Log ind først.")
        act = request.method != "GET" and api
        if act:
            await self.slow.wait()
            body = await request.json() if request.can_read_body else {}
            self.acts.append((request.path.removeprefix("/api/desk/"), body))
        response = await handler(request)
        if act and self.losing_answers:
            return self._abort(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = CSP
        return response

    def _abort(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response(status=503)

    def _who(self, request: web.Request) -> Json | None:
        cookie = request.cookies.get(COOKIE)
        return {"id": cookie, "name": cookie.title()} if cookie and self.employee else self.employee

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(self.dist / "desk.html")

    async def _login(self, _: web.Request) -> web.StreamResponse:
        self.employee = METTE
        raise web.HTTPFound("/desk")

    async def _logout(self, _: web.Request) -> web.Response:
        self.employee = None
        return web.json_response({})

    async def _me(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "employee": self._who(request),
                "queues": self.queues,
                "outcomes": ["loest", "viderevist", "tilbagekald", "opgivet"],
                "topics": TOPICS,
                "topics_off": self.topics_off,
                "banner": self.banner,
                "now": NOW,
            }
        )

    async def _take(self, request: web.Request) -> web.Response:
        case = self._case(request)
        who = self._who(request)
        if case["state"] == "with_person" and case["person"] != who and not case.get("away"):
            answer = {"error": {"code": "taken_by_another", "text": "Taget."}, "person": case["person"]}
            return web.json_response(answer, status=409)
        if case["state"] not in ("waiting", "with_person"):
            return problem(409, "not_possible", "Det kan ikke lade sig gøre nu.")
        case = await self.change(
            case["id"], state="with_person", person=who, away=False, taken_at=NOW, ringing=False
        )
        return web.json_response({"case": case})

    async def _message(self, request: web.Request) -> web.Response:
        id, body = request.match_info["id"], await request.json()
        known = [m for m in self.messages.get(id, []) if m.get("client_id") == body["client_id"]]
        who = self._who(request) or METTE
        name = who["name"].split()[0]
        message = (
            known[0]
            if known
            else await self.say(id, "person", body["text"], name=name, client_id=body["client_id"])
        )
        return web.json_response({"message": message})

    async def _note(self, request: web.Request) -> web.Response:
        id, body = request.match_info["id"], await request.json()
        notes = self.notes.setdefault(id, [])
        who = self._who(request) or METTE
        note = {"seq": len(notes) + 1, "time": NOW, "by": who["name"], **body}
        notes.append(note)
        await self.tell({"type": "note", "case": id, "note": note}, watching=id)
        return web.json_response({"note": note})

    async def _move(self, request: web.Request) -> web.Response:
        case, body = self._case(request), await request.json()
        name = next(queue["name"] for queue in self.queues if queue["id"] == body["queue"])
        case = await self.change(
            case["id"], state="waiting", person=None, taken_at=None, queue=body["queue"], queue_name=name
        )
        return web.json_response({"case": case})

    async def _give_back(self, request: web.Request) -> web.Response:
        case = await self.change(self._case(request)["id"], state="returned", ended_at=NOW)
        return web.json_response({"case": case})

    async def _close(self, request: web.Request) -> web.Response:
        body = await request.json()
        changes = {"state": "closed", "outcome": body["outcome"], "ended_at": NOW}
        return web.json_response({"case": await self.change(self._case(request)["id"], **changes)})

    async def _call_back(self, request: web.Request) -> web.Response:
        one = self.call_backs[request.match_info["id"]]
        who = self._who(request)
        if request.match_info["act"] == "take":
            if one["person"] not in (None, who):
                error = {"code": "taken_by_another", "text": "Taget.", "person": one["person"]}
                return web.json_response({"error": error}, status=409)
            one |= {"status": "taken", "person": who}
        else:
            one |= {"status": "closed", "outcome": (await request.json())["outcome"]}
        await self.tell({"type": "call_backs", "call_backs": list(self.call_backs.values())})
        return web.json_response({"call_back": one})

    async def _banner(self, request: web.Request) -> web.Response:
        self.banner = {"id": "b-1", **(await request.json())}
        await self.tell({"type": "banner", "banner": self.banner})
        return web.json_response({"banner": self.banner})

    async def _no_banner(self, _: web.Request) -> web.Response:
        self.banner = None
        await self.tell({"type": "banner", "banner": None})
        return web.json_response({"banner": None})

    async def _topic(self, request: web.Request) -> web.Response:
        enquiry, off = request.match_info["enquiry"], (await request.json())["off"]
        others = [one for one in self.topics_off if one != enquiry]
        self.topics_off = [*others, enquiry] if off else others
        await self.tell({"type": "topics_off", "topics_off": self.topics_off})
        return web.json_response({"topics_off": self.topics_off})

    async def _suggest(self, request: web.Request) -> web.Response:
        words = request.query.get("q", "")
        self.asked.append((request.query["case"], words))
        found = [one for one in self.suggestions if words.lower() in (one["title"] + one["text"]).lower()]
        return web.json_response({"suggestions": found})

    def _case(self, request: web.Request) -> Json:
        case = self.cases.get(request.match_info["id"])
        if case is None:
            raise web.HTTPNotFound(
                text=json.dumps({"error": {"code": "case_not_found", "text": "Sagen findes ikke."}}),
                content_type="application/json",
            )
        return case

    # ---- the socket ----

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        page = Socket(socket, self._who(request) or METTE)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._frame(page, json.loads(frame.data))
        finally:
            if page in self.sockets:
                self.sockets.remove(page)
        return socket

    async def _frame(self, page: Socket, frame: Json) -> None:
        self.frames.append(frame)
        id = frame.get("case", "")
        if frame["type"] == "hello":
            self.sockets.append(page)
            await page.socket.send_json(
                {
                    "type": "welcome",
                    "employee": page.employee,
                    "queues": self.queues,
                    "cases": list(self.cases.values()),
                    "call_backs": list(self.call_backs.values()),
                    "banner": self.banner,
                    "topics_off": self.topics_off,
                    "now": NOW,
                }
            )
        elif frame["type"] == "watch":
            page.watched.add(id)
            messages = [m for m in self.messages.get(id, []) if m["seq"] > frame["last_seq"]]
            notes = self.notes.get(id, [])
            await page.socket.send_json({"type": "watched", "case": id, "messages": messages, "notes": notes})
        elif frame["type"] == "unwatch":
            page.watched.discard(id)
        elif frame["type"] == "ping":
            await page.socket.send_json({"type": "pong"})


def problem(status: int, code: str, text: str) -> web.Response:
    return web.json_response({"error": {"code": code, "text": text}}, status=status)
