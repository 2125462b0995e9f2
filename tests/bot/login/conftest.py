"""A whole login on free ports: the gateway's login, the demonstration broker, and a citizen's browser."""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from actions.fagsystemer.stubs import mitid
from bot.gateway import login as gateway_login
from tests.ports import kept_port

COOKIE = "session"
Change = Callable[[dict], None]


class Clock:
    """Seconds since 1970, moved by the test."""

    def __init__(self) -> None:
        self.seconds = 1_790_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class FakeConversations:
    """Conversations in memory: what was bound, rotated and run, in order."""

    beginnings: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    citizens: dict[str, str] = field(default_factory=dict)
    log: list[tuple] = field(default_factory=list)
    gone_at_binding: bool = False

    async def begun_by(self, conversation: str):
        return self.beginnings.get(conversation)

    async def carries_session(self, conversation: str, request: web.Request) -> bool:
        return request.cookies.get(COOKIE) == self.cookies.get(conversation, object())

    async def bind_identity(self, conversation: str, citizen: str) -> None:
        if self.gone_at_binding:
            raise gateway_login.ConversationGoneError
        self.citizens[conversation] = citizen
        self.log.append(("bound", citizen))

    async def rotate_session(self, conversation: str, response: web.StreamResponse) -> None:
        if conversation in self.cookies:
            self.cookies[conversation] += "+"
            response.set_cookie(COOKIE, self.cookies[conversation])
        self.log.append(("rotated",))

    async def run_event(self, conversation: str, event: str, reason: str | None = None) -> None:
        self.log.append((event, reason))


@dataclass
class House:
    """Everything that stands in one test."""

    http: ClientSession
    gateway: str
    broker: str
    broker_server: TestServer
    conversations: FakeConversations
    login: gateway_login.Login
    settings: gateway_login.LoginSettings
    clock: Clock
    changes: list[Change]
    """What the broker does to its token response before it goes out."""
    discovery_changes: list[Change]
    """What the broker does to its discovery document before it goes out."""

    async def get(self, address: str):
        return await self.http.get(address, allow_redirects=False)

    async def to_broker(self, link: str) -> str:
        """Follow the link in the chat; the address of the broker's login page."""
        answer = await self.get(link)
        assert answer.status == 302, await answer.text()
        return answer.headers["Location"]

    async def callback(self, link: str, citizen: str = "anna-jensen", decision: str = "approve") -> str:
        """Log in at the broker as a person does; the callback address that the browser is sent to."""
        page = await (await self.get(await self.to_broker(link))).text()
        form = {
            "login": re.search(r'name="login" value="([^"]+)"', page)[1],
            "citizen": citizen,
            "decision": decision,
        }
        answer = await self.http.post(f"{self.broker}/login", data=form, allow_redirects=False)
        assert answer.status == 302
        return answer.headers["Location"]

    def api_link(self) -> str:
        """A login link in a conversation that was begun over the API."""
        self.conversations.beginnings["c-api"] = "api"
        return self.login.login_url("c-api")

    def browser_link(self) -> str:
        """A login link in a conversation of this browser."""
        self.conversations.beginnings["c-browser"] = "browser"
        self.conversations.cookies.setdefault("c-browser", "cookie-of-this-browser")
        self.http.cookie_jar.update_cookies({COOKIE: self.conversations.cookies["c-browser"]})
        return self.login.login_url("c-browser")

    def another_browser(self) -> None:
        """Go on as somebody else's browser."""
        self.http.cookie_jar.clear()
        self.http.cookie_jar.update_cookies({COOKIE: "cookie-of-another-browser"})


@asynccontextmanager
async def standing_house(folder: Path) -> AsyncIterator[House]:
    clock, conversations, changes, discovery_changes = Clock(), FakeConversations(), [], []

    changes_by_path = {
        "/mitid/token": changes,
        "/mitid/.well-known/openid-configuration": discovery_changes,
    }

    @web.middleware
    async def change_answers(request, handler):
        response = await handler(request)
        due = changes_by_path.get(request.path)
        if not due:
            return response
        body = json.loads(response.body)
        for change in due:
            change(body)
        return web.json_response(body, status=response.status)

    broker_app = web.Application(middlewares=[change_answers])
    mitid.setup(
        broker_app,
        folder / "mitid.sqlite",
        None,
        settings=mitid.BrokerSettings(client_id="the-client", client_secret="the secret"),
        now=clock,
    )
    port = kept_port()
    async with (
        TestServer(broker_app, host="127.0.0.1") as broker,
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as http,
    ):
        settings = gateway_login.LoginSettings(
            public_url=f"http://127.0.0.1:{port}",
            state_dir=folder,
            issuer=str(broker.make_url("/mitid")),
            client_id="the-client",
            client_secret="the secret",
        )
        app = web.Application()
        login = gateway_login.setup(app, conversations, settings, now=clock)
        async with TestServer(app, host="127.0.0.1", port=port):
            yield House(
                http,
                settings.public_url,
                settings.issuer,
                broker,
                conversations,
                login,
                settings,
                clock,
                changes,
                discovery_changes,
            )


@pytest.fixture
async def house(tmp_path: Path):
    async with standing_house(tmp_path) as house:
        yield house
