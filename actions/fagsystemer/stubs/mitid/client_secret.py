"""The client secrets that the gateway and the demonstration broker share, so that none lies in the code."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SecretPlace:
    """Where one client's secret is looked for."""

    variable: str
    """Environment variable, which comes first."""
    file_name: str
    """File in the state folder."""


CITIZENS_SECRET = SecretPlace("INDGANG_OIDC_CLIENT_SECRET", "oidc-client-secret")
DESK_SECRET = SecretPlace("INDGANG_DESK_OIDC_CLIENT_SECRET", "desk-oidc-client-secret")


def shared_client_secret(state_dir: Path, place: SecretPlace = CITIZENS_SECRET) -> str:
    """Return the secret in the environment, else the one kept in ``state_dir`` (made when missing).

    Whichever process comes first makes the file (mode 0600); the link from a finished file is atomic, so
    that no reader sees half a secret and two starters agree on one.
    """
    configured = os.environ.get(place.variable, "").strip()
    if configured:
        return configured
    path = state_dir / place.file_name
    if not path.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        draft = state_dir / f".{place.file_name}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first: its secret counts
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
