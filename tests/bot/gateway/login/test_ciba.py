"""A caller is asked in the MitID app: OpenID CIBA in poll mode, against the demonstration broker."""

import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from actions.fagsystemer.stubs import mitid
from bot.gateway.login.broker import Broker, BrokerLogin
from bot.gateway.login.ciba import BackChannelLogin, CibaSettings
from bot.gateway.login.settings import LoginSettings

ANNA, EVA, FINN, NOBODY = "+4520000001", "+4520000005", "+4520000006", "+4529999999"
ANNA_SUB = "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01"
Change = Callable[[dict[str, Any]], None]


class Phone:
    """A broker, the client under test, and a clock that only waiting moves."""

    def __init__(self, folder: Path) -> None:
        self.seconds = 1_790_000_000.0
        self.waits: list[float] = []
        self.polls: list[dict[str, str]] = []
        self.changes: dict[str, Change] = {}
        self.breaks: dict[str, int] = {}
        """How many requests to a path are answered with HTTP 500."""
        self.shorten = 0.0
        """Taken off every wait, as a hasty client would."""
        self.app = web.Application(middlewares=[self._interfere])
        settings = mitid.BrokerSettings(client_id="c", client_secret="s")
        mitid.setup(self.app, folder / "mitid.sqlite", None, settings=settings, now=lambda: self.seconds)
        self.folder = folder

    @web.middleware
    async def _interfere(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path == "/mitid/token":
            self.polls.append({key: str(value) for key, value in (await request.post()).items()})
        if self.breaks.get(request.path, 0):
            self.breaks[request.path] -= 1
            return web.Response(status=500)
        response = await handler(request)
        if (change := self.changes.get(request.path)) and response.status == 200:
            body = json.loads(response.body)
            change(body)
            return web.json_response(body)
        return response

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds - self.shorten

    async def start(self) -> None:
        self.server = TestServer(self.app)
        await self.server.start_server()
        issuer = str(self.server.make_url("/mitid"))
        login = LoginSettings("http://127.0.0.1", self.folder, issuer, client_id="c", client_secret="s")
        self.broker = Broker(login, lambda: self.seconds)
        self.login = BackChannelLogin(self.broker, "openid", lambda: self.seconds, wait=self.wait)

    async def asks(self, number: str, message: str = "Opkald") -> BrokerLogin | str:
        return await self.login.approve(number, message)


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Phone]:
    phone = Phone(tmp_path)
    await phone.start()
    yield phone
    await phone.broker.close()
    await phone.server.close()


async def test_a_registered_caller_who_approves_is_named_by_the_broker(phone: Phone) -> None:
    answer = await phone.asks(ANNA)
    assert isinstance(answer, BrokerLogin)
    assert answer.citizen == ANNA_SUB
    assert phone.waits == [1, 1]
    assert {poll["grant_type"] for poll in phone.polls} == {"urn:openid:params:grant-type:ciba"}


async def test_the_app_shows_the_words_that_are_said_on_the_line(phone: Phone) -> None:
    seen: list[str] = []

    async def look(seconds: float) -> None:
        async with ClientSession() as http, http.get(phone.server.make_url("/mitid/app")) as page:
            seen.append(await page.text())
        await phone.wait(seconds)

    await BackChannelLogin(phone.broker, "openid", lambda: phone.seconds, wait=look).approve(
        ANNA, "Opkald, kode 47"
    )
    assert re.search("Opkald, kode 47", seen[0])


@pytest.mark.parametrize(("number", "state"), [(EVA, "refused"), (FINN, "expired"), (NOBODY, "unregistered")])
async def test_nobody_is_named_without_an_approval(phone: Phone, number: str, state: str) -> None:
    assert await phone.asks(number) == state


async def test_every_slow_down_adds_five_seconds(phone: Phone) -> None:
    phone.shorten = 0.6
    await phone.asks(FINN)
    assert phone.waits[:4] == [1, 1, 6, 11]


async def test_one_lost_poll_is_no_reason_to_give_up(phone: Phone) -> None:
    phone.breaks["/mitid/token"] = 2
    assert isinstance(await phone.asks(ANNA), BrokerLogin)


async def test_a_broker_that_stops_answering_is_unavailable(phone: Phone) -> None:
    phone.breaks["/mitid/token"] = 99
    assert await phone.asks(ANNA) == "unavailable"
    assert len(phone.polls) == CibaSettings().patience


@pytest.mark.parametrize("path", ["/mitid/backchannel", "/mitid/.well-known/openid-configuration"])
async def test_a_broker_that_cannot_begin_is_unavailable(phone: Phone, path: str) -> None:
    phone.breaks[path] = 9
    assert await phone.asks(ANNA) == "unavailable"
    assert phone.polls == []


@pytest.mark.parametrize(
    "change",
    [
        {"auth_req_id": None},
        {"auth_req_id": 7},
        {"expires_in": "soon"},
        {"expires_in": -1},
        {"expires_in": True},
        {"interval": "often"},
        {"interval": float("nan")},
    ],
)
async def test_an_answer_without_sense_is_not_acted_on(phone: Phone, change: dict[str, Any]) -> None:
    phone.changes["/mitid/backchannel"] = lambda body: body.update(change)
    assert await phone.asks(ANNA) == "unavailable"
    assert phone.polls == []


async def test_a_broker_that_wants_no_pause_is_still_not_hammered(phone: Phone) -> None:
    phone.changes["/mitid/backchannel"] = lambda body: body.update(interval=0.0001)
    await phone.asks(FINN)
    assert min(phone.waits) >= CibaSettings().shortest_interval_seconds


async def test_a_broker_that_gives_forever_does_not_keep_us_polling(phone: Phone) -> None:
    phone.changes["/mitid/backchannel"] = lambda body: body.update(expires_in=10**9)
    began = phone.seconds
    assert await phone.asks(FINN) == "expired"
    assert phone.seconds - began <= CibaSettings().requested_expiry_seconds + 30


def break_signature(body: dict[str, Any]) -> None:
    head, payload, signature = body["id_token"].split(".")
    body["id_token"] = f"{head}.{payload}.{signature[::-1]}"


@pytest.mark.parametrize(
    "change",
    [break_signature, lambda body: body.pop("id_token"), lambda body: body.update(id_token="not.a.token")],
)
async def test_an_approval_that_cannot_be_verified_names_nobody(phone: Phone, change: Change) -> None:
    phone.changes["/mitid/token"] = change
    assert await phone.asks(ANNA) == "unavailable"


async def test_a_broker_without_back_channel_is_unavailable(phone: Phone) -> None:
    phone.changes["/mitid/.well-known/openid-configuration"] = lambda body: body.pop(
        "backchannel_authentication_endpoint"
    )
    assert await phone.asks(ANNA) == "unavailable"
