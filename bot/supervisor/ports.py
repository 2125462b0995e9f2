"""Are the ports free, and if not, who has them?"""

import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.supervisor.settings import PORTS


class PortInUse(Exception):
    """Another program listens where a process of the house must. The text says what to do."""


def check_ports(ports: Mapping[str, int], host: str = "127.0.0.1") -> None:
    """Raise ``PortInUse`` with one sentence for each port (of the names given) that cannot be bound."""
    troubles = [_sentence(name, port) for name, port in ports.items() if not is_free(port, host)]
    if troubles:
        raise PortInUse("\n".join(troubles))


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Tell whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def holder(port: int, proc: Path = Path("/proc")) -> str | None:
    """Name the process that listens on the port ("nginx, pid 123"), where the system lets us see it."""
    inodes = {f"socket:[{inode}]" for inode in _listening_inodes(port, proc)}
    for process in proc.glob("[0-9]*"):
        if inodes & _open_files(process):
            with suppress(OSError):
                return f"{(process / 'comm').read_text().strip()}, pid {process.name}"
    return None


def _open_files(process: Path) -> set[str]:
    """What the process has open, as far as we may see it; files come and go while we look."""
    found = set()
    with suppress(OSError):
        for link in (process / "fd").iterdir():
            with suppress(OSError):
                found.add(str(link.readlink()))
    return found


def _listening_inodes(port: int, proc: Path) -> set[str]:
    inodes = set()
    for table in ("tcp", "tcp6"):
        try:
            rows = (proc / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            fields = row.split()
            # proc(5): local address is "hex address:hex port"; state 0A is LISTEN.
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[9])
    return inodes


def _sentence(name: str, port: int) -> str:
    found = holder(port)
    who = f" ({found})" if found else ""
    return f"Port {port} is in use{who}: stop that program, or choose another port with {PORTS[name][0]}."
