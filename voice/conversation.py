"""The conversation as the line sees it: the gateway's side of a call.

The gateway owns the conversation, its transcript, the identity of the caller and the record of the call; the
line owns sound and time. They meet in one WebSocket a call, ``/api/calls/{uuid}/line`` on the gateway, opened
by the line with the operator's token. Every frame is one JSON object with a ``type``.

    line → gateway                                            gateway → line
    say      {id, text, confidence, start_ms, end_ms,         welcome  {conversation, language, identity,
              language, engine, keys}                                  parts, resumed}
    spoken   {text, start_ms, end_ms, interrupted}            part     {id, part}
    happened {name, reason?}                                  done     {id, expects, state, language, choices}
    measured {name, ms}                                       failed   {id, code, text}
    state    {state}                                          identity {state}
    transfer {outcome}                                        notice   {name, text}
    ended    {reason}                                         transfer {target, queue, text}

``id`` ties an answer to what was said; parts that come by themselves (a login went through, a person wrote)
have ``id: null`` and end in a ``done`` with ``id: null``. Times are milliseconds from the call's beginning.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Identity = Literal["none", "pending", "approved", "refused", "expired", "unregistered", "unavailable"]
"""``none``: no number to ask for; ``pending``: the MitID app has been asked."""


@dataclass(frozen=True)
class Welcome:
    """The conversation is open; ``parts`` is the greeting."""

    language: str
    identity: Identity
    parts: tuple[Mapping[str, Any], ...]
    resumed: bool = False
    """The line was lost and is back: nothing is greeted twice."""


@dataclass(frozen=True)
class Part:
    """A part of an answer, as on the page; its ``speech``, else its ``text``, is what is spoken."""

    id: str | None
    part: Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """An answer is complete."""

    id: str | None
    expects: str | None
    """What the assistant's question expects, as in ``actions/dialogue/agenda.py``; None: nothing."""
    state: str
    """``bot``, ``waiting_for_person``, ``with_person`` or ``closed``."""
    language: str = "da"
    choices: tuple[str, ...] = ()
    """The buttons' titles of the open question, in order: what can be chosen, and keys 1 to 9."""


@dataclass(frozen=True)
class Failed:
    """There is no answer; ``text`` says so in plain Danish."""

    id: str | None
    code: str
    text: str


@dataclass(frozen=True)
class IdentityChanged:
    """The MitID app has answered, or will not."""

    state: Identity


@dataclass(frozen=True)
class TransferTo:
    """The conversation goes to a person; the dialplan dials ``target`` when the line lets go."""

    target: str
    """A name in the dialplan, such as ``borgerservice``."""
    queue: str


@dataclass(frozen=True)
class Lost:
    """The gateway cannot be reached; the client tries again and says ``Welcome`` when it is back."""


FromConversation = Welcome | Part | Done | Failed | IdentityChanged | TransferTo | Lost


@dataclass(frozen=True)
class Say:
    """What the caller said, or keyed, or typed."""

    id: str
    text: str
    confidence: float
    start_ms: float
    end_ms: float
    language: str = "da"
    engine: str = "vosk"
    """``vosk``, ``parakeet``, ``keys`` or ``typed``."""


@dataclass(frozen=True)
class Spoken:
    """What the assistant was heard to say, for the record of the call."""

    text: str
    start_ms: float
    end_ms: float
    interrupted: bool = False


@dataclass(frozen=True)
class Happened:
    """Something other than words: ``no_input``, ``wants_person``, ``sms_link``, ``recording_consent``."""

    name: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """A time that was measured: ``first_sound`` (end of speech to first sound), ``recognition``, ``turn``."""

    name: str
    ms: float


@dataclass(frozen=True)
class CallState:
    """The call went into another state."""

    state: str


@dataclass(frozen=True)
class Ended:
    """The call is over."""

    reason: str


ToConversation = Say | Spoken | Happened | Measured | CallState | Ended


class Conversation(Protocol):
    """One call's conversation."""

    def incoming(self) -> AsyncIterator[FromConversation]:
        """Yield what the gateway tells, ``Welcome`` first; ends when ``close`` is called."""
        ...

    async def tell(self, what: ToConversation) -> None:
        """Tell the gateway; waits in line while the gateway is lost. Never raises for a lost gateway."""
        ...

    async def close(self) -> None:
        """Hang up on the gateway."""
        ...
