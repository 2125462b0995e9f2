"""Bags for food waste (bioposer): order, put the address right, take the order back."""

from __future__ import annotations

import re

from actions.dialogue.danish import day
from actions.dialogue.journey import journey
from actions.dialogue.plain_words import ASKS_WHEN, NOT_ARRIVED
from actions.dialogue.settle_address import number_instead, settle_address
from actions.dialogue.turn import Turn
from actions.fagsystemer.addresses import Address
from actions.fagsystemer.errors import Refused
from actions.fagsystemer.waste import BagOrder

ANEW = "not_arrived"
"""Topic of "skal jeg bestille nye?", where bags that were ordered did not come."""
_ORDERS = re.compile(
    r"\bbestil|\bvil (?:gerne )?have|\bskal (?:bruge|have)|\bmangler|\bløbet tør|\bsend\b", re.IGNORECASE
)


@journey("bioposer_bestil", kind="act")
async def bioposer_bestil(turn: Turn) -> None:
    """Order bags to an address; the answer to "hvad er din adresse?" completes the act."""
    if turn.signal == "undo" or "undoing" in turn.memory:
        return await take_back(turn)
    if "order" in turn.memory:
        if turn.topic == "" and _asks_for_them(turn.text) and not turn.heard_now("address"):
            turn.say("bioposer.comes_by", day=turn.memory["promised"], address=turn.memory["address_text"])
            return turn.settle("done", undoable=True)
        return await send_elsewhere(turn)
    if turn.topic == ANEW and turn.yes is False:
        turn.accept_no()
        return turn.settle("cancelled")
    if turn.topic == "" and NOT_ARRIVED.search(turn.text):
        return turn.ask("bioposer.not_arrived", ANEW, "yes_no")
    if turn.topic == "" and ASKS_WHEN.search(turn.text) and not _ORDERS.search(turn.text):
        return turn.ask("bioposer.when_ordered_before", ANEW, "yes_no")
    if turn.topic == "retry" and turn.corrected and "address_settled" in turn.memory:
        # Whether the first order went through is unknown: it is finished first, then put right.
        order = await place(turn, Address.from_dict(turn.memory["address_settled"]))
        return await send_elsewhere(turn) if order else None
    address = await settle_address(turn, "bioposer.ask_address", "bioposer.confirm_address")
    if address is None:
        return None
    if turn.topic == "again" and turn.yes is False:
        turn.say("common.left_undone")
        return turn.settle("cancelled")
    if turn.topic != "again" and ordered_before(turn, address):
        return turn.ask("bioposer.ask_again", "again", "yes_no", address=address.text)
    order = await place(turn, address)
    if order is None:
        return None
    turn.say("bioposer.ordered")
    show_receipt(turn, order, address, "bioposer.receipt")
    turn.settle("done", undoable=True)


def _asks_for_them(text: str) -> bool:
    return ASKS_WHEN.search(text) is not None or NOT_ARRIVED.search(text) is not None


def ordered_before(turn: Turn, address: Address) -> bool:
    """Tell whether bags were ordered to this address just now: probably the same wish said twice."""
    return any(act.memory.get("ordered_to") == address.to_dict() for act in turn.agenda.acts_to_undo())


async def place(turn: Turn, address: Address) -> BagOrder | None:
    """Order to the address, or ask anew when the waste system does not know it."""
    try:
        order = await turn.systems.waste.order_bags(address, turn.act_key("order", address.text))
    except Refused as refusal:
        if refusal.code != "unknown_address":
            raise
        turn.memory.clear()
        turn.ask("address.not_found", "address", "address", address=address.text)
        return None
    remember(turn, order, address)
    return order


async def send_elsewhere(turn: Turn) -> None:
    """The address was wrong: the one order goes to the right address; never a second order."""
    if turn.signal == "correct" and turn.topic in ("", "retry"):
        was = Address.from_dict(turn.memory["ordered_to"])
        if names_again(turn, was):
            turn.say("bioposer.is_sent_there", address=was.text)
            return turn.settle("done", undoable=True)
        begin_correction(turn, was)
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


def names_again(turn: Turn, was: Address) -> bool:
    """Tell whether what is said to be right is what stands: "nej, 54, ikke 45" where it goes to 54."""
    heard = turn.heard_now("address") or number_instead(turn.text, "")
    same_street = heard.get("street") in (None, was.street)
    return (
        heard.get("number") == was.number and same_street and not {"floor", "door", "postcode"} & set(heard)
    )


def begin_correction(turn: Turn, was: Address) -> None:
    """Start from the address ordered to, less what the correction makes meaningless.

    "Nej, 45" keeps the street, the floor and the door; "nej, det var Byvej" asks for the number anew.
    """
    memory = turn.memory
    memory.pop("address_settled", None)
    heard = turn.heard_now("address") or number_instead(turn.text, was.number)
    if not heard:
        memory.pop("address", None)
        return
    known = was.to_dict()
    known.pop("city", None)
    if heard.get("street"):
        known = {} if heard["street"] != was.street else {**known, "number": ""}
    memory["address"] = {key: value for key, value in {**known, **heard}.items() if value}


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
    turn.memory.update(order=order.id, ordered_to=address.to_dict(), address_text=address.text)
    turn.memory["promised"] = day(order.promised_by, turn.now.date())
    turn.memory.pop("address_settled", None)


def show_receipt(turn: Turn, order: BagOrder, address: Address, key: str) -> None:
    by = f"{order.promised_by.day}.{order.promised_by.month}.{order.promised_by.year}"
    facts = [("Bestilt", "Bioposer"), ("Leveres til", address.text), ("Senest", by)]
    turn.receipt(key, order.receipt, facts, address=address.text)
