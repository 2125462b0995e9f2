"""The cookies of the sign-in: none can be read by a script, and none comes with another site's posts."""

import re

from aiohttp import web

from bot.gateway.desk.sign_in.settings import DeskSettings
from bot.gateway.tokens import new_token

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""What ``new_token`` makes."""


class DeskCookies:
    """Reads and writes them. ``Lax``, for ``Strict`` would be left out on the way back from the broker."""

    def __init__(self, settings: DeskSettings) -> None:
        self._settings = settings
        self._signed_out = f"{settings.cookie}_signed_out"

    def session(self, request: web.BaseRequest) -> str | None:
        """Return the session's secret, if the request carries what may be one."""
        return self._secret(request, self._settings.cookie)

    def give_session(self, response: web.StreamResponse, secret: str) -> None:
        """Set the session's cookie, until the browser is closed; the store knows when it is too old."""
        self._set(response, self._settings.cookie, secret)
        self._drop(response, self._signed_out)

    def drop_session(self, response: web.StreamResponse) -> None:
        """Take the session's cookie away, and remember that somebody signed out in this browser."""
        self._drop(response, self._settings.cookie)
        self._set(response, self._signed_out, "1")

    def signed_out(self, request: web.BaseRequest) -> bool:
        """Say whether the last one here signed out: then the next one must say who they are."""
        return self._signed_out in request.cookies

    def browser(self, request: web.BaseRequest) -> str | None:
        """Return what stands for this browser while it signs in."""
        return self._secret(request, self._settings.browser_cookie)

    def mark_browser(self, request: web.BaseRequest, response: web.StreamResponse) -> str:
        """Return what stands for this browser, and keep it there for one sign-in more.

        The same for two tabs that sign in at once, so that neither loses its way back.
        """
        secret = self.browser(request) or new_token()
        self._set(response, self._settings.browser_cookie, secret, seconds=int(self._settings.flow_seconds))
        return secret

    def _secret(self, request: web.BaseRequest, name: str) -> str | None:
        value = request.cookies.get(name, "")
        return value if _SECRET.fullmatch(value) else None

    def _set(
        self, response: web.StreamResponse, name: str, value: str, *, seconds: int | None = None
    ) -> None:
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            httponly=True,
            secure=self._settings.secure,
            samesite="Lax",
        )

    def _drop(self, response: web.StreamResponse, name: str) -> None:
        self._set(response, name, "", seconds=0)
