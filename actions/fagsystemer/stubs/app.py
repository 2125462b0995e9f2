"""The stub fagsystemer as one aiohttp application.

======================  ==============================================================================
``/<system>/…``         the back offices; each describes itself at ``/<system>/openapi.json``
``/mitid/…``            the demonstration broker
``/_faults``            breaks a system on purpose
``/_reset``, ``/_seed`` start over, or give a citizen other records
======================  ==============================================================================
"""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from aiohttp import web

from actions.fagsystemer.stubs import idempotency, mitid, openapi, seed
from actions.fagsystemer.stubs.adresser import ADRESSER
from actions.fagsystemer.stubs.affald import AFFALD
from actions.fagsystemer.stubs.control import add_control
from actions.fagsystemer.stubs.cura import CURA
from actions.fagsystemer.stubs.endpoints import STORE, System, add_endpoints
from actions.fagsystemer.stubs.faults import FAULTS, Faults, faulty
from actions.fagsystemer.stubs.jobcenter import JOBCENTER
from actions.fagsystemer.stubs.kontaktcenter import KONTAKTCENTER
from actions.fagsystemer.stubs.mail import MAIL, MailSink
from actions.fagsystemer.stubs.problems import problems_as_json
from actions.fagsystemer.stubs.sager import SAGER
from actions.fagsystemer.stubs.sms import SMS
from actions.fagsystemer.stubs.store import Store
from nlu.clock import now

SYSTEMS: tuple[System, ...] = (CURA, JOBCENTER, AFFALD, ADRESSER, SAGER, KONTAKTCENTER, MAIL, SMS)

SINK = web.AppKey("sink", MailSink)
"""The running mail sink; its ``port`` is the one it listens on."""

_MOST_BYTES = 4 * 1024 * 1024
"""A handed-over conversation is the largest thing anyone sends."""


def create_app(state_dir: Path, public_url: str | None = None, *, smtp_port: int = 0) -> web.Application:
    """Return the whole service, with its data in ``state_dir`` (made when missing).

    ``public_url`` is the service's own address without a slash at the end, for the broker; ``None`` takes it
    from each request. The mail sink listens on loopback at ``smtp_port``; 0 takes a free port. Starting
    raises ``OSError`` when that port is taken or the folder cannot be written.
    """
    tables = {name: columns for system in SYSTEMS for name, columns in system.tables.items()}
    store = Store(state_dir / "fagsystemer.sqlite3", {**idempotency.TABLES, **tables})
    faults = Faults((*(system.name for system in SYSTEMS), "mitid"))
    app = web.Application(middlewares=[problems_as_json, faulty], client_max_size=_MOST_BYTES)
    app[STORE] = store
    app[FAULTS] = faults
    app[SINK] = MailSink(store, faults, "127.0.0.1", smtp_port)
    app.cleanup_ctx.append(_running)
    add_control(app)
    for system in SYSTEMS:
        _describe(app, system)
        add_endpoints(app, system)
    state_dir.mkdir(parents=True, exist_ok=True)
    mitid.setup(app, state_dir / "mitid.sqlite3", public_url)
    return app


async def _running(app: web.Application) -> AsyncIterator[None]:
    store, sink, moment = app[STORE], app[SINK], now()
    await store.open()
    try:
        if await store.run(partial(seed.is_due, now=moment)):
            await store.run(partial(seed.plant, now=moment))
        await sink.open()
        yield
    finally:
        await sink.close()
        await store.close()


def _describe(app: web.Application, system: System) -> None:
    document = openapi.document(system)

    async def describe(_: web.Request) -> web.Response:
        return web.json_response(document)

    app.router.add_get(f"/{system.name}/openapi.json", describe)
