"""The OpenAPI document of a system, made from the same descriptions as its routes."""

import re
from typing import Any

from actions.fagsystemer.stubs import schemas
from actions.fagsystemer.stubs.endpoints import Endpoint, System
from actions.fagsystemer.stubs.idempotency import HEADER

_VERSION = "3.1.0"
_ERROR = {"$ref": "#/components/schemas/Error"}

_KEY = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "Samme nøgle og samme indhold giver samme svar igen, og intet gøres to gange.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


def document(system: System) -> dict[str, Any]:
    """Return the whole document, ready for JSON."""
    paths: dict[str, Any] = {}
    for endpoint in system.endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": _VERSION,
        "info": {"title": system.title, "description": system.description, "version": "1.0.0"},
        "paths": paths,
        "components": {"schemas": {"Error": schemas.ERROR}},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(endpoint),
        "summary": endpoint.summary,
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": _responses(endpoint),
    }
    if endpoint.is_write:
        operation["parameters"].append(_KEY)
        body = endpoint.body or schemas.EMPTY
        operation["requestBody"] = {"required": bool(body["required"]), "content": _json(body)}
    return operation


def _operation_id(endpoint: Endpoint) -> str:
    words = re.findall(r"[a-z]+", endpoint.path)
    return "-".join([endpoint.method.lower(), *words])


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": name in endpoint.required_query, "schema": schema}
        for name, schema in endpoint.query.items()
    ]


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    refusals: dict[int, list[str]] = {}
    if endpoint.is_write or endpoint.query:
        refusals[400] = ["invalid_input"]
    if endpoint.is_write:
        refusals[400] += ["invalid_json", "key_missing", "key_invalid"]
        refusals[409] = ["key_reused"]
    for status, code in endpoint.refusals:
        refusals.setdefault(status, []).append(code)
    responses: dict[str, Any] = {"200": {"description": endpoint.summary, "content": _json(endpoint.answer)}}
    for status in sorted(refusals):
        codes = ", ".join(refusals[status])
        responses[str(status)] = {"description": f"Afvist: {codes}", "content": _json(_ERROR)}
    return responses


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
