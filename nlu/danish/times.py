"""Clock times, time ranges and durations: "halv ti", "kvart over tre", "mellem 10 og 12", "halvanden time".

A clock time without a part of the day: hours 1-6 are the afternoon, 7-12 as said (design §4). A leading
zero ("kl. 06.30") or a minute spelling above 12 hours ("kl. 18") is taken as written.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlu.danish.numbers import TENS, UNITS, number_below_hundred


@dataclass(frozen=True)
class TimeSpan:
    """A time expression: character span, kind and normalised value.

    ``kind`` is ``time`` (value "HH:MM"), ``time_range`` (value {"from": "HH:MM", "to": "HH:MM"}, one of
    the keys absent where the citizen left it open) or ``duration_minutes`` (value: minutes as int).
    """

    start: int
    end: int
    kind: str
    value: str | int | dict[str, str]


# Hours of the parts of the day, as Den Danske Ordbog draws them.
_PARTS = {
    "morgen": (6, 9), "formiddag": (9, 12), "middag": (12, 13), "eftermiddag": (12, 18), "aften": (18, 24),
    "nat": (0, 6),
}  # fmt: skip
_EVENING = (18, 0)
_NUMBER_WORDS = sorted(
    [word for word in {**UNITS, **TENS} if word not in ("sex",)]
    + [f"{unit}og{ten}" for unit in UNITS for ten in ("tyve", "tredive", "fyrre", "halvtreds")],
    key=len,
    reverse=True,
)
_HOUR_WORDS = sorted(
    [*(word for word, value in UNITS.items() if value), "tyve", "enogtyve", "toogtyve", "treogtyve"],
    key=len,
    reverse=True,
)
_N = r"(?:\d{1,2}|" + "|".join(_NUMBER_WORDS) + ")"
_H = r"(?:[01]?\d|2[0-4]|" + "|".join(_HOUR_WORDS) + ")"
_KL = r"(?:klokken|klokka|kl\b\.?|kl\.)\s*"
_TOWARD = r"(?:i|over|før|foer|efter)"
_PART = (
    r"(?P<part>(?:om|i|på|ved)\s+(?:morgenen|formiddagen|eftermiddagen|aftenen|natten|middagen|middagstid|formiddag|"
    r"eftermiddag|aften|nat)|(?:tidligt?\s+(?:om\s+)?morgen(?:en)?)|formiddag|eftermiddag|aften|morgen|pm|am)"
)
# One clock time. Without "kl." a bare number is a time only inside a range or before a part of the day.
_CLOCK = (
    rf"(?:(?P<toward>(?:{_N}(?:\s+min(?:ut(?:ter)?)?\b\.?)?|(?:et\s+)?kvarter|kvart))\s+(?P<way>{_TOWARD})\s+"
    rf"(?P<half2>halv\s+)?(?P<hour2>{_H})"
    rf"|(?P<half>halv\s+)(?P<hour3>{_H})"
    rf"|(?P<four>(?:[01]\d|2[0-3])[0-5]\d)"
    rf"|(?P<hour4>{_H})(?:(?P<sep>\s?[:.]\s?|\s+og\s+|\s+)(?P<minute>[0-5]\d|nul\s+(?:en|to|tre|fire|fem|seks|syv|otte|ni)|{'|'.join(_NUMBER_WORDS)}))?"
    rf"|(?P<midnight>midnat))"
)
_AFTER = r"(?![\w])"
_TIME = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<kl>{_KL})|(?P<near>ved|omkring|cirka|ca\.?|efter|før|senest|inden|fra|til)\s+)?"
    rf"{_CLOCK}(?P<oclock>\s*-?\s*tiden)?{_AFTER}(?:\s*,?\s+{_PART}{_AFTER})?"
)
_BARE = rf"(?:{_KL})?(?P<{{0}}>(?:halv\s+)?{_H}(?:\s?[:.]\s?[0-5]\d)?)"
_RANGE = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<mellem>mellem|imellem)\s+{_BARE.format('a')}\s+(?:og|til)\s+{_BARE.format('b')}"
    rf"|(?:(?P<fra>fra)\s+|(?P<kl>{_KL}))?{_BARE.format('c')}\s*(?P<dash>-|–|til\b)\s*{_BARE.format('d')})"
    rf"{_AFTER}(?P<oclock>\s*-?\s*tiden)?(?:\s+{_PART}{_AFTER})?"
)
_DAYPART = re.compile(
    r"(?<!\w)(?:(?:i|på)\s+|om\s+|hen\s+på\s+)?"
    r"(?P<name>(?:form|efterm)iddag(?:en)?|aften(?:en)?|morges|nat(?:ten)?|middag(?:en|stid)?|morgenen|morgen\s+tidlig)(?!\w)"
)
_NOT_TIMES = re.compile(
    r"\s*(?:år\b|aar\b|år|kr\b|kroner|børn|boern|personer|mennesker|meter|stk|styk|dage|uger|måneder|maaneder|gange|km|kg|"
    r"procent|%|timer|time\b|minutter|min\b|poser|ruller|pakker|cm|mm|m2|kvm|grader|etage|sal\b|\.?\s*sal\b|tv\b|th\b|"
    r"st\.?\s*t|januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
)
_DURATION = re.compile(
    rf"(?<![\w])(?:(?P<halvanden>halvanden|halvandet)\s+time"
    rf"|(?:en\s+|1\s+)?(?P<halftime>halv(?:\s+|-)?time(?:s\s+tid)?)"
    rf"|(?P<hours>{_N})(?P<plushalf>\s+(?:og\s+)?en\s+halv|,5|½)?\s*(?:times\s+tid|timers?|time|t)\b"
    rf"(?:\s+(?:og\s+)?(?P<extra>{_N})\s*(?P<unit>minutter|min|kvarter)\b)?"
    rf"|(?P<quarters>{_N})\s+kvarter(?:er|s\s+tid)?"
    rf"|(?P<minutes>\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})\s*(?:minutters?|minut|min)\b\.?)(?!\w)"
)


def find_times(text: str, now: datetime) -> list[TimeSpan]:
    """Return the time expressions of ``text``, left to right, without overlaps. ``now`` serves "om to
    timer".
    """
    lower = text.lower()
    found: list[TimeSpan] = []
    for finder in (_durations, _ranges, _clock_times, _day_parts):
        for span in finder(lower, now):
            if all(span.end <= other.start or span.start >= other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def say_time(hour: int, minute: int) -> str:
    """Write a clock time in figures as Danish does: "kl. 9.05"."""
    return f"kl. {hour}.{minute:02d}" if minute else f"kl. {hour}"


def _durations(lower: str, now: datetime) -> list[TimeSpan]:
    found = []
    for match in _DURATION.finditer(lower):
        minutes = _minutes_of(match)
        if minutes is None:
            continue
        before = re.search(r"(?<!\w)om\s+$", lower[: match.start()])
        if before:
            moment = now + timedelta(minutes=minutes)
            found.append(TimeSpan(before.start(), match.end(), "time", f"{moment:%H:%M}"))
        elif not re.match(
            r"\s+(?:i|over|før|foer|efter)\s+(?:halv\s+)?" + _H + r"(?!\w)", lower[match.end() :]
        ):
            found.append(TimeSpan(match.start(), match.end(), "duration_minutes", minutes))
    return found


def _minutes_of(match: re.Match[str]) -> int | None:
    if match["halvanden"]:
        return 90
    if match["halftime"]:
        return 30
    if match["hours"]:
        hours = _value(match["hours"])
        extra = _value(match["extra"]) * (15 if match["unit"] == "kvarter" else 1) if match["extra"] else 0
        return hours * 60 + (30 if match["plushalf"] else 0) + extra
    if match["quarters"]:
        return _value(match["quarters"]) * 15
    return _value(match["minutes"]) if match["minutes"] else None


def _ranges(lower: str, _: datetime) -> list[TimeSpan]:
    found = []
    for match in _RANGE.finditer(lower):
        first, second = (match["a"], match["b"]) if match["mellem"] else (match["c"], match["d"])
        marked = match["mellem"] or match["fra"] or match["kl"] or match["oclock"] or match["part"]
        written = re.search(r"[:.]", first) and re.search(r"[:.]", second)
        if not (marked or written) or _NOT_TIMES.match(lower, match.end()):
            continue
        opening, closing = _bare(first), _bare(second)
        if match["part"]:
            start, end = _in_part(opening, match["part"]), _in_part(closing, match["part"])
        else:
            start, end = _daytime(opening, first), _daytime(closing, second)
            # "mellem 8 og 4", "fra 11 til 1": the end lies after the start
            if end <= start and end[0] <= 12 and end[0] + 12 < 24 and start < _EVENING:
                end = (end[0] + 12, end[1])
            # "fra 22 til 2": into the night
            if start >= _EVENING and closing[0] <= _PARTS["nat"][1]:
                end = closing
        if start < end or (start >= _EVENING and end[0] <= _PARTS["nat"][1]):
            found.append(
                TimeSpan(match.start(), match.end(), "time_range", {"from": _hhmm(start), "to": _hhmm(end)})
            )
    return found


def _clock_times(lower: str, _: datetime) -> list[TimeSpan]:
    found = []
    for match in _TIME.finditer(lower):
        clock = _clock(match)
        if clock is None or not _is_time(match, lower):
            continue
        said = match["hour4"] or ""
        if match["four"]:
            # "kl. 0230" is written on the 24-hour clock
            said = "0"
        moment = _in_part(clock, match["part"]) if match["part"] else _daytime(clock, said)
        if match["midnight"]:
            moment = (0, 0)
        start = match.start()
        if match["near"] and not match["kl"]:
            start = match.start() + len(match["near"])
            start += len(lower[start:]) - len(lower[start:].lstrip())
        part = re.search(r"(?<!\w)i\s+(?:aften|nat|eftermiddag)\s+(?:ved\s+)?$", lower[: match.start()])
        if part and not match["part"]:
            moment = _in_part(clock, part.group())
        found.append(TimeSpan(start, match.end(), "time", _hhmm(moment)))
    return found


def _clock(match: re.Match[str]) -> tuple[int, int] | None:
    """The clock face as said, before morning and afternoon are told apart."""
    if match["midnight"]:
        return (0, 0)
    if match["toward"]:
        toward = match["toward"].strip()
        minutes = 15 if toward.endswith(("kvart", "kvarter")) else _value(re.split(r"\s", toward)[0])
        hour = _value(match["hour2"])
        base = hour * 60 - (30 if match["half2"] else 0)
        total = base + (minutes if match["way"] in ("over", "efter") else -minutes)
        return None if minutes > 30 else _face(total)
    if match["half"]:
        return _face(_value(match["hour3"]) * 60 - 30)
    if match["four"]:
        return (int(match["four"][:2]), int(match["four"][2:]))
    hour = _value(match["hour4"])
    minute = _value(match["minute"]) if match["minute"] else 0
    return None if hour > 24 or minute > 59 else (hour % 24, minute)


def _face(minutes: int) -> tuple[int, int]:
    # "halv et" and "kvart i et" are half an hour and a quarter past noon, not past midnight
    return ((minutes // 60) % 24 or 12, minutes % 60)


def _is_time(match: re.Match[str], lower: str) -> bool:
    if match["midnight"]:
        return True
    if _NOT_TIMES.match(lower, match.end()):
        return False
    if match["kl"] or match["oclock"]:
        return True
    if match["toward"]:
        quarter = match["toward"].strip().endswith(("kvart", "kvarter")) or "min" in match["toward"]
        return quarter or _value(re.split(r"\s", match["toward"].strip())[0]) in (5, 10, 20, 25)
    if match["half"]:
        return True
    if match["sep"] and ":" in match["sep"]:
        return True
    if match["sep"] and "." in match["sep"]:
        # "10.30" and "14.00" are times, "24.12" after "den" is a date; prices end in "kr" (above)
        date_before = re.search(r"(?<!\w)(?:den|d\.?)\s*$", lower[: match.start()])
        is_clock = bool(match["minute"]) and match["minute"].isdigit() and int(match["minute"]) % 5 == 0
        return is_clock and not date_before and not re.match(r"[./\d]", lower[match.end() :])
    return bool(match["part"]) and match["minute"] is None


def _day_parts(lower: str, _: datetime) -> list[TimeSpan]:
    found = []
    for match in _DAYPART.finditer(lower):
        name = match["name"]
        if name.startswith("god") or re.search(r"(?<!\w)god\s*$", lower[: match.start()]):
            continue
        key = next(
            part
            for part in ("formiddag", "eftermiddag", "middag", "aften", "morgen", "morges", "nat")
            if name.startswith(part)
        )
        opening, closing = _PARTS["morgen" if key == "morges" else key]
        value = {"from": f"{opening:02d}:00", "to": "23:59" if closing == 24 else f"{closing:02d}:00"}
        found.append(TimeSpan(match.start(), match.end(), "time_range", value))
    return found


def within_part(value: str, said: str, part: str) -> str:
    """Move a clock time that was read alone into a part of the day named beside it ("klokken otte i
    morgen aften").

    ``value`` is "HH:MM", ``said`` its text, ``part`` the text of the part of the day. A time written on the
    24-hour clock stays.
    """
    hour, minute = int(value[:2]), int(value[3:])
    figures = re.search(r"\d+", said)
    if figures and (int(figures.group()) > 12 or figures.group().startswith("0")):
        return value
    return _hhmm(_in_part((hour - 12 if 13 <= hour <= 18 else hour, minute), part))


def _value(word: str) -> int:
    word = word.strip().removeprefix("nul ").strip()
    if word.isdigit():
        return int(word)
    value = number_below_hundred(word)
    return 0 if value is None else value


def _bare(said: str) -> tuple[int, int]:
    half = said.startswith("halv")
    numbers = re.split(r"\s?[:.]\s?", said.removeprefix("halv").strip())
    total = _value(numbers[0]) * 60 + (int(numbers[1]) if len(numbers) > 1 else 0) - (30 if half else 0)
    # "halv et" is half an hour past noon
    return ((total // 60) % 24 or (12 if half else 0), total % 60)


def _daytime(clock: tuple[int, int], said: str) -> tuple[int, int]:
    hour, minute = clock
    # "06.30" is written on the 24-hour clock; "0.30" and "midnat" are as said
    if said.startswith("0") or not 1 <= hour <= 6:
        return clock
    return (hour + 12, minute)


def _in_part(clock: tuple[int, int], part: str) -> tuple[int, int]:
    hour, minute = clock
    if any(word in part for word in ("eftermiddag", "aften", "pm")):
        return (hour + 12 if 1 <= hour < 12 else hour, minute)
    if "nat" in part:
        return (0 if hour == 12 else hour + 12 if 9 <= hour < 12 else hour, minute)
    if any(word in part for word in ("morgen", "morges", "formiddag", "am")):
        return clock
    return (hour + 12, minute) if 1 <= hour <= 6 else clock


def _hhmm(clock: tuple[int, int]) -> str:
    return f"{clock[0]:02d}:{clock[1]:02d}"
