"""What is done when the recogniser is not sure: it is confirmed or asked for again, never guessed.

sure enough for what was asked          taken
half sure                               "Sagde du: Byvej 54?"      once, not twice in a row
hardly anything understood              asked for again, in another way
unsure again                            the keys
unsure a third time                     a person
"""

from dataclasses import dataclass, field
from typing import Literal

from voice.call.dictated import count_digits
from voice.call.words import words_of
from voice.recognition.protocol import Expected, Utterance

Decision = Literal["take", "confirm", "again", "keypad", "person"]


def _sure() -> dict[Expected, float]:
    return {
        "free": 0.45,
        "reason": 0.45,
        "date_time": 0.6,
        "choice": 0.55,
        "yes_no": 0.6,
        "address": 0.75,
        "digits": 0.75,
    }


@dataclass(frozen=True)
class ConfirmSettings:
    """Confidence, 0 to 1."""

    sure: dict[Expected, float] = field(default_factory=_sure)
    """Taken without a word from here on, by what was asked. A wrong digit sends the bags to someone else."""
    grammar_sure: float = 0.35
    """The same for an answer that a closed grammar heard from beginning to end."""
    hardly: float = 0.25
    """Below this a text is not worth reading back."""
    longest_read_back_words: int = 12
    """Nobody can say yes or no to a longer sentence that is read back."""
    fewest_digits: int = 4
    """Where digits were asked for, fewer are no number to say yes or no to ("Sagde du: få cpr-nummer?")."""


class Confirm:
    """What is not sure yet, and how often in a row."""

    def __init__(self, settings: ConfirmSettings) -> None:
        self._settings = settings
        self._unsure = 0
        self._asked_about: Utterance | None = None

    @property
    def pending(self) -> Utterance | None:
        """What the caller is asked about: "Sagde du …?"."""
        return self._asked_about

    @property
    def unsure_in_a_row(self) -> int:
        """How often in a row something was not sure: which wording comes next."""
        return self._unsure

    def decide(self, heard: Utterance, expected: Expected) -> Decision:
        """Say what to do with what was heard; remembers it where it is to be confirmed."""
        self._asked_about = None
        if heard.text and self._is_sure(heard, expected):
            self.settled()
            return "take"
        return self._unsure_about(heard, expected)

    def denied(self) -> None:
        """The caller said no to what was read back; the next unsure one goes to the keys."""
        self._asked_about = None

    def settled(self) -> None:
        """Something was understood or keyed."""
        self._unsure, self._asked_about = 0, None

    def _is_sure(self, heard: Utterance, expected: Expected) -> bool:
        needed = self._settings.grammar_sure if heard.grammar else self._settings.sure[expected]
        return heard.confidence >= needed

    def _unsure_about(self, heard: Utterance, expected: Expected) -> Decision:
        self._unsure += 1
        if self._unsure > 2:
            self._unsure = 0
            return "person"
        if self._unsure == 2:
            return "keypad"
        if not self._can_be_read_back(heard, expected):
            return "again"
        self._asked_about = heard
        return "confirm"

    def _can_be_read_back(self, heard: Utterance, expected: Expected) -> bool:
        # "Sagde du: ja?" is no question that a yes answers.
        return (
            expected != "yes_no"
            and (expected != "digits" or count_digits(heard.text) >= self._settings.fewest_digits)
            and heard.confidence >= self._settings.hardly
            and 0 < len(words_of(heard.text)) <= self._settings.longest_read_back_words
        )
