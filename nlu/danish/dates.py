"""Dates, relative to a given moment: "i overmorgen", "på torsdag", "den 3.", "om fjorten dage",
"nytårsaften".

A weekday alone is its next occurrence after today; "næste torsdag" and "torsdag i næste uge" are in the next
calendar week (ISO, Monday first). A day without a month or year is the next such day, today included. Spoken
"otte dage" is the idiom for a week (Den Danske Ordbog, *otte dage*); "8 dage" in figures is eight.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nlu.danish.numbers import number_below_hundred, ordinal


@dataclass(frozen=True)
class DateSpan:
    """A date expression: character span and the date meant."""

    start: int
    end: int
    value: date


WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december",
)  # fmt: skip


def _with_slips(names: Iterable[str]) -> dict[str, int]:
    """Names → their number from 0, and how hurried hands write them: a letter dropped, doubled or swapped
    with the next, æøå folded. The first letter and the last are right.
    """
    table: dict[str, int] = {}
    for number, name in enumerate(names):
        folds = {name, name.replace("ø", "oe"), name.replace("ø", "o")}
        for at in range(1, len(name) - 1) if len(name) > _SHORTEST_WITH_SLIPS else ():
            folds.add(name[:at] + name[at + 1 :])
            folds.add(name[: at + 1] + name[at:])
            if at < len(name) - 2:
                folds.add(name[:at] + name[at + 1] + name[at] + name[at + 2 :])
        for spelling in folds:
            table.setdefault(spelling, number)
    return table


_SHORTEST_WITH_SLIPS = 5
_WEEKDAY_SPELLINGS = {
    **_with_slips(WEEKDAYS),
    "mandå": 0, "tirsda": 1, "onsda": 2, "torsda": 3, "fredå": 4, "freda": 4, "lørda": 5, "løverdag": 5,
    "sønda": 6,
}  # fmt: skip
_MONTH_SPELLINGS = {
    **{name: number + 1 for name, number in _with_slips(MONTHS).items()},
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10,
    "nov": 11, "dec": 12, "septemper": 9,
}  # fmt: skip
_FIXED_DAYS = {
    "nytårsaftensdag": (12, 31), "nytårsaften": (12, 31), "nytaarsaften": (12, 31),
    "nytårsdag": (1, 1), "nytaarsdag": (1, 1),
    "lillejuleaften": (12, 23), "lille juleaften": (12, 23), "juleaftensdag": (12, 24), "juleaften": (12, 24),
    "første juledag": (12, 25), "1. juledag": (12, 25), "juledag": (12, 25),
    "anden juledag": (12, 26), "2. juledag": (12, 26),
    "sankt hans aften": (6, 23), "sankthansaften": (6, 23), "sankt hans": (6, 23), "grundlovsdag": (6, 5),
    "mortensaften": (11, 10), "halloween": (10, 31), "valentinsdag": (2, 14),
}  # fmt: skip
# Days counted from Easter Sunday (folkekirken's calendar; store bededag was abolished from 2024).
_EASTER_DAYS = {
    "fastelavn": -49, "palmesøndag": -7, "palmesoendag": -7, "skærtorsdag": -3,
    "skaertorsdag": -3, "langfredag": -2,
    "påskelørdag": -1, "påskedag": 0, "paaskedag": 0, "første påskedag": 0, "anden påskedag": 1,
    "2. påskedag": 1,
    "kristi himmelfartsdag": 39, "kristi himmelfart": 39, "pinsedag": 49, "første pinsedag": 49,
    "anden pinsedag": 50,
    "2. pinsedag": 50,
}  # fmt: skip

_W = "|".join(sorted(_WEEKDAY_SPELLINGS, key=len, reverse=True))
_M = "|".join(sorted(_MONTH_SPELLINGS, key=len, reverse=True))
_ORD = (
    r"(?:(?:en|to|tre|fire|fem|seks|syv|otte|ni)og(?:tyvende|tredivte)|første|foerste|anden|tredje|tredie|fjerde|femte|"
    r"sjette|syvende|ottende|niende|tiende|ellevte|tolvte|trettende|fjortende|femtende|sekstende|syttende|attende|"
    r"nittende|tyvende|tredivte)"
)
_COUNT = r"(?:\d{1,3}|[a-zæøå]{2,20})"
_DAY_MONTH = re.compile(
    rf"(?<![\w/.-])(?:(?P<weekday>{_W})\s*,?\s+)?(?:(?:den|d\.?)\s*)?"
    rf"(?:(?P<day>\d{{1,2}})\s*\.?|(?P<word>{_ORD}))\s*(?P<month>{_M})\b\.?(?:\s*,?\s*(?P<year>(?:19|20)\d\d|'?\d\d(?!\s*[:.]\d)))?(?![\w])"
)
_ISO = re.compile(r"(?<![\w-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_NUMERIC = re.compile(
    rf"(?<![\w/.,-])(?:(?P<weekday>{_W})\s*,?\s+)?(?P<den>(?:den|d\.?)\s*)?(?P<day>\d{{1,2}})(?P<sep>\s?/\s?|\.|-)(?P<month>\d{{1,2}})"
    r"(?:(?:\s?[-/]\s?|\.|\s)(?P<year>(?:20)?\d\d)|\.)?(?![\w/]|[.,:-]\d)"
)
_ORDINAL_MONTH = re.compile(rf"(?<!\w)(?:den\s+)?(?P<day>{_ORD})\s+i\s+(?P<month>{_ORD})(?!\w)")
_DAY_ONLY = re.compile(
    rf"(?<!\w)(?:(?P<weekday>{_W})\s+)?(?:den|d\.?)\s*(?:(?P<day>\d{{1,2}})(?P<dot>\.)?|(?P<word>{_ORD}))"
    rf"(?P<next>\s+i\s+næste\s+måned)?(?![\w/]|-\w|[.:,]\d)"
)
_RELATIVE = re.compile(
    r"(?<!\w)(?:(?P<overmorgen>(?:i\s*)?overmorgen|dagen efter i\s*morgen)|"
    r"(?P<morgen>i\s*morgen)(?!\s*(?:stund|mad))|"
    r"(?P<forgaars>i\s*for(?:gårs|gaars|gårds))|(?P<gaar>i\s*(?:går|gaar|gårs))|"
    r"(?P<idag>i\s*dag|idag|d\.?\s*d\.|dags dato|i\s+(?:aften|eftermiddag|formiddag|morges|nat)|"
    r"senere på dagen))(?!\w)"
)
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?P<week1>(?:i\s+)?(?:næste|naeste)\s+uge)\s*,?\s*(?:på\s+|om\s+)?|(?P<last1>i\s+sidste\s+uge)\s+|"
    rf"(?P<this1>i\s+denne\s+uge)\s+(?:på\s+)?)?(?P<lead>(?:nu\s+)?på|førstkommende|kommende|næste|naeste|sidste|i|om|hver|denne|nu)?"
    rf"\s*(?<!\w)(?P<day>{_W})(?P<s>s)?(?P<def>en|e|ene)?(?!\w)"
    rf"(?:\s+(?P<after>i\s+(?:næste|naeste)\s+uge|(?:i\s+)?ugen\s+efter|i\s+denne\s+uge|i\s+sidste\s+uge|otte\s+dage|"
    rf"om\s+(?:otte\s+dage|8\s+dage|en\s+uge|fjorten\s+dage|14\s+dage|to\s+uger)))?"
)
_WEEK_NUMBER = re.compile(
    rf"(?<!\w)(?:på\s+)?(?P<day>{_W})\s+i\s+uge\s+(?P<week>\d{{1,2}})(?!\w)|"
    rf"(?<!\w)(?:i\s+)?uge\s+(?P<week2>\d{{1,2}})\s*,?\s+(?:på\s+|om\s+)?(?P<day2>{_W})(?:en)?(?!\w)"
)
_NTH_WEEKDAY = re.compile(
    rf"(?<!\w)(?:den\s+)?(?P<nth>første|foerste|anden|tredje|fjerde|sidste)\s+(?P<day>{_W})\s+i\s+(?P<month>{_M})(?!\w)"
)
_IN = re.compile(
    rf"(?<!\w)om\s+(?P<count>{_COUNT})\s+(?P<unit>dage?|døgn|uger?|måneder|måned|maaned|år)s?(?!\w)"
)
_AGO = re.compile(rf"(?<!\w)for\s+(?P<count>{_COUNT})\s+(?P<unit>dage?|uger?|måneder|måned|år)\s+siden(?!\w)")
_TODAY_WEEK = re.compile(r"(?<!\w)i\s*dag\s+(?:om\s+)?(?P<count>otte|8|fjorten|14)\s+dage(?!\w)")
_NAMED = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted([*_FIXED_DAYS, *_EASTER_DAYS], key=len, reverse=True)) + r")(?!\w)"
)
# "den tredje" alone is a day only where nothing follows that it could describe ("den tredje rykker").
_DATE_GOES_ON = re.compile(
    r"\s*(?:$|[,.;:!?)]|(?:kl|klokken|om|til|ved|i|og|eller|men|fra|mellem|hvor|efter|er|tak|jeg|kan|nej)\b)"
)

# What is told as done lies behind; an appointment that one "fik" lies ahead.
_PAST = re.compile(
    r"\b(?:blev|bestilte|betalte|dateret|modtog|skete|siden|sendte|indsendte|afleverede|ansøgte|søgte|"
    r"(?:er|brevet|bøden|regningen|afgiften|afgørelsen|rykkeren) fra|"
    r"klagede|parkerede|købte|faldt|mistede|ringede|skrev|flyttede|var (?:jeg|vi|der|han|hun|i)|"
    r"(?:jeg|vi|han|hun|i) var|skulle have|"
    r"fik (?:jeg |vi )?(?:en |et |den |jeres )?"
    r"(?:bøde|brev|afslag|regning|rykker|p-?afgift|afgift|besked|svar))\b"
)
_AHEAD = re.compile(r"\b(?:tid|tiden|møde|mødet|aftale|aftalen|time|timen|skal|vil|kommer|indkaldt)\b")


def find_dates(text: str, now: datetime) -> list[DateSpan]:
    """Return the dates named in ``text``, left to right, without overlaps."""
    lower, today = text.lower(), now.date()
    found: list[DateSpan] = []
    for finder in (
        _iso,
        _day_months,
        _ordinal_months,
        _numeric,
        _named,
        _today_week,
        _week_numbers,
        _nth_weekdays,
        _day_only,
        _weekdays,
        _counted,
        _relative,
    ):
        for span in finder(lower, today):
            if all(span.end <= other.start or span.start >= other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def say_date(day: date) -> str:
    """Write a date in full: "torsdag den 3. december 2026"."""
    return f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]} {day.year}"


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (Meeus/Jones/Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * shift) // 433
    month = (h + shift - 7 * m + 90) // 25
    return date(year, month, (h + shift - 7 * m + 33 * month + 19) % 32)


def _iso(lower: str, _: date) -> list[DateSpan]:
    return _valid((m, _date(int(m["year"]), int(m["month"]), int(m["day"]))) for m in _ISO.finditer(lower))


def _day_months(lower: str, today: date) -> list[DateSpan]:
    return _valid(
        (m, _near_date(_day(m["day"], m["word"]), _MONTH_SPELLINGS[m["month"]], m, today))
        for m in _DAY_MONTH.finditer(lower)
    )


def _ordinal_months(lower: str, today: date) -> list[DateSpan]:
    return _valid(
        (m, _near_date(ordinal(m["day"]) or 0, ordinal(m["month"]) or 0, m, today))
        for m in _ORDINAL_MONTH.finditer(lower)
    )


def _numeric(lower: str, today: date) -> list[DateSpan]:
    found = []
    for m in _NUMERIC.finditer(lower):
        slash = "/" in m["sep"] or (m["sep"] == "." and int(m["day"]) >= 24)
        # "3-4" is a range and "10.12" a time, unless a year or "den" says that it is a date
        if not slash and not (
            m["den"] or m["weekday"] or (m["year"] and m["sep"] == ".") or (m["year"] and len(m["year"]) == 4)
        ):
            continue
        found.append((m, _near_date(int(m["day"]), int(m["month"]), m, today)))
    return _valid(found)


def _named(lower: str, today: date) -> list[DateSpan]:
    found = []
    for m in _NAMED.finditer(lower):
        name = m.group()
        if name in _FIXED_DAYS:
            month, day = _FIXED_DAYS[name]
            found.append((m, _next_date(day, month, None, today)))
        else:
            shift = timedelta(days=_EASTER_DAYS[name])
            days = (easter(year) + shift for year in (today.year, today.year + 1))
            found.append((m, next(day for day in days if day >= today or day.year > today.year)))
    return _valid(found)


def _today_week(lower: str, today: date) -> list[DateSpan]:
    return _valid(
        (m, today + timedelta(days=14 if m["count"] in ("fjorten", "14") else 7))
        for m in _TODAY_WEEK.finditer(lower)
    )


def _weekdays(lower: str, today: date) -> list[DateSpan]:
    found = []
    for m in _WEEKDAY.finditer(lower):
        lead, after = m["lead"] or "", m["after"] or ""
        # "om torsdagen", "torsdage" and "hver torsdag" are habits, not days
        if m["def"] or lead == "hver" or (m["s"] and lead != "i"):
            continue
        target = _WEEKDAY_SPELLINGS[m["day"]]
        monday = today - timedelta(days=today.weekday())
        ahead = today + timedelta(days=(target - today.weekday() - 1) % 7 + 1)
        if m["week1"] or "næste uge" in after or "naeste uge" in after or lead in ("næste", "naeste"):
            day = monday + timedelta(days=7 + target)
        elif m["last1"] or "sidste uge" in after:
            day = monday + timedelta(days=target - 7)
        elif m["this1"] or "denne uge" in after:
            day = monday + timedelta(days=target)
        elif m["s"] or lead == "sidste":
            day = today - timedelta(days=(today.weekday() - target - 1) % 7 + 1)
        elif "fjorten" in after or "14" in after or "to uger" in after:
            day = ahead + timedelta(days=14)
        elif after:
            day = ahead + timedelta(days=7)
        else:
            day = ahead
        found.append((m, day))
    return _valid(found)


def _week_numbers(lower: str, today: date) -> list[DateSpan]:
    """ "mandag i uge 50": ISO weeks; a week that is over is next year's."""
    found = []
    for m in _WEEK_NUMBER.finditer(lower):
        weekday = _WEEKDAY_SPELLINGS[m["day"] or m["day2"]] + 1
        try:
            days = [
                date.fromisocalendar(year, int(m["week"] or m["week2"]), weekday)
                for year in (today.isocalendar()[0], today.isocalendar()[0] + 1)
            ]
        except ValueError:
            continue
        found.append((m, days[0] if days[0] >= today else days[1]))
    return _valid(found)


