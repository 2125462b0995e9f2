"""An employee signs in to the service desk, works, and signs out."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.bot.gateway.desk.sign_in_house import SignInHouse


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[SignInHouse]:
    house = SignInHouse(tmp_path)
    await house.start()
    yield house
    await house.stop()


async def test_a_browser_is_sent_to_the_broker_with_pkce_state_and_nonce(house):
    address = await house.browser().to_broker()
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{house.broker}/authorize?")
    assert query["client_id"] == "the-desk"
    assert query["redirect_uri"] == f"{house.address}/desk/callback"
    assert query["code_challenge_method"] == "S256"
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    assert len(query["state"]) >= 43
    assert "prompt" not in query


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("mette-holst", "Mette Holst"),
        ("omar-said", "Omar Said"),
        ("lise-krogh", "Lise Krogh"),
    ],
)
async def test_an_employee_with_the_role_comes_to_the_desk_by_name(house, who, name):
    browser = house.browser()
    assert await browser.who() is None
    await browser.sign_in(who)
    assert await browser.who() == name


async def test_two_employees_in_two_browsers_are_two_employees(house):
    mette, omar = house.browser(), house.browser()
    await asyncio.gather(mette.sign_in("mette-holst"), omar.sign_in("omar-said"))
    assert (await mette.who(), await omar.who()) == ("Mette Holst", "Omar Said")


async def test_an_employee_without_the_role_is_told_so_and_can_come_back_as_another(house):
    browser = house.browser()
    answer = await browser.get(await browser.callback("per-dahl"))
    text = await answer.text()
    assert answer.status == 403
    assert "<h1>Du har ikke adgang til servicedesken</h1>" in text
    assert '<a href="/desk/login?prompt=login">Log ind på en anden måde</a>' in text
    assert browser.cookie() is None
    assert await browser.who() is None
    assert house.tokens_at_the_broker() == 0  # or the broker would send Per straight back
    await browser.sign_in("mette-holst")
    assert await browser.who() == "Mette Holst"


async def test_signing_out_ends_the_session_here_and_at_the_broker(house):
    browser = house.browser()
    await browser.sign_in()
    cookie = browser.cookie()
    assert house.tokens_at_the_broker() == 1
    answer = await browser.sign_out()
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")
    assert house.tokens_at_the_broker() == 0
    assert browser.cookie() is None
    browser.show("indgang_desk", cookie)  # a copy of the old cookie opens nothing either
    assert await browser.who() is None


async def test_signing_out_twice_is_harmless(house):
    browser = house.browser()
    await browser.sign_in()
    for _ in range(2):
        assert (await browser.sign_out()).status == 303
    assert (await house.browser().sign_out()).status == 303


async def test_after_a_sign_out_the_broker_asks_anew_who_it_is(house):
    browser = house.browser()
    await browser.sign_in()
    await browser.sign_out()
    assert "prompt=login" in await browser.to_broker()
    await browser.sign_in("omar-said")
    assert await browser.who() == "Omar Said"
    house.clock.forward(3600)
    assert "prompt" not in await browser.to_broker()


async def test_who_is_signed_in_goes_straight_to_the_desk_unless_another_is_wanted(house):
    browser = house.browser()
    await browser.sign_in()
    answer = await browser.get("/desk/login")
    assert (answer.status, answer.headers["Location"]) == (303, "/desk")
    assert "prompt=login" in await browser.to_broker("/desk/login?prompt=login")


async def test_a_second_sign_in_takes_the_place_of_the_first(house):
    browser = house.browser()
    first = await browser.callback("mette-holst")
    second = await browser.callback("omar-said")
    await browser.get(first)
    cookie = browser.cookie()
    await browser.get(second)
    assert await browser.who() == "Omar Said"
    assert browser.cookie() != cookie
    browser.show("indgang_desk", cookie)
    assert await browser.who() is None


async def test_a_session_ends_after_an_hour_without_an_act(house):
    browser = house.browser()
    await browser.sign_in()
    for _ in range(3):
        house.clock.forward(3599)
        assert await browser.who() == "Mette Holst"
    house.clock.forward(3600)
    assert await browser.who() is None


async def test_what_the_page_does_by_itself_keeps_nobody_signed_in(house):
    browser = house.browser()
    await browser.sign_in()
    house.clock.forward(3599)
    assert await browser.who(act=False) == "Mette Holst"
    house.clock.forward(1)
    assert await browser.who(act=False) is None


async def test_a_session_ends_after_ten_hours_however_busy(house):
    browser = house.browser()
    await browser.sign_in()
    for _ in range(19):
        house.clock.forward(1800)
        assert await browser.who() == "Mette Holst"
    house.clock.forward(1800)
    assert await browser.who() is None


async def test_a_restart_of_the_gateway_signs_nobody_out_and_can_still_sign_out_at_the_broker(house):
    browser = house.browser()
    await browser.sign_in()
    await house.restart_gateway()
    assert await browser.who() == "Mette Holst"
    await browser.sign_out()
    assert house.tokens_at_the_broker() == 0


async def test_a_restart_of_the_gateway_strands_nobody_at_the_broker(house):
    browser = house.browser()
    callback = await browser.callback()
    await house.restart_gateway()
    assert (await browser.get(callback)).headers["Location"] == "/desk"
    assert await browser.who() == "Mette Holst"


async def test_when_the_desk_asks_for_another_role_old_sessions_do_not_do(house):
    mette, lise = house.browser(), house.browser()
    await mette.sign_in("mette-holst")
    await lise.sign_in("lise-krogh")
    await house.restart_gateway(role="service_desk_lead")
    assert (await mette.who(), await lise.who()) == (None, "Lise Krogh")


async def test_the_cookie_is_out_of_reach_of_scripts_and_ends_with_the_browser(house):
    cookie = (await house.browser().sign_in()).cookies["indgang_desk"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["secure"]) == ("Lax", "/", "")
    assert cookie["max-age"] == ""


async def test_over_https_the_cookies_are_secure_and_of_this_host_only(house):
    await house.restart_gateway(public_url="https://desk.example")
    browser = house.browser()
    answer = await browser.get("/desk/login")
    (cookie,) = answer.cookies.values()
    assert cookie.key == "__Host-indgang_desk_browser"
    assert cookie["secure"]
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", "600")
    assert house.settings.cookie == "__Host-indgang_desk"


async def test_neither_cookies_nor_state_are_on_the_disk(house):
    browser = house.browser()
    state = parse_qs(urlsplit(await browser.to_broker()).query)["state"][0]
    await browser.sign_in()
    stored = house.stored()
    assert b"Mette Holst" in stored
    for secret in (state, browser.cookie(), browser.cookie("indgang_desk_browser")):
        assert secret
        assert secret.encode() not in stored


async def test_no_name_subject_token_or_cookie_is_logged(house, caplog):
    caplog.set_level(logging.DEBUG)
    browser = house.browser()
    callback = await browser.callback("mette-holst")
    await browser.get(callback)
    refused = house.browser()
    await refused.get(await refused.callback("per-dahl"))
    ours = [record for record in caplog.records if record.name != "aiohttp.access"]
    text = " ".join(f"{record.getMessage()} {vars(record)}" for record in ours)
    assert "sign_in_without_role" in text
    code = parse_qs(urlsplit(callback).query)["code"][0]
    for secret in ("Mette", "Per Dahl", code, "eyJ", browser.cookie(), "the secret"):
        assert secret not in text
