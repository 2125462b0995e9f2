"""The waste system (`affald`) over HTTP."""

from collections.abc import Callable
from typing import Any

from actions.fagsystemer.adapters.addresses import address_body, parse_address
from actions.fagsystemer.adapters.http_client import HttpSystem
from actions.fagsystemer.adapters.shapes import Fields
from actions.fagsystemer.adapters.wire import confirm, parse_receipt
from actions.fagsystemer.addresses import Address
from actions.fagsystemer.receipt import Receipt
from actions.fagsystemer.waste import BagOrder, OrderStatus


class HttpWaste:
    """`Waste` against the waste system's HTTP service."""

    def __init__(self, http: HttpSystem) -> None:
        self._http = http

    async def order_bags(self, address: Address, key: str) -> BagOrder:
        """See `Waste.order_bags`."""
        shows = _order_showing("the order at the address", lambda order: _is_for(order, address))
        return await self._http.write("POST", "/orders", {"address": address_body(address)}, shows, key)

    async def change_address(self, order_id: str, address: Address, key: str) -> BagOrder:
        """See `Waste.change_address`."""
        shows = _order_showing(
            "the order at the new address", lambda order: order.id == order_id and _is_for(order, address)
        )
        return await self._http.write(
            "PUT", "/orders/{id}/address", {"address": address_body(address)}, shows, key, id=order_id
        )

    async def cancel_order(self, order_id: str, key: str) -> BagOrder:
        """See `Waste.cancel_order`."""
        shows = _order_showing(
            "the order cancelled", lambda order: order.id == order_id and order.status == "cancelled"
        )
        return await self._http.write("POST", "/orders/{id}/cancel", {}, shows, key, id=order_id)

    async def report_missed_collection(self, address: Address, fraction: str, key: str) -> Receipt:
        """See `Waste.report_missed_collection`."""
        body = {"address": address_body(address), "fraction": fraction}
        return await self._http.write("POST", "/missed-collections", body, parse_receipt, key)


def parse_order(answer: Any) -> BagOrder:
    """Read `{"receipt", "order"}`."""
    order = Fields(answer).object("order")
    return BagOrder(
        id=order.text("id"),
        receipt=parse_receipt(answer).number,
        address=parse_address(order.object("address")),
        address_text=order.text("address_text"),
        status=order.one_of("status", OrderStatus),
        promised_by=order.date("promised_by"),
    )


def _is_for(order: BagOrder, address: Address) -> bool:
    """Say whether an order stands and goes to this address; the street's spelling is the system's own."""

    def house(of: Address) -> tuple[str, str, str | None, str | None]:
        return of.number.replace(" ", "").casefold(), of.postcode, of.floor, of.door

    return order.status != "cancelled" and house(order.address) == house(address)


def _order_showing(what: str, is_so: Callable[[BagOrder], bool]) -> Callable[[Any], BagOrder]:
    """Return a reader of `{"receipt", "order"}` that wants to see the act in the order."""

    def parse(answer: Any) -> BagOrder:
        order = parse_order(answer)
        confirm(is_so(order), what)
        return order

    return parse
