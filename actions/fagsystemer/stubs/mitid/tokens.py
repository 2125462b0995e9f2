"""Access tokens and id_tokens, made and read."""

from typing import Any

from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from actions.fagsystemer.stubs.citizens import Citizen
from actions.fagsystemer.stubs.mitid.keys import ALGORITHM, SigningKeys
from actions.fagsystemer.stubs.mitid.settings import BrokerSettings
from actions.fagsystemer.stubs.mitid.store import BrokerStore, digest, new_secret

NSIS_SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/Substantial"


class TokenMint:
    """Makes the tokens of one approved login."""

    def __init__(self, settings: BrokerSettings, store: BrokerStore, keys: SigningKeys) -> None:
        self._settings = settings
        self._store = store
        self._keys = keys

    def issue(
        self,
        *,
        issuer: str,
        citizen: Citizen,
        session: str,
        scope: str,
        nonce: str | None,
        approved_at: float,
        now: float,
    ) -> dict[str, Any]:
        """Return a token response (RFC 6749 section 5.1 and OpenID Connect Core section 3.1.3.3).

        ``approved_at`` and ``now`` are seconds since 1970.
        """
        access_token = new_secret()
        self._store.insert(
            "token",
            {
                "hash": digest(access_token),
                "session": session,
                "client_id": self._settings.client_id,
                "citizen": citizen.slug,
                "scope": scope,
                "expires_at": now + self._settings.token_seconds,
            },
        )
        claims: dict[str, Any] = {
            "iss": issuer,
            "aud": self._settings.client_id,
            "sub": citizen.sub,
            "sid": session,
            "iat": int(now),
            "exp": int(now) + self._settings.token_seconds,
            "auth_time": int(approved_at),
            "acr": NSIS_SUBSTANTIAL,
            "name": citizen.name,
            "at_hash": create_half_hash(access_token, ALGORITHM).decode(),
        }
        if nonce is not None:
            claims["nonce"] = nonce
        key = self._keys.current(now)
        return {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": self._settings.token_seconds,
            "scope": scope,
            "id_token": jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, [ALGORITHM]),
        }

    def session_of(self, id_token: str, now: float) -> str | None:
        """Return the session that an id_token of ours names, even an expired one; ``None`` for any other."""
        keys = KeySet.import_key_set(self._keys.public(now))  # type: ignore[arg-type]
        try:
            session = jwt.decode(id_token, keys, [ALGORITHM]).claims.get("sid")
        except (JoseError, ValueError):
            return None
        return session if isinstance(session, str) else None
