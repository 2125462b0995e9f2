"""The municipality's back-office systems (fagsystemer): ports here, HTTP behind them, stubs beside them.

`connect` gives a `Fagsystemer`; each port and its values live in the module named for the system.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from actions.fagsystemer.connection import Fagsystemer, connect
    from actions.fagsystemer.settings import FagsystemSettings

__all__ = ["FagsystemSettings", "Fagsystemer", "connect"]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: the stubs live below and need none of it."""
    if name in ("Fagsystemer", "connect"):
        from actions.fagsystemer import connection

        return getattr(connection, name)
    if name == "FagsystemSettings":
        from actions.fagsystemer.settings import FagsystemSettings

        return FagsystemSettings
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
