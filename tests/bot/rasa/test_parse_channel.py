"""``/model/parse`` as tools on the machine meet it: the stock answer, and nothing else of Rasa's API."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from rasa.core.channels.channel import register
from sanic import Sanic

from bot.rasa.parse_channel import ParseChannel
from tests.ports import kept_port

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Agent:
    """Understands every text as the same intent."""

    def __init__(self) -> None:
        self.loaded = True

    def is_ready(self) -> bool:
        return self.loaded

    async def parse_message(self, text: str) -> dict[str, Any]:
        return {"text": text, "intent": {"name": "pas", "confidence": 1.0}, "errands": []}


# One server for all tests: Sanic rewrites its own methods at the first start of a process, and only then.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server() -> AsyncIterator[tuple[str, Agent]]:
    app = Sanic("rasa_under_test", configure_logging=False)
    app.ctx.agent = agent = Agent()
    register([ParseChannel()], app, route="/webhooks/")
    port = kept_port()
    running = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    assert running is not None
    await running.startup()
    yield f"http://127.0.0.1:{port}", agent
    await running.close()


@pytest.fixture
def rasa(server: tuple[str, Agent]) -> tuple[str, Agent]:
    server[1].loaded = True
    return server


async def post(url: str, **arguments: Any) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.post(f"{url}/model/parse", **arguments) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_a_text_is_parsed(rasa: tuple[str, Agent]) -> None:
    status, answer = await post(rasa[0], json={"text": "Jeg skal bruge et nyt pas på Østerbro"})
    assert status == 200
    assert answer["intent"]["name"] == "pas"
    assert answer["text"] == "Jeg skal bruge et nyt pas på Østerbro"


@pytest.mark.parametrize("body", [{}, [], "hej", {"text": 7}, {"text": None}])
async def test_a_body_without_a_text_is_refused(rasa: tuple[str, Agent], body: Any) -> None:
    status, answer = await post(rasa[0], json=body)
    assert status == 400
    assert answer["status"] == "failure"


async def test_while_there_is_no_model_it_says_so(rasa: tuple[str, Agent]) -> None:
    rasa[1].loaded = False
    status, answer = await post(rasa[0], json={"text": "Hej"})
    assert (status, answer["reason"]) == (409, "Conflict")


async def test_no_other_route_of_rasas_api_is_there(rasa: tuple[str, Agent]) -> None:
    async with aiohttp.ClientSession() as session:
        for method, path in (("PUT", "/model"), ("GET", "/status"), ("GET", "/conversations/a/tracker")):
            async with session.request(method, rasa[0] + path, json={}) as answer:
                assert answer.status == 404, path
