"""Danish numerals in words: "fireogtyve", "tolv hundrede og halvtreds", "fireogtyvende"."""

_SMALL = (
    "nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv", "tretten",
    "fjorten", "femten", "seksten", "sytten", "atten", "nitten",
)  # fmt: skip
_TENS = ("", "", "tyve", "tredive", "fyrre", "halvtreds", "tres", "halvfjerds", "firs", "halvfems")
_SMALL_ORDINALS = (
    "nulte", "første", "anden", "tredje", "fjerde", "femte", "sjette", "syvende", "ottende", "niende",
    "tiende", "ellevte", "tolvte", "trettende", "fjortende",
    "femtende", "sekstende", "syttende", "attende",
    "nittende",
)  # fmt: skip
_ORDINAL_TENS = (
    "", "", "tyvende", "tredivte", "fyrretyvende", "halvtredsindstyvende", "tresindstyvende",
    "halvfjerdsindstyvende", "firsindstyvende", "halvfemsindstyvende",
)  # fmt: skip
LARGEST = 10**12 - 1
"""The largest number that is read as one; a longer row of digits is a code."""


def cardinal(number: int, one: str = "en") -> str:
    """``1250`` → "tolv hundrede og halvtreds". ``one`` is "en" or "et", by the gender of what is counted.

    Raises ``ValueError`` for what is under 0 or over ``LARGEST``.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"no numeral for {number}")
    parts = []
    for size, singular, plural in ((10**9, "milliard", "milliarder"), (10**6, "million", "millioner")):
        if number >= size:
            parts.append(
                f"{_below_thousand(number // size, 'en')} {singular if number // size == 1 else plural}"
            )
            number %= size
    if 1100 <= number < 2000 and not parts:
        parts.append(f"{_SMALL[number // 100]} hundrede")
        number %= 100
    elif number >= 1000:
        parts.append(f"{_below_thousand(number // 1000, 'et')} tusind")
        number %= 1000
    if number and parts and number < 100:
        return " ".join([*parts, "og", _below_thousand(number, one)])
    if number or not parts:
        parts.append(_below_thousand(number, one))
    return " ".join(parts)


def ordinal(number: int) -> str:
    """``24`` → "fireogtyvende". From 0 to 199; above that the cardinal, as in "nummer 300"."""
    if number < 20:
        return _SMALL_ORDINALS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (f"{_SMALL[ones]}og" if ones else "") + _ORDINAL_TENS[tens]
    if 100 < number < 200:
        return f"et hundrede og {ordinal(number - 100)}"
    return "hundrede" if number == 100 else cardinal(number)


def year(number: int) -> str:
    """``2026`` → "tyve seksogtyve", ``1985`` → "nitten femogfirs", ``2005`` → "to tusind og fem"."""
    century, rest = divmod(number, 100)
    if century == 20 and rest < 10:
        return cardinal(number, "et")
    if rest < 10:
        return f"{cardinal(century)} hundrede" + (f" og {cardinal(rest, 'et')}" if rest else "")
    return f"{cardinal(century)} {cardinal(rest)}"


def digits(row: str) -> str:
    """``"0123"`` → "nul et to tre"."""
    return " ".join("et" if digit == "1" else _SMALL[int(digit)] for digit in row)


def pair(two: str) -> str:
    """``"33"`` → "treogtredive", ``"05"`` → "nul fem": two digits as telephone numbers have them."""
    return digits(two) if two.startswith("0") else cardinal(int(two), "et")


def pairs(row: str) -> str:
    """``"2400"`` → "fireogtyve nul nul". An odd row begins with one digit alone."""
    odd = len(row) % 2
    twos = [row[at : at + 2] for at in range(odd, len(row), 2)]
    return " ".join([*([digits(row[0])] if odd else []), *(pair(two) for two in twos)])


def digit_groups(row: str) -> str:
    """``"0012345"`` → "nul nul et, to tre, fire fem": to be written down, so in twos, perhaps a three."""
    if len(row) <= 3:
        return digits(row)
    first = 3 if len(row) % 2 else 2
    groups = [row[:first], *(row[at : at + 2] for at in range(first, len(row), 2))]
    return ", ".join(digits(group) for group in groups)


def _below_thousand(number: int, one: str) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = f"{'et' if hundreds == 1 else _SMALL[hundreds]} hundrede"
        return f"{head} og {_below_thousand(rest, one)}" if rest else head
    if rest < 20:
        return one if rest == 1 else _SMALL[rest]
    tens, ones = divmod(rest, 10)
    return (f"{_SMALL[ones]}og" if ones else "") + _TENS[tens]
