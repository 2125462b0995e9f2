"""The MitID app of the demonstration: what waits for an answer, answered by hand."""

from aiohttp import web

from actions.fagsystemer.stubs.citizens import by_reference
from actions.fagsystemer.stubs.mitid.broker import BROKER, Broker
from actions.fagsystemer.stubs.mitid.ciba import decision_at
from actions.fagsystemer.stubs.mitid.rendering import Markup, fill, page


async def show(request: web.Request) -> web.Response:
    """Show every login that waits for its citizen."""
    items = [
        fill("pending", ref=ref, name=name, message=message, where=where)
        for ref, name, message, where in _pending(request.app[BROKER])
    ]
    body = Markup("".join(items)) or fill("nothing_pending")
    return page("MitID-appen (demonstration)", fill("app", pending=body))


async def answer(request: web.Request) -> web.Response:
    """Take the form: ``ref`` (unguessable, so no other site can post it) and ``decision``."""
    broker = request.app[BROKER]
    form = await request.post()
    decision, ref = form.get("decision"), str(form.get("ref", ""))
    if decision not in ("approve", "refuse"):
        raise web.HTTPBadRequest(text="decision skal være approve eller refuse")
    broker.store.change(
        "UPDATE backchannel SET decision = ? WHERE app_ref = ? AND decision IS NULL AND redeemed = 0"
        " AND expires_at > ?",
        decision,
        ref,
        broker.now(),
    )
    broker.store.change(
        "UPDATE login SET decision = ? WHERE app_ref = ? AND decision = 'wait'", decision, ref
    )
    raise web.HTTPFound("/mitid/app")


def _pending(broker: Broker) -> list[tuple[str, str, str, str]]:
    """Return reference, name, message and origin of each login that waits."""
    now = broker.now()
    waiting = []
    for row in broker.store.all("SELECT * FROM backchannel WHERE redeemed = 0 AND expires_at > ?", now):
        citizen = by_reference(row["citizen"])
        if citizen is not None and decision_at(broker, row, citizen, now) is None:
            waiting.append((row["app_ref"], citizen.name, row["message"] or "Ingen besked", "Telefon"))
    oldest = now - broker.settings.unanswered_seconds
    for row in broker.store.all("SELECT * FROM login WHERE decision = 'wait' AND answered_at > ?", oldest):
        citizen = by_reference(row["citizen"])
        if citizen is not None:
            waiting.append((row["app_ref"], citizen.name, "Log ind", "Browser"))
    return waiting
