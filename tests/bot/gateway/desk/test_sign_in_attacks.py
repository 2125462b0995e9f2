"""What others may try with the sign-in, and what can go wrong on the way: nobody gets in by it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest

from actions.fagsystemer.stubs.mitid.broker import BROKER
from actions.fagsystemer.stubs.mitid.people import person
from tests.bot.gateway.desk.sign_in_house import SignInHouse


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SignInHouse]:
    house = SignInHouse(tmp_path)
    await house.start()
    yield house
    await house.stop()


async def shows(answer: Any, status: int, heading: str) -> None:
    """The answer is a plain Danish page with a way on, and signs nobody in."""
    text = await answer.text()
    assert (answer.status, f"<h1>{heading}</h1>" in text) == (status, True), text
    assert '<html lang="da">' in text
    assert 'href="/desk/login' in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "indgang_desk" not in answer.cookies


def with_query(address: str, **changes: str | None) -> str:
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    kept = {name: value for name, value in query.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(kept)))


async def test_an_attackers_finished_login_does_not_sign_a_colleague_in_as_the_attacker(house):
    attacker, victim = house.browser(), house.browser()
    link = await attacker.callback("omar-said")
    await shows(await victim.get(link), 403, "Log ind i den browser, du begyndte i")
    await victim.to_broker()  # even one who is just signing in themselves
    await shows(await victim.get(link), 403, "Log ind i den browser, du begyndte i")
    assert await victim.who() is None
    await attacker.get(link)  # and the victim's visits have not spent it
    assert await attacker.who() == "Omar Said"


async def test_one_who_is_signed_in_already_stays_who_they_are(house):
    attacker, victim = house.browser(), house.browser()
    await victim.sign_in("mette-holst")
    await victim.get(await attacker.callback("omar-said"))
    assert await victim.who() == "Mette Holst"


async def test_a_callback_works_once(house):
    browser, thief = house.browser(), house.browser()
    callback = await browser.callback()
    await browser.get(callback)
    again = await browser.get(callback)
    assert (again.status, again.headers["Location"]) == (303, "/desk")  # a reload: still signed in
    thief.show("indgang_desk_browser", browser.cookie("indgang_desk_browser"))
    await shows(await thief.get(callback), 400, "Vi kan ikke genkende dit login")


async def test_many_callbacks_at_once_make_one_session(house):
    browser = house.browser()
    callback = await browser.callback()
    answers = await asyncio.gather(*(browser.get(callback) for _ in range(6)))
    sessions = [answer.cookies["indgang_desk"] for answer in answers if "indgang_desk" in answer.cookies]
    assert len(sessions) == 1
    assert await browser.who() == "Mette Holst"


async def test_a_failed_callback_cannot_be_tried_again(house):
    browser = house.browser()
    callback = await browser.callback()
    await shows(await browser.get(with_query(callback, code="guess")), 502, "Login gik galt")
    await shows(await browser.get(callback), 400, "Vi kan ikke genkende dit login")


@pytest.mark.parametrize("state", ["made-up", "", None, "x" * 5000])
async def test_a_wrong_state(house, state):
    browser = house.browser()
    callback = await browser.callback()
    await shows(await browser.get(with_query(callback, state=state)), 400, "Vi kan ikke genkende dit login")


async def test_the_code_of_a_colleague_is_worth_nothing_in_ones_own_flow(house):
    mine, theirs = house.browser(), house.browser()
    code = parse_qs(urlsplit(await theirs.callback("lise-krogh")).query)["code"][0]
    await shows(await mine.get(with_query(await mine.callback(), code=code)), 502, "Login gik galt")
    assert await mine.who() is None


async def test_an_id_token_of_another_sign_in_has_the_wrong_nonce(house):
    earlier: list[dict[str, Any]] = []
    house.token_changes.append(lambda answer: earlier.append(dict(answer)))
    await house.browser().sign_in("lise-krogh")
    house.token_changes[:] = [lambda answer: answer.update(earlier[0])]
    browser = house.browser()
    await shows(await browser.get(await browser.callback("per-dahl")), 502, "Login gik galt")


async def test_a_citizens_id_token_opens_no_desk(house):
    house.token_changes.append(lambda answer: answer.update(citizens_tokens(house)))
    browser = house.browser()
    await shows(await browser.get(await browser.callback()), 502, "Login gik galt")
    assert await browser.who() is None


def citizens_tokens(house: SignInHouse) -> dict[str, Any]:
    """True tokens of the same broker, with the same key and nonce, for the citizens' client."""
    broker = house.broker_server.app[BROKER]
    login = broker.store.one("SELECT nonce FROM login ORDER BY begun_at DESC")
    client = broker.settings.client("the-citizens")
    anna = person("citizen", "anna-jensen")
    return broker.mint.issue(
        issuer=house.broker,
        client=client,
        person=anna,
        session="s",
        scope="openid",
        nonce=login["nonce"],
        approved_at=house.clock(),
        now=house.clock(),
    )


@pytest.mark.parametrize("next_address", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_no_address_in_a_request_is_ever_gone_to(house, next_address):
    browser = house.browser()
    more = dict.fromkeys(("next", "return_to", "redirect_uri", "post_logout_redirect_uri"), next_address)
    address = await browser.to_broker(f"/desk/login?{urlencode(more)}")
    assert "evil" not in address
    done = await browser.get(with_query(await browser.callback(), **more))
    assert done.headers["Location"] == "/desk"
    assert (await browser.post(f"/desk/logout?{urlencode(more)}")).headers["Location"] == "/desk"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None, "http://127.0.0.1"])
