"""Each system describes itself, and tells the truth."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from actions.fagsystemer.stubs.app import SYSTEMS

NAMES = [system.name for system in SYSTEMS]


def routes_of(service: Any, system: str) -> set[tuple[str, str]]:
    return {
        (route.method, route.resource.canonical)
        for route in service.client.app.router.routes()
        if route.resource.canonical.split("/")[1] == system and route.method != "HEAD"
    }


@pytest.mark.parametrize("system", NAMES)
async def test_the_document_describes_every_route_and_no_other(service: Any, system: str) -> None:
    document = await service.read(f"/{system}/openapi.json")
    described = {(m.upper(), path) for path, methods in document["paths"].items() for m in methods}
    assert described == routes_of(service, system) - {("GET", f"/{system}/openapi.json")}


@pytest.mark.parametrize("system", NAMES)
async def test_the_document_is_well_formed(service: Any, system: str) -> None:
    document = await service.read(f"/{system}/openapi.json")
    assert document["openapi"].startswith("3.")
    assert set(document["info"]) >= {"title", "version"}
    operations = [each for methods in document["paths"].values() for each in methods.values()]
    ids = [each["operationId"] for each in operations]
    assert len(set(ids)) == len(ids)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            in_path = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert in_path == set(re.findall(r"{(\w+)}", path))
            keyed = any(p["name"] == "Idempotency-Key" for p in operation["parameters"])
            assert keyed == ("requestBody" in operation) == (method != "get")
            for response in operation["responses"].values():
                for content in response["content"].values():
                    Draft202012Validator.check_schema(content["schema"])
    for reference in re.findall(r'"\$ref": "([^"]+)"', str(document).replace("'", '"')):
        assert reference == "#/components/schemas/Error"
        assert "Error" in document["components"]["schemas"]


async def fill(service: Any) -> dict[str, str]:
    """Do something in every system; return an id for each path that takes one."""
    byvej = {"street": "Byvej", "number": "54", "postcode": "2700"}
    _, order = await service.post("/affald/orders", {"address": {**byvej, "floor": "st", "door": "th"}})
    await service.post("/affald/missed-collections", {"address": byvej, "fraction": "pap"})
    await service.post("/sms/messages", {"to": "20000001", "text": "Hej"})
    await service.post(
        "/kontaktcenter/callbacks", {"queue": "affald", "phone": "20000001", "reason": "Poser"}
    )
    handoff: dict[str, Any] = {
        "conversation": "c",
        "channel": "voice",
        "queue": "affald",
        "language": "da",
        "identity_level": "mitid",
        "priority": "normal",
        "topics": [],
        "transcript": [],
        "reason": "",
    }
    _, handed = await service.post("/kontaktcenter/handoffs", handoff)
    (visit, *_) = await service.read("/cura/visits", citizen="anna-jensen")
    (appointment,) = await service.read("/jobcenter/appointments", citizen="anna-jensen")
    return {
        "/affald/orders/{id}/history": order["order"]["id"],
        "/cura/visits/{id}/free-times": visit["id"],
        "/jobcenter/appointments/{id}/free-times": appointment["id"],
        "/kontaktcenter/handoffs/{id}": handed["handoff"]["id"],
        "/kontaktcenter/queues/{id}": "affald",
        "/sager/{number}": "2026-0012345",
    }


@pytest.mark.parametrize("system", NAMES)
async def test_every_read_answers_in_the_form_it_describes(service: Any, system: str) -> None:
    ids = await fill(service)
    queries = {"citizen": "anna-jensen", "q": "Byvej 5", "street": "Jagtvej", "number": "130"}
    document = await service.read(f"/{system}/openapi.json")
    for path, methods in document["paths"].items():
        if "get" not in methods:
            continue
        asked = {p["name"] for p in methods["get"]["parameters"] if p["in"] == "query"}
        answer = await service.read(
            re.sub(r"{\w+}", ids.get(path, ""), path),
            **{name: value for name, value in queries.items() if name in asked},
        )
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator(schema).validate(answer)
        assert answer or system == "mail"


async def test_a_refusal_answers_in_the_form_it_describes(service: Any) -> None:
    document = await service.read("/cura/openapi.json")
    _, answer = await service.get("/cura/visits", citizen="ingen")
    Draft202012Validator(document["components"]["schemas"]["Error"]).validate(answer)
