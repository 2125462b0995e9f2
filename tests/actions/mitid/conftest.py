"""The demonstration broker on a free port, its clock in our hand, and a client that is registered with it."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from actions.fagsystemer.stubs import mitid

VERIFIER = "v" * 64


class Clock:
    """Seconds since 1970, moved by the test."""

    def __init__(self) -> None:
        self.seconds = 1_790_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


@dataclass
class Broker:
    """The running broker, as a client and as a citizen's browser see it."""

    http: ClientSession
    address: str
    clock: Clock
    app: web.Application
    settings: mitid.BrokerSettings
    redirect_uri: str = "http://127.0.0.1:43210/login/callback"
    basic: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.basic = (self.settings.client_id, self.settings.client_secret)

    def request(self, **changes: str | None) -> dict[str, str]:
        """A valid authorisation request, with changes; ``None`` leaves a parameter out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
        whole: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.basic[0],
            "redirect_uri": self.redirect_uri,
            "scope": "openid",
            "state": "the-state",
            "nonce": "the-nonce",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in whole.items() if value is not None}

    async def get(self, path: str, **parameters: str):
        return await self.http.get(f"{self.address}{path}", params=parameters, allow_redirects=False)

    async def post(self, path: str, **form: str):
        return await self.http.post(f"{self.address}{path}", data=form, allow_redirects=False)

    async def login_page(self, **changes: str | None) -> str:
        """The id of a new login, read out of its page."""
        answer = await self.get("/authorize", **self.request(**changes))
        assert answer.status == 200
        return re.search(r'name="login" value="([^"]+)"', await answer.text())[1]

    async def answer(self, citizen: str, decision: str = "approve", **changes: str | None):
        """The broker's answer to the citizen's form."""
        login = await self.login_page(**changes)
        return await self.post("/login", login=login, citizen=citizen, decision=decision)

    async def code(self, citizen: str = "anna-jensen", **changes: str | None) -> str:
        return sent_back(await self.answer(citizen, **changes))["code"]

    async def token(self, **form: str):
        """The token endpoint's answer to this client."""
        return await self.as_client("/token", **form)

    async def as_client(self, path: str, **form: str):
        """Status and JSON of the answer to a form that this client authenticates."""
        headers = {"Authorization": basic(*self.basic)}
        answer = await self.http.post(f"{self.address}{path}", data=form, headers=headers)
        return answer.status, await answer.json()

    async def redeem(self, code: str, **changes: str):
        return await self.token(
            **{
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": VERIFIER,
                "redirect_uri": self.redirect_uri,
                **changes,
            }
        )


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def sent_back(answer) -> dict[str, str]:
    """What the browser is sent back to the client with."""
    assert answer.status == 302
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


@pytest.fixture
def returned():
    return sent_back


@pytest.fixture
async def broker(tmp_path: Path):
    clock = Clock()
    settings = mitid.BrokerSettings(
        client_id="en-indgang-test",
        client_secret="a secret of the test",
        desk_client_secret="another secret of the test",
    )
    app = web.Application()
    mitid.setup(app, tmp_path / "mitid.sqlite", None, settings=settings, now=clock)
    async with (
        TestServer(app, host="127.0.0.1") as server,
        ClientSession(cookie_jar=CookieJar(unsafe=True)) as http,
    ):
        yield Broker(http, str(server.make_url("/mitid")), clock, app, settings)
