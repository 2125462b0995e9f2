"""Headers that every answer carries. A handler that needs another value sets it itself."""

from collections.abc import Awaitable, Callable

from aiohttp import web

PrepareSignal = Callable[[web.BaseRequest, web.StreamResponse], Awaitable[None]]


def security_headers(public_url: str, *, secure: bool) -> PrepareSignal:
    """Return the ``on_response_prepare`` handler. Sources: W3C CSP3, OWASP secure headers project."""
    # Safari before 15.4 does not count a socket to the page's own host as 'self'.
    socket_origin = "ws" + public_url.removeprefix("http")
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self' {socket_origin}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        # Not no-referrer: with that, browsers put "Origin: null" on the page's own form posts.
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
        "Cache-Control": "no-store",
        "Server": "en-indgang",
    }
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"

    async def add(request: web.BaseRequest, response: web.StreamResponse) -> None:
        for name, value in headers.items():
            # aiohttp has filled in its own name and version by now.
            if name == "Server" or name not in response.headers:
                response.headers[name] = value

    return add
