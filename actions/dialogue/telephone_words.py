"""Plain words that ask for an office's telephone number."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"\b(?:hvad|hva|hvilket)\b(?! var\b).{0,14}\b(?:telefon|tlf\.?|mobil) ?(?:nummer|nummeret|nr)\b"
    r"|\bhva(?:d)? er (?:\w+ )?nummer(?:et)?(?: (?:til|på)\b|\W*$)"
    r"|\bhvilket nummer (?:skal|kan|ringer) (?:jeg|man|vi)\b"
    r"|\b(?:jeres|deres|et|direkte) (?:direkte )?(?:telefon|tlf\.?) ?(?:nummer|nr)"
    r"|\b(?:har (?:i|du|de)|må jeg få|kan jeg få|giv mig)\b.{0,12}\b(?:telefon|tlf)?nummer(?:et)?\b"
    r"|\b(?:hvor|hvad|hvem) (?:kan|skal) (?:jeg|man|vi) ringe(?: hen| til)?\W*$",
    re.IGNORECASE,
)
_OTHER_NUMBERS = re.compile(
    r"\b(?:sags|kvitterings|kunde|cpr|konto|kort|hus|kø|person|journal|vej|post|bil|mit (?:eget )?)\w*\s?"
    r"(?:nummer|nr)|\b(?:mitid|pbs|p-nummer|ventelisten|skrevet|noteret)\b|\bkvittering\w*|\bi køen\b"
    r"|rådgiver|sagsbehandler|konsulent|en gang|\bmere\b|\bigen\b|\btaste\b",
    re.IGNORECASE,
)
_WORDS = 9
"""A longer message tells a matter, too."""


def asks_number(text: str) -> bool:
    """Tell whether a telephone number is asked for: "hvad er jeres nummer", "hvor kan jeg ringe hen"."""
    short = len(text.split()) <= _WORDS
    return short and _NUMBER.search(text) is not None and _OTHER_NUMBERS.search(text) is None
