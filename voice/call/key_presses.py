"""What a key means.

    1, 2       yes and no, or the first and second of what can be chosen; 3 to 9 likewise
    0          a person
    *          the last answer again; while a number is keyed, begin the number anew
    #          the number is complete
    5          lets the call be recorded, or no longer, where that is offered (``consent.py``)
    digits     where a number is asked for: collected until # or until no key comes for a while; and where
               anything may be said: some callers key their number before it is asked for

A lone 0 where a number is asked for is a person too: it counts as one when nothing follows it.
"""

from dataclasses import dataclass

from voice.call.expectations import is_yes_and_no
from voice.recognition.protocol import Expected

ANYTHING: frozenset[Expected] = frozenset({"free", "reason"})


@dataclass(frozen=True)
class KeySettings:
    """Collecting a number."""

    between_digits_ms: float = 4_000.0
    """No key for this long ends the number."""
    between_unasked_ms: float = 2_500.0
    """The same where no number was asked for."""
    fewest_unasked: int = 4
    """So many keys are a number where none was asked for; fewer mean nothing."""
    longest_number: int = 20
    """More digits than this are not a number of ours; the rest is not listened to."""


@dataclass(frozen=True)
class Answer:
    """What was keyed, as text for the assistant."""

    text: str


@dataclass(frozen=True)
class Person:
    """The caller wants a person."""


@dataclass(frozen=True)
class Repeat:
    """The caller wants to hear it again."""


@dataclass(frozen=True)
class Nothing:
    """The key means nothing here; ``beyond``: there are choices, but not that many."""

    beyond: bool = False


@dataclass(frozen=True)
class More:
    """A number is being keyed."""


Meaning = Answer | Person | Repeat | Nothing | More


class KeyPresses:
    """The keys of one call."""

    def __init__(self, settings: KeySettings) -> None:
        self._settings = settings
        self._digits = ""
        self._last_ms = 0.0
        self._asked_for = False
        """Whether what is collected was asked for."""

    @property
    def collecting(self) -> bool:
        """Whether a number is under way."""
        return bool(self._digits)

    def press(
        self, key: str, now_ms: float, expected: Expected, choices: tuple[str, ...], unasked: bool = True
    ) -> Meaning:
        """Take a key: ``0``-``9``, ``*``, ``#``; anything else means nothing.

        ``unasked``: a number may be keyed where none was asked for.
        """
        if key == "*":
            begun, self._digits = self._digits, ""
            return More() if begun else Repeat()
        if key == "#":
            return self._finish() if self._digits else Nothing()
        if not (len(key) == 1 and key.isascii() and key.isdigit()):
            return Nothing()
        asked_for = expected == "digits"
        if asked_for or self._digits or (unasked and key != "0" and expected in ANYTHING and not choices):
            self._last_ms, self._asked_for = now_ms, asked_for
            if len(self._digits) < self._settings.longest_number:
                self._digits += key
            return More()
        if key == "0":
            return Person()
        return self._chosen(int(key), expected, choices)

    def tick(self, now_ms: float) -> Meaning | None:
        """Return what was keyed when no further key has come for long enough."""
        settings = self._settings
        pause = settings.between_digits_ms if self._asked_for else settings.between_unasked_ms
        if self._digits and now_ms - self._last_ms >= pause:
            return self._finish()
        return None

    def forget(self) -> None:
        """The caller does something else."""
        self._digits = ""

    def _finish(self) -> Meaning:
        digits, self._digits = self._digits, ""
        if not self._asked_for and len(digits) < self._settings.fewest_unasked:
            return Nothing()
        return Person() if digits == "0" else Answer(digits)

    @staticmethod
    def _chosen(number: int, expected: Expected, choices: tuple[str, ...]) -> Meaning:
        if expected == "yes_no" and (not choices or is_yes_and_no(choices)):
            return Answer("Ja" if number == 1 else "Nej") if number in (1, 2) else Nothing()
        if choices and number <= len(choices):
            return Answer(choices[number - 1])
        return Nothing(beyond=bool(choices))
