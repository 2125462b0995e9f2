"""Praise and blame, read from the words and pictures with which an answer is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actions.dialogue.reading import yes_or_no

MOST_STARS = 5
GOOD_STARS = 3

_WORDS = {"et": 1, "en": 1, "én": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5}
_STARS = re.compile(
    r"\b(?P<given>[1-5]|en|et|én|to|tre|fire|fem) (?:(?:ud )?af (?:5|fem)\b|stjerner?\b|point\b)",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?P<given>\d{1,2}) ?(?:/|ud af|af) ?(?P<of>5|10)\b", re.IGNORECASE)
"""Points out of five or ten: "4/5", "8 ud af 10"."""

_THUMB_UP, _THUMB_DOWN, _STAR = "👍", "👎", re.compile("[⭐★🌟]")
_GLAD, _SAD = frozenset("😀😃😄😁😊🙂😍🥰👏❤🎉💯🙌"), frozenset("😡😠🤬😞☹🙁😢😭💩🤮😤")

_NOT_BAD = re.compile(
    r"\bikke (?:helt )?(?:dårlig|værst|tosset|så ringe|svær|til at klage)\w*", re.IGNORECASE
)
_NO_USE = re.compile(
    r"\b(?:ikke|ingen|aldrig|næppe|umulig\w*|ubrugelig\w*|dårlig\w*|ringe|elendig\w*|forkert\w*|fejl\w*|lort\w*"
    r"|misforst\w+|utilfreds\w*|værste|lige vidt|spild\w*|meningsløs\w*|håbløs\w*|skuffe\w*|mangle\w*|stadig"
    r"|tværtimod|volapyk|vrøvl|sludder|ævl)\b|\blortesvar|\btommel(?:en)? ned",
    re.IGNORECASE,
)
_SO_SO = re.compile(
    r"\b(?:delvist?|sådan halvt|halvt|til dels|både og|måske|nogenlunde|lidt)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Verdict:
    """What was said of the answer."""

    useful: bool | None
    """None when it is neither good nor bad: then it is asked."""
    rating: int | None
    """1 to 5, where stars were given."""


def verdict_in(text: str) -> Verdict:
    """Read praise and blame: "det hjalp", "nej, jeg er lige vidt", "2 ud af 5", "ikke dårligt"."""
    if (drawn := drawn_verdict(text)) is not None:
        return drawn
    if (points := _points(_SHARE.search(text))) is not None:
        return points
    if given := _STARS.search(text):
        word = given["given"].lower()
        stars = _WORDS.get(word) or int(word)
        return Verdict(stars >= GOOD_STARS, stars)
    if _NOT_BAD.search(text):
        return Verdict(True, None)
    if _NO_USE.search(text):
        return Verdict(False, None)
    if _SO_SO.search(text):
        return Verdict(None, None)
    return Verdict(yes_or_no(text, "") is not False, None)


def drawn_verdict(text: str) -> Verdict | None:
    """Read what is said with pictures or points alone: "👍", "⭐⭐⭐", "4/5"; None where there are words."""
    if re.search(r"[^\W\d_]", text):
        return None
    if stars := len(_STAR.findall(text)):
        return Verdict(min(stars, MOST_STARS) >= GOOD_STARS, min(stars, MOST_STARS))
    good = _THUMB_UP in text or bool(_GLAD & set(text))
    bad = _THUMB_DOWN in text or bool(_SAD & set(text))
    if good != bad:
        return Verdict(good, None)
    return _points(_SHARE.fullmatch(text.strip()))


def _points(share: re.Match[str] | None) -> Verdict | None:
    if share is None or int(share["given"]) > int(share["of"]):
        return None
    stars = max(1, round(int(share["given"]) * MOST_STARS / int(share["of"])))
    return Verdict(stars >= GOOD_STARS, stars)
