"""What happens in a call, and what the call wants done. Values only.

Times are milliseconds from the beginning of the call and are passed in with every event.
"""

from dataclasses import dataclass
from typing import Literal

from voice.conversation import FromConversation, ToConversation
from voice.recognition.protocol import Expected, Utterance
from voice.synthesis.protocol import Speech

State = Literal["greeting", "listening", "thinking", "speaking", "transferring", "closed"]


# ── What happens ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class VoiceBegan:
    """The caller's line carries a voice (voice activity, nothing understood yet)."""


@dataclass(frozen=True)
class VoicePaused:
    """The voice has paused; ``since_ms`` is the end of the last voiced frame."""

    since_ms: float


@dataclass(frozen=True)
class PartialHeard:
    """The recogniser's text so far of the utterance under way."""

    text: str


@dataclass(frozen=True)
class UtteranceHeard:
    """The recogniser's answer to ``EndUtterance``."""

    utterance: Utterance


@dataclass(frozen=True)
class KeyPressed:
    """A key: ``0``-``9``, ``*``, ``#``."""

    digit: str


@dataclass(frozen=True)
class TextTyped:
    """The caller wrote instead of speaking."""

    text: str


@dataclass(frozen=True)
class TalkButton:
    """Push to talk: while held, silence does not end the turn; letting go does."""

    held: bool


@dataclass(frozen=True)
class Told:
    """The conversation tells something."""

    what: FromConversation


@dataclass(frozen=True)
class SpeechStarted:
    """The first sound of a ``Say`` left the line."""

    say_id: int


@dataclass(frozen=True)
class SpeechEnded:
    """A ``Say`` was spoken to its end."""

    say_id: int


@dataclass(frozen=True)
class Trouble:
    """A watchdog speaks up."""

    what: Literal["no_media", "recogniser_stalled", "synthesis_failed", "line_stuck"]


@dataclass(frozen=True)
class CallerGone:
    """The caller hung up or was lost."""

    reason: str


@dataclass(frozen=True)
class Tick:
    """Time has passed. Comes at least every 100 ms; all waiting is counted from these."""


Event = (
    VoiceBegan
    | VoicePaused
    | PartialHeard
    | UtteranceHeard
    | KeyPressed
    | TextTyped
    | TalkButton
    | Told
    | SpeechStarted
    | SpeechEnded
    | Trouble
    | CallerGone
    | Tick
)


# ── What the call wants done ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Say:
    """Speak, after everything that is to be spoken already."""

    say_id: int
    speech: Speech


@dataclass(frozen=True)
class PauseSpeech:
    """Fall silent at once and remember the place: perhaps the caller only coughed."""


@dataclass(frozen=True)
class ResumeSpeech:
    """Go on from a little before the remembered place."""


@dataclass(frozen=True)
class DropSpeech:
    """Forget everything that is not spoken yet."""


@dataclass(frozen=True)
class ListenFor:
    """What the recogniser is to expect from the next utterance on."""

    expected: Expected
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class EndUtterance:
    """The turn is over: ask the recogniser what was said."""


@dataclass(frozen=True)
class Tell:
    """Tell the conversation."""

    what: ToConversation


@dataclass(frozen=True)
class HangUp:
    """End the call; the dialplan then asks what comes next."""


@dataclass(frozen=True)
class Record:
    """The caller lets the call be recorded from now on; or no longer, and what was recorded is deleted."""

    on: bool


@dataclass(frozen=True)
class Show:
    """The state has changed: show it where the line has a screen."""

    state: State


Effect = (
    Say | PauseSpeech | ResumeSpeech | DropSpeech | ListenFor | EndUtterance | Tell | HangUp | Record | Show
)
