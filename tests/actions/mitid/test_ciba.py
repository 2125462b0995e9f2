"""Back-channel login in poll mode, as the telephone line uses it."""

import re

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

GRANT = "urn:openid:params:grant-type:ciba"
ANNA, EVA, FINN = "+4520000001", "+4520000005", "+4520000006"


async def begin(broker, phone: str, **more: str):
    form = {
        "scope": "openid",
        "login_hint": phone,
        "client_id": broker.settings.client_id,
        "client_secret": broker.settings.client_secret,
        **more,
    }
    answer = await broker.post("/backchannel", **form)
    return answer.status, await answer.json()


async def poll(broker, auth_req_id: str):
    return await broker.token(grant_type=GRANT, auth_req_id=auth_req_id)


async def begun(broker, phone: str, **more: str) -> str:
    status, answer = await begin(broker, phone, **more)
    assert status == 200
    return answer["auth_req_id"]


async def error_of_poll(broker, auth_req_id: str) -> str:
    status, answer = await poll(broker, auth_req_id)
    assert status == 400
    return answer["error"]


async def app_page(broker) -> str:
    return await (await broker.get("/app")).text()


async def answer_by_hand(broker, decision: str) -> None:
    ref = re.search(r'name="ref" value="([^"]+)"', await app_page(broker))[1]
    await broker.post("/app", ref=ref, decision=decision)


async def test_a_registered_phone_is_approved_after_a_short_while(broker):
    status, begun_login = await begin(broker, ANNA)
    assert status == 200
    assert (begun_login["expires_in"], begun_login["interval"]) == (60, 1)
    auth_req_id = begun_login["auth_req_id"]
    assert await error_of_poll(broker, auth_req_id) == "authorization_pending"
    broker.clock.forward(1.5)
    status, answer = await poll(broker, auth_req_id)
    assert status == 200
    keys = KeySet.import_key_set(await (await broker.get("/jwks")).json())
    claims = jwt.decode(answer["id_token"], keys, ["RS256"]).claims
    assert claims["sub"] == "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01"
    assert claims["aud"] == broker.settings.client_id


async def test_an_approval_can_be_redeemed_once(broker):
    auth_req_id = await begun(broker, ANNA)
    broker.clock.forward(2)
    assert (await poll(broker, auth_req_id))[0] == 200
    assert await error_of_poll(broker, auth_req_id) == "invalid_grant"


async def test_polling_too_fast_must_slow_down_by_five_seconds(broker):
    auth_req_id = await begun(broker, FINN)
    assert await error_of_poll(broker, auth_req_id) == "authorization_pending"
    broker.clock.forward(0.5)
    assert await error_of_poll(broker, auth_req_id) == "slow_down"
    broker.clock.forward(5.9)
    assert await error_of_poll(broker, auth_req_id) == "slow_down"
    broker.clock.forward(11.0)
    assert await error_of_poll(broker, auth_req_id) == "authorization_pending"


async def test_the_app_of_eva_lund_refuses(broker):
    auth_req_id = await begun(broker, EVA)
    assert await error_of_poll(broker, auth_req_id) == "authorization_pending"
    broker.clock.forward(2)
    assert await error_of_poll(broker, auth_req_id) == "access_denied"


async def test_the_app_of_finn_berg_never_answers_and_the_request_expires(broker):
    auth_req_id = await begun(broker, FINN)
    broker.clock.forward(59.9)
    assert await error_of_poll(broker, auth_req_id) == "authorization_pending"
    broker.clock.forward(0.1)
    assert await error_of_poll(broker, auth_req_id) == "expired_token"


async def test_an_approval_that_nobody_fetches_expires(broker):
    auth_req_id = await begun(broker, ANNA, requested_expiry="10")
    broker.clock.forward(10)
    assert await error_of_poll(broker, auth_req_id) == "expired_token"


@pytest.mark.parametrize(("decision", "error"), [("approve", None), ("refuse", "access_denied")])
async def test_a_waiting_request_can_be_answered_by_hand_in_the_app(broker, decision, error):
    auth_req_id = await begun(broker, FINN, binding_message="Københavns Kommune <ringer>")
    page = await app_page(broker)
    assert "Finn Berg" in page
    assert "Københavns Kommune &lt;ringer&gt;" in page
    await answer_by_hand(broker, decision)
    _, answer = await poll(broker, auth_req_id)
    assert answer.get("error") == error
    assert "Der er ikke noget, der venter." in await app_page(broker)


async def test_a_waiting_login_in_the_browser_can_be_approved_in_the_app_too(broker, returned):
    wait = broker.address.removesuffix("/mitid") + (await broker.answer("finn-berg")).headers["Location"]
    await answer_by_hand(broker, "approve")
    code = returned(await broker.http.get(wait, allow_redirects=False))["code"]
    assert (await broker.redeem(code))[0] == 200


@pytest.mark.parametrize(
    "phone", ["20000001", "20 00 00 01", "+45 20 00 00 01", "004520000001", "tel:+45-20000001"]
)
async def test_a_phone_number_may_be_written_in_any_usual_way(broker, phone):
    assert (await begin(broker, phone))[0] == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"login_hint": "+4599999999"}, "unknown_user_id"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"requested_expiry": "soon"}, "invalid_request"),
        ({"requested_expiry": "0"}, "invalid_request"),
        ({"binding_message": "x" * 101}, "invalid_binding_message"),
        ({"client_secret": "wrong"}, "invalid_client"),
    ],
)
async def test_a_bad_request_is_told_what_is_wrong(broker, changes, error):
    status, answer = await begin(broker, ANNA, **changes)
    assert status in (400, 401)
    assert answer["error"] == error


async def test_an_unknown_request_is_refused(broker):
    assert await error_of_poll(broker, "made-up") == "invalid_grant"


async def test_a_poll_needs_the_client_to_prove_itself(broker):
    auth_req_id = await begun(broker, ANNA)
    broker.basic = (broker.settings.client_id, "wrong")
    assert (await poll(broker, auth_req_id))[0] == 401
