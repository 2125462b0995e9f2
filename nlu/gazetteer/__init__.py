"""The streets of Copenhagen, for the language understanding and for the stubbed address register."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("streets.csv")


@dataclass(frozen=True)
class StreetRow:
    """One street within one postcode; a street that runs through several postcodes has several rows."""

    street: str
    """Official spelling: ``Frederikssundsvej``."""
    postcode: str
    """Four digits."""
    city: str
    """Name of the postal district: ``København NV``."""
    number_from: int
    """Lowest house number, simplified: see the head of ``streets.csv``."""
    number_to: int
    """Highest house number, that one included."""

    def has_number(self, number: int) -> bool:
        """Say whether this house number lies on the street within this postcode."""
        return self.number_from <= number <= self.number_to


@lru_cache(maxsize=1)
def streets() -> tuple[StreetRow, ...]:
    """Return every row, ordered by postcode and then street. The file is read once."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        content = (line for line in lines if not line.startswith("#"))
        return tuple(
            StreetRow(
                street=row["street"],
                postcode=row["postcode"],
                city=row["city"],
                number_from=int(row["number_from"]),
                number_to=int(row["number_to"]),
            )
            for row in csv.DictReader(content, delimiter=";")
        )
