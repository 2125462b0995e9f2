"""The authorisation endpoint and the citizen's answer."""

import pytest

from actions.fagsystemer.stubs import mitid


async def test_an_approved_login_comes_back_with_code_state_and_issuer(broker, returned):
    answer = returned(await broker.answer("anna-jensen"))
    assert answer.keys() == {"code", "state", "iss"}
    assert answer["state"] == "the-state"
    assert answer["iss"] == broker.address


@pytest.mark.parametrize("citizen", ["anna-jensen", "eva-lund", "finn-berg"])
async def test_a_refusal_is_access_denied(broker, returned, citizen):
    answer = returned(await broker.answer(citizen, "refuse"))
    assert (answer["error"], answer["state"]) == ("access_denied", "the-state")


async def test_a_refusal_needs_no_choice_of_citizen(broker, returned):
    login = await broker.login_page()
    assert returned(await broker.post("/login", login=login, decision="refuse"))["error"] == "access_denied"


async def test_the_app_of_eva_lund_refuses_what_she_approves(broker, returned):
    assert returned(await broker.answer("eva-lund", "approve"))["error"] == "access_denied"


async def test_a_silent_app_is_waited_for_by_a_page_that_asks_again(broker, returned):
    posted = await broker.answer("finn-berg")
    assert posted.status == 302
    waiting = await broker.http.get(broker.address.removesuffix("/mitid") + posted.headers["Location"])
    assert waiting.status == 200
    assert "Vi venter på godkendelse i appen" in await waiting.text()
    assert waiting.headers["Refresh"].startswith("3; url=/mitid/wait?login=")


async def test_a_silent_app_times_out_after_a_minute(broker, returned):
    posted = await broker.answer("finn-berg")
    wait = broker.address.removesuffix("/mitid") + posted.headers["Location"]
    broker.clock.forward(59.9)
    assert (await broker.http.get(wait, allow_redirects=False)).status == 200
    broker.clock.forward(0.1)
    answer = returned(await broker.http.get(wait, allow_redirects=False))
    assert answer["error"] == "access_denied"
    assert "timeout" in answer["error_description"]
    assert (await broker.http.get(wait, allow_redirects=False)).status == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "too-short"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
async def test_a_bad_request_of_a_known_client_goes_back_as_an_error(broker, returned, changes, error):
    answer = returned(await broker.get("/authorize", **broker.request(**changes)))
    assert (answer["error"], answer["state"]) == (error, "the-state")
    assert "code" not in answer


@pytest.mark.parametrize(
    "uri",
    [
        "http://evil.example/login/callback",
        "http://127.0.0.1:43210/login/callback/",
        "http://127.0.0.1:43210/login/callback?next=x",
        "http://127.0.0.1:43210/login/callback#x",
        "http://127.0.0.1:43210/login/other",
        "https://127.0.0.1:43210/login/callback",
        "http://127.0.0.1.evil.example/login/callback",
        "http://127.0.0.1:43210@evil.example/login/callback",
        "http://user@127.0.0.1:43210/login/callback",
        "http://127.0.0.1:port/login/callback",
        "javascript:alert(1)",
        "",
    ],
)
async def test_nobody_is_sent_to_an_address_that_is_not_registered(broker, uri):
    answer = await broker.get("/authorize", **broker.request(redirect_uri=uri))
    assert answer.status == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1:1", "127.0.0.1", "localhost:65535", "[::1]:8080"])
async def test_any_port_on_loopback_is_registered(broker, host):
    answer = await broker.get("/authorize", **broker.request(redirect_uri=f"http://{host}/login/callback"))
    assert answer.status == 200


async def test_an_unknown_client_gets_a_page_and_no_redirect(broker):
    assert (await broker.get("/authorize", **broker.request(client_id="stranger"))).status == 400


async def test_a_repeated_parameter_is_refused(broker):
    twice = [*broker.request().items(), ("state", "another")]
    answer = await broker.http.get(f"{broker.address}/authorize", params=twice, allow_redirects=False)
    assert answer.status == 400


@pytest.mark.parametrize(
    "form",
    [{"decision": "approve"}, {"citizen": "nobody", "decision": "approve"}, {"citizen": "anna-jensen"}],
)
async def test_a_form_that_says_too_little_is_shown_again(broker, form):
    login = await broker.login_page()
    answer = await broker.post("/login", login=login, **form)
    assert answer.status == 400
    assert "Vælg en borger, og tryk Godkend." in await answer.text()


async def test_a_double_click_on_approve_gives_two_codes_of_which_one_counts(broker, returned):
    login = await broker.login_page()
    first, second = [
        returned(await broker.post("/login", login=login, citizen="anna-jensen", decision="approve"))["code"]
        for _ in range(2)
    ]
    assert (await broker.redeem(second))[0] == 200
    assert (await broker.redeem(first))[1]["error"] == "invalid_grant"


async def test_a_login_page_is_worth_nothing_after_ten_minutes_or_once_used(broker):
    login = await broker.login_page()
    broker.clock.forward(600)
    old = await broker.post("/login", login=login, citizen="anna-jensen", decision="approve")
    assert old.status == 400
    login = await broker.login_page()
    await broker.post("/login", login=login, decision="refuse")
    again = await broker.post("/login", login=login, citizen="anna-jensen", decision="approve")
    assert again.status == 400


async def test_the_login_page_is_danish_without_script_and_says_it_is_a_demonstration(broker):
    answer = await broker.get("/authorize", **broker.request())
    text = await answer.text()
    assert '<html lang="da">' in text
    assert "Demonstration. Dette er ikke MitID" in text
    assert "<script" not in text
    assert text.count('type="radio" name="citizen"') == 7
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self' http://127.0.0.1:43210"
    )
    assert (await broker.get("/style.css")).content_type == "text/css"


async def test_reset_forgets_logins_but_not_the_key(broker):
    keys = await (await broker.get("/jwks")).json()
    code = await broker.code()
    await mitid.reset(broker.app)
    assert (await broker.redeem(code))[1]["error"] == "invalid_grant"
    assert await (await broker.get("/jwks")).json() == keys
