"""Dates with a month name in them: «۱۱ اسفند ۱۳۹۸», "Esfand 11, 1398", «د ۱۳۹۸ کال د لیندۍ ۱۸مه», «۱۱ تا ۱۴ مهر»."""

import re

from pipeline.dates import candidate
from pipeline.dates.candidate import Candidate
from pipeline.dates.context import DateContext
from pipeline.dates.named_days import ALONE, GAP, NTH, WINDOW, Day, day_before, first_of_range, may_lead
from pipeline.dates.named_years import Name, Year, calendar_of, year_after
from pipeline.dates.numerals import ONE
from pipeline.dates.patterns import LETTER, SP, WORD_END, WORD_START, key
from pipeline.dates.surroundings import counted, cued, no_month, stops
from pipeline.dates.vocabulary import MONTH, MONTHS, UNTIL
from pipeline.dates.yearless import day_and_month, label

_NAME = re.compile(
    rf"(?P<name>{MONTH})(?P<mah>(?:{SP}{{0,2}}ماه)?ی?|{SP}{{0,2}}میاشتې)"
    rf"(?:{WORD_END}|(?={SP}{{0,2}}سال{SP}{{0,2}}\d))"
)
# What may follow a month name: a look that spares most searches.
_FOLLOWS = re.compile(rf"\.?{SP}{{0,3}}[-,،/.'(]?{SP}{{0,3}}(?:\d|سال|کال|ساڵ|سن|د(?!{LETTER})|of{SP}|{ONE})")
# A month in both ways of a region: «آذار/مارس», «جوزا/خرداد», «اسفند (حوت)».
_SECOND = re.compile(rf"{SP}?[/(]{SP}?(?P<name>{MONTH})(?:{SP}{{0,2}}ماه)?{WORD_END}{SP}?\)?")
_FOUR = r"(?P<y>\d{4}(?!\d)|\d{4}(?=\d{1,2}:\d\d))"
# "March 1, 2020", and "March 1-4, 2020", "March 28 - April 4, 2020"
_DAY_YEAR = re.compile(rf"\.?{GAP}(?P<n>\d{{1,2}}){NTH}(?:{SP}?[,،]{SP}?|{SP}{{1,2}})(?:(?:of|سال){SP})?{_FOUR}")
_DAYS_YEAR = re.compile(
    rf"\.?{GAP}(?P<a>\d{{1,2}}){NTH}{GAP}(?:{UNTIL}{WORD_END}|[-–—]){GAP}(?:(?P<name>{MONTH})\.?{GAP})?"
    rf"(?P<b>\d{{1,2}}){NTH}(?:{SP}?[,،]{SP}?|{SP}{{1,2}}){_FOUR}"
)
_DAY_AFTER = re.compile(rf"\.?{GAP}-?(?:په{SP})?(?P<n>\d{{1,2}})(?P<nth>{NTH})(?!\d|{SP}?:\d|[/.,٫]\d)")
_YEAR_LEFT = re.compile(
    rf"{ALONE}(?P<y>\d{{4}}){GAP}[-,،/]?{SP}?(?:(?P<kal>(?:ل|لمریز)?{SP}?کال){SP}{{1,2}}(?:د{SP})?)?\Z"
)
_MONTH_LEFT = re.compile(rf"{WORD_START}(?P<name>{MONTH})(?:{SP}{{0,2}}ماه)?{GAP}(?:{UNTIL}|[-–—]){GAP}\Z")
_HINT = re.compile(r"\d")
_YEAR_WINDOW = 20


def at(text: str, pos: int, context: DateContext) -> Candidate | None:
    """The date around the month name that starts at ``pos``, None where there is no name or no date."""
    # Beside a name in Latin letters a day or a year has a figure in it: a look that spares most parsing.
    if text[pos] < "\u0370" and not _HINT.search(text, max(0, pos - WINDOW), pos + WINDOW):
        return None
    found = _NAME.match(text, pos, pos + WINDOW)
    if found is None:
        return None
    leads = may_lead(text, pos)
    if not leads and not _FOLLOWS.match(text, found.end()):
        return None
    name = _name(text, found)
    day = day_before(text, pos, name.month) if leads else None
    if day is None or name.latin:
        dated = _month_first(text, name, day)
        if dated is not None:
            return dated
    year = year_after(text, name, day, context)
    if year is not None and day is not None:
        return _day_first(text, name, day, year)
    if year is not None:
        return _month_only(text, name, year)
    if name.month.family == "foreign" and (day is None or text[pos] < "\u0370"):
        return None
    return day_and_month(text, name, day) if day is not None else _month_and_day(text, name)


