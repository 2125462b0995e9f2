"""The employees' client: its people are employees, and no login crosses from one client to the other."""

import dataclasses
import re

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from actions.fagsystemer.stubs import mitid
from actions.fagsystemer.stubs.citizens import CITIZENS
from actions.fagsystemer.stubs.employees import EMPLOYEES


@pytest.fixture
async def desk(broker):
    """The same broker as the employees' client meets it."""
    employees = dataclasses.replace(broker, redirect_uri="http://127.0.0.1:43210/desk/callback")
    employees.basic = (broker.settings.desk_client_id, broker.settings.desk_client_secret)
    return employees


async def sign_in(desk, employee: str, decision: str = "approve", **more: str):
    login = await desk.login_page()
    return await desk.post("/login", login=login, employee=employee, decision=decision, **more)


async def claims_of(broker, id_token: str) -> dict:
    keys = KeySet.import_key_set(await (await broker.get("/jwks")).json())
    return jwt.decode(id_token, keys, ["RS256"]).claims


@pytest.mark.parametrize(
    ("employee", "name", "roles"),
    [
        ("mette-holst", "Mette Holst", ["service_desk"]),
        ("omar-said", "Omar Said", ["service_desk"]),
        ("lise-krogh", "Lise Krogh", ["service_desk", "service_desk_lead"]),
        ("per-dahl", "Per Dahl", []),
    ],
)
async def test_an_employees_token_says_who_it_is_and_with_which_roles(desk, returned, employee, name, roles):
    status, answer = await desk.redeem(returned(await sign_in(desk, employee))["code"])
    assert status == 200
    claims = await claims_of(desk, answer["id_token"])
    assert (claims["name"], claims["roles"], claims["aud"]) == (name, roles, "en-indgang-desk-demo")
    assert claims["sub"] not in employee


async def test_a_citizens_token_has_no_roles(broker):
    _, answer = await broker.redeem(await broker.code())
    assert "roles" not in await claims_of(broker, answer["id_token"])


async def test_the_page_shows_employees_to_the_one_client_and_citizens_to_the_other(broker, desk):
    theirs = await (await desk.get("/authorize", **desk.request())).text()
    ours = await (await broker.get("/authorize", **broker.request())).text()
    assert re.findall(r'name="employee" value="([^"]+)"', theirs) == [one.slug for one in EMPLOYEES]
    assert re.findall(r'name="citizen" value="([^"]+)"', ours) == [one.slug for one in CITIZENS]
    assert 'name="citizen"' not in theirs
    assert 'name="employee"' not in ours
    assert "Log ind som medarbejder (demonstration)" in theirs


@pytest.mark.parametrize("who", ["anna-jensen", CITIZENS[0].sub, "nobody", ""])
async def test_no_citizen_comes_out_of_the_employees_client(desk, who):
    login = await desk.login_page()
    for form in ({"employee": who}, {"citizen": who}, {"citizen": "mette-holst"}):
        answer = await desk.post("/login", login=login, decision="approve", **form)
        assert answer.status == 400
        assert "Vælg, hvem du er, og tryk Log ind." in await answer.text()


@pytest.mark.parametrize("who", ["mette-holst", EMPLOYEES[0].sub])
async def test_no_employee_comes_out_of_the_citizens_client(broker, who):
    login = await broker.login_page()
    for form in ({"citizen": who}, {"employee": who}):
        assert (await broker.post("/login", login=login, decision="approve", **form)).status == 400


async def test_no_reference_names_both_a_citizen_and_an_employee():
    people = [*CITIZENS, *EMPLOYEES]
    references = [reference for one in people for reference in (one.slug, one.sub)]
    assert len(references) == len(set(references))


async def test_a_code_is_worth_nothing_to_the_other_client_and_still_good_to_its_own(broker, desk, returned):
    code = returned(await sign_in(desk, "mette-holst"))["code"]
    assert (await broker.redeem(code, redirect_uri=desk.redirect_uri))[1]["error"] == "invalid_grant"
    citizens_code = await broker.code()
    assert (await desk.redeem(citizens_code, redirect_uri=broker.redirect_uri))[0] == 400
    assert (await desk.redeem(code))[0] == 200
    assert (await broker.redeem(citizens_code))[0] == 200


async def test_each_client_has_its_own_addresses_and_its_own_secret(broker, desk, returned):
    crossed = await broker.get("/authorize", **broker.request(redirect_uri=desk.redirect_uri))
    assert crossed.status == 400
    crossed = await desk.get("/authorize", **desk.request(redirect_uri=broker.redirect_uri))
    assert crossed.status == 400
    code = returned(await sign_in(desk, "mette-holst"))["code"]
    desk.basic = (desk.basic[0], broker.settings.client_secret)
    assert (await desk.redeem(code))[1]["error"] == "invalid_client"


async def test_the_employees_client_cannot_ask_a_citizens_app(desk):
    status, answer = await desk.as_client("/backchannel", scope="openid", login_hint="+4520000001")
    assert (status, answer["error"]) == (400, "unauthorized_client")


async def test_an_app_request_of_the_citizens_client_cannot_be_polled_by_the_employees(broker, desk):
    _, begun = await broker.as_client("/backchannel", scope="openid", login_hint="+4520000001")
    request = begun["auth_req_id"]
    broker.clock.forward(5)
    grant = "urn:openid:params:grant-type:ciba"
    assert (await desk.token(grant_type=grant, auth_req_id=request))[1]["error"] == "invalid_grant"
    assert (await broker.token(grant_type=grant, auth_req_id=request))[0] == 200


async def test_an_employee_who_changes_their_mind_is_sent_back(desk, returned):
    answer = returned(await sign_in(desk, "mette-holst", "refuse"))
    assert (answer["error"], answer["state"]) == ("access_denied", "the-state")


async def test_userinfo_gives_roles_to_who_asked_for_the_profile(desk, returned):
    login = await desk.login_page(scope="openid profile")
    sent = await desk.post("/login", login=login, employee="lise-krogh", decision="approve")
    _, answer = await desk.redeem(returned(sent)["code"])
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    claims = await (await desk.http.get(f"{desk.address}/userinfo", headers=bearer)).json()
    assert (claims["name"], claims["roles"]) == ("Lise Krogh", ["service_desk", "service_desk_lead"])


async def test_after_logout_an_employee_is_sent_to_the_desk_only(broker, desk, returned):
    _, answer = await desk.redeem(returned(await sign_in(desk, "mette-holst"))["code"])
    hint = {"id_token_hint": answer["id_token"]}
    home = "http://127.0.0.1:43210"
    back = await desk.get("/end-session", **hint, post_logout_redirect_uri=f"{home}/desk")
    assert back.headers["Location"] == f"{home}/desk"
    crossed = await desk.get("/end-session", **hint, post_logout_redirect_uri=f"{home}/")
    assert "Location" not in crossed.headers
    other = await desk.get("/end-session", **hint, client_id=broker.settings.client_id)
    assert other.status == 400


async def test_without_a_secret_the_employees_client_is_unknown(tmp_path):
    settings = mitid.BrokerSettings(client_id="c", client_secret="s")
    assert settings.client("en-indgang-desk-demo") is None
    assert settings.client("c") is not None


async def test_the_two_clients_cannot_be_one():
    with pytest.raises(ValueError, match="hver sit"):
        mitid.BrokerSettings(client_id="one", client_secret="s", desk_client_id="one")
