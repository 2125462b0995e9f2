"""The page, its files, and the headers that every answer carries."""

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from yarl import URL

from bot.gateway.headers import security_headers
from tests.bot.gateway.house import House


@pytest.fixture
def built(house: House) -> House:
    dist = house.settings.web_dir
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>kk.dk</title>", encoding="utf-8")
    (dist / "desk.html").write_text("<!doctype html><title>desk</title>", encoding="utf-8")
    (dist / "favicon.svg").write_text("<svg/>", encoding="utf-8")
    (dist / "assets" / "main-HYI3JQX3.js").write_text("1", encoding="utf-8")
    (dist / "assets" / "plain.js").write_text("1", encoding="utf-8")
    (dist / "assets" / ".hidden").write_text("1", encoding="utf-8")
    (dist.parent / "secret.txt").write_text("1", encoding="utf-8")
    return house


@pytest.mark.parametrize("path", ["/", "/desk"])
async def test_a_page_that_is_not_built_says_what_to_do(house: House, path: str) -> None:
    async with house.http.get(path) as response:
        assert response.status == 503
        text = await response.text()
    assert "make run" in text
    assert '<html lang="da">' in text


async def test_the_page_is_served_fresh_and_its_hashed_files_forever(built: House) -> None:
    async with built.http.get("/?chat=1") as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert response.headers["Cache-Control"] == "no-cache"
    async with built.http.get("/assets/main-HYI3JQX3.js") as response:
        assert response.status == 200
        assert "javascript" in response.content_type
        assert "immutable" in response.headers["Cache-Control"]
    for path in ("/assets/plain.js", "/favicon.svg"):
        async with built.http.get(path) as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")


async def test_the_desk_is_a_page_of_its_own_at_the_same_address_and_by_the_same_rules(built: House) -> None:
    async with built.http.get("/desk") as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert "<title>desk</title>" in await response.text()
        assert response.headers["Cache-Control"] == "no-cache"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    headers = {"Host": f"localhost:{built.settings.port}"}
    async with built.http.get("/desk", headers=headers, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, f"{built.url}/desk")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/missing.js",
        "/assets/.hidden",
        "/assets/../index.html",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets//etc/passwd",
        "/secret.txt",
        "/assets/",
        "/assets/main-HYI3JQX3.js%00.txt",
    ],
)
async def test_nothing_outside_the_built_page_is_served(built: House, path: str) -> None:
    async with built.http.get(URL(built.url + path, encoded=True)) as response:
        assert response.status == 404
        assert (await response.json())["error"]["code"] == "not_found"


async def test_one_who_comes_by_another_name_of_this_machine_is_sent_to_the_right_one(built: House) -> None:
    headers = {"Host": f"localhost:{built.settings.port}"}
    async with built.http.get("/?chat=1", headers=headers, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, f"{built.url}/?chat=1")
    async with built.http.get("/", headers={"Host": "evil.example"}, allow_redirects=False) as response:
        assert response.status == 200


async def test_a_browser_that_is_lost_gets_a_page_and_a_script_gets_json(house: House) -> None:
    async with house.http.get("/nowhere", headers={"Accept": "text/html,*/*"}) as response:
        assert (response.status, response.content_type) == (404, "text/html")
        assert "findes ikke" in await response.text()
    async with house.http.get("/api/nowhere", headers={"Accept": "text/html,*/*"}) as response:
        assert (response.status, response.content_type) == (404, "application/json")


@pytest.mark.parametrize(
    "path", ["/", "/desk", "/nowhere", "/api/conversations/x", "/healthz", "/metrics", "/assets/x"]
)
async def test_every_answer_carries_the_security_headers(house: House, path: str) -> None:
    async with house.http.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert f"ws://127.0.0.1:{house.settings.port}" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Server"] == "en-indgang"
        assert "Strict-Transport-Security" not in response.headers


async def test_answers_with_conversations_are_not_kept_by_caches(house: House) -> None:
    chat = await house.begin()
    assert (await chat.call("GET")).headers["Cache-Control"] == "no-store"


async def test_by_https_browsers_are_told_to_stay_there() -> None:
    response = web.Response()
    await security_headers("https://indgang.example", secure=True)(make_mocked_request("GET", "/"), response)
    assert "max-age" in response.headers["Strict-Transport-Security"]
    assert "wss://indgang.example" in response.headers["Content-Security-Policy"]
