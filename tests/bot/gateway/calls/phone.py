"""A telephone line as the voice process holds it, against a gateway with a scripted Rasa."""

import dataclasses
import json
from typing import Any

from aiohttp import ClientWebSocketResponse, WSMsgType, web
from aiohttp.test_utils import TestServer

from actions.fagsystemer.stubs import mitid
from bot.gateway.calls.calls import Calls
from bot.gateway.calls.keys import CALLS
from tests.bot.gateway.desk_page import handed_over
from tests.bot.gateway.fake_rasa import Json, Step, done, part
from tests.bot.gateway.house import OPERATOR_TOKEN, Answer, House

CALL = "3c2e1a9e-51d4-4a36-9d55-0a6f1f0e7b11"
ANNA, EVA, FINN, NOBODY = "+4520000001", "+4520000005", "+4520000006", "+4529999999"
ANNA_SUB = "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01"
AS_OPERATOR = {"Authorization": f"Bearer {OPERATOR_TOKEN}"}


def calls_of(house: House) -> Calls:
    return house.app[CALLS]


async def announce(house: House, caller: Any = None, call: str = CALL) -> Answer:
    body = {} if caller is None else {"caller": caller}
    return await house.call("PUT", f"/api/calls/{call}", json=body, headers=AS_OPERATOR)


async def record(house: House, call: str = CALL) -> Json:
    answer = await house.call("GET", f"/api/calls/{call}", headers=AS_OPERATOR)
    assert answer.status == 200, answer
    return answer.json


async def next_step(house: House, call: str = CALL) -> str:
    async with house.http.get(f"/api/calls/{call}/next") as response:
        assert response.content_type == "text/plain"
        return await response.text()


class Line:
    """One socket of one call."""

    def __init__(self, socket: ClientWebSocketResponse[Any]) -> None:
        self.socket = socket
        self._said = 0

    async def next(self) -> Json:
        return dict(await self.socket.receive_json(timeout=5))

    async def until(self, kind: str) -> Json:
        while (frame := await self.next())["type"] != kind:
            pass
        return frame

    async def send(self, **frame: Any) -> None:
        await self.socket.send_json(frame)

    async def says(self, text: str, id: str = "", **more: Any) -> list[Json]:
        """Say something; return every frame up to the one that ends the answer."""
        self._said += 1
        said = id or f"s{self._said}"
        begin = self._said * 1000.0
        frame = {"confidence": 0.9, "start_ms": begin, "end_ms": begin + 400, "engine": "vosk", **more}
        await self.send(type="say", id=said, text=text, **frame)
        return await self.answer(said)

    async def answer(self, said: str | None) -> list[Json]:
        frames = [await self.next()]
        while not (frames[-1]["type"] in ("done", "failed") and frames[-1]["id"] == said):
            frames.append(await self.next())
        return frames

    async def closed(self) -> int | None:
        while not self.socket.closed:
            if (await self.socket.receive(timeout=5)).type is WSMsgType.CLOSED:
                break
        return self.socket.close_code


async def pick_up(house: House, call: str = CALL) -> Line:
    """Open the line; the welcome is the next frame."""
    return Line(await house.http.ws_connect(f"/api/calls/{call}/line", headers=AS_OPERATOR))


async def greeted(house: House, call: str = CALL) -> Line:
    line = await pick_up(house, call)
    assert (await line.next())["type"] == "welcome"
    return line


def heard(frames: list[Json]) -> list[str]:
    """What is spoken of the parts among the frames."""
    return [f["part"].get("speech") or f["part"]["text"] for f in frames if f["type"] == "part"]


class MitId:
    """The demonstration broker, on the gateway's clock unless the test holds its own."""

    def __init__(self, house: House) -> None:
        self.app = web.Application()
        settings = mitid.BrokerSettings(
            client_id="en-indgang-demo", client_secret="not-a-secret", approve_after_seconds=0.0
        )
        folder = house.settings.state_dir
        mitid.setup(self.app, folder / "mitid.sqlite", None, settings=settings, now=house.time)
        self.house = house

    async def start(self) -> None:
        self.server = TestServer(self.app)
        await self.server.start_server()
        issuer = str(self.server.make_url("/mitid"))
        self.app_page = f"{issuer}/app"
        login = dataclasses.replace(self.house.settings.login, issuer=issuer)
        await self.house.restart(login=login)


def dialogue(turn: Json) -> list[Step]:
    """A dialogue with one personal question, one public one, and one wish for a person."""
    told = turn["metadata"]
    waiting = done(expects="login", errands=[{"intent": "hjemmepleje_hvornaar", "state": "waiting_login"}])
    match turn.get("text") or turn["event"]:
        case "Hvornår kommer hun?" if told["citizen"]:
            return [part(f"Hun kommer kl. 10, {told['citizen']}"), done()]
        case "Hvornår kommer hun?":
            login = {
                "type": "login",
                "text": "Log ind",
                "speech": "Godkend i din MitID-app.",
                "title": "MitID",
            }
            return [{"part": login}, waiting]
        case "login_done":
            return [part(f"Nu ved jeg det, {told['citizen']}"), done()]
        case "login_failed":
            return [part(f"Ikke logget ind: {turn['reason']}"), done(expects="yes_no")]
        case "Stil mig om" | "Jeg vil gerne tale med et menneske":
            queue = {"id": "hjemmeplejen", "name": "Hjemmeplejen"}
            handoff = {"type": "handoff", "text": "Jeg stiller dig videre.", "queue": queue}
            return [{"part": handoff}, done(state="waiting_for_person")]
        case "Vis mig et link":
            link = {
                "type": "link",
                "text": "Læs mere her:",
                "title": "Affald",
                "url": "https://www.kk.dk/affald",
            }
            return [{"part": link}, done()]
        case "Vis mig et andet link":
            link = {"type": "link", "text": "Og her:", "title": "Pas", "url": "https://www.kk.dk/pas"}
            return [{"part": link}, done()]
        case "Hvilken dag?":
            buttons = [
                {"title": "I morgen", "text": "den i morgen"},
                {"title": "Torsdag", "text": "på torsdag"},
            ]
            return [
                {"part": {"type": "buttons", "text": "Hvilken?", "buttons": buttons}},
                done(expects="choice"),
            ]
    return [part(f"Svar på: {turn.get('text')}"), done()]


def with_packet(turn: Json) -> list[Step]:
    """Hand over as the assistant does: with a packet."""
    if turn.get("text") in ("Stil mig om", "Jeg vil gerne tale med et menneske"):
        steps = dialogue(turn)
        return [steps[0], done(state="waiting_for_person", handover=handed_over())]
    return dialogue(turn)


def as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
