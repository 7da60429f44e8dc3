"""The year after a month name, and the calendar that name, year and era mark together make."""

import re
from typing import NamedTuple

from pipeline.dates.context import DateContext
from pipeline.dates.named_days import GAP, WINDOW, Day
from pipeline.dates.numerals import NUMBER, number
from pipeline.dates.patterns import SP
from pipeline.dates.surroundings import counted, cued
from pipeline.dates.vocabulary import WEAK, Month
from pipeline.dates.years import era_after

# Two or three figures that are no time, no fraction and no thousands: «۹۸ / ۱۱:۳۴» is a year and a time.
_SHORT = rf"\d{{2,3}}(?!\d|{SP}?[:٫]{SP}?\d|{SP}?/{SP}?\d{{1,2}}(?![\d:])|[.,٬]\d)"
_YEAR = re.compile(
    rf"(?P<gap>{GAP}(?:[,،/.-]{SP}{{0,2}})?)(?:(?P<said>سال|کال|ساڵی|سنه){SP}{{0,2}}|of{SP})?"
    rf"(?:(?P<y>\d{{4}}(?!\d)|\d{{4}}(?=\d{{1,2}}:\d\d)|{_SHORT}|(?<=سال)\d)|(?P<w>{NUMBER}))"
)


class Name(NamedTuple):
    """A month name in a text."""

    start: int
    end: int
    month: Month
    key: str
    mah: bool
    """«ماه» follows it."""
    latin: bool
    capital: bool


class Year(NamedTuple):
    """A year beside a month name."""

    end: int
    value: int
    calendar: str
    confidence: float
    why: str


class _Written(NamedTuple):
    """A year as it is written."""

    value: int
    digits: int
    ordinal: bool
    said: bool
    """The word for year stands before it."""
    gap: str
    era: str | None
    stop: int
    """Where the figures end."""
    end: int
    """Where the era mark ends, where there is one."""


def calendar_of(month: Month, year: int) -> str | None:
    """The calendar of a four-digit year beside a month name, None where they do not go together."""
    if month.calendar == "jalali":
        if 1200 <= year <= 1500:
            return "jalali"
        return "imperial" if 2500 <= year <= 2540 else None
    if month.calendar == "islamic":
        return "islamic" if 1000 <= year <= 1500 else None
    return "gregorian" if 1000 <= year <= 2999 else None


def year_after(text: str, name: Name, day: Day | None, context: DateContext) -> Year | None:
    """The year that follows a month name, None where the number there is none."""
    year = _written(text, name.end)
    if year is None or year.era == "bce":
        return None
    if year.ordinal and not (year.said and (year.era or name.month.calendar == "islamic")):
        return None
    if year.digits < 4 and not year.said and year.gap in (",", "،", ".", "/") and not _slashes(day, year):
        return None
    if year.digits == 4 and year.era is None:
        if day is None and not year.said and counted(text, year.stop, times=False):
            return None
        calendar = calendar_of(name.month, year.value)
        return Year(year.end, year.value, calendar, 1.0, "month name") if calendar else None
    if name.month.calendar == "jalali":
        return _solar(text, name, day, year, context)
    if name.month.calendar == "islamic":
        return _lunar(year, day)
    return _gregorian(text, name, day, year)


def _written(text: str, at: int) -> _Written | None:
    found = _YEAR.match(text, at, at + WINDOW)
    if found is None:
        return None
    ordinal = False
    if found["y"]:
        value, digits = int(found["y"]), len(found["y"])
    else:
        words = number(found["w"])
        if words is None:
            return None
        value, ordinal = words
        digits = len(str(value))
    era = era_after(text, found.end())
    end = era.end if era and not era.bracketed else found.end()
    mark = era.calendar if era else None
    return _Written(value, digits, ordinal, bool(found["said"]), found["gap"].strip(), mark, found.end(), end)


def _slashes(day: Day | None, year: _Written) -> bool:
    """«۲۹/اسفند/۹۸»: the same mark on both sides."""
    return day is not None and year.gap == "/" == day.gap.strip()


def _solar(text: str, name: Name, day: Day | None, year: _Written, context: DateContext) -> Year | None:
    if year.era in ("jalali", "hijri") and year.digits >= 3:
        return Year(year.end, year.value, "jalali", 1.0, "month name and era")
    if year.era == "imperial" and 2500 <= year.value <= 2540:
        return Year(year.end, year.value, "imperial", 1.0, "month name and era")
    if year.era not in (None, "jalali") or year.digits != 2:
        return None
    said = year.said or year.era is not None
    if not said and counted(text, year.stop):
        return None
    if year.value <= 10:
        if context.recent and (day or said or name.mah):
            why = "month name, two-digit year of a page of the 1400s"
            return Year(year.end, 1400 + year.value, "jalali", 0.7, why)
        return None
    if not said and year.value < 20:
        return None
    if day is None and not said and name.latin and year.value < 32:
        return None  # "on Aban 25" is the 25th, as in "on May 25"
    if day is None and not said and not name.mah:
        cue = cued(text, name.start)
        everyday = name.key in WEAK
        # «سیگار بهمن ۵۰ نخ»: a name that is an everyday word needs a word before it too
        if (everyday and not cue) or (year.value < 32 and (everyday or not cue)):
            return None
    return Year(year.end, 1300 + year.value, "jalali", 0.9, "month name, two-digit year")


def _lunar(year: _Written, day: Day | None) -> Year | None:
    if year.era not in (None, "islamic", "hijri") or year.value > 1500:
        return None
    if year.said or (year.era and year.digits != 1) or (year.digits == 3 and day):
        why = "month name and era" if year.era else "month name"
        return Year(year.end, year.value, "islamic", 0.9, why)
    return None


def _gregorian(text: str, name: Name, day: Day | None, year: _Written) -> Year | None:
    if year.era not in (None, "gregorian") or name.month.family == "foreign":
        return None
    if year.digits >= 3:
        return Year(year.end, year.value, "gregorian", 1.0, "month name and era") if year.era else None
    hyphens = day is not None and year.gap == "-" == day.gap.strip()
    if (year.said or year.era or hyphens) and not counted(text, year.stop):
        century = 1900 if year.value >= 30 else 2000
        return Year(year.end, century + year.value, "gregorian", 0.8, "month name, two-digit year")
    return None
