"""What comes after a login: who the token stands for, and the end of the session."""

from urllib.parse import urlencode

from aiohttp import web

from actions.fagsystemer.stubs.citizens import by_reference
from actions.fagsystemer.stubs.mitid.broker import BROKER
from actions.fagsystemer.stubs.mitid.client import may_return_to
from actions.fagsystemer.stubs.mitid.oauth_response import NO_STORE
from actions.fagsystemer.stubs.mitid.rendering import fill, page
from actions.fagsystemer.stubs.mitid.store import digest


async def userinfo(request: web.Request) -> web.Response:
    """Answer the claims of a live access token (OpenID Connect Core section 5.3), else 401."""
    broker = request.app[BROKER]
    scheme, _, access_token = request.headers.get("Authorization", "").partition(" ")
    row = broker.store.one(
        "SELECT * FROM token WHERE hash = ? AND expires_at > ?", digest(access_token.strip()), broker.now()
    )
    citizen = by_reference(row["citizen"]) if row is not None and scheme.lower() == "bearer" else None
    if row is None or citizen is None:
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return web.json_response({"error": "invalid_token"}, status=401, headers=challenge)
    claims = {"sub": citizen.sub}
    if "profile" in row["scope"].split():
        claims |= {"name": citizen.name, "locale": citizen.language}
    return web.json_response(claims, headers=NO_STORE)


async def end_session(request: web.Request) -> web.Response:
    """End the session that ``id_token_hint`` names (OpenID Connect RP-Initiated Logout 1.0)."""
    broker = request.app[BROKER]
    asked = request.query if request.method == "GET" else await request.post()
    session = broker.mint.session_of(str(asked.get("id_token_hint", "")), broker.now())
    if session is None:
        text = "Vi kunne ikke se, hvilket login det var. Luk browseren, så er du sikker på at være logget ud."
        return page("Log ud", fill("message", heading="Log ud", text=text), status=400)
    broker.store.change("DELETE FROM token WHERE session = ?", session)
    back = str(asked.get("post_logout_redirect_uri", ""))
    if back and may_return_to(broker.settings, back):
        state = asked.get("state")
        raise web.HTTPFound(f"{back}?{urlencode({'state': state})}" if state else back)
    heading = "Du er logget ud"
    return page(heading, fill("message", heading=heading, text="Du er logget ud af MitID (demonstration)."))
