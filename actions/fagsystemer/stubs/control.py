"""Breaking, resetting and filling the stubs: for tests and demonstrations, not part of any system."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from actions.fagsystemer.stubs import mitid, schemas, seed
from actions.fagsystemer.stubs.checks import checker, parse_object
from actions.fagsystemer.stubs.endpoints import STORE
from actions.fagsystemer.stubs.faults import DEFAULT_MS, FAULTS, MAX_MS, MODES, Fault
from actions.fagsystemer.stubs.problems import not_found
from nlu.clock import now

_check_fault = checker(
    schemas.record({"mode": schemas.one_of(*MODES)}, {"ms": schemas.nullable(schemas.whole(0, MAX_MS))})
)
_check_seed = checker(seed.SEED)


async def _health(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _faults(request: web.Request) -> web.Response:
    return web.json_response(request.app[FAULTS].as_dict())


async def _put_fault(request: web.Request) -> web.Response:
    system, faults = request.match_info["system"], request.app[FAULTS]
    if not faults.knows(system):
        raise not_found("unknown_system", "Systemet findes ikke.")
    body = await _checked(request, _check_fault)
    ms = body.get("ms")
    fault = Fault(mode=body["mode"], ms=DEFAULT_MS if ms is None else ms)
    faults.put(system, fault)
    return web.json_response({"system": system, "mode": fault.mode, "ms": fault.ms})


async def _reset(request: web.Request) -> web.Response:
    store, moment = request.app[STORE], now()

    def start_over(db: Any) -> None:
        store.empty(db)
        seed.plant(db, moment)

    request.app[FAULTS].clear()
    await store.run(start_over)
    await mitid.reset(request.app)
    return web.json_response({"status": "reset", "day": moment.date().isoformat()})


async def _put_seed(request: web.Request) -> web.Response:
    told, moment = await _checked(request, _check_seed), now()
    counts = await request.app[STORE].run(lambda db: seed.replace(db, moment, told))
    return web.json_response({"citizen": told["citizen"], **counts})


async def _checked(request: web.Request, check: Any) -> Mapping[str, Any]:
    body = parse_object(await request.read())
    check(body)
    return body


def add_control(app: web.Application) -> None:
    """Hang ``/healthz``, ``/_faults``, ``/_reset`` and ``/_seed`` on the application."""
    app.add_routes(
        [
            web.get("/healthz", _health),
            web.get("/_faults", _faults),
            web.put("/_faults/{system}", _put_fault),
            web.post("/_reset", _reset),
            web.put("/_seed", _put_seed),
        ]
    )
