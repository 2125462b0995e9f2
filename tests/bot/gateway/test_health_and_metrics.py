"""What operations can see."""

import asyncio

from aiohttp import web
from aiohttp.test_utils import TestServer
from prometheus_client.parser import text_string_to_metric_families

from tests.bot.gateway.fake_rasa import HangUp
from tests.bot.gateway.house import House
from tests.ports import kept_port


async def metrics(house: House) -> dict[str, float]:
    async with house.http.get("/metrics") as response:
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        families = text_string_to_metric_families(await response.text())
        return {
            sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
        }


async def test_health_lists_what_is_missing_and_the_gateway_itself_is_fine(house: House) -> None:
    answer = await house.call("GET", "/healthz")
    assert (answer.status, answer.json["status"]) == (200, "degraded")
    checks = answer.json["checks"]
    assert checks["rasa"]["ok"] is True
    assert checks["store"]["ok"] is True
    assert checks["actions"]["ok"] is False
    assert checks["voice"]["ok"] is False
    assert set(checks["stubs"]) == {
        *("cura", "jobcenter", "affald", "adresser", "sager", "kontaktcenter", "mail", "sms", "mitid")
    }
    assert not any(check["ok"] for check in checks["stubs"].values())
    assert all(check["ms"] >= 0 for check in (checks["rasa"], checks["actions"], *checks["stubs"].values()))


async def test_with_everything_there_health_is_ok(house: House) -> None:
    async def fine(_: web.Request) -> web.Response:
        return web.json_response({})

    app = web.Application()
    app.router.add_get("/{path:.+}", fine)
    port = kept_port()
    async with TestServer(app, port=port):
        url = f"http://127.0.0.1:{port}"
        await house.restart(actions_url=url, fagsystem_url=url)
        answer = await house.call("GET", "/healthz")
    assert (answer.status, answer.json["status"]) == (200, "ok")


async def test_a_service_that_hangs_does_not_hold_health_up(house: House) -> None:
    never = asyncio.Event()

    async def hangs(_: web.Request) -> web.Response:
        await never.wait()
        return web.Response()

    app = web.Application()
    app.router.add_get("/{path:.*}", hangs)
    port = kept_port()
    async with TestServer(app, port=port):
        await house.restart(rasa_url=f"http://127.0.0.1:{port}", health_seconds=0.05)
        answer = await house.call("GET", "/healthz")
        never.set()
    assert answer.json["checks"]["rasa"]["ok"] is False
    assert answer.json["checks"]["rasa"]["ms"] < 1000


async def test_without_its_store_the_gateway_says_that_it_is_down(house: House) -> None:
    from bot.gateway.keys import CONVERSATIONS

    database = house.app[CONVERSATIONS].store._database
    await database.execute("ALTER TABLE conversations RENAME TO gone")
    answer = await house.call("GET", "/healthz")
    assert (answer.status, answer.json["status"]) == (503, "down")
    begun = await house.call("POST", "/api/conversations")
    assert (begun.status, begun.code) == (503, "store_unavailable")


async def test_turns_errors_and_sockets_are_counted_without_naming_anyone(house: House) -> None:
    chat = await house.begin()
    socket = await house.socket(chat)
    await socket.until("welcome")
    await chat.say("Hej")
    house.rasa.script = lambda turn: [HangUp()]
    await chat.say("Hej")
    await chat.say("")
    counted = await metrics(house)
    assert counted["indgang_turns_total message answered"] == 1
    assert counted["indgang_turns_total message assistant_unavailable"] == 1
    assert counted["indgang_turn_seconds_count"] == 2
    assert counted["indgang_errors_total empty_text"] == 1
    assert counted["indgang_open_sockets"] == 1
    assert counted["indgang_conversations_total chat"] == 1
    assert not any(chat.id in name for name in counted)


async def test_counters_belong_to_one_gateway_not_to_the_process(house: House) -> None:
    await house.begin()
    await house.restart()
    assert (await metrics(house)).get("indgang_conversations_total chat", 0.0) == 0.0
