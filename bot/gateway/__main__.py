"""``python -m bot.gateway``: serve until told to stop."""

import sys

from aiohttp import web

from bot.gateway.app import create_app
from bot.gateway.logs import log_event, log_to
from bot.gateway.settings import gateway_settings_from_env


def main() -> int:
    """Serve; return 2 with one Danish sentence on stderr when it cannot start."""
    try:
        settings = gateway_settings_from_env()
        app = create_app(settings)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    log_to(sys.stderr)
    log_event("starting", port=settings.port)
    try:
        web.run_app(
            app,
            host=settings.host,
            port=settings.port,
            access_log=None,
            print=None,
            shutdown_timeout=settings.shutdown_seconds,
        )
    except OSError as error:
        sys.stderr.write(
            f"Porten {settings.port} kan ikke bruges ({error.strerror}). Sæt INDGANG_GATEWAY_PORT.\n"
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
