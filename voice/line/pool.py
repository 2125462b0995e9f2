"""The line's place among other processes.

The line goes before others, as telephone exchanges do, where it may: a clock that the kernel puts aside for
another process does not tick. Two things decide that on Linux. ``nice`` counts among the processes of one
session; and where the kernel groups by session (``sched_autogroup_enabled``, as Debian and Ubuntu do), each
session gets its own share first, so that ``nice`` alone moves nothing between the line and, say, a training.
The process that hears belongs to the line's session and stands behind its clock by ``nice``.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

_PRIORITY = -15
_GROUP_PRIORITY = -10
"""Of the session: nine times the usual share where the machine is full; it is used only when needed."""
_GROUP = Path("/proc/self/autogroup")


def before_others(group: Path = _GROUP) -> bool:
    """Give this process, and what it starts from now on, a higher priority; return whether it has it.

    Needs the right to (``LimitNICE=`` in systemd, ``CAP_SYS_NICE``); without it nothing changes. The
    session's share is only touched where the session is this process's own.
    """
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, _PRIORITY)
        if os.getsid(0) == os.getpid():
            with suppress(OSError):
                group.write_text(f"{_GROUP_PRIORITY}")
        return True
    return False
