"""A small address register in memory."""

import difflib
from dataclasses import replace

from actions.fagsystemer.addresses import Address, AddressMatch, AddressQuery
from tests.actions.fakes.base import Fake

# Street, postcode, city, lowest and highest house number there. As in the stub's register, numbers 100-140 of
# Frederikssundsvej lie in two postcodes.
STREETS = (
    ("Byvej", "2700", "Brønshøj", 1, 120),
    ("Frederikssundsvej", "2400", "København NV", 1, 140),
    ("Frederikssundsvej", "2700", "Brønshøj", 100, 420),
    ("Amagerbrogade", "2300", "København S", 1, 310),
    ("Nørrebrogade", "2200", "København N", 1, 260),
    ("Vesterbrogade", "1620", "København V", 1, 150),
    ("Vestergade", "1456", "København K", 1, 40),
)
LETTERED = (("Byvej", "12A"), ("Byvej", "12B"))


def _rows() -> list[Address]:
    rows = [
        Address(street, str(number), postcode, city)
        for street, postcode, city, lowest, highest in STREETS
        for number in range(lowest, highest + 1)
    ]
    places = {street: (postcode, city) for street, postcode, city, _, _ in STREETS}
    return rows + [Address(street, number, *places[street]) for street, number in LETTERED]


class FakeAddressRegister(Fake):
    """`AddressRegister` in memory: Byvej 1-120 only in 2700 Brønshøj, Frederikssundsvej in two postcodes."""

    system = "adresser"

    def __init__(self) -> None:
        super().__init__()
        self.rows = _rows()

    async def match(self, query: AddressQuery) -> AddressMatch:
        """See `AddressRegister.match`."""
        self._arrives("match", query=query)
        found = self._look_up(query)
        return replace(
            found,
            addresses=_at_the_door(found.addresses, query),
            suggestions=_at_the_door(found.suggestions, query),
        )

    def knows(self, address: Address) -> bool:
        """Say whether the register has this house."""
        return replace(address, floor=None, door=None) in self.rows

    def _look_up(self, query: AddressQuery) -> AddressMatch:
        street = query.street.strip().casefold()
        on_street = [row for row in self.rows if row.street.casefold() == street]
        number = (query.number or "").replace(" ", "").upper()
        if not on_street:
            return AddressMatch("unknown_street", suggestions=self._similar_streets(query.street, number))
        if not number:
            postcodes = {row.postcode: replace(row, number="") for row in on_street}
            return AddressMatch("number_missing", suggestions=tuple(postcodes.values()))
        houses = tuple(row for row in on_street if row.number == number)
        here = tuple(row for row in houses if query.postcode in (None, row.postcode))
        if not here:
            return AddressMatch("unknown_number", suggestions=houses or _nearest(on_street, number))
        return AddressMatch("exact" if len(here) == 1 else "several_postcodes", addresses=here)

    def _similar_streets(self, street: str, number: str) -> tuple[Address, ...]:
        names = {row.street.casefold(): row.street for row in self.rows}
        near = difflib.get_close_matches(street.strip().casefold(), names, n=3, cutoff=0.7)
        return tuple(
            row for name in near for row in self.rows if (row.street, row.number) == (names[name], number)
        )


def _nearest(houses: list[Address], number: str) -> tuple[Address, ...]:
    digits = "".join(character for character in number if character.isdigit())
    wanted = int(digits) if digits else 0

    def distance(house: Address) -> int:
        return abs(int(house.number.rstrip("ABCDEFGH")) - wanted)

    return tuple(sorted(houses, key=distance)[:3])


def _at_the_door(addresses: tuple[Address, ...], query: AddressQuery) -> tuple[Address, ...]:
    return tuple(replace(address, floor=query.floor, door=query.door) for address in addresses)
