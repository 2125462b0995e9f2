"""``python -m bot.gateway``: serve until told to stop."""

import asyncio
import sqlite3
import sys

from bot.gateway.app import create_app
from bot.gateway.logs import log_to
from bot.gateway.serving import serve, stop_on_signals
from bot.gateway.settings import GatewaySettings, gateway_settings_from_env


def main() -> int:
    """Serve; return 2 with one Danish sentence on stderr when it cannot start."""
    try:
        settings = gateway_settings_from_env()
    except ValueError as error:
        return _give_up(str(error))
    log_to(sys.stderr)
    try:
        asyncio.run(_serve(settings))
    except ValueError as error:
        return _give_up(str(error))
    except PermissionError:
        return _give_up(
            f"Mappen {settings.state_dir} kan ikke bruges. Sæt INDGANG_STATE_DIR til en anden mappe."
        )
    except OSError:
        return _give_up(
            f"Porten {settings.port} kan ikke bruges; måske bruger et andet program den. "
            "Stop det, eller sæt INDGANG_GATEWAY_PORT til en anden port."
        )
    except sqlite3.Error:
        return _give_up(f"Databasen i {settings.state_dir} kan ikke åbnes. Flyt den væk, og start igen.")
    return 0


async def _serve(settings: GatewaySettings) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    await serve(create_app(settings), settings.host, settings.port, stop, settings.shutdown_seconds)


def _give_up(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
