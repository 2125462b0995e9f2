"""Logins that come to nothing: the citizen gets a kind page, and the conversation is told once."""

import asyncio
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest


async def shows(answer, status: int, heading: str) -> None:
    """The answer is a kind Danish page with a way back to the chat, and nobody is logged in by it."""
    text = await answer.text()
    assert answer.status == status
    assert f"<h1>{heading}</h1>" in text
    assert '<html lang="da">' in text
    assert '<a href="/?chat=1">Gå tilbage til chatten</a>' in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def with_query(address: str, **changes: str | None) -> str:
    """The address with some parameters changed, or left out where ``None``."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    kept = {name: value for name, value in query.items() if value is not None}
    return urlunsplit(parts._replace(query=urlencode(kept)))


def failed(house, *reasons: str) -> bool:
    """Whether the conversation heard of exactly these failures, and no citizen was bound."""
    return house.conversations.log == [("login_failed", reason) for reason in reasons]


@pytest.mark.parametrize(("citizen", "decision"), [("anna-jensen", "refuse"), ("eva-lund", "approve")])
async def test_a_refused_login(house, citizen, decision):
    answer = await house.get(await house.callback(house.browser_link(), citizen, decision))
    await shows(answer, 200, "Du blev ikke logget ind")
    assert failed(house, "refused")
    assert "session" not in answer.cookies


async def test_a_login_that_is_never_answered(house):
    wait = house.broker.removesuffix("/mitid") + await house.callback(house.browser_link(), "finn-berg")
    assert (await house.get(wait)).status == 200
    house.clock.forward(60)
    sent_back = await house.get(wait)
    await shows(await house.get(sent_back.headers["Location"]), 200, "Tiden løb ud")
    assert failed(house, "timed_out")


async def test_a_callback_replayed_by_another_client(house):
    callback = await house.callback(house.api_link())
    await house.get(callback)
    before = list(house.conversations.log)
    await shows(await house.get(callback), 400, "Dette login er allerede brugt")
    assert house.conversations.log == before


async def test_a_refused_callback_replayed(house):
    callback = await house.callback(house.browser_link(), decision="refuse")
    await house.get(callback)
    await shows(await house.get(callback), 400, "Dette login er allerede brugt")
    assert failed(house, "refused")


@pytest.mark.parametrize("state", ["made-up", "", None])
async def test_a_wrong_state(house, state):
    callback = with_query(await house.callback(house.browser_link()), state=state)
    await shows(await house.get(callback), 400, "Vi kan ikke genkende dit login")
    assert house.conversations.log == []


async def test_the_code_of_one_login_is_worth_nothing_in_another(house):
    mine = await house.callback(house.api_link())
    code = parse_qs(urlsplit(await house.callback(house.api_link(), "bo-nielsen")).query)["code"][0]
    await shows(await house.get(with_query(mine, code=code)), 502, "Login gik galt")
    assert failed(house, "broker_error")


async def test_a_code_that_was_redeemed_elsewhere(house):
    callback = await house.callback(house.api_link())
    code = parse_qs(urlsplit(callback).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": house.settings.client_id,
        "client_secret": house.settings.client_secret,
    }
    await house.http.post(f"{house.broker}/token", data=form)
    await shows(await house.get(callback), 502, "Login gik galt")
    assert failed(house, "broker_error")


@pytest.mark.parametrize("link", ["", "?ticket=", "?ticket=made-up"])
async def test_a_link_that_nobody_issued(house, link):
    await shows(await house.get(f"{house.gateway}/login{link}"), 404, "Vi kender ikke linket")
    assert house.conversations.log == []


async def test_a_link_that_is_ten_minutes_old(house):
    fresh, old = house.api_link(), house.api_link()
    house.clock.forward(599.9)
    assert (await house.get(fresh)).status == 302
    house.clock.forward(0.1)
    for _ in range(2):
        await shows(await house.get(old), 410, "Linket er for gammelt")
    assert failed(house, "ticket_expired")


async def test_a_link_followed_twice(house):
    link = house.api_link()
    await house.get(link)
    for _ in range(2):
        await shows(await house.get(link), 410, "Linket er allerede brugt")
    assert failed(house, "ticket_used")


async def test_a_link_followed_at_once_by_many_is_one_login(house):
    link = house.api_link()
    answers = await asyncio.gather(*(house.get(link) for _ in range(5)))
    assert sorted(answer.status for answer in answers) == [302, 410, 410, 410, 410]


async def test_a_login_given_up_in_the_browser_and_begun_again_later(house):
    link = house.browser_link()
    await house.to_broker(link)
    house.clock.forward(11)
    await shows(await house.get(link), 410, "Linket er allerede brugt")
    assert failed(house, "ticket_used")


async def test_ten_minutes_at_the_broker_are_too_many(house):
    link = house.api_link()
    address = await house.to_broker(link)
    state = parse_qs(urlsplit(address).query)["state"][0]
    house.clock.forward(600)
    callback = f"{house.gateway}/login/callback?{urlencode({'state': state, 'code': 'x'})}"
    await shows(await house.get(callback), 410, "Det tog for lang tid")
    assert failed(house, "flow_expired")


async def test_a_link_from_someone_elses_chat_does_not_log_the_victim_in_there(house):
    link = house.browser_link()
    house.another_browser()
    await shows(await house.get(link), 403, "Åbn linket der, hvor du chatter")
    house.http.cookie_jar.clear()
    await shows(await house.get(link), 403, "Åbn linket der, hvor du chatter")
    assert house.conversations.log == []
    house.browser_link()
    assert (await house.get(link)).status == 302  # it is still good where it belongs


async def test_a_callback_in_another_browser_does_not_log_in(house):
    callback = await house.callback(house.browser_link())
    house.another_browser()
    await shows(await house.get(callback), 403, "Åbn linket der, hvor du chatter")
    assert house.conversations.log == []


async def test_a_conversation_that_was_closed_meanwhile(house):
    link, callback = house.api_link(), await house.callback(house.api_link())
    house.conversations.beginnings.clear()
    await shows(await house.get(link), 410, "Samtalen er slut")
    await shows(await house.get(callback), 410, "Samtalen er slut")
    house.conversations.beginnings["c-api"] = "api"
    house.conversations.gone_at_binding = True
    await shows(await house.get(callback), 410, "Samtalen er slut")
    assert house.conversations.log == []


async def test_a_broker_that_is_down_does_not_cost_the_citizen_the_link(house):
    link = house.api_link()
    await house.broker_server.close()
    await shows(await house.get(link), 503, "MitID svarer ikke lige nu")
    await shows(await house.get(link), 503, "MitID svarer ikke lige nu")
    assert failed(house, "broker_down")


async def test_a_broker_that_goes_down_during_the_login(house):
    callback = await house.callback(house.api_link())
    await house.broker_server.close()
    await shows(await house.get(callback), 503, "MitID svarer ikke lige nu")
    assert failed(house, "broker_down")


@pytest.mark.parametrize(
    ("changes", "reason", "heading"),
    [
        ({"error": "server_error"}, "broker_down", "MitID svarer ikke lige nu"),
        ({"error": "invalid_scope"}, "broker_error", "Login gik galt"),
        ({"error": "<script>alert(1)</script>"}, "broker_error", "Login gik galt"),
        ({"code": None}, "bad_answer", "Login gik galt"),
        ({"iss": "https://another.example"}, "bad_answer", "Login gik galt"),
    ],
)
async def test_an_odd_answer_of_the_broker(house, changes, reason, heading):
    answer = await house.get(with_query(await house.callback(house.api_link()), **changes))
    assert f"<h1>{heading}</h1>" in await answer.text()
    assert "script" not in await answer.text()
    assert failed(house, reason)


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.update(issuer="https://another.example"),
        lambda document: document.pop("token_endpoint"),
        lambda document: document.update(jwks_uri=7),
    ],
)
async def test_a_discovery_document_that_is_not_the_brokers_own(house, change):
    house.discovery_changes.append(change)
    link = house.api_link()
    await shows(await house.get(link), 502, "Login gik galt")
    assert failed(house, "bad_answer")
    house.discovery_changes.clear()
    assert (await house.get(link)).status == 302


async def test_a_token_response_without_an_id_token(house):
    house.changes.append(lambda answer: answer.pop("id_token"))
    await shows(await house.get(await house.callback(house.api_link())), 502, "Login gik galt")
    assert failed(house, "bad_answer")


async def test_an_id_token_that_was_tampered_with(house):
    def become_bo(answer: dict) -> None:
        head, body, signature = answer["id_token"].split(".")
        claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        claims["sub"] = "2e9d4c83-61f7-4b0a-8d2e-b7a91c5f4402"
        forged = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
        answer["id_token"] = f"{head}.{forged}.{signature}"

    house.changes.append(become_bo)
    await shows(await house.get(await house.callback(house.api_link())), 502, "Login gik galt")
    assert failed(house, "bad_answer")


async def test_an_id_token_of_another_login_has_the_wrong_nonce(house):
    earlier = []
    house.changes.append(lambda answer: earlier.append(answer["id_token"]))
    await house.get(await house.callback(house.api_link()))
    house.conversations.log.clear()
    house.changes[:] = [lambda answer: answer.update(id_token=earlier[0])]
    await shows(await house.get(await house.callback(house.api_link())), 502, "Login gik galt")
    assert failed(house, "bad_answer")


async def test_an_id_token_for_another_access_token(house):
    house.changes.append(lambda answer: answer.update(access_token="another"))
    await shows(await house.get(await house.callback(house.api_link())), 502, "Login gik galt")
    assert failed(house, "bad_answer")
