"""When the citizen would like to be called: "efter klokken 12", "i morgen formiddag".

A wish is kept as two texts: as it is told back at once ("i morgen om formiddagen"), and as it is written for
those who read it on another day ("tirsdag den 24. november om formiddagen").
"""

from __future__ import annotations

import re
from datetime import date, datetime

from actions.dialogue.agenda import Errand
from actions.dialogue.danish import clock, day, full_date
from actions.dialogue.phrases import phrase
from actions.dialogue.privacy import hide_numbers
from nlu.danish.dates import find_dates
from nlu.danish.times import TimeSpan, find_times

WISH = "call_back_wish"
"""Where an errand keeps it: ``told`` and ``written``."""

_ABOUT_SOMETHING = re.compile(
    r"\b(?:om (?:min|mit|mine|en|et)|angående|vedr\w*|handler|gælder)\b", re.IGNORECASE
)
"""After these words a time belongs to the matter: "ring om min tid i morgen"."""
_OF_THE_CALL = re.compile(r"\b(?:helst|ring\w*|træffes|træffe|ledig|hjemme|telefonen)\b", re.IGNORECASE)
"""Words that make a time in the reason one of the call."""
_RINGING = re.compile(r"\b(?:op)?ring\w*|\bopkald\w*", re.IGNORECASE)
_RATHER = re.compile(
    r"\b(?:(?:kan|må|skal) (?:det|de|i) (?:ikke )?(?:godt )?(?:blive|være)|efter|før|først|tidligst|senest"
    r"|inden|hellere)\b",
    re.IGNORECASE,
)
_SAID_AS_A_TIME = re.compile(
    r"\b(?:kl|klokken|efter|før|inden|mellem|omkring|tidligst|senest|middag|i (?:dag|morgen|aften)"
    r"|(?:for|efter)middag\w*|aften\w*|(?:man|tirs|ons|tors|fre|lør|søn)dag\w*|dagen|morgenen)\b",
    re.IGNORECASE,
)
"""Words that make a time of what might be some of a telephone number's digits ("tyve tredive")."""
_FROM = re.compile(r"\b(?:efter|fra|tidligst|(?:ikke|først) før)\s+(?:klokken|kl\.?)?\s*$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:før|inden|senest)\s+(?:klokken|kl\.?)?\s*$", re.IGNORECASE)
_FIRST_AT = re.compile(r"\b(?:først|ikke (?:\w+ )?før)\s+(?:klokken|kl\.?)?\s*$", re.IGNORECASE)
_LEADS_TO_A_TIME = re.compile(
    r"(?:\b(?:helst|gerne|først|efter|før|inden|senest|fra|omkring|ved|tidligst|ikke|kl|klokken|i|på|om)\b[\s.]*)+$",
    re.IGNORECASE,
)
_TURNED_DOWN = re.compile(r"\b(?:ikke|undtagen|bare ikke)(?:\s+(?:i|på|om|den))?\s*$", re.IGNORECASE)
_PARTS = {
    "formiddag": "formiddagen",
    "eftermiddag": "eftermiddagen",
    "aften": "aftenen",
    "morgen": "morgenen",
}


def note_wish(
    errand: Errand, text: str, now: datetime, *, reason: bool = False, number: bool = False
) -> bool:
    """Keep on ``errand`` when ``text`` wishes the call to come; what was wished before stands otherwise.

    In a ``reason`` a time is one of the call only where the words say so, and where a ``number`` was asked
    for it may be half of one. Tells whether there is a wish in the text.
    """
    if (reason and not _OF_THE_CALL.search(text)) or (number and not _SAID_AS_A_TIME.search(text)):
        return False
    days, times = _days_and_times(text, now)
    if days or times:
        errand.memory[WISH] = {
            "told": " ".join([*(day(when, now.date()) for when in days), *times]),
            "written": " ".join([*(full_date(when) for when in days), *times]),
        }
    return bool(days or times)


def wishes_a_time(text: str, now: datetime) -> bool:
    """Tell whether the text says when to call."""
    return any(_days_and_times(text, now))


def wants_another_time(text: str, now: datetime, *, alone: bool) -> bool:
    """Tell whether a call that is ordered shall come when ``text`` says: "ring hellere i morgen".

    ``alone``: nothing else was done that "først efter klokken 15" could be about.
    """
    about_the_call = _OF_THE_CALL.search(text) or (alone and _RATHER.search(text))
    return bool(about_the_call) and wishes_a_time(text, now)


def names_the_call(text: str) -> bool:
    """Tell whether it speaks of ringing: "kan de ringe i morgen i stedet" moves no appointment."""
    return _RINGING.search(text) is not None


def wish_of(errand: Errand) -> dict[str, str]:
    """Return the wish (``told``, ``written``), or nothing."""
    return dict(errand.memory.get(WISH) or {})


def preferably(errand: Errand) -> str:
    """Return how the wish goes on a sentence: ", helst efter kl. 12"; empty without one."""
    wish = wish_of(errand)
    return phrase("ringop.preferably", when=wish["told"]) if wish else ""


def without_times(text: str, now: datetime) -> str:
    """Return the text without the days and times in it, and the words that lead to them."""
    spans = [(span.start, span.end) for span in find_dates(text, now)]
    spans += [(span.start, span.end) for span in find_times(text, now)]
    for start, end in sorted(spans, reverse=True):
        text = f"{_LEADS_TO_A_TIME.sub('', text[:start])} {text[end:]}"
    return text


def _days_and_times(text: str, now: datetime) -> tuple[list[date], list[str]]:
    """Return the day and the time of day that are wished for, each the last one said, if any."""
    text = hide_numbers(text)
    about = _ABOUT_SOMETHING.search(text)
    if about:
        text = text[: about.start()]
    days = [
        span.value
        for span in find_dates(text, now)
        if span.value >= now.date() and not _TURNED_DOWN.search(text[: span.start])
    ]
    times = [words for span in find_times(text, now) if (words := _time_in_words(span, text))]
    return days[-1:], times[-1:]


def _time_in_words(span: TimeSpan, text: str) -> str:
    said, before = text[span.start : span.end].lower(), text[: span.start]
    if isinstance(span.value, dict):
        part = next((named for word, named in _PARTS.items() if word in said), None)
        if part is not None:
            turned_down = _TURNED_DOWN.search(before)
            return "" if turned_down else f"om {part}"
        opens, closes = (span.value.get(end) for end in ("from", "to"))
        if opens and closes:
            return f"mellem {_clock(opens)} og {_clock(closes)}"
        return f"efter {_clock(opens)}" if opens else f"før {_clock(closes)}" if closes else ""
    if span.kind != "time":
        return ""
    lead = f"{before}{re.split(r'[0-9]', said)[0]}"
    # "Klokken fjorten" has no digit that its words could end at.
    if any(pattern.search(words) for pattern in (_FROM, _FIRST_AT) for words in (lead, before)):
        return f"efter {_clock(str(span.value))}"
    until = _UNTIL.search(lead) or _UNTIL.search(before)
    return f"{'før' if until else 'omkring'} {_clock(str(span.value))}"


def _clock(value: str) -> str:
    return clock(datetime.strptime(value, "%H:%M").time())
