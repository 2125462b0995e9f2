"""The login page, the person's answer, and the way back to the client with a code or an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from actions.fagsystemer.stubs.mitid.broker import BROKER, Broker
from actions.fagsystemer.stubs.mitid.people import Kind, people, person
from actions.fagsystemer.stubs.mitid.rendering import Markup, fill, page
from actions.fagsystemer.stubs.mitid.store import Row, digest, new_secret

_OVER = "Dette login er afsluttet eller for gammelt. Gå tilbage til den side, du kom fra, og begynd forfra."
_ERRORS = {
    "refuse": "The person refused the login",
    "time_out": "The person did not answer in time (timeout)",
}


@dataclass(frozen=True)
class _Form:
    """How one kind of people is asked who they are."""

    template: str
    """The page's template."""
    title: str
    """Title of the page."""
    choose: str
    """Said when nobody was chosen."""


_FORMS: Mapping[Kind, _Form] = MappingProxyType(
    {
        "citizen": _Form(
            "citizen_login", "Log ind med MitID (demonstration)", "Vælg en borger, og tryk Godkend."
        ),
        "employee": _Form(
            "employee_login", "Log ind som medarbejder (demonstration)", "Vælg, hvem du er, og tryk Log ind."
        ),
    }
)


async def decide(request: web.Request) -> web.Response:
    """Take the login page's form: ``login``, ``decision`` (approve or refuse), and ``citizen`` or
    ``employee`` as the login's client has it; the other field counts for nothing.

    Never waits: a citizen whose app stays silent gets a page that asks again by itself.
    """
    broker = request.app[BROKER]
    form = await request.post()
    login = _open_login(broker, str(form.get("login", "")))
    client = broker.settings.client(login["client_id"]) if login is not None else None
    if login is None or client is None:
        return problem_page(_OVER)
    chosen = person(client.people, str(form.get(client.people, "")))
    decision = form.get("decision")
    if decision == "refuse":
        return _answer(broker, request, login, "refuse", None if chosen is None else chosen.slug)
    if decision != "approve" or chosen is None:
        return login_page(login["id"], client.people, login["redirect_uri"], again=True)
    if chosen.habit == "silent":
        broker.store.change(
            "UPDATE login SET citizen = ?, decision = 'wait', answered_at = ? WHERE id = ?",
            chosen.slug,
            broker.now(),
            login["id"],
        )
        raise web.HTTPFound(_wait_address(login["id"]))
    return _answer(broker, request, login, chosen.habit, chosen.slug)


async def wait(request: web.Request) -> web.Response:
    """Show that the app is being waited for; go on when it was answered there, or when time is up."""
    broker = request.app[BROKER]
    login = _open_login(broker, request.query.get("login", ""))
    if login is None or login["decision"] is None:
        return problem_page(_OVER)
    if login["decision"] != "wait":
        return _answer(broker, request, login, login["decision"], login["citizen"])
    if broker.now() - login["answered_at"] >= broker.settings.unanswered_seconds:
        return _answer(broker, request, login, "time_out", login["citizen"])
    here = _wait_address(login["id"])
    response = page("Vent på MitID", fill("wait", here=here))
    # A header, not <meta>: the same to the browser, but axe-core forbids the tag (WCAG 2.2.1).
    response.headers["Refresh"] = f"3; url={here}"
    return response


def login_page(login: str, kind: Kind, redirect_uri: str, *, again: bool = False) -> web.Response:
    """Return the page where a person is chosen. ``again``: the form just posted named nobody."""
    form = _FORMS[kind]
    rows = Markup(
        "".join(
            fill(
                "person",
                field=kind,
                slug=one.slug,
                name=f"{one.name}, {one.detail}" if one.detail else one.name,
            )
            for one in people(kind)
        )
    )
    notice = fill("problem", text=form.choose) if again else Markup("")
    client = urlsplit(redirect_uri)
    return page(
        form.title,
        fill(form.template, login=login, people=rows, problem=notice),
        status=400 if again else 200,
        form_target=f"{client.scheme}://{client.netloc}",
    )


def problem_page(text: str) -> web.Response:
    """Return a page for a request that cannot be sent back to its client."""
    heading = "Login kan ikke fortsætte"
    return page(heading, fill("message", heading=heading, text=text), status=400)


def send_back(
    broker: Broker, request: web.Request, redirect_uri: str, state: str | None, answer: dict[str, str]
) -> web.Response:
    """Redirect to the client with the answer, its state and the issuer (RFC 9207)."""
    parameters = {**answer, "iss": broker.issuer(request)}
    if state is not None:
        parameters["state"] = state
    return web.Response(
        status=302,
        headers={"Location": f"{redirect_uri}?{urlencode(parameters)}", "Cache-Control": "no-store"},
    )


def _open_login(broker: Broker, login: str) -> Row | None:
    """Return a login that can still be answered: not too old, not refused, its code not yet redeemed.

    A double click on Godkend so gets a second code, of which the client can redeem one.
    """
    oldest = broker.now() - broker.settings.login_seconds
    return broker.store.one(
        "SELECT * FROM login WHERE id = ? AND redeemed = 0 AND begun_at > ?", login, oldest
    )


def _answer(
    broker: Broker, request: web.Request, login: Row, decision: str, slug: str | None
) -> web.Response:
    """Keep the decision (``approve``, ``refuse``, ``time_out``) and send the browser back with it."""
    now = broker.now()
    broker.store.change(
        "UPDATE login SET citizen = ?, decision = ?, answered_at = ?, redeemed = ? WHERE id = ?",
        slug,
        decision,
        now,
        int(decision != "approve"),
        login["id"],
    )
    if decision == "approve":
        code = new_secret()
        broker.store.insert("code", {"hash": digest(code), "login": login["id"], "issued_at": now})
        answer = {"code": code}
    else:
        answer = {"error": "access_denied", "error_description": _ERRORS[decision]}
    return send_back(broker, request, login["redirect_uri"], login["state"], answer)


def _wait_address(login: str) -> str:
    return f"/mitid/wait?{urlencode({'login': login})}"
