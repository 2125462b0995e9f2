"""After a transfer that nobody answered: "shall they call you back?". Pure; the number is passed in.

The gateway asks by itself, and not through the language model: the number is known here alone, and the offer
must stand also when the rest of the house has trouble.
"""

import re
from dataclasses import dataclass
from typing import Literal

from actions.dialogue.reading import yes_or_no
from bot.gateway.calls.names import caller_number, is_danish
from bot.gateway.calls.texts import call_text
from bot.gateway.errors import ApiError
from nlu.danish.spoken_digits import spoken_digit_runs

Asked = Literal["yes_no", "number"]
_DIGITS = re.compile(r"[0-9]")
_YES_KEY, _NO_KEY = "1", "2"
_TRIES = 2


@dataclass(frozen=True)
class Move:
    """What comes of what the caller said."""

    text: str = ""
    """What is said; empty when an act comes first, and decides it."""
    call: str | None = None
    """Ask that this number be called."""
    over: bool = False
    """The offer is off the table."""
    ends: str = "declined"
    """Why, where nobody is to be called."""


class CallBackOffer:
    """One offer, from being made to being settled."""

    def __init__(self, number: str | None) -> None:
        self._number = number if is_danish(number) else None
        self._tries = 0
        self.asked: Asked = "yes_no"

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be answered by keys."""
        return ("Ja", "Nej") if self.asked == "yes_no" else ()

    @property
    def question(self) -> str:
        """The question as it stands."""
        return call_text("call_back", "offer" if self.asked == "yes_no" else "ask_number")

    def answered(self, text: str) -> Move | None:
        """Read the caller's answer; None when it is no answer, and the offer falls away."""
        return self._yes_no(text) if self.asked == "yes_no" else self._number_said(text)

    def _yes_no(self, text: str) -> Move | None:
        key = text.strip(" .")
        yes = {_YES_KEY: True, _NO_KEY: False}.get(key, yes_or_no(text, ""))
        if yes is None:
            return None
        if not yes:
            return Move(call_text("call_back", "declined"), over=True)
        if self._number is not None:
            return Move(call=self._number, over=True)
        self.asked = "number"
        return Move(call_text("call_back", "ask_number"))

    def _number_said(self, text: str) -> Move:
        number = number_in(text)
        if number is not None:
            return Move(call=number, over=True)
        if yes_or_no(text, "") is False:
            return Move(call_text("call_back", "declined"), over=True)
        self._tries += 1
        if self._tries >= _TRIES:
            return Move(call_text("call_back", "number_missed"), over=True, ends="number_missed")
        return Move(call_text("call_back", "ask_number_again"))


def number_in(text: str) -> str | None:
    """Return the Danish number that was said, keyed or written, as E.164."""
    spoken = "".join(run.digits for run in spoken_digit_runs(text))
    digits = spoken or "".join(_DIGITS.findall(text))
    if digits.startswith("0045") or (digits.startswith("45") and len(digits) == 10):
        digits = digits[-8:]
    try:
        number = caller_number(digits)
    except ApiError:
        return None
    return number if is_danish(number) else None