async def test_another_page_can_neither_act_nor_sign_out_for_an_employee(house, origin):
    browser = house.browser()
    await browser.sign_in()
    for path in ("/act", "/desk/logout"):
        refused = await browser.post(path, origin)
        assert (refused.status, (await refused.json())["error"]["code"]) == (403, "wrong_origin")
    assert (await browser.post("/act")).status == 200
    assert house.tokens_at_the_broker() == 1


async def test_another_page_can_open_no_socket_and_read_nothing_across_origins(house):
    browser = house.browser()
    await browser.sign_in()
    for origin in ("https://evil.example", None):
        headers = {"Connection": "Upgrade", "Upgrade": "websocket"}
        headers |= {} if origin is None else {"Origin": origin}
        refused = await browser.get("/socket", headers=headers)
        assert (refused.status, (await refused.json())["error"]["code"]) == (403, "wrong_origin")
    assert (await browser.get("/who", headers={"Origin": "https://evil.example"})).status == 403
    socket = await browser.http.ws_connect(f"{house.address}/socket", origin=house.address)
    await socket.close()


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "æøå", "' OR 1=1 --", "x" * 4000])
async def test_a_made_up_cookie_is_nobody(house, cookie):
    await house.browser().sign_in()
    browser = house.browser()
    answer = await browser.get("/who", headers={"Cookie": f"indgang_desk={cookie}"})
    assert (answer.status, (await answer.json())["error"]["code"]) == (401, "not_signed_in")


async def test_a_cookie_planted_before_the_sign_in_is_not_the_session(house):
    browser = house.browser()
    browser.show("indgang_desk", "p" * 43)
    await browser.sign_in()
    thief = house.browser()
    thief.show("indgang_desk", "p" * 43)
    assert await thief.who() is None


@pytest.mark.parametrize("host", ["localhost", "[::1]"])
async def test_this_machine_by_another_name_is_sent_to_the_public_one(house, host):
    port = house.address.rpartition(":")[2]
    answer = await house.browser().get("/desk/login", headers={"Host": f"{host}:{port}"})
    assert (answer.status, answer.headers["Location"]) == (302, f"{house.address}/desk/login")


@pytest.mark.parametrize("host", ["evil.example", "[", "127.0.0.1.evil.example"])
async def test_a_made_up_host_changes_no_address(house, host):
    answer = await house.browser().get("/desk/login", headers={"Host": host})
    assert "evil" not in answer.headers.get("Location", "")


async def test_a_link_preview_begins_and_finishes_nothing(house):
    browser = house.browser()
    callback = await browser.callback()
    for address in (f"{house.address}/desk/login", callback):
        assert (await browser.http.head(address, allow_redirects=False)).status == 405
    assert (await browser.get(callback)).headers["Location"] == "/desk"


async def test_one_who_begins_without_end_is_asked_to_wait_and_lets_others_in_after_that(house):
    flooder = house.browser()
    answers = [await flooder.get("/desk/login") for _ in range(61)]
    assert {answer.status for answer in answers[:60]} == {302}
    await shows(answers[60], 429, "Der er mange, der logger ind lige nu")
    assert answers[60].headers["Retry-After"] == "1"
    house.clock.forward(1)
    await house.browser().sign_in()


async def test_two_tabs_that_sign_in_at_once_both_come_to_the_desk(house):
    browser = house.browser()
    first, second = await browser.callback(), await browser.callback()
    for callback in (first, second):
        assert (await browser.get(callback)).headers["Location"] == "/desk"
    assert await browser.who() == "Mette Holst"


async def test_an_employee_who_changes_their_mind(house):
    browser = house.browser()
    await shows(await browser.get(await browser.callback(decision="refuse")), 200, "Du blev ikke logget ind")


async def test_ten_minutes_at_the_broker_are_too_many(house):
    browser = house.browser()
    state = parse_qs(urlsplit(await browser.to_broker()).query)["state"][0]
    house.clock.forward(600)
    late = f"{house.address}/desk/callback?{urlencode({'state': state, 'code': 'x'})}"
    await shows(await browser.get(late), 410, "Det tog for lang tid")


async def test_a_broker_that_is_down_is_said_to_be_so(house):
    callback = await (finishing := house.browser()).callback()
    await house.broker_server.close()
    await shows(await finishing.get(callback), 503, "Login svarer ikke lige nu")
    await house.restart_gateway()  # so that discovery is asked for again
    await shows(await house.browser().get("/desk/login"), 503, "Login svarer ikke lige nu")


async def test_a_broker_that_is_down_signs_nobody_out_and_holds_nobody_back_from_signing_out(house):
    browser = house.browser()
    await browser.sign_in()
    await house.broker_server.close()
    assert await browser.who() == "Mette Holst"
    answer = await browser.sign_out()
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")
    assert await browser.who() is None


@pytest.mark.parametrize(
    ("changes", "status", "heading"),
    [
        ({"error": "server_error"}, 503, "Login svarer ikke lige nu"),
        ({"error": "invalid_scope"}, 502, "Login gik galt"),
        ({"error": "<script>alert(1)</script>"}, 502, "Login gik galt"),
        ({"error": "access_denied", "error_description": "timeout"}, 200, "Tiden løb ud"),
        ({"code": None}, 502, "Login gik galt"),
        ({"iss": "https://another.example"}, 502, "Login gik galt"),
    ],
)
async def test_an_odd_answer_of_the_broker(house, changes, status, heading):
    browser = house.browser()
    answer = await browser.get(with_query(await browser.callback(), **changes))
    await shows(answer, status, heading)
    assert "script" not in await answer.text()


async def test_a_sign_in_below_the_level_is_too_weak(house):
    await house.restart_gateway(accepted_levels=frozenset({"https://data.gov.dk/concept/core/nsis/High"}))
    browser = house.browser()
    await shows(await browser.get(await browser.callback()), 403, "Dit login er ikke sikkert nok")
