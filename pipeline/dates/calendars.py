"""Days, months and years of four calendars as Gregorian days.

Solar Hijri goes through persiantools, whose leap years follow the astronomical rule and agree with ICU on every
day of 1206-1498. Islamic dates are tabular (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30):
the sighted calendar of a country may be a day or two off. Imperial years of Iran (1976-78) are Solar Hijri + 1180.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from persiantools.jdatetime import JalaliDate

IMPERIAL = 1180
_ISLAMIC_EPOCH = date(622, 7, 19).toordinal()  # 16 July 622 of the Julian calendar, 1 Muharram 1


@lru_cache(maxsize=8192)
def day(calendar: str, year: int, month: int, number: int) -> date | None:
    """The Gregorian day, or None where the calendar has no such day."""
    try:
        if calendar == "jalali":
            if not 1 <= year <= 3000:
                return None
            solar: Any = JalaliDate  # persiantools has no types
            gregorian: date = solar(year, month, number).to_gregorian()
            return gregorian
        if calendar == "imperial":
            return day("jalali", year - IMPERIAL, month, number)
        if calendar == "islamic":
            return _islamic(year, month, number)
        return date(year, month, number)
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def month_span(calendar: str, year: int, month: int) -> tuple[date, date] | None:
    """First and last Gregorian day of a month."""
    first = day(calendar, year, month, 1)
    after = day(calendar, year, month + 1, 1) if month < 12 else day(calendar, year + 1, 1, 1)
    if first is None:
        return None
    return (first, after - timedelta(days=1)) if after else None


@lru_cache(maxsize=2048)
def year_span(calendar: str, year: int) -> tuple[date, date] | None:
    """First and last Gregorian day of a year."""
    first = day(calendar, year, 1, 1)
    after = day(calendar, year + 1, 1, 1)
    return (first, after - timedelta(days=1)) if first and after else None


def year_of(calendar: str, when: date) -> int:
    """The year of a calendar that a Gregorian day lies in."""
    guess = {"jalali": when.year - 621, "imperial": when.year + 559, "islamic": round((when.year - 622) * 1.0307) + 1}
    year = guess.get(calendar, when.year)
    for candidate in (year + 1, year, year - 1, year - 2):
        first = day(calendar, candidate, 1, 1)
        if first is not None and first <= when:
            return candidate
    return year


def month_iso(calendar: str, year: int, month: int) -> str | None:
    """``2020-03`` for a Gregorian month, the interval of its days for any other."""
    span = month_span(calendar, year, month)
    if span is None:
        return None
    return f"{year:04}-{month:02}" if calendar == "gregorian" else interval(*span)


def year_iso(calendar: str, year: int) -> str | None:
    """``2020`` for a Gregorian year, the interval of its days for any other."""
    span = year_span(calendar, year)
    if span is None:
        return None
    return f"{year:04}" if calendar == "gregorian" else interval(*span)


def interval(first: date, last: date) -> str:
    """ISO 8601 interval of two days, both included."""
    return f"{first.isoformat()}/{last.isoformat()}"


def native(calendar: str, year: int, month: int, number: int) -> str:
    """The date in its own calendar; imperial years as the Solar Hijri ones they stand for."""
    if calendar == "imperial":
        year -= IMPERIAL
    return f"{year:04}-{month:02}-{number:02}"


def _islamic(year: int, month: int, number: int) -> date | None:
    # Months have 29 or 30 days as the moon is seen, so day 30 is accepted in each of them.
    if not (1 <= year <= 1700 and 1 <= month <= 12 and 1 <= number <= 30):
        return None
    days = number - 1 + 29 * (month - 1) + month // 2 + 354 * (year - 1) + (11 * year + 3) // 30
    return date.fromordinal(_ISLAMIC_EPOCH + days)
