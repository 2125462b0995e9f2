"""A login that succeeds, from the link in the chat and back."""

import asyncio
import logging
from urllib.parse import parse_qs, urlsplit

from actions.fagsystemer.stubs.mitid.broker import BROKER

ANNA = "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01"
DONE = [("bound", ANNA), ("rotated",), ("login_done", None)]


async def test_a_browser_is_sent_to_the_broker_with_pkce_state_and_nonce(house):
    address = await house.to_broker(house.browser_link())
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{house.broker}/authorize?")
    assert query.keys() == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    }
    assert query["redirect_uri"] == f"{house.gateway}/login/callback"
    assert query["code_challenge_method"] == "S256"
    assert len(query["state"]) >= 43
    assert query["state"] != query["nonce"]


async def test_a_login_in_the_browser_binds_rotates_tells_and_returns_to_the_chat(house):
    answer = await house.get(await house.callback(house.browser_link()))
    assert (answer.status, answer.headers["Location"]) == (302, "/?chat=1")
    assert house.conversations.log == DONE
    assert house.conversations.citizens == {"c-browser": ANNA}
    assert answer.cookies["session"].value == "cookie-of-this-browser+"


async def test_a_login_begun_over_the_api_can_be_followed_by_any_client(house):
    callback = await house.callback(house.api_link())
    house.another_browser()
    answer = await house.get(callback)
    assert (answer.status, answer.headers["Location"]) == (302, "/login/done")
    assert house.conversations.log == DONE
    done = await house.get(house.gateway + answer.headers["Location"])
    assert done.status == 200
    assert "Du er logget ind. Gå tilbage til chatten." in await done.text()


async def test_two_callbacks_at_once_run_the_event_once(house):
    callback = await house.callback(house.browser_link())
    answers = await asyncio.gather(*(house.get(callback) for _ in range(5)))
    assert house.conversations.log == DONE
    assert {answer.status for answer in answers} <= {302, 403}


async def test_a_reload_after_the_login_goes_on_to_the_chat_and_runs_nothing(house):
    callback = await house.callback(house.browser_link())
    await house.get(callback)
    again = await house.get(callback)
    assert (again.status, again.headers["Location"]) == (302, "/?chat=1")
    assert house.conversations.log == DONE


async def test_the_link_followed_after_the_login_goes_on_to_the_chat(house):
    link = house.browser_link()
    await house.get(await house.callback(link))
    again = await house.get(link)
    assert (again.status, again.headers["Location"]) == (302, "/?chat=1")
    assert house.conversations.log == DONE


async def test_a_double_click_on_the_link_is_one_login(house):
    link = house.browser_link()
    assert await house.to_broker(link) == await house.to_broker(link)
    assert house.conversations.log == []


async def test_a_link_preview_does_not_spend_the_ticket(house):
    link = house.api_link()
    preview = await house.http.head(link, allow_redirects=False)
    assert preview.status == 405
    assert (await house.get(link)).status == 302


async def test_a_citizen_can_log_in_again_in_the_same_conversation(house):
    for _ in range(2):
        await house.get(await house.callback(house.browser_link()))
    assert house.conversations.log == DONE * 2


async def test_the_brokers_new_key_is_fetched_when_it_is_first_met(house):
    await house.get(await house.callback(house.api_link()))
    house.clock.forward(30 * 86_400 - 60)
    await house.get(await house.callback(house.api_link()))  # keys fetched anew, still the first one
    house.clock.forward(60)  # a fresh cache, and the broker signs with a key that is not in it
    answer = await house.get(await house.callback(house.api_link()))
    assert answer.headers["Location"] == "/login/done"
    assert house.conversations.log == DONE * 3


async def test_no_token_name_or_subject_is_logged(house, caplog):
    caplog.set_level(logging.DEBUG)
    callback = await house.callback(house.api_link())
    await house.get(callback)
    await house.get(await house.callback(house.api_link(), "eva-lund"))
    ours = [record for record in caplog.records if record.name != "aiohttp.access"]
    text = " ".join(f"{record.getMessage()} {vars(record)}" for record in ours)
    code = parse_qs(urlsplit(callback).query)["code"][0]
    assert "login_not_completed" in text
    for secret in (ANNA, "Anna Jensen", code, "eyJ", house.settings.client_secret):
        assert secret not in text


async def test_logging_out_ends_the_brokers_session_once(house):
    await house.get(await house.callback(house.api_link()))
    store = house.broker_server.app[BROKER].store
    assert len(store.all("SELECT * FROM token")) == 1
    await house.login.end_broker_session("c-api")
    assert store.all("SELECT * FROM token") == []
    await house.login.end_broker_session("c-api")
    await house.login.end_broker_session("never-logged-in")


async def test_logging_out_works_when_the_broker_is_down(house):
    await house.get(await house.callback(house.api_link()))
    await house.broker_server.close()
    await house.login.end_broker_session("c-api")
