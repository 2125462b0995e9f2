"""What is kept of a call: values only."""

from dataclasses import dataclass
from typing import Literal

from bot.conversation.models import JsonObject

CallChannel = Literal["phone", "browser"]
Identity = Literal["none", "pending", "approved", "refused", "expired", "unregistered", "unavailable"]
"""How the approval in the MitID app stands; ``none``: there is no number to ask for."""
Outcome = Literal["answered", "failed", "hung_up"]


@dataclass(frozen=True)
class CallRecord:
    """A call as it is stored. Nothing in it tells whose it is but the conversation."""

    id: str
    channel: CallChannel
    conversation: str | None
    """None until the line opens."""
    state: str
    """``expected`` before the line opens, then the line's own: greeting, listening, … closed."""
    identity: Identity
    leg: int
    """How many times the exchange has connected it to the line: 2 is a transfer that came back."""
    at: float
    """When it was last begun or announced, seconds since 1970."""
    ended_at: float | None
    end_reason: str | None
    queue: str | None
    target: str | None
    """Where it goes when the line lets go."""
    outcome: Outcome | None
    """How that went; None while nobody has said. ``answered`` also when an employee took the case at the
    desk: the telephone may still ring then, and only ``gone`` says that it was picked up."""
    consent: bool
    """The caller has agreed to a recording by pressing a key."""
    case_id: str | None = None
    """The case of the last transfer: the same one is not dialled twice by itself."""
    dialled_at: float | None = None
    """When the exchange was told to dial, seconds since 1970; None before and after."""
    gone: bool = False
    """Whether it can no longer come back to the assistant."""

    @property
    def transferring(self) -> bool:
        """Whether it is on its way to a person."""
        return self.target is not None and self.outcome in (None, "answered") and not self.gone

    @property
    def over(self) -> bool:
        """Whether nothing more can come of it."""
        return self.gone


@dataclass(frozen=True)
class CallTurn:
    """Something that was said in a call, masked."""

    who: Literal["citizen", "assistant"]
    text: str
    start_ms: float
    """From the beginning of the leg."""
    end_ms: float
    said: str | None = None
    """The line's id of what the citizen said."""
    confidence: float | None = None
    """Of the recogniser, 0 to 1."""
    language: str | None = None
    engine: str | None = None
    interrupted: bool = False
    leg: int = 1

    def to_json(self) -> JsonObject:
        """Return the public shape."""
        turn: JsonObject = {
            "who": self.who,
            "text": self.text,
            "start_ms": round(self.start_ms, 1),
            "end_ms": round(self.end_ms, 1),
            "confidence": self.confidence,
        }
        if self.engine is not None:
            turn |= {"engine": self.engine, "language": self.language}
        if self.interrupted:
            turn["interrupted"] = True
        return turn
