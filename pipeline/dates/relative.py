"""Relative expressions: «۲ ساعت پیش», «دیروز», "3 days ago", «هفته گذشته».

They are labelled; a day or a time comes out only where a reference is given.
"""

import re
from datetime import date, datetime, timedelta

from pipeline.dates import calendars
from pipeline.dates.candidate import Candidate
from pipeline.dates.fold import fold_word
from pipeline.dates.numerals import NUMBER, number
from pipeline.dates.patterns import LETTER, SP, alternation, key
from pipeline.dates.vocabulary import LAST_YEAR, THIS_YEAR, WORDS

_UNITS = {key(fold_word(w)): unit for unit, words in WORDS["relative"]["units"].items() for w in words}
_UNIT = alternation(word for words in WORDS["relative"]["units"].values() for word in words)
_DAYS: dict[str, int] = {key(fold_word(w)): n for w, n in WORDS["relative"]["days"].items()}
_ENGLISH = {word: value for value, word in enumerate(WORDS["relative"]["numbers"], 1)}
_AGO = re.compile(
    rf"(?:(?<![\d/.,:٫])(?P<n>\d{{1,3}})|(?P<w>{NUMBER})|(?<!{LETTER})(?P<a>an?|یک|{'|'.join(_ENGLISH)})){SP}{{1,2}}(?P<unit>{_UNIT})"
    rf"{SP}{{1,2}}(?:پیش|قبل|ago)\Z"
)
_BEFORE = re.compile(rf"{SP}{{0,2}}از(?!{LETTER})")
_LAST = re.compile(
    rf"(?:هفته|هفته{SP}?ی){SP}{{1,2}}(?:گذشته|قبل|پیش)(?!{LETTER})|[Ll]ast{SP}week(?!{LETTER}|{SP}+of(?!{LETTER}))"
)
_DAY = re.compile(rf"(?:{alternation(WORDS['relative']['days'])})(?!\u200c?{LETTER})")

AGO_WORDS = frozenset({"پیش", "قبل", "ago"})
DAY_WORDS = frozenset(fold_word(word).split()[0] for word in WORDS["relative"]["days"])
DAY_WORDS |= {word.capitalize() for word in DAY_WORDS}
LAST_WORDS = frozenset({"هفته", "last", "Last"})
_THIS_YEAR = re.compile(rf"(?:{SP}{{0,2}}ماه)?{SP}{{1,2}}{THIS_YEAR}(?!{LETTER})")
_LAST_YEAR = re.compile(rf"(?:{SP}{{0,2}}ماه)?{SP}{{1,2}}{LAST_YEAR}(?!{LETTER})")
_LENGTH = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def ago(text: str, end: int, reference: datetime | None) -> Candidate | None:
    """«۲ ساعت پیش», read back from the end of its last word."""
    found = _AGO.search(text, max(0, end - 40), end)
    if found is None or _BEFORE.match(text, end):
        return None
    if found["n"]:
        amount = int(found["n"])
    elif found["a"]:
        amount = _ENGLISH.get(found["a"].lower(), 1)
    else:
        words = number(found["w"])
        if words is None or words.ordinal:
            return None
        amount = words.value
    unit = _UNITS[key(found["unit"])]
    start = min(i for i in (found.start("n"), found.start("w"), found.start("a")) if i >= 0)
    iso = None
    if reference is not None and unit in _LENGTH:
        then = reference - amount * _LENGTH[unit]
        iso = then.isoformat(timespec="minutes") if unit in ("second", "minute", "hour") else then.date().isoformat()
    return _relative(start, end, iso, f"-{amount} {unit}")


def day(text: str, pos: int, reference: datetime | None) -> Candidate | None:
    """«دیروز» and its like; today and tomorrow, which are rarely meant as days, only where a reference is given."""
    found = _DAY.match(text, pos)
    if found is None:
        return None
    shift = _DAYS[key(found[0])]
    if reference is None:
        return None if shift >= 0 else _relative(pos, found.end(), None, f"{shift:+} day")
    iso = (reference.date() + timedelta(days=shift)).isoformat()
    return _relative(pos, found.end(), iso, f"{shift:+} day")


def last(text: str, pos: int, reference: datetime | None) -> Candidate | None:
    """«هفته گذشته»: the week before, Saturday to Friday in Persian and Monday to Sunday in English."""
    found = _LAST.match(text, pos)
    if found is None:
        return None
    iso = None
    if reference is not None:
        today = reference.date()
        first = _week_start(today, saturday=not text[pos].isascii()) - timedelta(days=7)
        iso = f"{first.isoformat()}/{(first + timedelta(days=6)).isoformat()}"
    return _relative(pos, found.end(), iso, "-1 week")


def resolve(one: Candidate, text: str, today: date) -> None:
    """Give a day without a year the year that «امسال» or «سال گذشته» beside it says, else the one nearest to today."""
    if one.iso is not None or one.native is None or not one.native.startswith("--") or "/" in one.native:
        return
    month, number_ = int(one.native[2:4]), int(one.native[5:])
    this = calendars.year_of(one.calendar, today)
    if _THIS_YEAR.match(text, one.end):
        years, why = [this], "this year"
    elif _LAST_YEAR.match(text, one.end):
        years, why = [this - 1], "last year"
    else:
        years, why = [this - 1, this, this + 1], "the nearest to the reference"
    days = [day for year in years if (day := calendars.day(one.calendar, year, month, number_)) is not None]
    if days:
        one.day = min(days, key=lambda day: abs(day - today))
        one.iso, one.why, one.confidence = one.day.isoformat(), f"month name, {why}", 0.7


def _week_start(today: date, *, saturday: bool) -> date:
    return today - timedelta(days=(today.weekday() + 2) % 7 if saturday else today.weekday())


def _relative(start: int, end: int, iso: str | None, native: str) -> Candidate:
    precision = "none" if iso is None else "range" if "/" in iso else "minute" if "T" in iso else "day"
    return Candidate(start, end, "relative", precision, iso, native, confidence=0.9, why="relative expression")