def _nth_weekdays(lower: str, today: date) -> list[DateSpan]:
    """ "første mandag i december", "sidste fredag i marts"."""
    found = []
    for m in _NTH_WEEKDAY.finditer(lower):
        weekday, month = _WEEKDAY_SPELLINGS[m["day"]], _MONTH_SPELLINGS[m["month"]]
        for year in (today.year, today.year + 1):
            first = date(year, month, 1)
            days = [
                first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week)
                for week in range(5)
                if (weekday - first.weekday()) % 7 + 7 * week < monthrange(year, month)[1]
            ]
            day = days[-1] if m["nth"] == "sidste" else days[(ordinal(m["nth"]) or 1) - 1]
            if day >= today:
                found.append((m, day))
                break
    return _valid(found)


def _counted(lower: str, today: date) -> list[DateSpan]:
    found = []
    for pattern, sign in ((_IN, 1), (_AGO, -1)):
        for m in pattern.finditer(lower):
            count = int(m["count"]) if m["count"].isdigit() else number_below_hundred(m["count"])
            if count is not None:
                if m["count"] == "otte" and m["unit"].startswith("dag"):
                    count = 7
                found.append((m, _shift(today, sign * count, m["unit"])))
    return _valid(found)


def _relative(lower: str, today: date) -> list[DateSpan]:
    shifts = {"overmorgen": 2, "morgen": 1, "gaar": -1, "forgaars": -2, "idag": 0}
    return _valid(
        (m, today + timedelta(days=shifts[m.lastgroup or "idag"])) for m in _RELATIVE.finditer(lower)
    )


