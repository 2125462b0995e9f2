"""After the login: discovery's promises, userinfo and the end of the session."""


async def logged_in(broker, **changes) -> dict[str, str]:
    status, answer = await broker.redeem(await broker.code(**changes))
    assert status == 200
    return answer


async def test_every_endpoint_of_the_discovery_document_exists(broker):
    document = await (await broker.get("/.well-known/openid-configuration")).json()
    assert document["issuer"] == broker.address
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["backchannel_token_delivery_modes_supported"] == ["poll"]
    addresses = [value for name, value in document.items() if name.endswith(("_endpoint", "_uri"))]
    assert len(addresses) == 6
    for address in addresses:
        async with broker.http.post(address) as answer:
            assert answer.status in (400, 401, 405)


async def test_userinfo_gives_the_name_only_to_who_asked_for_the_profile(broker):
    for scope, name in (("openid", None), ("openid profile", "Anna Jensen")):
        bearer = {"Authorization": f"Bearer {(await logged_in(broker, scope=scope))['access_token']}"}
        claims = await (await broker.http.get(f"{broker.address}/userinfo", headers=bearer)).json()
        assert claims["sub"] == "7c1b7f0e-5a0d-4f3c-9a58-3f0c6a2d1e01"
        assert claims.get("name") == name


async def test_an_access_token_ends_after_a_quarter_of_an_hour(broker):
    bearer = {"Authorization": f"Bearer {(await logged_in(broker))['access_token']}"}
    broker.clock.forward(900)
    assert (await broker.http.get(f"{broker.address}/userinfo", headers=bearer)).status == 401
    assert (await broker.http.get(f"{broker.address}/userinfo")).status == 401


async def test_the_end_of_the_session_takes_its_tokens_with_it(broker):
    answer = await logged_in(broker)
    ended = await broker.post("/end-session", id_token_hint=answer["id_token"])
    assert ended.status == 200
    assert "Du er logget ud" in await ended.text()
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    assert (await broker.http.get(f"{broker.address}/userinfo", headers=bearer)).status == 401


async def test_after_logout_the_citizen_is_sent_to_registered_addresses_only(broker):
    hint = (await logged_in(broker))["id_token"]
    home = "http://127.0.0.1:43210/"
    back = await broker.get("/end-session", id_token_hint=hint, post_logout_redirect_uri=home, state="s")
    assert back.headers["Location"] == f"{home}?state=s"
    stranger = await broker.get(
        "/end-session", id_token_hint=hint, post_logout_redirect_uri="http://evil.example/"
    )
    assert (stranger.status, "Location" in stranger.headers) == (200, False)


async def test_a_logout_without_a_token_of_ours_is_refused(broker):
    assert (await broker.get("/end-session")).status == 400
    assert (await broker.get("/end-session", id_token_hint="a.b.c")).status == 400
