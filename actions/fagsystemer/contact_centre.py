"""The contact centre: queues, opening hours, waiting time, handing a conversation to a person."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from actions.fagsystemer.receipt import Receipt

Priority = Literal["normal", "immediate"]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One weekday's opening hours."""

    weekday: int
    """0 is Monday, 6 is Sunday."""
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class Queue:
    """A place where people answer."""

    id: str
    """The queue id of the enquiry catalogue."""
    name: str
    owner: str
    """The forvaltning that owns it."""
    phone: str | None
    """None where no number is known: one is never made up."""
    is_open: bool
    opens_at: dt.datetime | None
    """When it opens next; None while it is open or when nothing is planned."""
    closes_at: dt.datetime | None
    """When it closes today; None while it is closed, and for a queue that never closes."""
    wait_minutes: int | None
    """Estimated wait; None while it is closed or unknown."""
    hours: tuple[OpeningHours, ...]


@dataclass(frozen=True, slots=True)
class HandoverTopic:
    """One of the citizen's errands, as the person taking over needs to see it."""

    intent: str
    """The enquiry id."""
    title: str
    state: str
    """`open`, `parked`, `done`, … as in the conversation."""
    summary: str
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the citizen has already said, label to value, so that nobody asks again."""


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One thing said, already masked."""

    speaker: Literal["citizen", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Handover:
    """A conversation on its way to a person."""

    conversation: str
    channel: Literal["chat", "voice"]
    queue: str
    """The queue id."""
    language: str
    """ISO 639-1."""
    identity_level: Literal["none", "mitid"]
    priority: Priority
    topics: tuple[HandoverTopic, ...]
    transcript: tuple[TranscriptLine, ...]
    reason: str
    """Why it is handed over: `asked_for_person`, `twice_unclear`, `fagsystem_down`, …"""


@dataclass(frozen=True, slots=True)
class HandoverReceipt:
    """A place in the queue."""

    id: str
    receipt: str
    position: int | None
    """1 is next; None when the contact centre does not say."""
    wait_minutes: int | None
    """Estimated wait; None while nobody is there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go in person."""

    id: str
    name: str
    address_text: str
    hours_text: str
    source: str
    """Where the facts come from; `demo` is demonstration data and must be said to be so."""
    url: str | None


class ContactCentre(Protocol):
    """What the assistant asks of the contact centre.

    `key` is the idempotency key of one act: the same key never does the act twice. Reads raise
    `Unavailable`, `Garbled` and `NotFound`; writes `Unavailable`, `Uncertain` and `Refused`.
    """

    async def queues(self) -> list[Queue]:
        """Return every queue with its state right now."""
        ...

    async def queue(self, queue_id: str) -> Queue:
        """Return one queue with its state right now. Raises `NotFound`."""
        ...

    async def hand_over(self, handover: Handover, key: str) -> HandoverReceipt:
        """Put the conversation in a queue with all that a person needs. Refused: `unknown_queue`."""
        ...

    async def request_call_back(self, queue_id: str, phone: str, reason: str, key: str) -> Receipt:
        """Ask the queue to call the citizen; `phone` is eight digits, with or without +45.

        Refused: `unknown_queue`, `invalid_input`.
        """
        ...

    async def place(self, place_id: str) -> Place:
        """Return one place, "hjaelpemiddelcentret" or "borgerservice". Raises `NotFound`."""
        ...
