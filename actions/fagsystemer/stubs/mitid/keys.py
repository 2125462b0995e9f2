"""The broker's signing keys: made at first use, replaced when old, never in the repository."""

import json
from typing import Any

from joserfc.jwk import RSAKey

from actions.fagsystemer.stubs.mitid.store import BrokerStore

ALGORITHM = "RS256"


class SigningKeys:
    """RSA keys in the broker's store: each signs for ``key_seconds`` and can be met for as long again."""

    def __init__(self, store: BrokerStore, key_seconds: float) -> None:
        self._store = store
        self._key_seconds = key_seconds

    def current(self, now: float) -> RSAKey:
        """Return the key to sign with at ``now`` (seconds since 1970), making a new one when it is due."""
        row = self._store.one("SELECT * FROM signing_key ORDER BY made_at DESC LIMIT 1")
        if row is None or now - row["made_at"] >= self._key_seconds:
            return self._make(now)
        return RSAKey.import_key(json.loads(row["jwk"]))

    def public(self, now: float) -> dict[str, Any]:
        """Return the JSON Web Key Set of the keys whose signatures may still be met at ``now``."""
        self.current(now)
        rows = self._store.all(
            "SELECT * FROM signing_key WHERE made_at > ? ORDER BY made_at DESC", now - 2 * self._key_seconds
        )
        keys = [RSAKey.import_key(json.loads(row["jwk"])) for row in rows]
        return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM} for key in keys]}

    def _make(self, now: float) -> RSAKey:
        key = RSAKey.generate_key(2048, auto_kid=True)
        assert key.kid is not None  # noqa: S101 - auto_kid gave it one
        self._store.insert(
            "signing_key", {"kid": key.kid, "jwk": json.dumps(key.as_dict(private=True)), "made_at": now}
        )
        return key
