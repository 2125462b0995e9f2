"""Hide civil registration (CPR) and payment card numbers before a text is stored or logged.

A CPR number is ten digits, the first six a date (day, month, year). There is no modulus-11 check:
numbers issued since 2007 need not pass it. Replacement numbers (*erstatnings-CPR*) add 60 to the day.
Card numbers have 13-19 digits and pass the Luhn check (ISO/IEC 7812-1, annex B).
"""

import re
from collections.abc import Iterator

from nlu.danish.spoken_digits import spoken_digit_runs

CPR_HIDDEN = "[CPR-nummer skjult]"
CARD_HIDDEN = "[kortnummer skjult]"

# The eight decimal alphabets a phone keyboard can give; one character each, so positions stay the same.
_TO_ASCII_DIGITS = {
    zero + digit: str(digit)
    for zero in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10, 0x1D7CE, 0x1D7F6)
    for digit in range(10)
}

_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_REPLACEMENT_DAY = r"(?:6[1-9]|[78][0-9]|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_GAP = r"[\s.,/_:–—‐‑−\-]"
CPR_PATTERN = re.compile(
    rf"(?<![0-9])(?:"
    rf"{_DAY}{_GAP}?{_MONTH}{_GAP}?(?:(?:18|19|20)[0-9]{{2}}{_GAP}{{0,3}}|[0-9]{{2}}{_GAP}{{0,3}})"
    rf"|{_REPLACEMENT_DAY}{_MONTH}[0-9]{{2}}\s?[-–‑−]\s?"
    rf")[0-9]{{2}}{_GAP}?[0-9]{{2}}(?![0-9])"
)
_DIGIT_RUN = re.compile(r"[0-9]+(?:[ \t\u00a0\u202f.–‑−-][0-9]+)*")
_DIGIT_GROUP = re.compile(r"[0-9]+")
_CARD_MIN_DIGITS, _CARD_MAX_DIGITS = 13, 19
_SHORTEST = 10
"""Characters: no number has fewer digits, and a word is never shorter than the digits it tells."""


def mask_personal_numbers(text: str) -> str:
    """Return ``text`` with every CPR and payment card number replaced by a Danish note.

    Works on any spelling with digits ("010190-1234", "010190 1234", "0101901234", "01 01 90 12 34") and
    on CPR numbers written as number words. Applying it again changes nothing; the time is linear in the
    length.
    """
    if len(text) < _SHORTEST:
        return text
    plain = text.translate(_TO_ASCII_DIGITS)
    if any(character in "0123456789" for character in plain):
        text = _replace(text, _card_spans(plain), CARD_HIDDEN)
        plain = text.translate(_TO_ASCII_DIGITS)
        text = _replace(text, (match.span() for match in CPR_PATTERN.finditer(plain)), CPR_HIDDEN)
    return _replace(text, _spoken_cpr_spans(text), CPR_HIDDEN)


def looks_like_cpr(digits: str) -> bool:
    """Whether ten ASCII digits begin with a plausible date (day 1-31 or 61-91, month 1-12)."""
    return re.fullmatch(rf"(?:{_DAY}|{_REPLACEMENT_DAY}){_MONTH}[0-9]{{6}}", digits) is not None


def _spoken_cpr_spans(text: str) -> Iterator[tuple[int, int]]:
    for run in spoken_digit_runs(text):
        if len(run.digits) == 10 and looks_like_cpr(run.digits):
            yield run.start, run.end


def _card_spans(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of card numbers, left to right; a number begins and ends at a group of digits."""
    for run in _DIGIT_RUN.finditer(plain):
        groups = [group.span() for group in _DIGIT_GROUP.finditer(plain, *run.span())]
        first = 0
        while first < len(groups):
            last = _card_end(plain, groups, first)
            if last is None:
                first += 1
            else:
                yield groups[first][0], groups[last][1]
                first = last + 1


def _card_end(plain: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The index of the group that ends the longest card number beginning at ``first``, if there is one."""
    digits, sizes, found = "", [], None
    for index in range(first, len(groups)):
        start, end = groups[index]
        if len(digits) + end - start > _CARD_MAX_DIGITS:
            break
        digits += plain[start:end]
        sizes.append(end - start)
        if len(digits) >= _CARD_MIN_DIGITS and _grouped_like_a_card(sizes) and _is_card(digits):
            found = index
    return found


def _grouped_like_a_card(sizes: list[int]) -> bool:
    """No gaps, equal groups of 1, 2 or 4 with a shorter rest, or the 4-6-5 and 4-6-4 of some cards."""
    if len(sizes) == 1 or sizes in ([4, 6, 5], [4, 6, 4]):
        return True
    return sizes[0] in (1, 2, 4) and len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]


def _is_card(digits: str) -> bool:
    # 13 digits from 57 are the EAN/GLN numbers that Danish authorities are invoiced by, never a card.
    if digits[0] not in "23456" or (len(digits) == 13 and digits.startswith("57")):
        return False
    total = 0
    for position, character in enumerate(reversed(digits)):
        value = int(character) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _replace(text: str, spans: Iterator[tuple[int, int]], note: str) -> str:
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], note]
        done = end
    return "".join([*pieces, text[done:]])
