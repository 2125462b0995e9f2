"""Bags for food waste (bioposer): order, put the address right, take the order back."""

from __future__ import annotations

from actions.dialogue.journey import journey
from actions.dialogue.settle_address import settle_address
from actions.dialogue.turn import Turn
from actions.fagsystemer.addresses import Address
from actions.fagsystemer.errors import Refused
from actions.fagsystemer.waste import BagOrder


@journey("bioposer_bestil", kind="act")
async def bioposer_bestil(turn: Turn) -> None:
    """Order bags to an address; the answer to "hvad er din adresse?" completes the act."""
    if turn.signal == "undo" or "undoing" in turn.memory:
        return await take_back(turn)
    if "order" in turn.memory:
        return await send_elsewhere(turn)
    address = await settle_address(turn, "bioposer.ask_address", "bioposer.confirm_address")
    if address is None:
        return None
    try:
        order = await turn.systems.waste.order_bags(address, turn.act_key("order", address.text))
    except Refused as refusal:
        if refusal.code != "unknown_address":
            raise
        turn.memory.clear()
        return turn.ask("address.not_found", "address", "address", address=address.text)
    remember(turn, order, address)
    turn.say("bioposer.ordered")
    show_receipt(turn, order, address, "bioposer.receipt")
    turn.settle("done", undoable=True)


async def send_elsewhere(turn: Turn) -> None:
    """The address was wrong: the one order goes to the right address; never a second order."""
    was = Address.from_dict(turn.memory["ordered_to"])
    if turn.signal == "correct" and not turn.topic:
        turn.memory.pop("address_settled", None)
        turn.memory["address"] = {key: value for key, value in was.to_dict().items() if key != "city"}
        heard = turn.heard_now("address")
        if isinstance(heard, dict) and "number" in heard:
            # A new house number makes the old floor and door meaningless.
            for key in ("floor", "door", *(("postcode",) if "street" in heard else ())):
                turn.memory["address"].pop(key, None)
        elif not heard:
            turn.memory.pop("address")
    address = await settle_address(
        turn, "bioposer.ask_right_address", "bioposer.confirm_new_address", confirm_corrected=False
    )
    if address is None:
        return
    order_id = turn.memory["order"]
    key = turn.act_key("change_address", order_id, address.text)
    try:
        order = await turn.systems.waste.change_address(order_id, address, key)
    except Refused as refusal:
        if refusal.code not in ("already_packed", "already_cancelled"):
            raise
        turn.say("bioposer.too_late_to_change")
        return turn.settle("done")
    remember(turn, order, address)
    turn.say("bioposer.changed", address=address.text)
    show_receipt(turn, order, address, "bioposer.receipt_changed")
    turn.settle("done", undoable=True)


async def take_back(turn: Turn) -> None:
    """Cancel the order that was just placed."""
    order_id = turn.memory["order"]
    turn.memory["undoing"] = True
    try:
        order = await turn.systems.waste.cancel_order(order_id, turn.act_key("cancel", order_id))
    except Refused as refusal:
        if refusal.code not in ("already_packed", "already_cancelled"):
            raise
        turn.memory.pop("undoing")
        turn.say("bioposer.too_late_to_cancel")
        return turn.settle("done")
    turn.say("bioposer.cancelled")
    turn.receipt(
        "bioposer.receipt_cancelled", order.receipt, [("Aflyst", "Bioposer"), ("Adresse", order.address_text)]
    )
    turn.settle("cancelled")


def remember(turn: Turn, order: BagOrder, address: Address) -> None:
    turn.memory.update(order=order.id, ordered_to=address.to_dict())
    turn.memory.pop("address_settled", None)


def show_receipt(turn: Turn, order: BagOrder, address: Address, key: str) -> None:
    by = f"{order.promised_by.day}.{order.promised_by.month}.{order.promised_by.year}"
    turn.receipt(key, order.receipt, [("Bestilt", "Bioposer"), ("Leveres til", address.text), ("Senest", by)])
