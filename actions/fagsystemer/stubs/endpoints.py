"""One description of an endpoint: from it come the route, the checks on input and the OpenAPI document.

What an endpoint does is a plain function ``(db, call) -> answer``, run inside one transaction.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from aiohttp import web

from actions.fagsystemer.stubs import idempotency
from actions.fagsystemer.stubs.checks import checker, parse_object
from actions.fagsystemer.stubs.problems import invalid
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
    check_query = checker(_query_schema(endpoint))
    check_body = checker(endpoint.body or record({}))

    async def respond(request: web.Request) -> web.Response:
        if len(set(request.query)) != len(request.query):
            raise invalid("En parameter er angivet flere gange.")
        query = {name: request.query[name] for name in endpoint.query if name in request.query}
        check_query(query)
        body: Mapping[str, Any] = {}
        if endpoint.is_write:
            body = parse_object(await request.read())
            check_body(body)
        call = Call(now=now(), path=dict(request.match_info), query=query, body=body)

        def act(db: sqlite3.Connection) -> Any:
            return endpoint.handle(db, call)

        store = request.app[STORE]
        if not endpoint.is_write:
            return web.json_response(await store.run(act))
        once = idempotency.Once(
            system=system,
            key=idempotency.key_of(request),
            act=idempotency.fingerprint(request.method, request.path, body),
            at=call.now,
        )
        return web.json_response(await store.run(lambda db: once.answer(db, act)))

    return respond


def _query_schema(endpoint: Endpoint) -> Schema:
    optional = {name: each for name, each in endpoint.query.items() if name not in endpoint.required_query}
    return record({name: endpoint.query[name] for name in endpoint.required_query}, optional)
