"""CPR, phone, registration and case numbers, and quantities, written or spoken digit by digit."""

import re
from dataclasses import dataclass

from nlu.danish.masking import CPR_PATTERN, looks_like_cpr
from nlu.danish.numbers import UNITS, find_numbers, number_below_hundred
from nlu.danish.spoken_digits import spoken_digit_runs
from nlu.danish.wordlists import words


@dataclass(frozen=True)
class IdentifierSpan:
    """An identifier found in a text: character span, kind (an entity of design §4) and normalised value."""

    start: int
    end: int
    kind: str
    value: str | int


_CASE = re.compile(r"(?<![\w-])(?P<year>(?:19|20)\d\d)\s?[-–/ ]?\s?(?P<serial>\d{7})(?![\w-])")
# The year in two figures; and any shape where "sagsnummer" says what it is.
_SHORT_CASE = re.compile(r"(?<![\w-])(?:20)?[1-3]\d[-–/]\d{5,7}(?![\w-])")
_NAMED_CASE = re.compile(
    r"(?<!\w)(?:sags?|journal|byggesags?)(?:en)?[\s-]*(?:har\s+)?(?:nummer|nr)(?:et)?\b[.:]?\s*(?:er|hedder|:)?\s*"
    r"(?P<number>[a-z]{0,3}-?\d[\d/–-]{2,14}\d)(?![\w-])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w-])(?:(?:\+|00)\s?45[\s.-]?)?(?P<number>[2-9]\d(?P<gap>[\s.-]?|,\s?)\d\d(?P=gap)\d\d(?P=gap)\d\d|[2-9]\d{3}[\s.-]?\d{4}|[2-9]\d{2}[\s.-]\d{2}[\s.-]\d{3})(?![\w]|-\d)"
)
_PLATE = re.compile(
    r"(?<!\w)(?P<letters>[a-zæøå]{2})(?:[\s.-]?|,?\s+(?:altså|så|og|øh|og så),?\s+)"
    r"(?P<figures>\d{2}[\s.-]?\d{3})(?![\w-])",
    re.IGNORECASE,
)
# Letters as they are told on the phone: their names, and the names of the Danish and the international
# spelling alphabets.
_LETTER_NAMES = {
    "be": "B", "ce": "C", "de": "D", "ef": "F", "æf": "F", "ge": "G", "hå": "H", "jod": "J", "kå": "K",
    "el": "L", "æl": "L", "em": "M", "æm": "M", "en": "N", "æn": "N", "pe": "P", "ku": "Q", "ær": "R",
    "er": "R", "es": "S", "te": "T", "ve": "V", "dobbeltve": "W", "eks": "X", "æks": "X", "æs": "S",
    "set": "Z",
}  # fmt: skip
_SPELLING_ALPHABETS = words(
    """
    anton bernhard cecilie david erik frederik georg hans ida johan karen ludvig mikkel nikolaj otto peter
    quintus rasmus søren theodor ulla viggo william xerxes yrsa zackarias ægir ørsted åse
    alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec
    romeo sierra tango uniform victor whiskey xray yankee zulu
    """
)
_SPOKEN_LETTERS = {
    **{letter: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"},
    **_LETTER_NAMES,
    **{name: name[0].upper() for name in _SPELLING_ALPHABETS},
}


def is_spelling(word: str) -> bool:
    """Whether a lower-case word is a letter, or stands for one: "b", "anton", "æf"."""
    return word in _SPOKEN_LETTERS


_NOT_PLATES = {
    "kl",
    "nr",
    "ca",
    "st",
    "er",
    "og",
    "på",
    "de",
    "vi",
    "du",
    "en",
    "et",
    "to",
    "kr",
    "id",
    "sø",
    "ny",
    "ad",
    "af",
    "at",
    "nu",
    "så",
}
_UNIT = re.compile(
    r"\s*(?:gange\s+)?(?:(?:enkelt|enkelte|eneste|nye|flere|små|store|ekstra|grønne|hele)\s+)?(?:ruller?|poser?|pakker?|pk|stk|styks?|stykker|bioposer|"
    r"affaldsposer|beholdere?|kasser?|æsker?|sække?|bleer|spande?|skraldespande?|stomiposer|personer|børn|voksne|billetter|bøger|bind|mennesker|gæster|deltagere|mand|beboere|elever|stole|borde|madrasser|møbler|sofaer|skabe|cykler|træer|rotter|nøgler|"
    r"dæk|breve|rør|senge|vinduer|pladser|eksemplarer|kort|skilte|containere|sække|kopper|stykker|dunke)\b"
)


def find_identifiers(text: str) -> list[IdentifierSpan]:
    """Return CPR numbers, case numbers, phone numbers, registration numbers and quantities, left to right."""
    lower = text.lower()
    found: list[IdentifierSpan] = []
    for finder in (_case_numbers, _cpr_numbers, _phones, _plates, _spoken, _quantities):
        for span in finder(text, lower):
            if all(span.end <= other.start or span.start >= other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def say_phone(number: str) -> str:
    """Write eight digits in pairs: "20 00 00 01"."""
    return " ".join(number[at : at + 2] for at in range(0, 8, 2))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _case_numbers(text: str, _: str) -> list[IdentifierSpan]:
    full = [
        IdentifierSpan(*m.span(), "case_number", f"{m['year']}-{m['serial']}") for m in _CASE.finditer(text)
    ]
    short = [
        IdentifierSpan(*m.span(), "case_number", m.group().replace("–", "-"))
        for m in _SHORT_CASE.finditer(text)
    ]
    named = [
        IdentifierSpan(*m.span("number"), "case_number", m["number"].replace("–", "-").upper())
        for m in _NAMED_CASE.finditer(text)
    ]
    return [*full, *short, *(span for span in named if not CPR_PATTERN.fullmatch(str(span.value)))]


def _cpr_numbers(text: str, _: str) -> list[IdentifierSpan]:
    found = []
    for match in CPR_PATTERN.finditer(text):
        digits = _digits(match.group())
        if len(digits) == 12:
            digits = digits[:4] + digits[6:]
        found.append(IdentifierSpan(*match.span(), "cpr", digits))
    return found


def _phones(text: str, _: str) -> list[IdentifierSpan]:
    return [IdentifierSpan(*m.span(), "phone", _digits(m["number"])) for m in _PHONE.finditer(text)]


def _plates(text: str, lower: str) -> list[IdentifierSpan]:
    found = []
    for match in _PLATE.finditer(text):
        letters = match["letters"]
        if letters.lower() not in _NOT_PLATES or letters.isupper():
            found.append(
                IdentifierSpan(
                    *match.span(), "registration_number", letters.upper() + _digits(match["figures"])
                )
            )
    # a plate of one's own choice (2-7 signs) counts only where the word says so
    for match in re.finditer(
        r"(?:nummerpladen?|registreringsnummer(?:et)?|reg\.?\s?nr\.?|nummerplade er)\s*(?:er|"
        r":)?\s+([a-zæøå0-9]{2,7})(?!\w)",
        lower,
    ):
        chosen = match[1].upper()
        if re.search(r"\d", chosen) and re.search(r"[A-ZÆØÅ]", chosen):
            found += [IdentifierSpan(match.start(1), match.end(1), "registration_number", chosen)]
    return found


def _spoken(text: str, lower: str) -> list[IdentifierSpan]:
    found = []
    for run in spoken_digit_runs(text):
        letters = _letters_before(lower, run.start)
        if letters and len(run.digits) == 5:
            found.append(IdentifierSpan(letters[0], run.end, "registration_number", letters[1] + run.digits))
        elif len(run.digits) == 10 and looks_like_cpr(run.digits):
            found.append(IdentifierSpan(run.start, run.end, "cpr", run.digits))
        elif len(run.digits) == 8 and run.digits[0] in "23456789":
            found.append(IdentifierSpan(run.start, run.end, "phone", run.digits))
    # spelt letters before figures: "a b 12 345" is one plate too
    for match in re.finditer(r"(?<!\w)([a-zæøå]+)\s+([a-zæøå]+)\s+(\d{2}[\s.]?\d{3})(?!\w)", lower):
        pair = [_SPOKEN_LETTERS.get(match[1]), _SPOKEN_LETTERS.get(match[2])]
        if pair[0] and pair[1] and _spelt(match[1], match[2]):
            found.append(
                IdentifierSpan(
                    match.start(),
                    match.end(),
                    "registration_number",
                    f"{pair[0]}{pair[1]}{_digits(match[3])}",
                )
            )
    return found


def _spelt(first: str, second: str) -> bool:
    """Whether two letter names are surely that: "er de 12 345" is no plate."""
    return len(first) == 1 or len(second) == 1 or {first, second} <= _SPELLING_ALPHABETS


def _letters_before(lower: str, position: int) -> tuple[int, str] | None:
    match = re.search(
        r"(?<!\w)(?:([a-zæøå]{1,10})[\s,.-]+([a-zæøå]{1,10})|([a-zæøå]{2}))[\s,.-]+$", lower[:position]
    )
    if not match:
        return None
    if match[3]:
        return None if match[3] in _NOT_PLATES else (match.start(), match[3].upper())
    first, second = _SPOKEN_LETTERS.get(match[1]), _SPOKEN_LETTERS.get(match[2])
    return (match.start(), first + second) if first and second else None


def _quantities(text: str, lower: str) -> list[IdentifierSpan]:
    found = []
    for number in find_numbers(text):
        unit = _UNIT.match(lower, number.end)
        if not unit or number.value > 999:
            continue
        word = lower[number.start : number.end]
        if (
            word in UNITS
            and number_below_hundred(word) == 1
            and re.match(r"\s*(?:personer|børn|voksne)", unit.group())
        ):
            continue
        end = number.end + len(unit.group().rstrip())
        found.append(IdentifierSpan(number.start, end, "quantity", number.value))
    return found
