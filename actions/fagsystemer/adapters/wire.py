"""Wire forms that several fagsystemer share."""

from typing import Any

from actions.fagsystemer.adapters.shapes import Fields, ShapeError, items
from actions.fagsystemer.booking import TimeSlot
from actions.fagsystemer.receipt import Receipt


def parse_receipt(answer: Any) -> Receipt:
    """Read `{"receipt": "…"}`."""
    return Receipt(Fields(answer).text("receipt"))


def parse_slots(answer: Any) -> list[TimeSlot]:
    """Read a list of `{"date", "time"}`, the earliest first."""
    return sorted(items(answer, lambda fields: TimeSlot(fields.date("date"), fields.time("time"))))


def slot_body(slot: TimeSlot) -> dict[str, str]:
    """Write a slot as `{"date": "2026-11-23", "time": "09:30"}`."""
    return {"date": slot.date.isoformat(), "time": slot.time.strftime("%H:%M")}


def confirm(is_as_asked: bool, what: str) -> None:
    """Believe a write only when the answer shows it: raises `ShapeError` naming `what` when it does not.

    Saying "I have cancelled it" on the word of an answer that shows it uncancelled is the worst mistake
    an adapter can make.
    """
    if not is_as_asked:
        raise ShapeError(f"the answer does not show {what}")
