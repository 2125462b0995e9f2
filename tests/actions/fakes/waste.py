"""A waste system in memory."""

import datetime as dt
from dataclasses import replace

from actions.fagsystemer.addresses import Address
from actions.fagsystemer.errors import NotFound, Refused
from actions.fagsystemer.receipt import Receipt
from actions.fagsystemer.waste import BagOrder
from nlu.clock import COPENHAGEN, now
from tests.actions.fakes.addresses import FakeAddressRegister
from tests.actions.fakes.base import Fake

DELIVERY_DAYS = 4
PACKED_AT = dt.time(6, 0)
"""An order is packed at this time of the day after it was placed."""


class FakeWaste(Fake):
    """`Waste` in memory, over the same streets as `FakeAddressRegister`."""

    system = "affald"

    def __init__(self) -> None:
        super().__init__()
        self._register = FakeAddressRegister()
        self.orders: list[BagOrder] = []
        """Every order, the newest last, as it stands now."""
        self._packed_from: dict[str, dt.datetime] = {}
        self.missed_collections: list[tuple[Address, str]] = []
        """Address and kind of waste of every report."""

    async def order_bags(self, address: Address, key: str) -> BagOrder:
        """See `Waste.order_bags`."""
        self._arrives("order_bags", address=address, key=key)

        def act() -> BagOrder:
            self._must_exist(address)
            order = BagOrder(
                id=f"order-{len(self.orders) + 1}",
                receipt=self._receipt_number("AFF"),
                address=address,
                address_text=address.text,
                status="placed",
                promised_by=now().date() + dt.timedelta(days=DELIVERY_DAYS),
            )
            self.orders.append(order)
            tomorrow = now().date() + dt.timedelta(days=1)
            self._packed_from[order.id] = dt.datetime.combine(tomorrow, PACKED_AT, COPENHAGEN)
            return order

        return self._once(key, ("order", address), act)

    async def change_address(self, order_id: str, address: Address, key: str) -> BagOrder:
        """See `Waste.change_address`."""
        self._arrives("change_address", order_id=order_id, address=address, key=key)

        def act() -> BagOrder:
            order = self._open(order_id)
            self._must_exist(address)
            return self._put(replace(order, address=address, address_text=address.text))

        return self._once(key, ("change", order_id, address), act)

    async def cancel_order(self, order_id: str, key: str) -> BagOrder:
        """See `Waste.cancel_order`."""
        self._arrives("cancel_order", order_id=order_id, key=key)
        return self._once(
            key,
            ("cancel", order_id),
            lambda: self._put(replace(self._open(order_id), status="cancelled")),
        )

    async def report_missed_collection(self, address: Address, fraction: str, key: str) -> Receipt:
        """See `Waste.report_missed_collection`."""
        self._arrives("report_missed_collection", address=address, fraction=fraction, key=key)

        def act() -> Receipt:
            self._must_exist(address)
            self.missed_collections.append((address, fraction))
            return Receipt(self._receipt_number("AFF"))

        return self._once(key, ("missed", address, fraction), act)

    def _must_exist(self, address: Address) -> None:
        if not self._register.knows(address):
            raise Refused(self.system, "unknown_address", "the register lacks the address")

    def _open(self, order_id: str) -> BagOrder:
        for order in self.orders:
            if order.id == order_id:
                if order.status == "cancelled":
                    raise Refused(self.system, "already_cancelled", "the order is cancelled")
                if now() >= self._packed_from[order.id]:
                    raise Refused(self.system, "already_packed", "the order is packed")
                return order
        raise NotFound(self.system, "unknown_order", "no such order")

    def _put(self, changed: BagOrder) -> BagOrder:
        changed = replace(changed, receipt=self._receipt_number("AFF"))
        self.orders = [changed if each.id == changed.id else each for each in self.orders]
        return changed
