"""Ids, tokens and the signed session cookie. What is stored is only ever a hash."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

_KEY_BYTES = 32


def new_id() -> str:
    """Return a random id of 128 bits; it opens nothing by itself."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """Return a random token of 256 bits."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> bytes:
    """Return what is stored instead of a secret. One round is enough: the secret itself is random."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def same(one: bytes | None, other: bytes | None) -> bool:
    """Compare two hashes in constant time; nothing equals nothing."""
    return one is not None and other is not None and hmac.compare_digest(one, other)


def log_name(conversation: str) -> str:
    """Return what stands for a conversation in the log: enough to follow it, too little to open it."""
    return hashlib.sha256(b"log:" + conversation.encode("utf-8", "replace")).hexdigest()[:12]


def signing_key(path: Path) -> bytes:
    """Return the key that signs session cookies; make it at the first start, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) != _KEY_BYTES:
            raise ValueError(f"{path} er beskadiget. Slet filen, og start igen.") from None
        return key
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_bytes(_KEY_BYTES)
        file.write(key)
    return key


@dataclass(frozen=True)
class NewSession:
    """A browser session that has just been made."""

    cookie: str = field(repr=False)
    """Value of the cookie."""
    hash: bytes = field(repr=False)
    """What is stored."""


class SessionCookies:
    """The signed, HttpOnly cookie that ties conversations to one browser."""

    def __init__(self, key: bytes, *, secure: bool) -> None:
        self._key = key
        self._secure = secure
        # The prefix makes browsers refuse the cookie from any other host or over plain http.
        self.name = "__Host-indgang" if secure else "indgang"

    def session_hash(self, request: web.BaseRequest) -> bytes | None:
        """Return the hash of the session id in the request's cookie, if its signature is ours."""
        session, _, signature = request.cookies.get(self.name, "").partition(".")
        expected = self._signature(session).encode()
        if not session or not hmac.compare_digest(signature.encode("utf-8", "replace"), expected):
            return None
        return hashed(session)

    def new(self) -> NewSession:
        """Return a new session."""
        session = new_token()
        return NewSession(f"{session}.{self._signature(session)}", hashed(session))

    def give(self, response: web.StreamResponse, session: NewSession) -> None:
        """Set the session's cookie."""
        response.set_cookie(
            self.name, session.cookie, httponly=True, secure=self._secure, samesite="Lax", path="/"
        )

    def _signature(self, session: str) -> str:
        return hmac.new(self._key, session.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
