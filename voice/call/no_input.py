"""What to do when the caller says nothing.

The time runs from when the assistant fell silent, not while it waits for the back office, not while the line
carries a voice. Two reprompts that help in different ways, then a person, then goodbye:

    assistant ▇▇▇▁▁▁▁▁▁▁▇▇▇▇▁▁▁▁▁▁▁▇▇▇▇▇▁▁▁▁▁▁▁▇▇▇ person ▁▁▁▁▁▁▁▇▇▇ goodbye
                  8 s       ╰ 1     8 s    ╰ 2     8 s    ╰ 3        8 s    ╰ 4
"""

from dataclasses import dataclass, field
from typing import Literal

from voice.recognition.protocol import Expected

Step = Literal["reprompt", "person", "goodbye"]


def _waits() -> dict[Expected, float]:
    return {
        "yes_no": 6_000.0,
        "choice": 7_000.0,
        "free": 8_000.0,
        "reason": 9_000.0,
        "date_time": 9_000.0,
        "address": 9_000.0,
        "digits": 12_000.0,
    }


@dataclass(frozen=True)
class NoInputSettings:
    """How long silence may last."""

    wait_ms: dict[Expected, float] = field(default_factory=_waits)
    """By what was asked: finding a letter with a number on it takes longer than a yes."""
    login_ms: float = 20_000.0
    """While the MitID app waits for the caller."""
    with_person_ms: float = 60_000.0
    """While a person at the municipality writes or is waited for."""
    asked_to_wait_ms: float = 30_000.0
    """After "lige et øjeblik"."""
    push_to_talk_ms: float = 45_000.0
    """With a button to hold: silence is the ordinary thing, and the answer is read on the screen."""
    reprompts: int = 2
    """Before a person is called."""


class NoInput:
    """Counts silences. Reset by every sign of the caller."""

    def __init__(self, settings: NoInputSettings) -> None:
        self._settings = settings
        self._quiet_since: float | None = None
        self._patient = False
        self._push_to_talk = False
        self._count = 0

    @property
    def count(self) -> int:
        """Silences in a row."""
        return self._count

    def caller_is_there(self) -> None:
        """The caller said or keyed something."""
        self._count, self._quiet_since, self._patient = 0, None, False

    def be_patient(self) -> None:
        """The caller asked for time; holds until the next sign of the caller, or the next silence."""
        self._patient = True

    def holds_a_button(self) -> None:
        """The caller talks by a button: from now on silence says little."""
        self._push_to_talk = True

    def busy(self) -> None:
        """Somebody speaks, or the back office works: no time runs."""
        self._quiet_since = None

    def due(self, now_ms: float, expected: Expected, login: bool, with_person: bool) -> Step | None:
        """Call while all is quiet. Returns what to do when the silence has lasted too long."""
        if self._quiet_since is None:
            self._quiet_since = now_ms
        if now_ms - self._quiet_since < self._wait_ms(expected, login, with_person):
            return None
        self._count += 1
        self._quiet_since, self._patient = None, False
        if self._count <= self._settings.reprompts:
            return "reprompt"
        return "person" if self._count == self._settings.reprompts + 1 else "goodbye"

    def _wait_ms(self, expected: Expected, login: bool, with_person: bool) -> float:
        settings = self._settings
        waits = [settings.wait_ms[expected]]
        waits += [settings.login_ms] if login else []
        waits += [settings.with_person_ms] if with_person else []
        waits += [settings.asked_to_wait_ms] if self._patient else []
        waits += [settings.push_to_talk_ms] if self._push_to_talk else []
        return max(waits)
