"""The token endpoint: authorisation codes and back-channel polls become tokens, once."""

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from authlib.oauth2.rfc6749.errors import InvalidGrantError, UnsupportedGrantTypeError
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from actions.fagsystemer.stubs.mitid import ciba
from actions.fagsystemer.stubs.mitid.broker import BROKER, Broker
from actions.fagsystemer.stubs.mitid.client import authenticate
from actions.fagsystemer.stubs.mitid.oauth_response import NO_STORE, oauth_errors, plain_form
from actions.fagsystemer.stubs.mitid.people import person
from actions.fagsystemer.stubs.mitid.settings import Client
from actions.fagsystemer.stubs.mitid.store import digest

_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


@oauth_errors
async def token(request: web.Request) -> web.Response:
    """Answer one token request (RFC 6749 section 4.1.3; CIBA Core 1.0 section 10.1)."""
    broker = request.app[BROKER]
    form = await plain_form(request)
    client = authenticate(broker.settings, request.headers, form)
    grant_type = form.get("grant_type", "")
    if grant_type == "authorization_code":
        answer = _redeem_code(broker, client, broker.issuer(request), form)
    elif grant_type == ciba.CIBA_GRANT:
        answer = ciba.redeem(broker, client, broker.issuer(request), form)
    else:
        raise UnsupportedGrantTypeError(grant_type)
    return web.json_response(answer, headers=NO_STORE)


def _redeem_code(broker: Broker, client: Client, issuer: str, form: Mapping[str, str]) -> dict[str, Any]:
    """Return the tokens of a code that is unused, fresh, the client's own, and whose verifier fits.

    Whatever comes of it, the code is spent, unless it is another client's. One that comes back takes the
    tokens of its login with it (RFC 6749 section 4.1.2). Raises ``InvalidGrantError``.
    """
    now = broker.now()
    code = broker.store.one(
        "SELECT code.issued_at, code.used, login.* FROM code JOIN login ON login.id = code.login"
        " WHERE code.hash = ?",
        digest(form.get("code", "")),
    )
    if code is None or code["client_id"] != client.id:
        raise InvalidGrantError(description="Unknown code")
    if code["used"] or code["redeemed"]:
        broker.store.change("DELETE FROM token WHERE session = ?", code["id"])
        raise InvalidGrantError(description="The code was used before")
    broker.store.change("UPDATE code SET used = 1 WHERE hash = ?", digest(form["code"]))
    if now - code["issued_at"] >= broker.settings.code_seconds:
        raise InvalidGrantError(description="The code is too old")
    if form.get("redirect_uri") != code["redirect_uri"]:
        raise InvalidGrantError(description="Another redirect_uri")
    verifier = form.get("code_verifier", "")
    if not _VERIFIER.fullmatch(verifier) or create_s256_code_challenge(verifier) != code["code_challenge"]:
        raise InvalidGrantError(description="The code_verifier does not fit")
    named = person(client.people, code["citizen"])
    if named is None:
        raise InvalidGrantError(description="The person is gone")
    broker.store.change("UPDATE login SET redeemed = 1 WHERE id = ?", code["id"])
    return broker.mint.issue(
        issuer=issuer,
        client=client,
        person=named,
        session=code["id"],
        scope=code["scope"],
        nonce=code["nonce"],
        approved_at=code["answered_at"],
        now=now,
    )
