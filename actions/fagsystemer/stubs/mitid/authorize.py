"""The authorisation endpoint: which requests get a login page (RFC 6749 section 4.1, RFC 7636)."""

import re

from aiohttp import web
from multidict import MultiMapping

from actions.fagsystemer.stubs.mitid.broker import BROKER
from actions.fagsystemer.stubs.mitid.client import may_redirect_to
from actions.fagsystemer.stubs.mitid.login import login_page, problem_page, send_back
from actions.fagsystemer.stubs.mitid.store import new_secret

_CHALLENGE = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


async def authorize(request: web.Request) -> web.Response:
    """Show the login page for a valid request; send others back with the error, where that is safe.

    An unknown client or redirect URI gets a page here and no redirect (RFC 6749 section 4.1.2.1).
    """
    broker = request.app[BROKER]
    query = request.query
    repeated = any(len(query.getall(name)) > 1 for name in query)
    redirect_uri = query.get("redirect_uri", "")
    client = broker.settings.client(query.get("client_id"))
    if repeated or client is None or not may_redirect_to(broker.settings, client, redirect_uri):
        return problem_page("Den tjeneste, du kom fra, er ikke tilmeldt dette login.")
    state = query.get("state")
    if problem := _problem_with(query):
        error, description = problem
        return send_back(
            broker, request, redirect_uri, state, {"error": error, "error_description": description}
        )
    login = new_secret()
    broker.store.insert(
        "login",
        {
            "id": login,
            "client_id": client.id,
            "redirect_uri": redirect_uri,
            "state": state,
            "nonce": query.get("nonce"),
            "scope": query["scope"],
            "code_challenge": query["code_challenge"],
            "begun_at": broker.now(),
            "app_ref": new_secret(),
        },
    )
    return login_page(login, client.people, redirect_uri)


def _problem_with(query: MultiMapping[str]) -> tuple[str, str] | None:
    """Return error code and description of a request from a known client; ``None`` when it is good."""
    if query.get("response_type") != "code":
        return "unsupported_response_type", "Only response_type=code"
    if "openid" not in query.get("scope", "").split():
        return "invalid_scope", "The scope must hold openid"
    challenge = query.get("code_challenge", "")
    if query.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        return "invalid_request", "PKCE with S256 is required"
    if query.get("response_mode", "query") != "query":
        return "invalid_request", "Only response_mode=query"
    if query.get("prompt") == "none":
        return "login_required", "There is no silent login"
    return None
