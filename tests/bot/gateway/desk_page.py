"""An employee's page, signed in at the gateway under test."""

from collections.abc import Iterable
from typing import Any

from aiohttp import ClientSession, CookieJar
from yarl import URL

from bot.gateway.desk.keys import DESK
from bot.gateway.desk.sign_in import Employee
from tests.bot.gateway.fake_rasa import Step, done, part
from tests.bot.gateway.house import Answer, House, Json, Socket

METTE = Employee("sub-mette", "Mette Holst", frozenset({"service_desk"}))
OMAR = Employee("sub-omar", "Omar Said", frozenset({"service_desk"}))


class DeskPage:
    """One employee in one browser."""

    def __init__(self, house: House, employee: Employee) -> None:
        self._house = house
        self.employee = employee
        self.http = ClientSession(house.url, cookie_jar=CookieJar(unsafe=True))
        secret = house.app[DESK].sign_in.store.admit(employee, "id-token")
        self.http.cookie_jar.update_cookies({"indgang_desk": secret}, URL(house.url))

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        headers = {} if method == "GET" else {"Origin": self._house.url}
        async with self.http.request(
            method, f"/api/desk{path}", json=body, headers=headers, **more
        ) as answer:
            return Answer(answer.status, await answer.json(), dict(answer.headers))

    async def act(self, case: str, act: str, **body: Any) -> Answer:
        return await self.call("POST", f"/cases/{case}/{act}", body)

    async def cases(self) -> list[Json]:
        return list((await self.call("GET", "/cases")).json["cases"])

    async def only_case(self) -> Json:
        (case,) = await self.cases()
        return case

    async def open(self, **hello: Any) -> Socket:
        """Open the socket; the welcome has been read."""
        socket = Socket(await self.http.ws_connect("/ws/desk", headers={"Origin": self._house.url}))
        await socket.send(type="hello", **hello)
        self.welcome = await socket.until("welcome")
        return socket

    async def close(self) -> None:
        await self.http.close()


def handed_over(contact_id: str = "samtale-1", **changes: Any) -> Json:
    """Return the packet that the dialogue hands over."""
    return {
        "id": contact_id,
        "receipt": "K-1001",
        "queue": "borgerservice",
        "priority": "normal",
        "reason": "asked_for_person",
        "topics": [
            {
                "intent": "mitid_hjaelp",
                "title": "MitID virker ikke",
                "state": "handed_over",
                "summary": "mit MitID virker ikke",
                "facts": {},
            },
            {
                "intent": "regning_forstaar_ikke",
                "title": "Regning",
                "state": "handed_over",
                "summary": "en regning, jeg ikke forstår",
                "facts": {"Det gælder": "varme"},
            },
        ],
        "failed": [],
        **changes,
    }


def hands_over_on_wish(turn: Json) -> Iterable[Step]:
    """Hand over when the citizen asks for a person; answer everything else."""
    if "menneske" in (turn.get("text") or ""):
        yield part("Jeg stiller dig videre til personlig betjening.")
        yield done(state="waiting_for_person", handover=handed_over())
    else:
        yield part(f"Svar på: {turn.get('text') or turn.get('event')}")
        yield done()
