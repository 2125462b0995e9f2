"""What a case is made of: values only. Their JSON is described in ``bot/gateway/desk/README.md``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.conversation.models import Channel, JsonObject, Language
from bot.gateway.personal_service.ownership import Ownership
from nlu.clock import COPENHAGEN

Priority = Literal["normal", "immediate"]
Level = Literal["warning", "danger"]


@dataclass(frozen=True)
class Topic:
    """One of the citizen's matters, as the person taking over sees it."""

    intent: str
    title: str
    state: str
    summary: str
    facts: Mapping[str, str] = field(default_factory=dict)
    """Label to value: what was said and what was done."""

    def to_json(self) -> JsonObject:
        """Return the public shape."""
        return {
            "intent": self.intent,
            "title": self.title,
            "state": self.state,
            "summary": self.summary,
            "facts": dict(self.facts),
        }


@dataclass(frozen=True)
class Packet:
    """What goes along with a hand-over."""

    contact_id: str | None
    """Id at the contact centre; None until it has been told."""
    receipt: str | None
    queue: str
    priority: Priority
    reason: str
    topics: tuple[Topic, ...]
    failed: tuple[str, ...] = ()
    """What did not work, in plain sentences."""


@dataclass(frozen=True)
class Person:
    """An employee, as others see them."""

    id: str
    """Opaque subject at the employees' identity provider."""
    name: str

    @property
    def first_name(self) -> str:
        """What citizens are told."""
        return self.name.split()[0] if self.name.split() else "En medarbejder"

    def to_json(self) -> JsonObject:
        """Return the public shape."""
        return {"id": self.id, "name": self.name}


ASSISTANT = Person("assistant", "Assistenten")


@dataclass(frozen=True)
class Case:
    """One hand-over, from the packet to its outcome."""

    id: str
    conversation: str
    channel: Channel
    call: str | None
    """UUID of the telephone call it came by."""
    language: Language
    identity: Literal["none", "mitid"]
    packet: Packet
    ownership: Ownership
    person: Person | None
    opened_at: float
    """Seconds since 1970, as all times here."""
    queued_at: float
    """When it came into the queue it is in."""
    taken_at: float | None = None
    ended_at: float | None = None
    asked_at: float | None = None
    """When the citizen was offered something else than waiting."""

    @property
    def is_waiting(self) -> bool:
        """Whether it is in a queue."""
        return self.ownership.state == "waiting"


@dataclass(frozen=True)
class Note:
    """Something that employees see and citizens do not."""

    seq: int
    """Place among the notes of the case, from 1."""
    time: str
    """ISO 8601 with offset, Copenhagen."""
    person: Person
    """Who wrote it; ``ASSISTANT`` for the assistant."""
    text: str
    client_id: str | None = None

    def to_json(self) -> JsonObject:
        """Return the public shape."""
        return {
            "seq": self.seq,
            "time": self.time,
            "by": self.person.name,
            "text": self.text,
            "client_id": self.client_id,
        }


@dataclass(frozen=True)
class Banner:
    """What every citizen is told at once."""

    id: str
    text: str
    level: Level
    until: float | None

    def to_json(self) -> JsonObject:
        """Return the public shape; ``until`` is ISO 8601."""
        until = None if self.until is None else datetime.fromtimestamp(self.until, COPENHAGEN).isoformat()
        return {"id": self.id, "text": self.text, "level": self.level, "until": until}
