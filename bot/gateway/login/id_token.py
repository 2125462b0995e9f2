"""Which id_tokens are believed (OpenID Connect Core 1.0 section 3.1.3.7)."""

from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from bot.gateway.login.errors import LoginError

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures with a public key only: never ``none``, never a shared secret."""

_SUB_CHARS = 255
"""OpenID Connect Core 1.0 section 2: longest ``sub``."""


def key_id(id_token: str) -> str | None:
    """Return the ``kid`` that the token says it was signed with; nothing about it is verified yet.

    Raises ``LoginError`` when it is no signed JWT.
    """
    try:
        kid = extract_compact(id_token.encode()).headers().get("kid")
    except (JoseError, ValueError) as error:
        raise LoginError("bad_answer", "id_token is no JWS") from error
    return kid if isinstance(kid, str) else None


def verify(
    id_token: str,
    *,
    keys: KeySet,
    issuer: str,
    client_id: str,
    nonce: str | None,
    access_token: str | None,
    accepted_levels: frozenset[str],
    now: float,
    skew_seconds: int,
) -> dict[str, Any]:
    """Return the claims of a token whose signature and every claim hold; ``sub`` is a short string.

    ``nonce`` is None where the flow has none; ``now`` is seconds since 1970. Raises ``LoginError`` with
    ``bad_answer`` or ``level_too_low``.
    """
    try:
        token = jwt.decode(id_token, keys, ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": client_id},
                "sub": {"essential": True},
            },
            params={"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(now=int(now), leeway=skew_seconds)
    except (JoseError, ValueError, TypeError) as error:
        raise LoginError(
            "bad_answer", f"id_token: {type(error).__name__} {_claim(error)}".rstrip()
        ) from error
    subject = claims["sub"]
    if not isinstance(subject, str) or len(subject) > _SUB_CHARS:
        raise LoginError("bad_answer", "id_token: sub is no short string")
    level = claims.get("acr")
    if accepted_levels and not (isinstance(level, str) and level in accepted_levels):
        raise LoginError("level_too_low", "id_token: acr is not among the accepted levels")
    return dict(claims)


def _claim(error: Any) -> str:
    """Return the name of the claim that failed, never its value."""
    return str(getattr(error, "claim", "") or "")
