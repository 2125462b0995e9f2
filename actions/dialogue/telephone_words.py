"""Plain words that ask for an office's telephone number."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"\b(?:hvad|hva|hvilket|hvor)\b.{0,20}\b(?:telefon|tlf\.?|mobil)? ?(?:nummer|nummeret|nr)\b"
    r"(?! (?:på (?:min|mit|sagen)|har min))"
    r"|\b(?:jeres|deres|et|direkte|har du|må jeg få|kan jeg få|giv mig)\b.{0,15}\b(?:telefon|tlf)\w*"
    r"|\b(?:hvor|hvad) (?:kan|skal) (?:jeg|man|vi) ringe(?: hen)?\b|\bhvilket nummer\b",
    re.IGNORECASE,
)
_OTHER_NUMBERS = re.compile(
    r"\b(?:sags|kvitterings|kunde|cpr|konto|kort|hus|kø|person|journal|vej|post|bil|mit (?:eget )?)\w*\s?"
    r"(?:nummer|nr)"
    r"|\bmitid\b|\bkvittering\w*|\bi køen\b|\bskrevet\b|\bnoteret\b|\bhvis det brænder\b",
    re.IGNORECASE,
)


def asks_number(text: str) -> bool:
    """Tell whether a telephone number is asked for: "hvad er jeres nummer", "hvor kan jeg ringe hen"."""
    return _NUMBER.search(text) is not None and _OTHER_NUMBERS.search(text) is None
