"""A login lasts fifteen minutes of inactivity, and ends when the citizen says so."""

import dataclasses
import re

from aiohttp import ClientSession, CookieJar, DummyCookieJar, web
from aiohttp.test_utils import TestServer

from actions.fagsystemer.stubs import mitid
from bot.gateway.login.protocol import LoginConversations
from bot.gateway.login.state import LOGIN
from tests.bot.gateway.fake_rasa import Json, Step, done, part
from tests.bot.gateway.house import Chat, House
from tests.ports import kept_port

ANNA, BO = "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01", "2e9d4c83-61f7-4b0a-8d2e-b7a91c5f4402"
QUARTER = 15 * 60


def login_side(house: House) -> LoginConversations:
    """What the login does to conversations, without a broker."""
    return house.app[LOGIN].conversations


def says_what_happens(turn: Json) -> list[Step]:
    return [part(f"{turn.get('event') or turn['text']} {turn['metadata']['citizen'] or 'ukendt'}"), done()]


async def logged_in(house: House, citizen: str = ANNA) -> Chat:
    house.rasa.script = says_what_happens
    chat = await house.begin()
    await login_side(house).bind_identity(chat.id, citizen)
    await login_side(house).run_event(chat.id, "login_done")
    return chat


async def level(chat: Chat) -> str:
    return str((await chat.read())["identity"]["level"])


async def test_after_a_login_the_errand_goes_on_by_itself_in_the_open_page(house: House) -> None:
    house.rasa.script = says_what_happens
    chat = await house.begin()
    socket = await house.socket(chat, last_seq=2)
    await login_side(house).bind_identity(chat.id, ANNA)
    await login_side(house).run_event(chat.id, "login_done")
    system, reply = await socket.messages(2)
    assert (system["from"], system["text"]) == ("system", "Du er logget ind med MitID.")
    assert reply["part"]["text"] == f"login_done {ANNA}"
    assert (await socket.until("state"))["identity"] == {"level": "mitid"}


async def test_rasa_hears_who_it_is_with_every_turn_and_no_answer_shows_it(house: House) -> None:
    chat = await logged_in(house)
    assert (await chat.say("Hej")).texts == [f"Hej {ANNA}"]
    house.rasa.script = lambda turn: [part("Hej"), done()]
    answer = await chat.say("Hej")
    assert answer.json["identity"] == {"level": "mitid"}
    assert ANNA not in str(answer.json)


async def test_a_login_ends_after_a_quarter_of_silence(house: House) -> None:
    chat = await logged_in(house)
    house.time.forward(QUARTER)
    assert await level(chat) == "none"
    answer = await chat.say("Hej")
    assert answer.texts == ["Hej ukendt"]
    assert house.rasa.turns[-2]["event"] == "logged_out"
    assert house.rasa.turns[-2]["reason"] == "idle"
    assert house.rasa.turns[-2]["metadata"]["citizen"] is None
    assert any("15 minutter" in line for line in await chat.transcript())


async def test_a_message_keeps_the_login_alive_but_reading_does_not(house: House) -> None:
    chat = await logged_in(house)
    for _ in range(3):
        house.time.forward(QUARTER - 1)
        assert (await chat.say("Hej")).texts == [f"Hej {ANNA}"]
    house.time.forward(QUARTER - 1)
    assert await level(chat) == "mitid"
    house.time.forward(1)
    assert await level(chat) == "none"


async def test_an_open_page_is_told_when_the_login_ends(house: House) -> None:
    await house.restart(identity_sweep_seconds=0.01)
    chat = await logged_in(house)
    socket = await house.socket(chat, last_seq=(await chat.read())["messages"][-1]["seq"])
    assert (await socket.next())["conversation"]["identity"] == {"level": "mitid"}
    house.time.forward(QUARTER)
    assert "15 minutter" in (await socket.messages(1))[0]["text"]
    while (await socket.until("state"))["identity"] != {"level": "none"}:
        pass
    assert house.rasa.events == ["login_done", "logged_out"]


