"""The employees' sign-in and the demonstration broker on free ports, and the browsers that use them."""

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from yarl import URL

from actions.fagsystemer.stubs import mitid
from actions.fagsystemer.stubs.mitid.broker import BROKER
from bot.gateway.answers import error_answer
from bot.gateway.desk import sign_in
from bot.gateway.errors import ApiError
from tests.ports import kept_port

Change = Callable[[dict[str, Any]], None]


class Clock:
    """Seconds since 1970, moved by the test."""

    def __init__(self) -> None:
        self.seconds = 1_790_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


class Browser:
    """One employee's browser; it follows no redirect by itself."""

    def __init__(self, house: "SignInHouse") -> None:
        self._house = house
        self.http = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def get(self, address: str, **more: Any) -> ClientResponse:
        address = address if "://" in address else self._house.address + address
        return await self.http.get(address, allow_redirects=False, **more)

    async def post(self, path: str, origin: str | None = "", **more: Any) -> ClientResponse:
        """Post as a page of the desk does; ``origin`` is another page's, or ``None`` for no page's."""
        own = self._house.address if origin == "" else origin
        headers = {} if own is None else {"Origin": own}
        return await self.http.post(
            self._house.address + path, headers=headers, allow_redirects=False, **more
        )

    async def to_broker(self, path: str = "/desk/login") -> str:
        """The address of the broker's login page."""
        answer = await self.get(path)
        assert answer.status == 302, await answer.text()
        return answer.headers["Location"]

    async def callback(self, who: str = "mette-holst", decision: str = "approve") -> str:
        """Sign in at the broker as a person does; the callback address that the browser is sent to."""
        page = await (await self.get(await self.to_broker())).text()
        found = re.search(r'name="login" value="([^"]+)"', page)
        assert found
        form = {"login": found[1], "employee": who, "decision": decision}
        answer = await self.http.post(f"{self._house.broker}/login", data=form, allow_redirects=False)
        assert answer.status == 302, await answer.text()
        return answer.headers["Location"]

    async def sign_in(self, who: str = "mette-holst") -> ClientResponse:
        answer = await self.get(await self.callback(who))
        assert (answer.status, answer.headers["Location"]) == (303, "/desk")
        return answer

    async def sign_out(self) -> ClientResponse:
        return await self.post("/desk/logout")

    async def who(self, *, act: bool = True) -> str | None:
        """The name of who is signed in, as the desk's own pages are told."""
        answer = await self.get("/who" if act else "/quiet")
        body = await answer.json()
        return body["name"] if answer.status == 200 else None

    def cookie(self, name: str = "indgang_desk") -> str | None:
        for cookie in self.http.cookie_jar:
            if cookie.key == name:
                return cookie.value
        return None

    def show(self, name: str, value: str) -> None:
        """Put a cookie there, as another browser or a page of somebody else's would."""
        self.http.cookie_jar.update_cookies({name: value}, URL(self._house.address))


class SignInHouse:
    """Everything that stands in one test. The gateway can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.token_changes: list[Change] = []
        """What the broker does to its token response before it goes out."""
        self.browsers: list[Browser] = []
        self._port = kept_port()
        self.address = f"http://127.0.0.1:{self._port}"

    async def start(self, **settings: Any) -> None:
        app = web.Application(middlewares=[self._change])
        mitid.setup(
            app,
            self.folder / "mitid.sqlite",
            None,
            settings=mitid.BrokerSettings("the-citizens", "s", "the-desk", "the secret"),
            now=self.clock,
        )
        self.broker_server = TestServer(app, host="127.0.0.1")
        await self.broker_server.start_server()
        self.broker = str(self.broker_server.make_url("/mitid"))
        self.settings = sign_in.DeskSettings(
            self.address, self.folder, self.broker, "the-desk", "the secret", **settings
        )
        await self.start_gateway()

    async def start_gateway(self, **changes: Any) -> None:
        self.settings = dataclasses.replace(self.settings, **changes)
        app = web.Application(middlewares=[_told])
        self.sign_in = sign_in.setup(app, self.settings, now=self.clock, monotonic=self.clock)
        app.router.add_get("/who", self._who)
        app.router.add_get("/quiet", self._quiet)
        app.router.add_post("/act", self._who)
        app.router.add_get("/socket", self._socket)
        self.gateway = TestServer(app, host="127.0.0.1", port=self._port)
        await self.gateway.start_server()

    async def restart_gateway(self, **changes: Any) -> None:
        await self.gateway.close()
        await self.start_gateway(**changes)

    async def stop(self) -> None:
        for browser in self.browsers:
            await browser.http.close()
        await self.gateway.close()
        await self.broker_server.close()

    def browser(self) -> Browser:
        self.browsers.append(Browser(self))
        return self.browsers[-1]

    def tokens_at_the_broker(self) -> int:
        return len(self.broker_server.app[BROKER].store.all("SELECT * FROM token"))

    def stored(self) -> bytes:
        """Everything on the gateway's disk."""
        return b"".join(path.read_bytes() for path in self.folder.glob("desk_sign_in.sqlite*"))

    async def _who(self, request: web.Request) -> web.Response:
        employee = self.sign_in.require(request)
        return web.json_response({"name": employee.name})

    async def _quiet(self, request: web.Request) -> web.Response:
        return web.json_response({"name": self.sign_in.require(request, act=False).name})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        self.sign_in.require(request)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.close()
        return socket

    @web.middleware
    async def _change(self, request: web.Request, handler: Any) -> web.StreamResponse:
        response: web.Response = await handler(request)
        if request.path != "/mitid/token" or not self.token_changes:
            return response
        body = json.loads(response.body)  # type: ignore[arg-type]
        for change in self.token_changes:
            change(body)
        return web.json_response(body, status=response.status)


@web.middleware
async def _told(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        answer: web.StreamResponse = await handler(request)
    except ApiError as error:
        return error_answer(error)
    return answer