def _day_only(lower: str, today: date) -> list[DateSpan]:
    found = []
    for m in _DAY_ONLY.finditer(lower):
        day = _day(m["day"], m["word"])
        # "den første" and "den anden" choose between two things; a bare "den 3 ..." needs an end too
        plain = not (m["dot"] or m["weekday"] or m["next"])
        if plain and (m["word"] in ("første", "foerste", "anden") or not _DATE_GOES_ON.match(lower, m.end())):
            continue
        if not m["dot"] and m["word"] is None and not plain and not _DATE_GOES_ON.match(lower, m.end()):
            continue
        found.append((m, _next_day(day, today, skip=1 if m["next"] else 0)))
    return _valid(found)


def _day(figures: str | None, word: str | None) -> int:
    return int(figures) if figures else ordinal(word or "") or 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _near_date(day: int, month: int, match: re.Match[str], today: date) -> date | None:
    """The date in the year that is said, else the next such day, or the last one where the sentence tells
    what has been.
    """
    year = match.groupdict().get("year")
    coming = _next_date(day, month, year, today)
    if year or coming is None or coming == today or not _tells_what_was(match):
        return coming
    return _date(coming.year - 1, month, day) or coming


def _tells_what_was(match: re.Match[str]) -> bool:
    sentence = re.split(r"[.!?]\s", match.string[: match.start()])[-1]
    return bool(_PAST.search(sentence)) and not _AHEAD.search(sentence)


def _next_date(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        number = int(year.strip("'"))
        return _date(number + 2000 if number < 100 else number, month, day)
    candidates = (_date(today.year + ahead, month, day) for ahead in range(9))
    return next((found for found in candidates if found and found >= today), None)


def _next_day(day: int, today: date, skip: int) -> date | None:
    for ahead in range(skip, 14):
        year, month = divmod(today.month - 1 + ahead, 12)
        found = _date(today.year + year, month + 1, day)
        if found and (found >= today or skip):
            return found
    return None


def _shift(today: date, count: int, unit: str) -> date | None:
    if unit.startswith(("dag", "døgn")):
        return today + timedelta(days=count)
    if unit.startswith("uge"):
        return today + timedelta(weeks=count)
    months = count * (12 if unit.startswith("år") else 1)
    year, month = divmod(today.month - 1 + months, 12)
    year += today.year
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _valid(found: Iterable[tuple[re.Match[str], date | None]]) -> list[DateSpan]:
    return [DateSpan(m.start(), m.end(), day) for m, day in found if day is not None]
