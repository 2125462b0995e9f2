"""The token endpoint: what a code is worth, and for how long."""

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

ANNA = "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01"
SECRET = "a secret of the test"


async def keys_of(broker) -> KeySet:
    return KeySet.import_key_set(await (await broker.get("/jwks")).json())


async def test_the_id_token_says_who_logged_in_for_whom_when_and_how_well(broker):
    began = int(broker.clock())
    code = await broker.code()
    broker.clock.forward(5)
    status, answer = await broker.redeem(code)
    assert status == 200
    token = jwt.decode(answer["id_token"], await keys_of(broker), ["RS256"])
    claims = token.claims
    assert claims.pop("sid")
    assert claims.pop("at_hash")
    assert claims == {
        "iss": broker.address,
        "aud": "en-indgang-test",
        "sub": ANNA,
        "nonce": "the-nonce",
        "auth_time": began,
        "iat": began + 5,
        "exp": began + 5 + 900,
        "acr": "https://data.gov.dk/concept/core/nsis/Substantial",
        "name": "Anna Jensen",
    }


async def test_the_key_set_shows_no_private_part(broker):
    (key,) = (await (await broker.get("/jwks")).json())["keys"]
    assert key.keys() == {"kty", "n", "e", "kid", "use", "alg"}


async def test_a_code_is_good_once_and_its_replay_revokes_the_tokens(broker):
    code = await broker.code()
    _, answer = await broker.redeem(code)
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    userinfo = f"{broker.address}/userinfo"
    assert (await broker.http.get(userinfo, headers=bearer)).status == 200
    assert await broker.redeem(code) == (
        400,
        {"error": "invalid_grant", "error_description": "The code was used before"},
    )
    assert (await broker.http.get(userinfo, headers=bearer)).status == 401


async def test_a_code_lives_a_minute(broker):
    code, other = await broker.code(), await broker.code()
    broker.clock.forward(59.9)
    assert (await broker.redeem(code))[0] == 200
    broker.clock.forward(0.1)
    assert (await broker.redeem(other))[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 64},
        {"code_verifier": ""},
        {"code_verifier": "v" * 42},
        {"redirect_uri": "http://127.0.0.1:43211/login/callback"},
        {"redirect_uri": ""},
    ],
)
async def test_a_code_with_the_wrong_verifier_or_address_is_spent_for_nothing(broker, changes):
    code = await broker.code()
    assert (await broker.redeem(code, **changes))[1]["error"] == "invalid_grant"
    assert (await broker.redeem(code))[1]["error"] == "invalid_grant"


async def test_an_unknown_code_is_refused(broker):
    assert (await broker.redeem("made-up"))[1]["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "basic", [("en-indgang-test", "wrong"), ("stranger", SECRET), ("en-indgang-test", "")]
)
async def test_a_client_that_cannot_prove_itself_gets_401(broker, basic):
    code = await broker.code()
    broker.basic = basic
    status, answer = await broker.redeem(code)
    assert (status, answer["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(("secret", "status"), [(SECRET, 400), ("wrong", 401)])
async def test_the_secret_may_be_posted_too(broker, secret, status):
    answer = await broker.post(
        "/token", client_id="en-indgang-test", client_secret=secret, grant_type="authorization_code", code="x"
    )
    assert answer.status == status


async def test_other_grants_are_unsupported(broker):
    status, answer = await broker.token(grant_type="password", username="anna", password="x")
    assert (status, answer["error"]) == (400, "unsupported_grant_type")


async def test_answers_with_tokens_are_not_stored_by_caches(broker):
    answer = await broker.post("/token", client_id="en-indgang-test", client_secret=SECRET)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_keys_are_replaced_monthly_and_the_former_one_is_still_shown(broker):
    (first,) = (await (await broker.get("/jwks")).json())["keys"]
    broker.clock.forward(30 * 86_400)
    code = await broker.code()
    _, answer = await broker.redeem(code)
    keys = await keys_of(broker)
    assert jwt.decode(answer["id_token"], keys, ["RS256"]).header["kid"] != first["kid"]
    assert first["kid"] in {key.kid for key in keys}
    broker.clock.forward(30 * 86_400)
    assert first["kid"] not in {key.kid for key in await keys_of(broker)}
