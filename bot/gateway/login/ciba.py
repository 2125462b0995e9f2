"""Approval in the MitID app of a caller whose number is registered: OpenID CIBA Core 1.0, poll mode.

::

    gateway ── login_hint=+45…, binding_message ──▶ broker ──▶ the citizen's app
       ◀─────── auth_req_id, expires_in, interval ──┘
    gateway ── auth_req_id ──▶ broker      every ``interval`` seconds, until approved, refused or expired

The number only tells the broker whose app to ask. Who calls is known when that person has approved, and
never by the number alone.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from authlib.oauth2.rfc6749.errors import OAuth2Error

from bot.gateway.login.broker import UNREACHABLE, Broker, BrokerLogin
from bot.gateway.login.errors import LoginError, report_failure

GRANT = "urn:openid:params:grant-type:ciba"

NotApproved = Literal["refused", "expired", "unregistered", "unavailable"]
Wait = Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class CibaSettings:
    """How the citizen's app is asked, and for how long."""

    requested_expiry_seconds: int = 120
    """How long the citizen may take; the broker may give less."""
    interval_seconds: float = 5.0
    """Time between two polls where the broker names none (CIBA Core 1.0 section 7.3: five seconds)."""
    shortest_interval_seconds: float = 0.5
    """No broker is polled faster than this, whatever it says."""
    longest_interval_seconds: float = 30.0
    """No poll waits longer: a caller is on the line."""
    slow_down_seconds: float = 5.0
    """What ``slow_down`` adds to the interval (CIBA Core 1.0 section 11)."""
    patience: int = 3
    """Polls in a row that may come to nothing before the broker counts as down."""


@dataclass(frozen=True)
class _Request:
    id: str = field(repr=False)
    until: float
    interval: float


class BackChannelLogin:
    """Asks the app behind a number, through the broker that the web login uses."""

    def __init__(
        self,
        broker: Broker,
        scope: str,
        now: Callable[[], float],
        *,
        settings: CibaSettings | None = None,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._broker = broker
        self._scope = scope
        self._now = now
        self._settings = settings or CibaSettings()
        self._wait = wait

    async def approve(self, number: str, binding_message: str) -> BrokerLogin | NotApproved:
        """Ask the app of ``number`` (E.164) and wait for the answer; cancel to stop waiting.

        ``binding_message`` is shown in the app and said on the line, so that the citizen can see that the
        two belong together. Nothing is raised: what went wrong is in the log, without the number.
        """
        try:
            request = await self._begin(number, binding_message)
            if request is None:
                return "unregistered"
            return await self._poll(request)
        except LoginError as failure:
            report_failure("phone_login_not_completed", failure)
            return "unavailable"

    async def _begin(self, number: str, binding_message: str) -> _Request | None:
        metadata = await self._broker.metadata()
        endpoint = metadata.get("backchannel_authentication_endpoint")
        if not isinstance(endpoint, str):
            raise LoginError("broker_error", "discovery: the broker offers no back-channel login")
        form = {
            "scope": self._scope,
            "login_hint": number,
            "binding_message": binding_message,
            "requested_expiry": str(self._settings.requested_expiry_seconds),
        }
        try:
            answer = await self._broker.client(metadata).post_as_client(endpoint, form)
        except OAuth2Error as error:
            if error.error == "unknown_user_id":
                return None
            raise LoginError("broker_error", f"back-channel: {_code(error)}") from error
        except UNREACHABLE as error:
            raise LoginError("broker_down", f"back-channel: {type(error).__name__}") from error
        except ValueError as error:
            raise LoginError("bad_answer", "back-channel: not JSON") from error
        return self._read(answer)

    def _read(self, answer: Mapping[str, Any]) -> _Request:
        request = answer.get("auth_req_id")
        if not isinstance(request, str) or not request:
            raise LoginError("bad_answer", "back-channel: no auth_req_id")
        lifetime = _seconds(answer, "expires_in")
        interval = _seconds(answer, "interval") if "interval" in answer else self._settings.interval_seconds
        seconds = min(lifetime, self._settings.requested_expiry_seconds)
        return _Request(request, self._now() + seconds, self._bounded(interval))

    async def _poll(self, request: _Request) -> BrokerLogin | NotApproved:
        interval, silent = request.interval, 0
        while True:
            await self._wait(interval)
            try:
                answer = await self._redeem(request.id)
            except OAuth2Error as error:
                silent = 0
                if error.error == "access_denied":
                    return "refused"
                if error.error == "expired_token":
                    return "expired"
                if error.error == "slow_down":
                    interval = self._bounded(interval + self._settings.slow_down_seconds)
                elif error.error != "authorization_pending":
                    raise LoginError("broker_error", f"token endpoint: {_code(error)}") from error
            except UNREACHABLE as error:
                # A poll changes nothing, so the next one may find the broker back.
                silent += 1
                if silent >= self._settings.patience:
                    raise LoginError("broker_down", f"token endpoint: {type(error).__name__}") from error
            except ValueError as error:
                raise LoginError("bad_answer", "token endpoint: not JSON") from error
            else:
                return await self._broker.believed(answer, nonce=None)
            if self._now() >= request.until:
                return "expired"

    async def _redeem(self, request_id: str) -> dict[str, Any]:
        metadata = await self._broker.metadata()
        form = {"grant_type": GRANT, "auth_req_id": request_id}
        return await self._broker.client(metadata).post_as_client(metadata["token_endpoint"], form)

    def _bounded(self, interval: float) -> float:
        settings = self._settings
        return min(max(interval, settings.shortest_interval_seconds), settings.longest_interval_seconds)


def _seconds(answer: Mapping[str, Any], name: str) -> float:
    """Return a positive number of seconds. Raises ``LoginError``."""
    value = answer.get(name)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or value <= 0:  # type: ignore[arg-type, operator]
        raise LoginError("bad_answer", f"back-channel: {name} is no number of seconds")
    return float(value)  # type: ignore[arg-type]


def _code(error: OAuth2Error) -> str:
    """Return the error's code when it looks like one: a broker may put anything there."""
    code = str(error.error)
    return code if code.isascii() and len(code) <= 40 and code.replace("_", "").isalnum() else "unreadable"
