"""Which id_tokens are believed."""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from bot.gateway.login.errors import LoginError
from bot.gateway.login.id_token import key_id, verify

NOW = 1_790_000_000
SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/Substantial"
LOW = "https://data.gov.dk/concept/core/nsis/Low"
KEY = RSAKey.generate_key(2048, {"kid": "k1"})
GOOD = {
    "iss": "https://broker.example",
    "aud": "client",
    "sub": "subject",
    "nonce": "nonce",
    "acr": SUBSTANTIAL,
    "iat": NOW,
    "exp": NOW + 300,
}


def believed(claims: dict, *, key=KEY, alg="RS256", keys=None, now=NOW) -> str:
    token = jwt.encode({"alg": alg, "kid": key.kid}, claims, key, [alg])
    claims = verify(
        token,
        keys=keys or KeySet([KEY]),
        issuer="https://broker.example",
        client_id="client",
        nonce="nonce",
        access_token=None,
        accepted_levels=frozenset({SUBSTANTIAL}),
        now=now,
        skew_seconds=60,
    )
    assert claims["iss"] == "https://broker.example"
    return claims["sub"]


def test_a_good_token_gives_the_subject():
    assert believed(GOOD) == "subject"


def test_a_token_for_several_audiences_must_name_us_as_the_authorised_party():
    audiences = {**GOOD, "aud": ["client", "another"]}
    assert believed({**audiences, "azp": "client"}) == "subject"
    with pytest.raises(LoginError):
        believed({**audiences, "azp": "another"})


def test_a_token_for_another_client_is_not_ours_even_if_we_asked_for_it():
    with pytest.raises(LoginError, match="aud"):
        believed({**GOOD, "aud": "another", "azp": "client"})


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "nonce", "exp", "iat"])
def test_no_claim_may_be_missing(claim):
    with pytest.raises(LoginError, match=claim) as failure:
        believed({name: value for name, value in GOOD.items() if name != claim})
    assert failure.value.reason == "bad_answer"


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "https://another.example"),
        ("aud", "another"),
        ("aud", ["another"]),
        ("azp", "another"),
        ("nonce", "another"),
        ("sub", ""),
        ("sub", 7),
        ("sub", "x" * 256),
        ("exp", NOW - 61),
        ("exp", "tomorrow"),
        ("iat", NOW + 61),
        ("nbf", NOW + 61),
        ("auth_time", "yesterday"),
    ],
)
def test_a_claim_with_a_wrong_value_is_not_believed_and_not_quoted(claim, value):
    with pytest.raises(LoginError) as failure:
        believed({**GOOD, claim: value})
    assert failure.value.reason == "bad_answer"
    assert str(value) == "" or str(value) not in str(failure.value)


@pytest.mark.parametrize(("claim", "value"), [("exp", NOW - 60), ("iat", NOW + 60), ("nbf", NOW + 60)])
def test_the_brokers_clock_may_be_a_minute_off(claim, value):
    assert believed({**GOOD, claim: value}) == "subject"


@pytest.mark.parametrize("level", [LOW, None, "", 3, [SUBSTANTIAL]])
def test_a_login_below_the_level_is_too_weak(level):
    with pytest.raises(LoginError) as failure:
        believed({**GOOD, "acr": level})
    assert failure.value.reason == "level_too_low"


def test_a_stranger_with_our_key_id_is_not_believed():
    with pytest.raises(LoginError, match="BadSignatureError"):
        believed(GOOD, key=RSAKey.generate_key(2048, {"kid": "k1"}))


def test_a_key_that_the_broker_does_not_show_is_not_believed():
    with pytest.raises(LoginError):
        believed(GOOD, key=RSAKey.generate_key(2048, {"kid": "k2"}))


def test_a_shared_secret_is_no_signature_even_when_the_broker_shows_it():
    secret = OctKey.generate_key(256, {"kid": "k3"})
    with pytest.raises(LoginError):
        believed(GOOD, key=secret, alg="HS256", keys=KeySet([secret]))


def test_an_elliptic_key_is_as_good_as_an_rsa_key():
    key = ECKey.generate_key("P-256", {"kid": "k4"})
    assert believed(GOOD, key=key, alg="ES256", keys=KeySet([key])) == "subject"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b.c",
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzdWJqZWN0In0.AAAA",
        "æ.ø.å",
    ],
)
def test_what_is_no_signed_token_is_not_believed(token):
    with pytest.raises(LoginError) as failure:
        verify(
            token,
            keys=KeySet([KEY]),
            issuer="https://broker.example",
            client_id="client",
            nonce="nonce",
            access_token=None,
            accepted_levels=frozenset(),
            now=NOW,
            skew_seconds=60,
        )
    assert failure.value.reason == "bad_answer"


def test_the_key_id_is_read_before_anything_is_believed():
    token = jwt.encode({"alg": "RS256", "kid": "k1"}, GOOD, KEY)
    assert key_id(token) == "k1"
    assert key_id(jwt.encode({"alg": "HS256"}, GOOD, OctKey.generate_key(256))) is None
    with pytest.raises(LoginError):
        key_id("not.a token")
