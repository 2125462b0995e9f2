"""Who is signed in: what the rest of the desk asks of the sign-in."""

from collections.abc import Callable

from aiohttp import web

from bot.gateway.desk.sign_in.cookies import DeskCookies
from bot.gateway.desk.sign_in.employee import Employee
from bot.gateway.desk.sign_in.settings import DeskSettings
from bot.gateway.desk.sign_in.store import SignInStore
from bot.gateway.errors import ApiError
from bot.gateway.limits import RateLimiter
from bot.gateway.login.broker import Broker
from bot.gateway.login.errors import LoginError, report_failure


class SignIn:
    """The employees' sign-in, with everything that its handlers need."""

    def __init__(
        self, settings: DeskSettings, now: Callable[[], float], monotonic: Callable[[], float]
    ) -> None:
        self.settings = settings
        self.now = now
        self.monotonic = monotonic
        self.store = SignInStore(
            settings.state_dir / "desk_sign_in.sqlite",
            now=now,
            idle_seconds=settings.idle_seconds,
            session_seconds=settings.session_seconds,
        )
        self.broker = Broker(settings, now)
        self.cookies = DeskCookies(settings)
        self.limiter = RateLimiter(settings.sign_ins_at_once, settings.sign_ins_per_second)

    def employee(self, request: web.BaseRequest, *, act: bool = True) -> Employee | None:
        """Return who sent the request, if they are signed in and have the role of the desk.

        ``act=False`` for what the page does by itself, such as a socket that asks whether its employee is
        still signed in: it does not count against ``idle_seconds``.
        """
        secret = self.cookies.session(request)
        employee = None if secret is None else self.store.employee(secret, act=act)
        return employee if employee is not None and self.settings.role in employee.roles else None

    def require(self, request: web.BaseRequest, *, act: bool = True) -> Employee:
        """Return who sent the request; for anything but a plain read, our own page must have sent it.

        Raises ``ApiError``: ``wrong_origin``, ``not_signed_in``.
        """
        # A browser sends cookies with any page's socket, and the handshake is a GET.
        upgrade = "upgrade" in request.headers.get("Connection", "").lower()
        if "Origin" in request.headers or upgrade or request.method not in ("GET", "HEAD"):
            self.require_origin(request)
        employee = self.employee(request, act=act)
        if employee is None:
            raise ApiError("not_signed_in")
        return employee

    def require_origin(self, request: web.BaseRequest) -> None:
        """Raise ``ApiError`` unless a page of ours sent the request; one that embeds the chat is not."""
        if request.headers.get("Origin") != self.settings.public_url:
            raise ApiError("wrong_origin")

    async def end_broker_session(self, id_token: str) -> None:
        """End the employee's session at the broker too.

        A broker that does not answer costs ``broker_timeout_seconds`` at most and is not raised: the
        employee is signed out here all the same.
        """
        try:
            await self.broker.end_session(id_token)
        except LoginError as failure:
            report_failure("broker_session_not_ended", failure)


SIGN_IN = web.AppKey("desk_sign_in", SignIn)
