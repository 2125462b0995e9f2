"""``python -m actions.fagsystemer.stubs``: run the stub fagsystemer until told to stop."""

import asyncio
import errno
import logging
import signal
import sqlite3
import sys

from aiohttp import web

from actions.fagsystemer.stubs.app import create_app
from actions.fagsystemer.stubs.settings import StubSettings
from nlu.clock import now

_CANNOT = (
    "Fagsystemerne kan ikke starte: mappen {settings.state_dir} kan ikke bruges, eller portene"
    " {settings.port} og {settings.smtp_port} er ikke tilladt. Vælg andre med INDGANG_STATE_DIR,"
    " INDGANG_STUBS_PORT og INDGANG_SMTP_PORT."
)

_SHUTDOWN_SECONDS = 2.0
"""How long requests under way may take to end; a deliberately slow one is not waited for."""


async def serve(settings: StubSettings) -> None:
    """Serve until SIGTERM or SIGINT. Raises ``OSError`` when it cannot begin."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    app = create_app(settings.state_dir, settings.public_url, smtp_port=settings.smtp_port)
    # No access log: paths and queries name citizens.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        print(f"Fagsystemer (opdigtede): {settings.public_url}", flush=True)  # noqa: T201
        await stop.wait()
    finally:
        await runner.cleanup()


def main() -> int:
    """Return the exit status: 0 after a stop, 1 when the service could not begin."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = StubSettings.from_environment()
        now()
        asyncio.run(serve(settings))
    except ValueError as error:
        return _fail(str(error))
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            return _fail(
                f"Port {settings.port} eller {settings.smtp_port} er optaget: luk det program, der bruger"
                " porten, eller vælg andre med INDGANG_STUBS_PORT og INDGANG_SMTP_PORT."
            )
        return _fail(_CANNOT.format(settings=settings))
    return 0


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
