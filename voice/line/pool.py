"""Threads for the recogniser: bounded, and politer than the clock.

Vosk gives up the interpreter's lock while it decodes, so these threads run beside the event loop. On a
machine with few cores they would still take the clock's turn; so the kernel is told that they can wait.
"""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

_NICE = 5


def recogniser_pool(threads: int = 0) -> ThreadPoolExecutor:
    """Return a pool of ``threads`` (0: two more than there are cores, so that one may hang)."""
    count = threads or (os.cpu_count() or 1) + 2
    return ThreadPoolExecutor(count, "hearing", initializer=_be_polite)


def _be_polite() -> None:
    """Lower this thread's priority. Linux gives each thread its own (setpriority(2), "C library/kernel")."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
