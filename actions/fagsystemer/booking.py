"""A point in a calendar that can be booked: shared by every fagsystem that offers free times."""

import datetime as dt
from dataclasses import dataclass

from nlu.clock import COPENHAGEN


@dataclass(frozen=True, slots=True, order=True)
class TimeSlot:
    """A free time. Sorts by when it begins."""

    date: dt.date
    time: dt.time
    """When it begins, Copenhagen wall-clock time, whole minutes."""

    @property
    def starts_at(self) -> dt.datetime:
        """The beginning as an aware moment."""
        return dt.datetime.combine(self.date, self.time, COPENHAGEN)