def _name(text: str, found: re.Match[str]) -> Name:
    own = key(found["name"])
    month = MONTHS[own]
    latin = found["name"][0] < "\u0370" or month.family in ("ru", "foreign")
    end = found.end()
    second = _SECOND.match(text, end)
    if second is not None and MONTHS[key(second["name"])][:2] == month[:2]:
        end = second.end()
    return Name(found.start(), end, month, own, "ماه" in found["mah"], latin, found["name"][0].isupper())


def _month_first(text: str, name: Name, day: Day | None) -> Candidate | None:
    """The orders month, day, year and year, month, day; with a day before the name only a comma tells them."""
    if day is None and (days := _DAYS_YEAR.match(text, name.end)) is not None:
        ranged = _days_and_year(name, days)
        if ranged is not None:
            return ranged
    both = _DAY_YEAR.match(text, name.end)
    if both is not None:
        year = int(both["y"])
        calendar = calendar_of(name.month, year)
        if calendar:
            ymd = (year, name.month.number, int(both["n"]))
            return candidate.full(name.start, both.end(), calendar, ymd, 1.0, "month name")
    return _turned(text, name) if day is None else None


def _days_and_year(name: Name, days: re.Match[str]) -> Candidate | None:
    month, year = name.month, int(days["y"])
    other = MONTHS[key(days["name"])] if days["name"] else month
    calendar = calendar_of(month, year)
    if calendar is None or other.calendar != month.calendar:
        return None
    first, last = (year, month.number, int(days["a"])), (year, other.number, int(days["b"]))
    return candidate.span_of_days(name.start, days.end("y"), calendar, first, last, "month name, range")


def _turned(text: str, name: Name) -> Candidate | None:
    """Year, month, day: «۱۳۹۲ مرداد ۲۳», "2020 June 21", «۱۳۹۸ کال د لیندۍ ۱۸مه»; Pashto also without the day."""
    found = _YEAR_LEFT.search(text, max(0, name.start - _YEAR_WINDOW), name.start)
    if found is None:
        return None
    year = int(found["y"])
    calendar = calendar_of(name.month, year)
    if calendar is None:
        return None
    day = _DAY_AFTER.match(text, name.end)
    if day and int(day["n"]) <= 31 and not counted(text, day.end()):
        ymd = (year, name.month.number, int(day["n"]))
        return candidate.full(found.start("y"), day.end(), calendar, ymd, 1.0, "month name")
    if found["kal"]:
        return candidate.month(found.start("y"), name.end, calendar, year, name.month.number, 1.0, "month name")
    return None


def _day_first(text: str, name: Name, day: Day, year: Year) -> Candidate:
    last = (year.value, name.month.number, day.value)
    start = first_of_range(text, day, name.month)
    if start is not None:
        first = (year.value, start.month, start.value)
        return candidate.span_of_days(start.start, year.end, year.calendar, first, last, f"{year.why}, range")
    return candidate.full(day.start, year.end, year.calendar, last, year.confidence, year.why)


def _month_only(text: str, name: Name, year: Year) -> Candidate | None:
    month = name.month
    if month.family == "foreign" or (month.family == "fa-AF" and no_month(text, name.start)):
        return None
    whole = candidate.month(name.start, year.end, year.calendar, year.value, month.number, year.confidence, year.why)
    other = _MONTH_LEFT.search(text, max(0, name.start - WINDOW), name.start)
    first = MONTHS[key(other["name"])] if other is not None else month
    if other is None or first.calendar != month.calendar or first.number >= month.number:
        return whole
    opening = candidate.month(0, 0, year.calendar, year.value, first.number, 1.0, "")
    if opening.iso is None or whole.iso is None:
        return whole
    iso = f"{opening.iso.split('/')[0]}/{whole.iso.split('/')[-1]}"
    own = f"{opening.native}/{whole.native}"
    return Candidate(other.start("name"), year.end, year.calendar, "range", iso, own, why=f"{year.why}, range")


def _month_and_day(text: str, name: Name) -> Candidate | None:
    """Without a year the month stands first in English ("October 19") and in Pashto («د مارچ ۱۲مه»)."""
    day = _DAY_AFTER.match(text, name.end)
    if day is None or not 1 <= int(day["n"]) <= 31:
        return None
    if name.latin:
        sure = name.capital and not counted(text, day.end()) and (stops(text, day.end()) or cued(text, name.start))
    else:
        sure = day["nth"] == "مه" and text[max(0, name.start - 2) : name.start].strip() == "د"
    return label(name.start, day.end(), name.month, int(day["n"])) if sure else None
