"""What comes after a login: who the token stands for, and the end of the session."""

from urllib.parse import urlencode

from aiohttp import web

from actions.fagsystemer.stubs.mitid.broker import BROKER
from actions.fagsystemer.stubs.mitid.client import may_return_to
from actions.fagsystemer.stubs.mitid.oauth_response import NO_STORE
from actions.fagsystemer.stubs.mitid.people import person
from actions.fagsystemer.stubs.mitid.rendering import fill, page
from actions.fagsystemer.stubs.mitid.store import digest


async def userinfo(request: web.Request) -> web.Response:
    """Answer the claims of a live access token (OpenID Connect Core section 5.3), else 401."""
    broker = request.app[BROKER]
    scheme, _, access_token = request.headers.get("Authorization", "").partition(" ")
    row = broker.store.one(
        "SELECT * FROM token WHERE hash = ? AND expires_at > ?", digest(access_token.strip()), broker.now()
    )
    client = broker.settings.client(row["client_id"]) if row is not None else None
    named = person(client.people, row["citizen"]) if row is not None and client is not None else None
    if row is None or named is None or scheme.lower() != "bearer":
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        return web.json_response({"error": "invalid_token"}, status=401, headers=challenge)
    claims: dict[str, object] = {"sub": named.sub}
    if "profile" in row["scope"].split():
        claims |= {"name": named.name, **named.profile}
    return web.json_response(claims, headers=NO_STORE)


async def end_session(request: web.Request) -> web.Response:
    """End the session that ``id_token_hint`` names (OpenID Connect RP-Initiated Logout 1.0)."""
    broker = request.app[BROKER]
    asked = request.query if request.method == "GET" else await request.post()
    hint = broker.mint.session_of(str(asked.get("id_token_hint", "")), broker.now())
    client = broker.settings.client(hint[1]) if hint is not None else None
    if hint is None or client is None or asked.get("client_id", client.id) != client.id:
        text = "Vi kunne ikke se, hvilket login det var. Luk browseren, så er du sikker på at være logget ud."
        return page("Log ud", fill("message", heading="Log ud", text=text), status=400)
    broker.store.change("DELETE FROM token WHERE session = ?", hint[0])
    back = str(asked.get("post_logout_redirect_uri", ""))
    if back and may_return_to(broker.settings, client, back):
        state = asked.get("state")
        raise web.HTTPFound(f"{back}?{urlencode({'state': state})}" if state else back)
    heading = "Du er logget ud"
    return page(heading, fill("message", heading=heading, text="Du er logget ud (demonstration)."))
