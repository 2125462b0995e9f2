"""The address register (modelled on DAR): does an address exist, and which ones may be meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

MatchCategory = Literal["exact", "several_postcodes", "number_missing", "unknown_number", "unknown_street"]


@dataclass(frozen=True, slots=True)
class AddressQuery:
    """An address as far as a citizen has said it; only the street is required."""

    street: str
    number: str | None = None
    """House number with its letter, "54A"."""
    floor: str | None = None
    """`st`, `kl` or a number; see `Address.floor`."""
    door: str | None = None
    """`tv`, `th`, `mf` or a number; see `Address.door`."""
    postcode: str | None = None
    """Four digits."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address in the register's spelling, with the floor and door the citizen gave."""

    street: str
    number: str
    """House number with its letter, "54A". Empty only in a suggestion of a street alone."""
    postcode: str
    city: str
    floor: str | None = None
    """`st` (ground floor), `kl` (basement) or the storey's number."""
    door: str | None = None
    """`tv`, `th`, `mf` (left, right, middle, seen from the stairs) or the door's number."""

    @property
    def text(self) -> str:
        """The address on one line as Danes write it: "Byvej 54, 3. tv, 2700 Brønshøj"."""
        floor = f"{self.floor}." if self.floor else ""
        parts = (
            f"{self.street} {self.number}".strip(),
            f"{floor} {self.door or ''}".strip(),
            f"{self.postcode} {self.city}".strip(),
        )
        return ", ".join(part for part in parts if part)

    def to_dict(self) -> dict[str, str]:
        """Return the fields that are set, as plain strings: fits a slot, and `from_dict` reads it back."""
        fields = {
            "street": self.street,
            "number": self.number,
            "postcode": self.postcode,
            "city": self.city,
            "floor": self.floor,
            "door": self.door,
        }
        return {name: value for name, value in fields.items() if value is not None}

    @classmethod
    def from_dict(cls, fields: Mapping[str, str]) -> Address:
        """Read what `to_dict` wrote. Raises `KeyError` when street, number, postcode or city is missing."""
        return cls(
            street=fields["street"],
            number=fields["number"],
            postcode=fields["postcode"],
            city=fields["city"],
            floor=fields.get("floor"),
            door=fields.get("door"),
        )


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """What the register makes of a query."""

    category: MatchCategory
    addresses: tuple[Address, ...] = ()
    """The addresses that fit: one for `exact`, two or more for `several_postcodes`."""
    suggestions: tuple[Address, ...] = ()
    """Near ones: other numbers, or the same number in another postcode, for `unknown_number`; streets of
    similar spelling for `unknown_street`; the street in each of its postcodes for `number_missing`."""


class AddressRegister(Protocol):
    """What the assistant asks of the address register. Reads only."""

    async def match(self, query: AddressQuery) -> AddressMatch:
        """Look an address up. Floor and door are taken over from the query unchecked.

        Raises `Unavailable` and `Garbled`; an address that does not exist is an answer, not an error, and
        one is never moved to another postcode than the one that was said.
        """
        ...
