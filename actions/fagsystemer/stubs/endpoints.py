"""One description of an endpoint: from it come the route, the checks on input and the OpenAPI document.

What an endpoint does is a plain function ``(db, call) -> answer``, run inside one transaction.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Literal

from aiohttp import web
from jsonschema import Draft202012Validator, FormatChecker

from actions.fagsystemer.stubs import idempotency
from actions.fagsystemer.stubs.problems import Problem, invalid
from actions.fagsystemer.stubs.schemas import Schema, record
from actions.fagsystemer.stubs.store import Store
from nlu.clock import now

STORE = web.AppKey("store", Store)


@dataclass(frozen=True)
class Call:
    """A request whose form has been checked."""

    now: datetime
    """The moment of the request, aware, Copenhagen."""
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    """Empty for a read."""


Handle = Callable[[sqlite3.Connection, Call], Any]


@dataclass(frozen=True)
class Endpoint:
    """One route of one system."""

    method: Literal["GET", "POST", "PUT"]
    path: str
    """As aiohttp and OpenAPI both write it: ``/cura/visits/{id}/cancel``."""
    summary: str
    """One Danish line."""
    handle: Handle
    answer: Schema
    """Form of the answer."""
    body: Schema | None = None
    """Form of the request's body; every write has one."""
    query: Mapping[str, Schema] = field(default_factory=dict)
    required_query: tuple[str, ...] = ()
    refusals: tuple[tuple[int, str], ...] = ()
    """The status and code of each refusal that belongs to this endpoint."""
    status: int = 200

    @property
    def is_write(self) -> bool:
        """Say whether it changes something, and so takes an idempotency key."""
        return self.method != "GET"


@dataclass(frozen=True)
class System:
    """One stubbed back office."""

    name: str
    """First segment of every path, and its name in ``/_faults``."""
    title: str
    description: str
    endpoints: tuple[Endpoint, ...]
    tables: Mapping[str, str] = field(default_factory=dict)
    """Its tables: name to column definitions."""


def add_endpoints(app: web.Application, system: System) -> None:
    """Hang every endpoint of a system on the application."""
    for endpoint in system.endpoints:
        app.router.add_route(endpoint.method, endpoint.path, _handler(system.name, endpoint))


def _handler(system: str, endpoint: Endpoint) -> Callable[[web.Request], Any]:
    check_query = _checker(_query_schema(endpoint))
    check_body = _checker(endpoint.body or record({}))

    async def respond(request: web.Request) -> web.Response:
        if len(set(request.query)) != len(request.query):
            raise invalid("En parameter er angivet flere gange.")
        query = {name: request.query[name] for name in endpoint.query if name in request.query}
        check_query(query)
        body: Mapping[str, Any] = {}
        if endpoint.is_write:
            body = _parse(await request.read())
            check_body(body)
        call = Call(now=now(), path=dict(request.match_info), query=query, body=body)
        work = partial(endpoint.handle, call=call)
        if endpoint.is_write:
            key = idempotency.key_of(request)
            act = idempotency.fingerprint(request.method, request.path, body)
            work = partial(idempotency.once, system=system, key=key, act=act, at=call.now, work=work)
        return web.json_response(await request.app[STORE].run(work), status=endpoint.status)

    return respond


def _query_schema(endpoint: Endpoint) -> Schema:
    optional = {name: each for name, each in endpoint.query.items() if name not in endpoint.required_query}
    return record({name: endpoint.query[name] for name in endpoint.required_query}, optional)


def _parse(raw: bytes) -> Mapping[str, Any]:
    """Read a body; none at all is an empty object."""
    if not raw.strip():
        return {}
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        # A lone half of a surrogate pair is JSON but no text: it could not be stored.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Problem(400, "invalid_json", "Indholdet er ikke gyldig JSON.") from None
    if not isinstance(value, dict):
        raise invalid("Indholdet skal være et JSON-objekt.")
    return value


def _no_constant(_: str) -> Any:
    raise ValueError("NaN and Infinity are not JSON")


_FAULTS = {
    "required": "Der mangler et felt",
    "additionalProperties": "Der er et felt, som ikke kendes,",
    "type": "Et felt har en forkert type",
    "enum": "Et felt har en værdi, som ikke kendes,",
    "maxLength": "En tekst er for lang",
    "minLength": "En tekst er for kort",
    "maxItems": "En liste er for lang",
    "maxProperties": "Der er for mange felter",
}


def _checker(schema: Schema) -> Callable[[Mapping[str, Any]], None]:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    names = _field_names(schema)

    def check(value: Mapping[str, Any]) -> None:
        error = next(validator.iter_errors(value), None)
        if error is None:
            return
        missing = set(error.schema.get("required", ())) if error.validator == "required" else set()
        missing -= set(error.instance) if missing else set()
        # Only names from our own description are shown: what the caller sent may be personal.
        where = [str(step) for step in error.absolute_path if step in names or isinstance(step, int)]
        place = ".".join([*where, *sorted(missing)[:1]])
        fault = _FAULTS.get(str(error.validator), "Et felt har ikke den rigtige form")
        raise invalid(f"{fault}: {place}." if place else f"{fault.rstrip(',')}.")

    return check


def _field_names(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*(_field_names(each) for each in schema))
    if not isinstance(schema, dict):
        return set()
    return set(schema.get("properties", ())).union(*(_field_names(each) for each in schema.values()))
