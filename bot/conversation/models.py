"""What a conversation is made of: values only."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

JsonObject = dict[str, Any]

Sender = Literal["citizen", "assistant", "person", "system"]
State = Literal["bot", "waiting_for_person", "with_person", "closed"]
Channel = Literal["chat", "voice"]
Language = Literal["da", "en"]
AnswerState = Literal["waiting", "answered", "unanswered"]
PendingEvent = Literal["login_done", "login_failed", "logged_out", "person_missing"]

ERRAND_STATES = frozenset({"open", "parked", "waiting_login", "done", "handed_over", "cancelled", "failed"})


@dataclass(frozen=True)
class Message:
    """One line of the transcript: a text (citizen, person, system) or a part (assistant)."""

    seq: int
    """Place in the conversation, from 1, without holes."""
    sender: Sender
    time: str
    """ISO 8601 with offset, Copenhagen."""
    text: str | None = None
    part: JsonObject | None = None
    client_id: str | None = None
    """The sender's own id, which makes sending again harmless."""
    answer: AnswerState | None = None
    """How a citizen's message stands; ``None`` for every other message."""
    reply_to: int | None = None
    """``seq`` of the citizen's message that a part answers; ``None`` for what came by itself."""
    name: str | None = None
    """First name of the person who wrote it."""

    def with_part(self, part: JsonObject) -> "Message":
        """Return the same message with another part."""
        return replace(self, part=part)

    def to_json(self) -> JsonObject:
        """Return the public shape."""
        public: JsonObject = {"seq": self.seq, "from": self.sender, "time": self.time}
        if self.client_id is not None:
            public["client_id"] = self.client_id
        if self.name is not None:
            public["name"] = self.name
        if self.text is not None:
            public["text"] = self.text
        if self.part is not None:
            public["part"] = self.part
        return public


@dataclass(frozen=True)
class Conversation:
    """Everything the gateway keeps about a conversation beside its transcript."""

    id: str
    token_hash: bytes = field(repr=False)
    session_hash: bytes | None = field(repr=False)
    """Hash of the browser session it belongs to."""
    browser: bool
    """Begun by a page in a browser; a login must then come back to that same browser."""
    channel: Channel
    language: Language
    state: State
    errands: tuple[JsonObject, ...]
    """``{"intent", "state"}`` in the order they came up, as Rasa last told."""
    expects: str | None
    """What the assistant's last question asks for, as Rasa last told."""
    citizen: str | None = field(repr=False)
    """Opaque reference (OpenID Connect ``sub``) of who logged in last."""
    identity_seen: float | None
    """When that citizen was last active, seconds since 1970; ``None`` when logged out."""
    pending_event: PendingEvent | None
    """An event that Rasa could not be told yet; it goes before the next message."""
    last_active: float
    """When the citizen was last active, seconds since 1970."""
