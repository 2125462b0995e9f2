"""Back-channel login in poll mode (OpenID Connect CIBA Core 1.0), begun by phone number."""

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web
from authlib.oauth2.rfc6749.errors import (
    AccessDeniedError,
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
    UnauthorizedClientError,
)
from authlib.oauth2.rfc8628.errors import AuthorizationPendingError, ExpiredTokenError, SlowDownError

from actions.fagsystemer.stubs.citizens import Citizen, by_phone, by_reference
from actions.fagsystemer.stubs.mitid.broker import BROKER, Broker
from actions.fagsystemer.stubs.mitid.client import authenticate
from actions.fagsystemer.stubs.mitid.oauth_response import oauth_errors, plain_form
from actions.fagsystemer.stubs.mitid.people import of_citizen
from actions.fagsystemer.stubs.mitid.settings import Client
from actions.fagsystemer.stubs.mitid.store import Row, digest, new_secret

CIBA_GRANT = "urn:openid:params:grant-type:ciba"
_SLOW_DOWN_SECONDS = 5.0
"""CIBA Core 1.0 section 11: after ``slow_down`` the interval grows by at least five seconds."""
_MESSAGE_CHARS = 100


@oauth_errors
async def begin(request: web.Request) -> web.Response:
    """Begin a back-channel login. Form: ``scope``, ``login_hint`` (a phone), ``binding_message``?,
    ``requested_expiry``? (seconds). Answers ``auth_req_id``, ``expires_in`` and ``interval`` (seconds).
    """
    broker = request.app[BROKER]
    form = await plain_form(request)
    client = authenticate(broker.settings, request.headers, form)
    if client.people != "citizen":
        raise UnauthorizedClientError(description="Only citizens are asked in the app")
    scope = form.get("scope", "")
    if "openid" not in scope.split():
        raise InvalidScopeError(description="The scope must hold openid")
    if "login_hint" not in form:
        raise InvalidRequestError(description="login_hint is required")
    message = form.get("binding_message", "")
    if len(message) > _MESSAGE_CHARS:
        raise OAuth2Error(error="invalid_binding_message", description="Too long", status_code=400)
    citizen = by_phone(_e164(form["login_hint"]))
    if citizen is None:
        raise OAuth2Error(error="unknown_user_id", description="No such phone", status_code=400)
    now = broker.now()
    lifetime = _lifetime(form.get("requested_expiry"), broker.settings.unanswered_seconds)
    auth_req_id = new_secret()
    broker.store.insert(
        "backchannel",
        {
            "hash": digest(auth_req_id),
            "id": new_secret(),
            "client_id": client.id,
            "citizen": citizen.slug,
            "scope": scope,
            "message": message,
            "begun_at": now,
            "expires_at": now + lifetime,
            "interval": broker.settings.poll_interval_seconds,
            "app_ref": new_secret(),
        },
    )
    return web.json_response(
        {
            "auth_req_id": auth_req_id,
            "expires_in": int(lifetime),
            "interval": broker.settings.poll_interval_seconds,
        }
    )


def redeem(broker: Broker, client: Client, issuer: str, form: Mapping[str, str]) -> dict[str, Any]:
    """Answer one poll of an authenticated client with its tokens.

    Raises the errors of CIBA Core 1.0 section 11: ``authorization_pending``, ``slow_down``,
    ``access_denied``, ``expired_token``, ``invalid_grant``.
    """
    now = broker.now()
    key = digest(form.get("auth_req_id", ""))
    row = broker.store.one("SELECT * FROM backchannel WHERE hash = ? AND redeemed = 0", key)
    if row is None or row["client_id"] != client.id:
        raise InvalidGrantError(description="Unknown or used auth_req_id")
    citizen = by_reference(row["citizen"])
    if citizen is None:
        raise InvalidGrantError(description="The citizen is gone")
    decision = decision_at(broker, row, citizen, now)
    if decision == "refuse":
        raise AccessDeniedError()
    if decision is None:
        _raise_pending(broker, row, now)
    broker.store.change("UPDATE backchannel SET redeemed = 1 WHERE hash = ?", key)
    return broker.mint.issue(
        issuer=issuer,
        client=client,
        person=of_citizen(citizen),
        session=row["id"],
        scope=row["scope"],
        nonce=None,
        approved_at=now,
        now=now,
    )


def decision_at(broker: Broker, row: Row, citizen: Citizen, now: float) -> str | None:
    """Return what the citizen has answered by ``now``: ``approve``, ``refuse`` or nothing yet.

    An answer given by hand on the app's page counts before the citizen's habit.
    """
    if row["decision"] is not None:
        return str(row["decision"])
    if citizen.mitid == "silent" or now >= row["expires_at"]:
        return None
    return citizen.mitid if now - row["begun_at"] >= broker.settings.approve_after_seconds else None


def _raise_pending(broker: Broker, row: Row, now: float) -> None:
    if now >= row["expires_at"]:
        raise ExpiredTokenError()
    too_soon = row["polled_at"] is not None and now - row["polled_at"] < row["interval"]
    broker.store.change(
        "UPDATE backchannel SET polled_at = ?, interval = interval + ? WHERE hash = ?",
        now,
        _SLOW_DOWN_SECONDS if too_soon else 0.0,
        row["hash"],
    )
    raise SlowDownError() if too_soon else AuthorizationPendingError()


def _lifetime(requested: str | None, longest: float) -> float:
    if requested is None:
        return longest
    if not requested.isdecimal() or int(requested) == 0:
        raise InvalidRequestError(description="requested_expiry must be a positive number")
    return min(float(requested), longest)


def _e164(hint: str) -> str:
    """Return a Danish or international number as ``+4520000001``, however it was written."""
    digits = re.sub(r"[\s\-().]|^tel:", "", hint.strip())
    digits = re.sub(r"^00", "+", digits)
    return f"+45{digits}" if re.fullmatch(r"\d{8}", digits) else digits
