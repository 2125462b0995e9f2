"""Waste (affald): bags for food waste (bioposer) to an address, and a collection that was missed."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from actions.fagsystemer.addresses import Address
from actions.fagsystemer.receipt import Receipt

OrderStatus = Literal["placed", "packed", "cancelled"]


@dataclass(frozen=True, slots=True)
class BagOrder:
    """An order of bags for food waste."""

    id: str
    receipt: str
    """The receipt number of the act that gave this answer: the order, the change or the cancellation."""
    address: Address
    address_text: str
    """The address as the waste system writes it on the parcel."""
    status: OrderStatus
    """`packed` can no longer be changed or cancelled."""
    promised_by: dt.date
    """The last day of delivery, at most four days after the order."""


class Waste(Protocol):
    """What the assistant asks of the waste system.

    `key` is the idempotency key of one act: the same key never does the act twice. Every method may raise
    `Unavailable`, `Uncertain`, `NotFound` and `Refused`.
    """

    async def order_bags(self, address: Address, key: str) -> BagOrder:
        """Order bags to an address. Refused: `unknown_address`."""
        ...

    async def change_address(self, order_id: str, address: Address, key: str) -> BagOrder:
        """Send an order elsewhere; it stays one order. Refused: `unknown_address`, `already_packed`, …"""
        ...

    async def cancel_order(self, order_id: str, key: str) -> BagOrder:
        """Cancel an order. Refused: `already_cancelled`, `already_packed`."""
        ...

    async def report_missed_collection(self, address: Address, fraction: str, key: str) -> Receipt:
        """Report waste that was not collected; `fraction` is the kind of waste (`madaffald`, `pap`, …)."""
        ...
