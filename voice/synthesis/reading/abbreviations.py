"""Abbreviations and units in full: ``abbreviations.yml``. A full stop that also ends the sentence is kept."""

import re
from pathlib import Path

import yaml

_TABLE = yaml.safe_load(Path(__file__).with_name("abbreviations.yml").read_text("utf-8"))
_DOTTED: dict[str, str] = _TABLE["dotted"]
_BARE: dict[str, str] = _TABLE["bare"]
_UNITS: dict[str, str] = _TABLE["units"]
_NEVER_LAST = frozenset(_TABLE["never_last"])
_AND_OR = re.compile(r"\bog/eller\b", re.IGNORECASE)
_SUBSECTION = re.compile(r"\bstk\.? ?(?=\d)", re.IGNORECASE)
_SOME_NUMBER = re.compile(r"(?<=[a-zæøå]{3})(?:nr\.|nr\b)", re.IGNORECASE)
_CHARGE_OF = re.compile(r"\bc/o\b", re.IGNORECASE)


def _either(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DOTTED_PATTERN = re.compile(rf"(?<![\w.])({_either(_DOTTED)})(?![\w.])", re.IGNORECASE)
_BARE_PATTERN = re.compile(rf"(?<![\w.])({_either(_BARE)})(?![\w'-]|\.\w)", re.IGNORECASE)
_UNIT_PATTERN = re.compile(rf"(?<=\d) ?({_either(_UNITS)})(?![\w/-])")
_END = re.compile(r"\s*$|\s+[A-ZÆØÅ]")


def read_abbreviations(text: str) -> str:
    """``bl.a.`` → "blandt andet", ``54 m2`` → "54 kvadratmeter", ``nr.`` → "nummer"."""
    text = _SOME_NUMBER.sub("nummer", _SUBSECTION.sub("stykke ", text))
    text = _CHARGE_OF.sub("hos", _AND_OR.sub("og eller", text))
    text = _UNIT_PATTERN.sub(lambda found: f" {_UNITS[found[1]]}", text)
    text = _DOTTED_PATTERN.sub(_dotted, text)
    return _BARE_PATTERN.sub(lambda found: _cased(_BARE[found[1].lower()], found[1]), text)


def _dotted(found: re.Match[str]) -> str:
    written = found[1].lower()
    full = _cased(_DOTTED[written], found[1])
    after = found.string[found.end() :]
    last = not after.strip() or (written not in _NEVER_LAST and _END.match(after) is not None)
    return full + ("." if last and written.endswith(".") else "")


def _cased(full: str, written: str) -> str:
    return full[0].upper() + full[1:] if written[0].isupper() and written[1:].islower() else full
