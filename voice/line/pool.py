"""Threads for the recogniser, and the process's place among others.

Vosk gives up the interpreter's lock while it decodes, so these threads run beside the event loop. The whole
process goes before others, as telephone exchanges do, where it may: a thread that the kernel puts aside for
another process while it holds that lock would keep the clock from ticking. Among its own threads, the event
loop with the clock goes first; one that holds the lock and must wait for the loop gets its core right back,
since the loop then waits for the lock.
"""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

_PRIORITY, _HEARING_PRIORITY = -15, -5


def recogniser_pool(threads: int = 0) -> ThreadPoolExecutor:
    """Return a pool of ``threads`` (0: two more than there are cores, so that one may hang)."""
    return ThreadPoolExecutor(threads or (os.cpu_count() or 1) + 2, "hearing", _behind_the_clock)


def _behind_the_clock() -> None:
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _HEARING_PRIORITY)


def before_others() -> bool:
    """Give this process, and the threads it starts from now on, a higher priority; return whether it has it.

    Needs the right to (``LimitNICE=`` in systemd, ``CAP_SYS_NICE``); without it nothing changes.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _PRIORITY)
            return True
    return False
