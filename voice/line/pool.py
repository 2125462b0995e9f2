"""Threads for the recogniser, and the process's place among others.

Vosk gives up the interpreter's lock while it decodes, so these threads run beside the event loop. They have
no lower priority of their own: a thread that the kernel puts aside while it holds that lock keeps the clock
from ticking. The whole process goes before others instead, as telephone exchanges do, where it may.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

_PRIORITY = -5


def recogniser_pool(threads: int = 0) -> ThreadPoolExecutor:
    """Return a pool of ``threads`` (0: two more than there are cores, so that one may hang)."""
    return ThreadPoolExecutor(threads or (os.cpu_count() or 1) + 2, "hearing")


def before_others() -> bool:
    """Give this process, and the threads it starts from now on, a higher priority; return whether it has it.

    Needs the right to (``LimitNICE=`` in systemd, ``CAP_SYS_NICE``); without it nothing changes.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _PRIORITY)
            return True
    return False
