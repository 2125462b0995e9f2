"""Errors that leave the gateway: a stable code, a status, and a Danish text."""

import logging
import sqlite3
from collections.abc import Mapping
from types import MappingProxyType

from bot.conversation.models import JsonObject
from bot.gateway.logs import log_event
from bot.gateway.texts import error_text

STATUS: Mapping[str, int] = MappingProxyType(
    {
        "bad_json": 400,
        "bad_request": 400,
        "bad_client_id": 400,
        "empty_text": 400,
        "bad_call_id": 400,
        "bad_caller": 400,
        "no_token": 401,
        "no_operator_token": 401,
        "wrong_token": 401,
        "wrong_origin": 403,
        "not_operator": 403,
        "not_found": 404,
        "conversation_not_found": 404,
        "call_not_found": 404,
        "case_not_found": 404,
        "call_back_not_found": 404,
        "method_not_allowed": 405,
        "too_slow": 408,
        "client_id_reused": 409,
        "call_under_way": 409,
        "not_possible": 409,
        "not_yours": 409,
        "taken_by_another": 409,
        "conversation_closed": 409,
        "conversation_expired": 410,
        "too_long": 413,
        "too_many": 429,
        "too_many_acts": 429,
        "too_many_sockets": 429,
        "internal_error": 500,
        "store_unavailable": 503,
        "voice_unavailable": 503,
        "contact_centre_unavailable": 503,
        "page_not_built": 503,
        "not_signed_in": 401,
    }
)
"""HTTP status by code. Every code has a text in ``texts.yml``."""


class ApiError(Exception):
    """Something the sender should be told. Raise it anywhere under a request or a socket."""

    def __init__(
        self, code: str, *, retry_after_seconds: int | None = None, more: JsonObject | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUS[code]
        self.retry_after_seconds = retry_after_seconds
        self._more = more or {}

    def to_json(self) -> JsonObject:
        """Return ``{"code", "text"}``, and what else the sender needs to know."""
        return {"code": self.code, "text": error_text(self.code), **self._more}


def told(error: Exception) -> ApiError:
    """Return what may be told of any error; what we did not foresee is logged here, without its message."""
    if isinstance(error, ApiError):
        return error
    code = "store_unavailable" if isinstance(error, sqlite3.Error) else "internal_error"
    log_event(code, level=logging.ERROR, error=error)
    return ApiError(code)
