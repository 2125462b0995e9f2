"""Access tokens and id_tokens, made and read."""

from typing import Any

from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from actions.fagsystemer.stubs.mitid.keys import ALGORITHM, SigningKeys
from actions.fagsystemer.stubs.mitid.people import Person
from actions.fagsystemer.stubs.mitid.settings import BrokerSettings, Client
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
        client: Client,
        person: Person,
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
                "client_id": client.id,
                "citizen": person.slug,
                "scope": scope,
                "expires_at": now + self._settings.token_seconds,
            },
        )
        claims: dict[str, Any] = {
            "iss": issuer,
            "aud": client.id,
            "sub": person.sub,
            "sid": session,
            "iat": int(now),
            "exp": int(now) + self._settings.token_seconds,
            "auth_time": int(approved_at),
            "acr": NSIS_SUBSTANTIAL,
            "name": person.name,
            **person.claims,
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

    def session_of(self, id_token: str, now: float) -> tuple[str, str] | None:
        """Return session and client id of an id_token of ours, even an expired one, else ``None``."""
        keys = KeySet.import_key_set(self._keys.public(now))  # type: ignore[arg-type]
        try:
            claims = jwt.decode(id_token, keys, [ALGORITHM]).claims
        except (JoseError, ValueError):
            return None
        session, client_id = claims.get("sid"), claims.get("aud")
        return (session, client_id) if isinstance(session, str) and isinstance(client_id, str) else None
