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

    def was_asked(self) -> None:
        """The offer is heard."""
        self._asked = True

    def is_for_it(self, key: str, expected: Expected, choices: tuple[str, ...]) -> bool:
        """Whether a key is about the recording rather than about the open question."""
        return self.offered and key == KEY and expected != "digits" and len(choices) < _OPTION

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