async def test_a_login_survives_a_restart_and_still_ends_in_time(house: House) -> None:
    chat = await logged_in(house)
    house.time.forward(QUARTER - 1)
    await house.restart()
    assert await level(chat) == "mitid"
    house.time.forward(1)
    assert (await chat.say("Hej")).texts == ["Hej ukendt"]


async def test_logging_out_tells_the_citizen_and_rasa_and_ends_the_login(house: House) -> None:
    chat = await logged_in(house)
    answer = await chat.call("POST", "/logout")
    assert answer.status == 200
    assert answer.json["identity"] == {"level": "none"}
    assert answer.texts == ["logged_out ukendt"]
    assert house.rasa.turns[-1]["reason"] == "citizen"
    assert (await chat.transcript())[-2:] == ["system: Du er logget ud.", "assistant: logged_out ukendt"]
    assert (await chat.say("Hej")).texts == ["Hej ukendt"]


async def test_logging_out_without_a_login_does_nothing(house: House) -> None:
    chat = await house.begin()
    assert (await chat.call("POST", "/logout")).status == 200
    assert house.rasa.turns == []
    assert await chat.transcript() == []


async def test_rasa_may_have_nothing_to_say_to_an_event(house: House) -> None:
    chat = await logged_in(house)
    house.rasa.script = lambda turn: (
        [{"error": {"code": "no_answer"}}] if "event" in turn else says_what_happens(turn)
    )
    answer = await chat.call("POST", "/logout")
    assert answer.json["parts"] == []
    assert "code" not in answer.json
    await chat.say("Hej")
    assert house.rasa.events == ["login_done", "logged_out"]


async def test_a_logout_that_rasa_could_not_hear_is_told_before_the_next_message(house: House) -> None:
    chat = await logged_in(house)
    house.rasa.script = lambda turn: [{"error": {"code": "turn_failed"}}]
    assert (await chat.call("POST", "/logout")).json["identity"] == {"level": "none"}
    house.rasa.script = says_what_happens
    await chat.say("Hej")
    assert [turn.get("event") or turn["text"] for turn in house.rasa.turns[-2:]] == ["logged_out", "Hej"]
    await chat.say("Igen")
    assert house.rasa.events.count("logged_out") == 2


async def test_a_login_that_rasa_could_not_hear_goes_on_after_the_next_message(house: House) -> None:
    house.rasa.script = lambda turn: [{"error": {"code": "turn_failed"}}]
    chat = await house.begin()
    await login_side(house).bind_identity(chat.id, ANNA)
    await login_side(house).run_event(chat.id, "login_done")
    assert "Du er logget ind, men jeg kan ikke svare" in (await chat.transcript())[-1]
    house.rasa.script = says_what_happens
    assert (await chat.say("Er du der?")).texts == [f"Er du der? {ANNA}", f"login_done {ANNA}"]
    assert (await chat.say("Hej")).texts == [f"Hej {ANNA}"]


async def test_a_failed_login_is_told_and_leaves_nobody_logged_in(house: House) -> None:
    house.rasa.script = says_what_happens
    chat = await house.begin()
    await login_side(house).run_event(chat.id, "login_failed", "refused")
    assert house.rasa.turns[0]["event"] == "login_failed"
    assert house.rasa.turns[0]["reason"] == "refused"
    assert await level(chat) == "none"


async def test_another_citizen_logging_in_logs_the_first_out(house: House) -> None:
    chat = await logged_in(house, ANNA)
    await login_side(house).bind_identity(chat.id, BO)
    assert house.rasa.events[-1] == "logged_out"
    assert house.rasa.turns[-1]["reason"] == "changed"
    assert (await chat.say("Hej")).texts == [f"Hej {BO}"]


async def test_a_closed_conversation_cannot_be_logged_in(house: House) -> None:
    house.rasa.script = lambda turn: [part("Farvel"), done(state="closed")]
    chat = await house.begin()
    await chat.say("Farvel")
    assert await login_side(house).begun_by(chat.id) is None
    assert await login_side(house).begun_by("unknown") is None


