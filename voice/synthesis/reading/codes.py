"""What is written down by the listener: receipts, case numbers, number plates, CPR and card numbers.

Letters are spelled and digits come in small groups, with a pause between.
"""

import re

from voice.synthesis.reading.numerals import digit_groups, digits, pair, year

_CODE = re.compile(
    r"(?<![\w-])(?=[A-ZÆØÅ0-9-]{0,40}\d)[A-ZÆØÅ]{1,6}\d{0,6}(?:-[A-ZÆØÅ]{0,4}\d{1,12}){1,5}(?![\w-])"
)
_CASE_NUMBER = re.compile(r"(?<![\w.,/-])((?:19|20)\d\d)-(\d{3,12})(?![\w-])")
_PLATE = re.compile(r"(?<![\w-])([A-ZÆØÅ]{2})[ -]?(\d{2})[ .]?(\d{3})(?![\w-])")
_CPR = re.compile(r"(?<![\w+-])(\d{2})(\d{2})(\d{2}) ?- ?(\d{2})(\d{2})(?![\w-])|(?<![\w+-])(\d{10})(?!\w)")
_CARD = re.compile(r"(?<![\w+-])\d{4}(?:[ -]\d{4}){2,4}(?!\w)")
_HIDDEN = re.compile(r"[\d•xX*#]{0,12}[•*#]{2,}[\d•xX*#-]{0,12}")


def read_codes(text: str) -> str:
    """``BIO-2026-00012`` → "b i o, tyve seksogtyve, nul nul nul, et to"."""
    text = _HIDDEN.sub(" skjult ", text)
    text = _PLATE.sub(lambda found: f"{_spelled(found[1])}, {pair(found[2])}, {digits(found[3])}", text)
    text = _CODE.sub(lambda found: ", ".join(_part(part) for part in found[0].split("-")), text)
    text = _CASE_NUMBER.sub(lambda found: f"{year(int(found[1]))}, {digit_groups(found[2])}", text)
    text = _CARD.sub(lambda found: ", ".join(digits(four) for four in re.split("[ -]", found[0])), text)
    return _CPR.sub(_cpr, text)


def _part(part: str) -> str:
    letters = "".join(character for character in part if character.isalpha())
    row = part[len(letters) :]
    said = [_spelled(letters)] if letters else []
    if row:
        is_year = not letters and re.fullmatch(r"(?:19|20)\d\d", row)
        said.append(year(int(row)) if is_year else digit_groups(row))
    return ", ".join(said)


def _cpr(found: re.Match[str]) -> str:
    row = found[6] or "".join(found.groups("")[:5])
    twos = [pair(row[at : at + 2]) for at in range(0, 10, 2)]
    return f"{twos[0]}, {twos[1]}, {twos[2]}, {twos[3]}, {twos[4]}"


def _spelled(letters: str) -> str:
    return " ".join(letters.lower())
