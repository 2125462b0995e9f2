"""The clocks that lifetimes, limits and waiting run by; business dates come from ``nlu.clock``."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Clock:
    """Passed in, so that a test can let fifteen minutes go by at once."""

    wall: Callable[[], float] = time.time
    """Seconds since 1970. For what must outlive a restart: logins and conversations."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds since some moment, never set back. For rate limits and durations."""
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Returns after so many seconds."""
