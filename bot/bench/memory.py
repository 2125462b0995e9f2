"""Memory of processes, shared pages divided fairly among those that share them."""

from collections.abc import Iterable
from pathlib import Path


def resident_mib(pids: Iterable[int], proc: Path = Path("/proc")) -> float:
    """Return the sum of the proportional set sizes (PSS, proc(5)) of processes and their children, in MiB."""
    return sum(_pss_kib(proc / str(pid)) for pid in with_children(set(pids), proc)) / 1024


def _pss_kib(process: Path) -> int:
    try:
        rows = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)


def with_children(pids: set[int], proc: Path = Path("/proc")) -> set[int]:
    """Return processes with all that they started, and those started."""
    parents: dict[int, int] = {}
    for entry in proc.glob("[0-9]*"):
        try:
            # proc(5): the name in brackets may hold anything; the parent is the second field after it.
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found
