"""The address register (`adresser`) over HTTP."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields
from actions.fagsystemer.adapters.wire import confirm
from actions.fagsystemer.addresses import Address, AddressMatch, AddressQuery, MatchCategory
from actions.fagsystemer.errors import Refused

_HOUSE_NUMBER = re.compile(r"\d{1,3} ?[A-Za-z]?")


def parse_address(fields: Fields) -> Address:
    """Read an address in full."""
    return Address(
        street=fields.text("street"),
        number=fields.text("number"),
        postcode=fields.text("postcode"),
        city=fields.text("city"),
        floor=fields.text_or_none("floor"),
        door=fields.text_or_none("door"),
    )


def address_body(address: Address) -> dict[str, str]:
    """Write an address as fagsystemer take it: the register knows the city of a postcode."""
    return {name: value for name, value in address.to_dict().items() if name != "city"}


class HttpAddressRegister:
    """`AddressRegister` against the register's HTTP service."""

    def __init__(self, http: HttpSystem) -> None:
        self._http = http

    async def match(self, query: AddressQuery) -> AddressMatch:
        """See `AddressRegister.match`."""
        asked = {"street": query.street, "number": query.number, "postcode": query.postcode}
        told = {name: value for name, value in asked.items() if value}
        try:
            return await self._http.read("/match", _match_reader(query), told)
        except Refused:
            # What the register cannot even read ("Byvej halvtreds") is to a citizen an unknown address.
            is_number_odd = query.number and not _HOUSE_NUMBER.fullmatch(query.number)
            return AddressMatch("unknown_number" if is_number_odd else "unknown_street")


def _match_reader(query: AddressQuery) -> Callable[[Any], AddressMatch]:
    """Return a reader of the register's answer that adds the floor and door it does not know."""

    def at_the_door(address: Address) -> Address:
        return replace(address, floor=query.floor, door=query.door)

    def parse_suggestion(fields: Fields) -> Address:
        # A similar street may lack the house number asked for; then the street alone is suggested.
        return Address(
            street=fields.text("street"),
            number=fields.text_or_none("number") or "",
            postcode=fields.text_or_none("postcode") or "",
            city=fields.text_or_none("city") or "",
        )

    def parse(answer: Any) -> AddressMatch:
        fields = Fields(answer)
        category = fields.one_of("category", MatchCategory)
        addresses = fields.items("addresses", parse_address)
        confirm(category != "exact" or len(addresses) == 1, "the one exact address")
        confirm(category != "several_postcodes" or len(addresses) > 1, "the several addresses")
        return AddressMatch(
            category=category,
            addresses=tuple(at_the_door(address) for address in addresses),
            suggestions=tuple(at_the_door(each) for each in fields.items("suggestions", parse_suggestion)),
        )

    return parse
