"""The operator: whoever runs the telephone exchange and the voice line. One secret, shared on the machine."""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from bot.gateway.errors import ApiError

VARIABLE = "INDGANG_OPERATOR_TOKEN"
_FILE_NAME = "operator-token"
_SHORTEST_CHARS = 16
_BEARER = re.compile(r"Bearer +([\x21-\x7e]{1,400})", re.IGNORECASE)


def operator_token(state_dir: Path, environment: Mapping[str, str] | None = None) -> str:
    """Return ``INDGANG_OPERATOR_TOKEN``, else the token kept in ``state_dir`` (made when missing, mode 0600).

    Whichever process comes first makes the file; the link from a finished file is atomic, so two that start
    together agree on one. Raises ``ValueError`` with a Danish text for a token that could be guessed.
    """
    env = os.environ if environment is None else environment
    configured = env.get(VARIABLE, "").strip()
    if configured:
        if len(configured) < _SHORTEST_CHARS or not _BEARER.fullmatch(f"Bearer {configured}"):
            raise ValueError(f"{VARIABLE} skal være mindst {_SHORTEST_CHARS} tegn uden mellemrum og æøå.")
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
            pass  # The other process was first: its token counts.
        finally:
            draft.unlink()
    token = path.read_text(encoding="utf-8").strip()
    if not token:
        raise ValueError(f"{path} er tom. Slet filen, og start igen.")
    return token


class Operator:
    """Lets the operator in, and nobody else."""

    def __init__(self, token: str) -> None:
        self._hash = _hashed(token)

    def require(self, request: web.BaseRequest) -> None:
        """Raise ``ApiError``: 401 without a token, 403 with a wrong one. Compared in constant time."""
        match = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
        if match is None:
            raise ApiError("no_operator_token")
        if not hmac.compare_digest(self._hash, _hashed(match[1])):
            raise ApiError("not_operator")


def _hashed(token: str) -> bytes:
    # Hashing first makes both sides equally long, whatever was sent.
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
