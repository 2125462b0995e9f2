"""What is kept of a citizen's words: no CPR, no card number, no telephone number.

A telephone number is used in the turn that brings it and belongs to the contact centre after that.
"""

from __future__ import annotations

import re

from nlu.danish.masking import mask_personal_numbers
from nlu.danish.spoken_digits import spoken_digit_runs

PHONE_HIDDEN = "[telefonnummer skjult]"

_RUN = re.compile(r"(?<![\w+-])(?:\+ ?)?[0-9](?:[ .-]?[0-9])*(?![\w-])")
"""Digits as a number is written: "20 00 00 01", "+45 20000001"."""

_ONE_BY_ONE = re.compile(r"(?<![\w+-])[0-9]{1,2}(?:[ ,.-]{1,3}[0-9]{1,2}){3,9}(?![\w-])")
"""Digits as they are told or keyed one at a time: "2, 0, 0, 0 ..."."""

_HALTING = re.compile(
    r"(?:[0-9+\s,.!-]|\b(?:og|så|øh|øhm|komma|ja|jo|nej|det er|mit nummer er|nummeret er|på)\b)+",
    re.IGNORECASE,
)
"""Hardly anything but digits, with words of hesitation in between: "2000, øh, og så 0001"."""

_DATE = re.compile(
    r"(?:[0-3]?[0-9][ .-]+[01]?[0-9][ .-]+(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])"
)
"""Eight digits as well, but a day: "27.11.2026", "2026-11-27"."""

_PREFIX = re.compile(r"^(?:\+|00)?45(?=[0-9]{8}$)")
_DANISH = re.compile(r"[2-9][0-9]{7}")
_SHORTEST = 8
"""Characters: no telephone number has fewer, told in whatever way."""


def hide_numbers(text: str) -> str:
    """Return ``text`` with CPR, card and telephone numbers replaced by a note; twice changes nothing."""
    if len(text) < _SHORTEST:
        return text
    text = mask_personal_numbers(text)
    for pattern in (_RUN, _ONE_BY_ONE):
        text = pattern.sub(lambda run: PHONE_HIDDEN if danish_number(run.group()) else run.group(), text)
    for said in reversed([run for run in spoken_digit_runs(text) if danish_number(run.digits)]):
        text = text[: said.start] + PHONE_HIDDEN + text[said.end :]
    if _HALTING.fullmatch(text) and number_in(text):
        return PHONE_HIDDEN
    return text


def danish_number(digits: str) -> str | None:
    """Return the eight digits of a Danish telephone number, without +45; None for anything else."""
    plain = _PREFIX.sub("", re.sub(r"[^0-9+]", "", digits))
    return plain if _DANISH.fullmatch(plain) and not _DATE.fullmatch(digits) else None


def number_in(text: str) -> str | None:
    """Return the telephone number that was said, keyed or written, as eight digits; of several the last.

    "Nej, ikke 20 00 00 01, det var 20 00 00 09" is the last one. None when there is none, or when digits
    are missing or too many.
    """
    found = [(run.start(), run.group()) for run in (*_RUN.finditer(text), *_ONE_BY_ONE.finditer(text))]
    found += [(run.start, run.digits) for run in spoken_digit_runs(text)]
    numbers = [number for _, digits in sorted(found) if (number := danish_number(digits))]
    if numbers:
        return numbers[-1]
    halting = _HALTING.fullmatch(text) and not _DATE.search(text)
    return danish_number("".join(re.findall(r"[0-9+]", text))) if halting else None
