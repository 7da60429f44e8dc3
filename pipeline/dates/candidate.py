"""What a reader of one kind of date hands on: a span, the days it means, and how sure it is."""

from dataclasses import dataclass
from datetime import date

from pipeline.dates import calendars


@dataclass(slots=True)
class Candidate:
    """A date found in the folded text, before weekday and time are attached."""

    start: int
    end: int
    calendar: str
    precision: str
    iso: str | None
    native: str | None = None
    day: date | None = None
    """The Gregorian day of a full date."""
    others: tuple[date, ...] = ()
    """Both days an ambiguous ``02/03/2015`` may mean."""
    confidence: float = 1.0
    why: str = ""
    valid: bool = True
    """False: a date no calendar has. It is no mention, and nothing inside it is one either."""

    @property
    def length(self) -> int:
        return self.end - self.start


def invalid(start: int, end: int) -> Candidate:
    """A span nothing may be read from."""
    return Candidate(start, end, "unknown", "none", None, valid=False)


def full(start: int, end: int, calendar: str, ymd: tuple[int, int, int], confidence: float, why: str) -> Candidate:
    """A full date, or an invalid one where the calendar has no such day."""
    day = calendars.day(calendar, *ymd)
    if day is None:
        return invalid(start, end)
    if calendar == "jalali" and ymd[0] < 1304:
        why += "; proleptic: month lengths of the law of 1304"
    return Candidate(
        start, end, calendar, "day", day.isoformat(), calendars.native(calendar, *ymd), day, (), confidence, why
    )


def span_of_days(
    start: int, end: int, calendar: str, first: tuple[int, int, int], last: tuple[int, int, int], why: str
) -> Candidate:
    """A range of days; invalid where one of them does not exist or they run backwards."""
    a, b = calendars.day(calendar, *first), calendars.day(calendar, *last)
    if a is None or b is None or a > b:
        return invalid(start, end)
    own = f"{calendars.native(calendar, *first)}/{calendars.native(calendar, *last)}"
    return Candidate(start, end, calendar, "range", calendars.interval(a, b), own, None, (), 1.0, why)


def month(start: int, end: int, calendar: str, year: int, number: int, confidence: float, why: str) -> Candidate:
    """A month of a year."""
    iso = calendars.month_iso(calendar, year, number)
    if iso is None:
        return invalid(start, end)
    own = calendars.native(calendar, year, number, 1)[:-3]
    return Candidate(start, end, calendar, "month", iso, own, None, (), confidence, why)
