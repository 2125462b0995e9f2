"""The routing in force: read again when a file has changed, and kept when a change is wrong."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from pathlib import Path

from actions.routing.calendar import read_calendar
from actions.routing.catalogue_file import enquiry_ids
from actions.routing.departments import read_departments
from actions.routing.queues import read_queues
from actions.routing.rows import RoutingError, read_file
from actions.routing.table import Routing, read_table

log = logging.getLogger(__name__)

ROUTING_FOLDER = Path(__file__).resolve().parents[2] / "bot" / "routing"
FILES = ("departments.yml", "holidays.yml", "queues.yml", "table.yml")
DANGER = "akut_fare"
"""The one dialogue act that leads to people."""

_Stamp = tuple[tuple[int, int, int] | None, ...]


def read_routing(folder: Path) -> Routing:
    """Read a folder of routing files and check them against the catalogue. Raises `RoutingError`."""
    departments_file, holidays_file, queues_file, table_file = (read_file(folder / name) for name in FILES)
    departments = read_departments(departments_file)
    queues = read_queues(queues_file, departments, read_calendar(holidays_file))
    return read_table(table_file, queues, departments, enquiry_ids() | {DANGER})


@dataclass
class Keeper:
    """Keeps the last good routing of a folder."""

    folder: Path
    _good: Routing | None = None
    _seen: _Stamp = field(default=())

    def current(self) -> Routing:
        """Return the routing as the files say now; the last good one when they are wrong.

        A mistake is logged once, with file and line. Raises `RoutingError` when there was never a good one.
        """
        # Stamped before reading: a file that is saved while it is read is read again at the next call.
        stamp = _stamp(self.folder)
        if self._good is not None and stamp == self._seen:
            return self._good
        try:
            self._good = read_routing(self.folder)
        except RoutingError as error:
            if self._good is None:
                raise
            log.error("The routing is unchanged, for a change cannot be followed: %s", error)
        self._seen = stamp
        return self._good


_keepers: dict[Path, Keeper] = {}


def routing_folder() -> Path:
    """Return ``bot/routing``, or the folder ``INDGANG_ROUTING`` names."""
    return Path(os.environ.get("INDGANG_ROUTING") or ROUTING_FOLDER)


def routing() -> Routing:
    """Return the routing in force, as `Keeper.current`."""
    folder = routing_folder()
    if folder not in _keepers:
        _keepers[folder] = Keeper(folder)
    return _keepers[folder].current()


def _stamp(folder: Path) -> _Stamp:
    stamps: list[tuple[int, int, int] | None] = []
    for name in FILES:
        try:
            status = (folder / name).stat()
        except OSError:
            stamps.append(None)
        else:
            # An editor may replace a file by another of the same size within the clock's tick.
            stamps.append((status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(stamps)
