"""Self-corrections: "Byvej 54, nej 45", "kl. 10, undskyld 11", "ikke 54, men 45". The last value counts."""

import re

_SOFT = r"øh+m?|æh+m?|sig|så sig|lige|eller|det er|det var|det bliver|jo|men|så|lidt|til|den|på|i|om|jeg|vist"
_STRONG = (
    r"nej|nå kun|så siger vi|vi siger|næ+h?|nå nej|nope|undskyld|sorry|undskylder|hov|ups|vent|rettelse|"
    r"rettere sagt|jeg mener|"
    r"mener jeg|jeg mente|mente jeg|"
    r"forkert|fejl|det skulle være|skulle være|skal det være|jeg tog fejl|altså|faktisk|sagde jeg|ikke|"
    r"(?:det er|det var) (?:for (?:meget|lidt|mange|få|sent|tidligt)|ikke rigtigt|løgn)"
)
_GAP = r"[\s,.;:!?–—-]*"
_CONNECTOR = re.compile(
    rf"{_GAP}(?:(?:{_SOFT})\b{_GAP})*(?:{_STRONG})\b{_GAP}(?:(?:{_STRONG}|{_SOFT})\b{_GAP})*"
)


def correction_end(text: str, position: int) -> int | None:
    """Where the corrected value begins, if a correcting phrase ("nej vent", "jeg mener") begins at
    ``position``. None before a value that is only denied: "Byvej 45, ikke 54".
    """
    match = _CONNECTOR.match(text.lower(), position)
    if match is None or match.end() == len(text) or is_negated(text, match.end()):
        return None
    return match.end()


def corrects(text: str, first_end: int, second_start: int) -> bool:
    """Whether nothing but a correcting phrase stands between two values of the same kind."""
    between = _CONNECTOR.fullmatch(text.lower(), first_end, second_start)
    return between is not None and not is_negated(text, second_start)


def is_negated(text: str, start: int) -> bool:
    """Whether "ikke" stands right before a value: "ikke Byvej 54, men Byvej 45"."""
    return re.search(r"(?<!\w)ikke\s+(?:til\s+|på\s+|i\s+|nummer\s+)?$", text[:start].lower()) is not None
