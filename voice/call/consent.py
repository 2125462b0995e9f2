"""Whether the caller lets the call be recorded: key 5, pressed by someone who has been asked.

    offer said     ─── 5 ──► "Tak. …"      recorded from here on
    recorded       ─── 5 ──► "… slettet."  nothing of it is left
    offer not said ─── 5 ──► the offer     nobody agrees to what was not asked

Silence is no consent, and neither is a "ja", which answers something else. Where 5 is a digit of a number, or
one of the open choices, it is that.
"""

from dataclasses import dataclass
from typing import Literal

from voice.recognition.protocol import Expected

KEY = "5"
_WITHIN_A_NUMBER_MS = 2_500.0
_OPTION = 5
"""With so many choices the key is one of them."""

Decision = Literal["offer", "given", "withdrawn"]


@dataclass(frozen=True)
class ConsentSettings:
    """Recording for quality."""

    offered: bool = False
    """Whether callers are asked at all. Off: the key means nothing more than any other."""


class Consent:
    """One caller's consent."""

    def __init__(self, settings: ConsentSettings) -> None:
        self.offered = settings.offered
        self.given = False
        self._asked = False
        self._other_key_ms = -_WITHIN_A_NUMBER_MS
        """When a key was pressed last that is another digit."""

    def was_asked(self) -> None:
        """The offer is heard."""
        self._asked = True

    def is_for_it(self, key: str, now_ms: float, expected: Expected, choices: tuple[str, ...]) -> bool:
        """Whether a key is about the recording rather than about the open question.

        A 5 close behind another digit is part of a number, whether or not one was asked for.
        """
        if key != KEY:
            self._other_key_ms = now_ms if key.isdigit() else self._other_key_ms
            return False
        alone = now_ms - self._other_key_ms >= _WITHIN_A_NUMBER_MS
        return self.offered and alone and expected != "digits" and len(choices) < _OPTION

    def press(self) -> Decision:
        """The key was pressed for it; return what that decides."""
        if not self._asked:
            return "offer"
        self.given = not self.given
        return "given" if self.given else "withdrawn"

    def withdraw(self) -> bool:
        """Take it back; return whether there was any."""
        given, self.given = self.given, False
        return given
