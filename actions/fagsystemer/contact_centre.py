"""The contact centre: queues, opening hours, waiting time, handing a conversation to a person."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from actions.fagsystemer.receipt import Receipt

Priority = Literal["normal", "immediate"]
Reason = Literal[
    "asked_for_person",
    "asked_for_own_caseworker",
    "asks_for_somebody_else",
    "wants_help_with_topic",
    "twice_unclear",
    "cannot_answer",
    "answer_not_useful",
    "not_identified",
    "fagsystem_down",
    "topic_off",
    "assistant_failed",
    "carer_has_not_come",
    "underretning",
    "udsaettelse_boligraadgiver",
    "danger",
]
"""Why a person is sent for. The service desk has a sentence for each."""
HandoverStatus = Literal["taken", "closed"]
CallBackStatus = Literal["waiting", "taken", "closed"]
Outcome = Literal["loest", "viderevist", "tilbagekald", "opgivet"]


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
    """Why it is handed over: a `Reason`; as text, since a stored packet may be of another version."""
    failed: tuple[str, ...] = ()
    """What the assistant tried and could not do, one masked Danish sentence each, the latest last."""
    call: str | None = None
    """The call's UUID, by which the telephone shows the packet when it rings; None in the chat."""


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
class CallBackReceipt(Receipt):
    """The proof that somebody will call."""

    id: str
    """The call-back's id, as in `CallBack`."""


@dataclass(frozen=True, slots=True)
class CallBack:
    """A citizen who is to be called. Holds a telephone number: never in a log or an event."""

    id: str
    receipt: str
    queue: str
    """The queue id."""
    phone: str
    """E.164: `+45` and eight digits."""
    reason: str
    """What it is about, in the citizen's words, masked; may be empty."""
    created_at: dt.datetime
    """Aware, Copenhagen time."""
    status: CallBackStatus
    outcome: Outcome | None
    """How it ended; None until it is closed."""
    handoff: str | None
    """The id of the handover (`HandoverReceipt.id`) it stands in for; None when it is ordered by itself."""


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

    async def set_handover_status(self, handover_id: str, status: HandoverStatus, key: str) -> None:
        """Say that a person has taken the conversation, or that it is over.

        Raises `NotFound`. Refused: `already_taken`, `already_closed`.
        """
        ...

    async def request_call_back(
        self, queue_id: str, phone: str, reason: str, key: str, handoff: str | None = None
    ) -> CallBackReceipt:
        """Ask the queue to call the citizen; `phone` is eight digits, with or without +45.

        `handoff` is the id of the handover the citizen no longer waits for.
        Refused: `unknown_queue`, `unknown_handoff`, `invalid_input`.
        """
        ...

    async def call_backs(self) -> list[CallBack]:
        """Return every call-back, the newest last."""
        ...

    async def settle_call_back(
        self, call_back_id: str, status: HandoverStatus, outcome: Outcome | None, key: str
    ) -> CallBack:
        """Say that a person makes the call, or how it ended; `outcome` is for `closed` only.

        Raises `NotFound`. Refused: `already_taken`, `already_closed`, `invalid_input`.
        """
        ...

    async def place(self, place_id: str) -> Place:
        """Return one place, "hjaelpemiddelcentret" or "borgerservice". Raises `NotFound`."""
        ...
