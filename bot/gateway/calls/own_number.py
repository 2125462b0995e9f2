""" "På det nummer, jeg ringer fra": the caller's own number in place of those words, as if it had been keyed.

The number is known to the gateway alone. The dialogue gets it in the one message that means it, and what is
kept of that message hides it like any number that a citizen writes.
"""

import re
from collections.abc import Iterable

from actions.dialogue.call_back_wish import wishes_a_time
from actions.dialogue.privacy import number_in
from actions.dialogue.reading import YES, yes_or_no
from nlu.clock import now

_FROM_HERE = re.compile(
    r"\b(?:(?:telefon|mobil)?nummer(?:et)?|telefon(?:en)?|mobil(?:en)?),?\s+(?:som\s+|der\s+)?"
    r"(?:(?:jeg|vi|jeg\s+\w+)\s+(?:ringer|taler|snakker|kalder|sidder)(?:\s+\w+){0,2}?\s+(?:fra|på|med|i|af)\b"
    r"|(?:i|du|man)\s+kan\s+se\b|står\s+på\s+(?:skærmen|displayet)|i\s+(?:allerede\s+)?har\W*$)",
    re.IGNORECASE,
)
"""Means the caller's own number, whatever was asked."""

_THIS_ONE = re.compile(
    r"\b(?:(?:det\s+her|dette|det\s+samme|samme|mit\s+eget)\s+(?:telefon|mobil)?nummer|nummeret\s+her|mit\s+nummer\s+her"
    r"|(?:min\s+egen|den\s+her|samme)\s+(?:telefon|mobil)|den\s+(?:jeg|vi)\s+(?:ringer|taler)\s+(?:fra|på|i))\b",
    re.IGNORECASE,
)
"""Means it where it was offered, or a call is asked for."""

_CALL = re.compile(r"\bring\w*\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:ikke|andet|anden|end)\b[^.!?]{0,15}$|^\W*(?:hvad|hvilke\w*|hvem|hvorfor|hvis)\b", re.IGNORECASE
)


def with_own_number(text: str, number: str | None, last_sent: Iterable[str]) -> str:
    """Return ``text`` with the caller's ``number`` (E.164) where it is meant, else as it is.

    ``last_sent``: what the choices of the question that stands send. Where one of them is the caller's own
    number, a yes means it. A text that names a number means that one.
    """
    if number is None or number_in(text) is not None:
        return text
    offered = any(_FROM_HERE.search(sent) for sent in last_sent)
    found = _FROM_HERE.search(text) or (_THIS_ONE.search(text) if offered or _CALL.search(text) else None)
    digits = number.removeprefix("+45")
    if found is not None:
        if _NOT.search(text[: found.start()]):
            return text
        return f"{text[: found.end()]}, {digits}{text[found.end() :]}"
    return f"{digits}, {text}" if offered and _says_yes(text) else text


def _says_yes(text: str) -> bool:
    """ "Ja, men først efter klokken 15" is a yes to the number."""
    yes = yes_or_no(text, "")
    return yes is True or (yes is None and YES.search(text) is not None and wishes_a_time(text, now()))
