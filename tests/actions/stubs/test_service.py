"""The service as a whole: errors, restarts, new days, starting over."""

import logging
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession

from actions.fagsystemer.stubs import cura

BYVEJ = {"street": "Byvej", "number": "54", "postcode": "2700"}


async def test_it_says_when_it_is_ready(service: Any) -> None:
    assert await service.get("/healthz") == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("path", "code"),
    [("/nix", "not_found"), ("/cura/nix", "not_found"), ("/_faults/cura", "method_not_allowed")],
)
async def test_a_wrong_address_is_answered_in_json(service: Any, path: str, code: str) -> None:
    _, answer = await service.get(path)
    assert answer["error"]["code"] == code
    assert answer["error"]["text"].endswith(".")


@pytest.mark.parametrize(
    "raw",
    [b"{", b"[1]", b'"tekst"', b'{"address": NaN}', b"\xff\xfe", b'{"address": "\\ud800"}', b"[" * 100_000],
)
async def test_broken_json_is_refused_and_nothing_is_done(service: Any, raw: bytes) -> None:
    headers = {"Idempotency-Key": "k"}
    async with service.client.post("/affald/orders", data=raw, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["error"]["code"] in {"invalid_json", "invalid_input"}
    assert await service.read("/affald/orders") == []


async def test_a_body_that_is_far_too_large_is_refused(service: Any) -> None:
    headers = {"Idempotency-Key": "k"}
    body = BytesIO(b"x" * (5 * 1024 * 1024))
    async with service.client.post("/affald/orders", data=body, headers=headers) as response:
        assert response.status == 413
        assert (await response.json())["error"]["code"] == "too_large"


async def test_an_error_names_the_field_and_never_repeats_what_was_sent(service: Any) -> None:
    status, answer = await service.post(
        "/affald/orders", {"address": {**BYVEJ, "floor": "hos Anna Jensen", "hemmelig_nøgle": 1}}
    )
    assert status == 400
    assert "Anna" not in str(answer)
    assert "hemmelig" not in str(answer)
    _, missing = await service.post("/affald/orders", {"address": {"street": "Byvej", "number": "54"}})
    assert missing["error"]["text"] == "Der mangler et felt: address.postcode."


async def test_a_mistake_of_ours_shows_neither_stack_trace_nor_personal_data(
    service: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(reference: str) -> None:
        raise RuntimeError(f"no idea who {reference} is")

    monkeypatch.setattr(cura, "citizen_of", stumble)
    with caplog.at_level(logging.DEBUG, logger="actions"):
        status, answer = await service.get("/cura/visits", citizen="anna-jensen")
    assert status == 500
    assert answer == {"error": {"code": "internal_error", "text": "Der skete en fejl i systemet."}}
    assert "RuntimeError" in caplog.text
    assert "anna" not in caplog.text


async def test_a_parameter_given_twice_is_refused(service: Any) -> None:
    async with service.client.get("/cura/visits?citizen=anna-jensen&citizen=bo-nielsen") as response:
        assert response.status == 400


async def test_a_restart_keeps_the_data_and_the_answered_keys(start: Any) -> None:
    first = await start()
    (visit, *_) = await first.read("/cura/visits", citizen="anna-jensen")
    cancelled = await first.post(f"/cura/visits/{visit['id']}/cancel", {"reason": "På ferie"}, key="aflys")
    placed = await first.post("/affald/orders", {"address": BYVEJ})
    await first.client.close()

    second = await start()
    (same, *_) = await second.read("/cura/visits", citizen="anna-jensen")
    assert (same["id"], same["status"]) == (visit["id"], "cancelled")
    again = await second.post(f"/cura/visits/{visit['id']}/cancel", {"reason": "På ferie"}, key="aflys")
    assert again == cancelled
    assert await second.read("/affald/orders") == [placed[1]["order"]]


async def test_a_new_day_gives_new_visits_and_loses_nothing_the_assistant_made(
    start: Any, set_clock: Any
) -> None:
    first = await start()
    await first.post("/affald/orders", {"address": BYVEJ})
    await first.client.close()

    set_clock("2026-11-24T07:00")
    second = await start()
    visits = await second.read("/cura/visits", citizen="anna-jensen")
    assert [visit["date"] for visit in visits] == ["2026-11-24", "2026-11-25", "2026-11-26"]
    assert len(await second.read("/affald/orders")) == 1


async def test_reset_brings_back_the_seed_and_heals_every_fault(service: Any) -> None:
    await service.seed("anna-jensen", visits=[], appointments=[])
    await service.post("/affald/orders", {"address": BYVEJ}, key="k")
    await service.post("/sms/messages", {"to": "20000001", "text": "Hej"})
    await service.fault("affald", "down")
    await service.fault("mitid", "error")

    assert (await service.post("/_reset"))[0] == 200

    assert len(await service.read("/cura/visits", citizen="anna-jensen")) == 3
    assert await service.read("/affald/orders") == []
    assert await service.read("/sms/messages") == []
    assert {fault["mode"] for fault in (await service.read("/_faults")).values()} == {"none"}
    # The keys are forgotten too: the same key may now stand for something else.
    other = {"address": {**BYVEJ, "number": "45"}}
    assert (await service.post("/affald/orders", other, key="k"))[0] == 200


async def test_the_broker_is_part_of_the_service(service: Any) -> None:
    configuration = await service.read("/mitid/.well-known/openid-configuration")
    assert configuration["issuer"].endswith("/mitid")


async def test_it_does_not_disturb_the_redirects_and_pages_of_the_broker(service: Any) -> None:
    session: ClientSession = service.client.session
    async with session.get(service.client.make_url("/mitid/authorize"), allow_redirects=False) as response:
        assert response.content_type != "application/json"