class Broker:
    """The demonstration broker beside a gateway that uses it."""

    def __init__(self, house: House) -> None:
        app = web.Application()
        settings = mitid.BrokerSettings(client_id="en-indgang-demo", client_secret="not-a-secret")
        folder = house.settings.state_dir
        mitid.setup(app, folder / "mitid.sqlite", None, settings=settings, now=house.time)
        port = kept_port()
        self.server = TestServer(app, port=port)
        self.issuer = f"http://127.0.0.1:{port}/mitid"

    async def log_in(self, link: str, browser: ClientSession, decision: str = "approve") -> str:
        """Follow a login link as a person does; return where the browser ends up."""
        async with browser.get(link) as page:
            login = re.search(r'name="login" value="([^"]+)"', await page.text())
        if login is None:
            return page.url.path_qs
        form = {"login": login[1], "citizen": "anna-jensen", "decision": decision}
        async with browser.post(f"{self.issuer}/login", data=form, allow_redirects=False) as answer:
            back = answer.headers["Location"]
        async with browser.get(back, allow_redirects=False) as answer:
            return answer.headers.get("Location", answer.url.path)


async def with_broker(house: House) -> Broker:
    broker = Broker(house)
    await broker.server.start_server()
    await house.restart(login=dataclasses.replace(house.settings.login, issuer=broker.issuer))
    return broker


def asks_for_login(turn: Json) -> list[Step]:
    if turn.get("text"):
        return [
            {"part": {"type": "login", "text": "Du skal først logge ind", "title": "MitID"}},
            done(expects="login"),
        ]
    return [part(f"{turn['event']} {turn.get('reason')} {turn['metadata']['citizen']}"), done()]


async def test_a_script_logs_in_through_the_broker_with_any_client(house: House) -> None:
    broker = await with_broker(house)
    house.rasa.script = asks_for_login
    chat = await house.begin()
    link = (await chat.say("Aflys min tid")).json["parts"][0]["url"]
    async with ClientSession(cookie_jar=DummyCookieJar()) as other:
        await broker.log_in(link, other)
    assert (await chat.transcript())[-1] == f"assistant: login_done None {ANNA}"
    assert await level(chat) == "mitid"
    await broker.server.close()


async def test_a_browser_gets_a_new_session_at_login_and_the_old_one_is_worth_nothing(house: House) -> None:
    broker = await with_broker(house)
    house.rasa.script = asks_for_login
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        origin = {"Origin": house.url}
        async with browser.post(f"{house.url}/api/conversations", headers=origin) as response:
            begun = await response.json()
            before = response.cookies["indgang"].value
        chat = Chat(house, begun)
        link = (await chat.say("Aflys min tid")).json["parts"][0]["url"]
        await broker.log_in(link, browser)
        after = browser.cookie_jar.filter_cookies(browser._build_url(house.url))["indgang"].value
    assert after != before
    assert await level(chat) == "mitid"
    assert (await house.call("GET", chat.path, headers={"Cookie": f"indgang={after}"})).status == 200
    assert (await house.call("GET", chat.path, headers={"Cookie": f"indgang={before}"})).status == 404
    await broker.server.close()


async def test_a_link_from_one_browser_opens_nothing_in_another(house: House) -> None:
    broker = await with_broker(house)
    house.rasa.script = asks_for_login
    chat = await house.begin(headers={"Origin": house.url})
    link = (await chat.say("Aflys min tid")).json["parts"][0]["url"]
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as victim:
        await broker.log_in(link, victim)
    assert await level(chat) == "none"
    await broker.server.close()


async def test_a_refused_login_is_told_in_the_chat(house: House) -> None:
    broker = await with_broker(house)
    house.rasa.script = asks_for_login
    chat = await house.begin()
    link = (await chat.say("Aflys min tid")).json["parts"][0]["url"]
    async with ClientSession(cookie_jar=DummyCookieJar()) as other:
        await broker.log_in(link, other, decision="refuse")
    assert (await chat.transcript())[-1] == "assistant: login_failed refused None"
    assert await level(chat) == "none"
    await broker.server.close()
