"""The client secret that the gateway and the demonstration broker share, so that none lies in the code."""

import os
import secrets
from pathlib import Path

_FILE_NAME = "oidc-client-secret"


def shared_client_secret(state_dir: Path) -> str:
    """Return ``INDGANG_OIDC_CLIENT_SECRET``, else the secret kept in ``state_dir`` (made when missing).

    Whichever process comes first makes the file (mode 0600); the link from a finished file is atomic, so
    that no reader sees half a secret and two starters agree on one.
    """
    configured = os.environ.get("INDGANG_OIDC_CLIENT_SECRET", "").strip()
    if configured:
        return configured
    path = state_dir / _FILE_NAME
    if not path.exists():
        state_dir.mkdir(parents=True, exist_ok=True)
        draft = state_dir / f".{_FILE_NAME}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first: its secret counts
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
