"""Dates with a month name in them: «۱۱ اسفند ۱۳۹۸», "Esfand 11, 1398", «د ۱۳۹۸ کال د لیندۍ ۱۸مه», «۱۱ تا ۱۴ مهر»."""

import re
from typing import NamedTuple

from pipeline.dates import candidate
from pipeline.dates.candidate import Candidate
from pipeline.dates.context import DateContext
from pipeline.dates.numerals import DAY_WORDS, NUMBER, ONE, number
from pipeline.dates.patterns import LETTER, SP, WORD_END, WORD_START, key
from pipeline.dates.vocabulary import (
    BOUND,
    COMPOUNDS,
    COUNTED,
    CUES,
    HOLIDAYS,
    MONTH,
    MONTHS,
    PLACES,
    UNITS,
    UNTIL,
    WEAK,
    Month,
)
from pipeline.dates.years import Era, era_after

_GAP = rf"{SP}{{0,3}}"
_NTH = rf"(?:{SP}?(?:ام|مین|م|یم|مه|هم|ی)(?!{LETTER})|st|nd|rd|th|ST|ND|RD|TH)?"
# A figure that is no part of a fraction, a time or a longer number.
_ALONE = r"(?<!\d)(?<!\d[/.,:٫٬])"
_DAY = rf"(?:{_ALONE}(?P<n>\d{{1,2}}){_NTH}|(?P<w>{NUMBER}))"

_NAME = re.compile(
    rf"(?P<name>{MONTH})(?P<mah>(?:{SP}{{0,2}}ماه)?ی?|{SP}{{0,2}}میاشتې)(?:{WORD_END}|(?={SP}{{0,2}}سال{SP}{{0,2}}\d))"
)
_LEFT = re.compile(rf"{_DAY}(?P<gap>{_GAP}(?:[-/.،,]{SP}?)?(?:از{SP}{{1,2}})?(?:(?:of|ماه|de|من|د){SP}{{1,2}})?)\Z")
# «سلخ», the last day of a lunar month: 30 in odd months, 29 in even ones.
_SALKH = re.compile(rf"{WORD_START}سلخ{SP}{{1,2}}(?:ماه{SP}{{1,2}})?\Z")
_YEAR = re.compile(
    rf"(?P<gap>{_GAP}(?:[,،/.-]{SP}{{0,2}})?)(?:(?P<sal>سال|کال|ساڵی|سنة|سنه){SP}{{0,2}}|of{SP})?"
    rf"(?:(?P<y>\d{{4}}(?!\d)|\d{{4}}(?=\d{{1,2}}:\d\d)|\d{{2,3}}(?!\d|{SP}?[:٫]{SP}?\d|{SP}?/{SP}?\d{{1,2}}(?![\d:])|[.,٬]\d)|(?<=سال)\d)|(?P<w>{NUMBER}))"
)
_DAY_YEAR = re.compile(
    rf"\.?{_GAP}(?P<n>\d{{1,2}}){_NTH}(?:{SP}?[,،]{SP}?|{SP}{{1,2}})(?:(?:of|سال){SP})?(?P<y>\d{{4}}(?!\d)|\d{{4}}(?=\d{{1,2}}:\d\d))"
)
_DAY_AFTER = re.compile(rf"\.?{_GAP}-?(?:په{SP})?(?P<n>\d{{1,2}}){_NTH}(?!\d|{SP}?:\d|[/.,٫]\d)")
_YEAR_LEFT = re.compile(
    rf"{_ALONE}(?P<y>\d{{4}}){_GAP}[-,،/]?{SP}?(?:(?P<kal>(?:ل|لمریز)?{SP}?کال){SP}{{1,2}}(?:د{SP})?)?\Z"
)
_MONTH_LEFT = re.compile(rf"{WORD_START}(?P<name>{MONTH})(?:{SP}{{0,2}}ماه)?{_GAP}(?:{UNTIL}|[-–—]){_GAP}\Z")
_UNTIL_LEFT = re.compile(rf"(?:{UNTIL}|[-–—]|(?<!{LETTER})و|and){_GAP}\Z")
_DAY_LEFT = re.compile(rf"(?<![:/.])(?<!\d){_DAY}{_GAP}(?:(?:{UNTIL}{WORD_END}|[-–—]){_GAP})\Z")
_BETWEEN_LEFT = re.compile(rf"(?:بین|between){SP}{{1,2}}(?:روزهای{SP})?{_DAY}{_GAP}(?:و|and){SP}{{1,2}}\Z")
_DAY_MONTH_LEFT = re.compile(
    rf"{_DAY}{_GAP}(?P<name>{MONTH})(?:{SP}{{0,2}}ماه)?{_GAP}(?:{UNTIL}{WORD_END}|[-–—]){_GAP}\Z"
)
_WORD_AFTER = re.compile(rf"{SP}{{0,2}}({LETTER}{{1,15}})")
_WORDS_BEFORE = re.compile(rf"(?:({LETTER}{{1,15}}){SP}{{1,2}})?({LETTER}{{1,15}}){SP}{{0,3}}\Z")
_STOP_AFTER = re.compile(rf"{SP}{{0,2}}(?:[.,،؛:;!?؟()»\]|/-]|\Z)")
# A month in both ways of a region: «آذار/مارس», «جوزا/خرداد», «اسفند (حوت)».
_SECOND = re.compile(rf"{SP}?[/(]{SP}?(?P<name>{MONTH})(?:{SP}{{0,2}}ماه)?{WORD_END}{SP}?\)?")
# "March 1-4, 2020" and "March 28 - April 4, 2020"
_DAYS_AFTER = re.compile(
    rf"\.?{_GAP}(?P<a>\d{{1,2}}){_NTH}{_GAP}(?:{UNTIL}{WORD_END}|[-–—]){_GAP}(?:(?P<name>{MONTH})\.?{_GAP})?"
    rf"(?P<b>\d{{1,2}}){_NTH}(?:{SP}?[,،]{SP}?|{SP}{{1,2}})(?P<y>\d{{4}})(?!\d)"
)
_FOLLOWS = re.compile(rf"\.?{SP}{{0,3}}[-,،/.']?{SP}{{0,3}}(?:\d|سال|کال|ساڵ|سن|د|of{SP}|{ONE})")
_GAP_CHARS = " \t\n\r\xa0\u200c\u2009\u202f-/.،,"
_GAPS = frozenset(_GAP_CHARS)
# Last words of a day and of what may stand between it and its month.
_DAY_TAILS = DAY_WORDS | {
    "ماه",
    "of",
    "de",
    "من",
    "از",
    "سلخ",
    "ام",
    "م",
    "مین",
    "یم",
    "مه",
    "هم",
    "ی",
    "st",
    "nd",
    "rd",
    "th",
    "ST",
    "ND",
    "RD",
    "TH",
}
_DAY_ENDS = frozenset(word[-1] for word in _DAY_TAILS)
_WORD = re.compile(rf"{LETTER}+")
WINDOW = 48
# A day in figures lies nearer than one in words can.
_FIGURES = 12
_YEAR_WINDOW = 20


class _Day(NamedTuple):
    start: int
    value: int
    words: bool
    ordinal: bool
    gap: str


class _Year(NamedTuple):
    end: int
    value: int
    calendar: str
    confidence: float
    why: str


def at(text: str, pos: int, context: DateContext) -> Candidate | None:
    """The date around the month name that starts at ``pos``, None where there is no name or no date."""
    found = _NAME.match(text, pos, pos + WINDOW)
    if found is None:
        return None
    may_lead = _ends_like_day(text, pos)
    if not may_lead and not _FOLLOWS.match(text, found.end()):
        return None
    month = MONTHS[key(found["name"])]
    left = _day_left(text, pos, month) if may_lead else None
    latin = text[pos] < "\u0370" or month.family in ("ru", "foreign")

    end = found.end()
    second = _SECOND.match(text, end)
    if second is not None and MONTHS[key(second["name"])][:2] == month[:2]:
        end = second.end()
    if left is None and (days := _DAYS_AFTER.match(text, end)) is not None:
        ranged = _days_after(pos, month, days)
        if ranged is not None:
            return ranged
    both = _DAY_YEAR.match(text, end)
    if both and (latin or left is None):
        value = int(both["y"])
        calendar = _calendar_of(month, value)
        if calendar and not (left and not latin):
            return candidate.full(pos, both.end(), calendar, (value, month.number, int(both["n"])), 1.0, "month name")

    turned = _turned(text, pos, found, month) if left is None else None
    if turned is not None:
        return turned
    year = _year_right(text, found, end, month, left, context)
    if year is not None:
        if left is not None:
            return _with_day(text, left, month, year)
        if month.family == "foreign" or (month.family == "fa-AF" and _measure(text, pos)):
            return None
        return _month_only(text, pos, month, year)

    if month.family == "foreign" and (left is None or text[pos] < "\u0370"):
        return None
    return _yearless(text, pos, found, month, left, latin)


def _days_after(pos: int, month: Month, days: re.Match[str]) -> Candidate | None:
    last_month = MONTHS[key(days["name"])] if days["name"] else month
    year = int(days["y"])
    calendar = _calendar_of(month, year)
    if calendar is None or last_month.calendar != month.calendar:
        return None
    first, last = (year, month.number, int(days["a"])), (year, last_month.number, int(days["b"]))
    return candidate.span_of_days(pos, days.end("y"), calendar, first, last, "month name, range")


def _ends_like_day(text: str, pos: int) -> bool:
    """Whether the last word before a month may be that of a day: a look that spares most searches."""
    low = max(0, pos - 6)
    at = pos - 1
    while at >= low and text[at] in _GAPS:
        at -= 1
    if at < low:
        return False
    last = text[at]
    if last.isdigit():
        return True
    if last == "د":  # Pashto «د», alone
        return at == 0 or not text[at - 1].isalpha()
    if last not in _DAY_ENDS:
        return False
    word = text[max(0, at - 9) : at + 1].rsplit(None, 1)[-1]
    if not word.isalpha():
        word = _WORD.findall(word)[-1]
    return word in _DAY_TAILS


def _day_left(text: str, pos: int, month: Month) -> _Day | None:
    low = max(0, pos - WINDOW)
    if month.calendar == "islamic" and (last := _SALKH.search(text, low, pos)) is not None:
        return _Day(last.start(), 29 + month.number % 2, True, True, "")
    found = _LEFT.search(
        text, low if text[low:pos].rstrip(_GAP_CHARS)[-1:].isalpha() else max(low, pos - _FIGURES), pos
    )
    if found is None:
        return None
    if found["n"]:
        nth = found.group()[len(found["n"]) :].strip().startswith(("م", "ا", "s", "n", "r", "t"))
        return _Day(found.start("n"), int(found["n"]), False, nth, found["gap"])
    while (value := number(found["w"])) is None:
        # «پانزده و شانزده خرداد» is no number: the last one is the day
        found = _LEFT.search(text, found.start("w") + 1, pos)
        if found is None or found["w"] is None:
            return None
    if not 1 <= value.value <= 31:
        return None
    return _Day(found.start("w"), value.value, True, value.ordinal, found["gap"])


def _calendar_of(month: Month, year: int) -> str | None:
    """The calendar of a four-digit year beside a month name, None where they do not go together."""
    if month.calendar == "jalali":
        if 1200 <= year <= 1500:
            return "jalali"
        return "imperial" if 2500 <= year <= 2540 else None
    if month.calendar == "islamic":
        return "islamic" if 1000 <= year <= 1500 else None
    return "gregorian" if 1000 <= year <= 2999 else None


def _year_right(
    text: str, found: re.Match[str], at: int, month: Month, left: _Day | None, context: DateContext
) -> _Year | None:
    after = _YEAR.match(text, at, at + WINDOW)
    if after is None:
        return None
    said = bool(after["sal"])
    ordinal = False
    if after["y"]:
        value, digits = int(after["y"]), len(after["y"])
    else:
        words = number(after["w"])
        if words is None:
            return None
        value, ordinal = words
        digits = len(str(value))
    era = era_after(text, after.end())
    end = era.end if era and not era.bracketed else after.end()
    if era and era.calendar == "bce":
        return None
    if ordinal and not (said and (era or month.calendar == "islamic")):
        return None
    if digits == 4 and not said and not era and left is None and _counted(text, after.end(), times=False):
        return None
    parted = after["gap"].strip()
    if digits < 4 and not said and parted in (",", "،", ".", "/") and not (parted == "/" and left and "/" in left.gap):
        return None
    return _read_year(text, found, month, left, context, value, digits, said, era, after, end)


def _read_year(
    text: str,
    found: re.Match[str],
    month: Month,
    left: _Day | None,
    context: DateContext,
    value: int,
    digits: int,
    said: bool,
    era: Era | None,
    after: re.Match[str],
    end: int,
) -> _Year | None:
    why = "month name and era" if era else "month name"
    if digits == 4 and era is None:
        calendar = _calendar_of(month, value)
        return _Year(end, value, calendar, 1.0, why) if calendar else None
    mark = era.calendar if era else None
    if month.calendar == "jalali":
        if mark in ("jalali", "hijri") and digits >= 3:
            return _Year(end, value, "jalali", 1.0, why)
        if mark == "imperial" and 2500 <= value <= 2540:
            return _Year(end, value, "imperial", 1.0, why)
        if mark not in (None, "jalali") or digits != 2:
            return None
        return _two_digits(text, found, month, left, context, value, said or mark is not None, after, end)
    if month.calendar == "islamic":
        if mark not in (None, "islamic", "hijri") or value > 1500:
            return None
        if digits == 3 and (left or said or era):
            return _Year(end, value, "islamic", 0.9, why)
        if said or (era and digits == 4):
            return _Year(end, value, "islamic", 0.9, why)
        return _Year(end, value, "islamic", 0.8, why) if era and digits == 2 else None
    if mark not in (None, "gregorian") or month.family == "foreign":
        return None
    if digits >= 3:
        return _Year(end, value, "gregorian", 1.0, why) if mark else None
    hyphens = left is not None and "-" in left.gap and "-" in after["gap"]
    if (said or mark or hyphens) and not _counted(text, after.end()):
        return _Year(end, value + (1900 if value >= 30 else 2000), "gregorian", 0.8, why + ", two-digit year")
    return None


def _two_digits(
    text: str,
    found: re.Match[str],
    month: Month,
    left: _Day | None,
    context: DateContext,
    value: int,
    said: bool,
    after: re.Match[str],
    end: int,
) -> _Year | None:
    if _counted(text, after.end()) and not said:
        return None
    mah = bool(found["mah"].strip())
    if value <= 10:
        if context.recent and (left or said or mah):
            return _Year(end, 1400 + value, "jalali", 0.7, "month name, two-digit year of a page of the 1400s")
        return None
    if not said and value < 20:
        return None
    if left is None and not said and not mah:
        weak = key(found["name"]) in WEAK
        cue = _cued(text, found.start())
        if weak and not (cue and value >= 32):
            return None  # «سیگار بهمن ۵۰ نخ»
        if not cue and value < 32:
            return None
    return _Year(end, 1300 + value, "jalali", 0.9, "month name, two-digit year")


def _with_day(text: str, left: _Day, month: Month, year: _Year) -> Candidate:
    last = (year.value, month.number, left.value)
    ranged = _range(text, left, month, year, last)
    if ranged is not None:
        return ranged
    return candidate.full(left.start, year.end, year.calendar, last, year.confidence, year.why)


def _range(text: str, left: _Day, month: Month, year: _Year, last: tuple[int, int, int]) -> Candidate | None:
    low = max(0, left.start - WINDOW)
    if not _UNTIL_LEFT.search(text, max(0, left.start - 16), left.start):
        return None
    other = _DAY_MONTH_LEFT.search(text, low, left.start)
    if other is not None:
        first_month = MONTHS[key(other["name"])]
        day = _value(other)
        if first_month.calendar == month.calendar and day and first_month.number <= month.number:
            first = (year.value, first_month.number, day)
            return candidate.span_of_days(_day_start(other), year.end, year.calendar, first, last, year.why + ", range")
    same = _DAY_LEFT.search(text, low, left.start) or _BETWEEN_LEFT.search(text, low, left.start)
    if same is not None:
        day = _value(same)
        if day and day < left.value:
            first = (year.value, month.number, day)
            return candidate.span_of_days(_day_start(same), year.end, year.calendar, first, last, year.why + ", range")
    return None


def _day_start(found: re.Match[str]) -> int:
    return found.start("n") if found["n"] else found.start("w")


def _value(found: re.Match[str]) -> int | None:
    if found["n"]:
        return int(found["n"])
    words = number(found["w"])
    return words.value if words and 1 <= words.value <= 31 else None


def _measure(text: str, pos: int) -> bool:
    """«به میزان ۱۴۰۰ تن»: the word before shows that the month name is the everyday word."""
    words = _WORDS_BEFORE.search(text, max(0, pos - 36), pos)
    return words is not None and words[2] in ("به", "این", "همین", "چه", "برج", "بن", "بشار")


def _month_only(text: str, pos: int, month: Month, year: _Year) -> Candidate:
    other = _MONTH_LEFT.search(text, max(0, pos - WINDOW), pos)
    if other is not None:
        first = MONTHS[key(other["name"])]
        if first.calendar == month.calendar and first.number < month.number:
            a = candidate.month(0, 0, year.calendar, year.value, first.number, 1.0, "")
            b = candidate.month(0, 0, year.calendar, year.value, month.number, 1.0, "")
            if a.iso and b.iso:
                iso = f"{a.iso.split('/')[0]}/{b.iso.split('/')[-1]}"
                own = f"{a.native}/{b.native}"
                return Candidate(
                    other.start("name"), year.end, year.calendar, "range", iso, own, why="month names, range"
                )
    return candidate.month(pos, year.end, year.calendar, year.value, month.number, year.confidence, year.why)


def _turned(text: str, pos: int, found: re.Match[str], month: Month) -> Candidate | None:
    """Year, month, day: «۱۳۹۲ مرداد ۲۳», "2020 June 21", «۱۳۹۸ کال د لیندۍ ۱۸مه»."""
    year = _YEAR_LEFT.search(text, max(0, pos - _YEAR_WINDOW), pos)
    if year is None:
        return None
    calendar = _calendar_of(month, int(year["y"]))
    if calendar is None:
        return None
    day = _DAY_AFTER.match(text, found.end())
    if day and int(day["n"]) <= 31 and not _counted(text, day.end()):
        return candidate.full(
            year.start("y"), day.end(), calendar, (int(year["y"]), month.number, int(day["n"])), 1.0, "month name"
        )
    if year["kal"]:
        return candidate.month(year.start("y"), found.end(), calendar, int(year["y"]), month.number, 1.0, "month name")
    return None


def _yearless(
    text: str, pos: int, found: re.Match[str], month: Month, left: _Day | None, latin: bool
) -> Candidate | None:
    """A day without a year is labelled, never converted."""
    if left is not None and not _place(text, left.start):
        if not 1 <= left.value <= 31:
            return None
        if _enough(text, found, left, latin, month.family):
            day = _range_yearless(text, left, month)
            start = day if day is not None else left.start
            return _label(start, found.end(), month, left.value)
        return None
    if left is None and month.family in ("ps", "fa-AF", "ur") and text[max(0, pos - 2) : pos].strip() == "د":
        day_after = _DAY_AFTER.match(text, found.end())
        if day_after and day_after[0].endswith("مه") and 1 <= int(day_after["n"]) <= 31:
            return _label(pos, day_after.end(), month, int(day_after["n"]))
    if latin and left is None and found["name"][0].isupper():
        day_after = _DAY_AFTER.match(text, found.end())
        if day_after and 1 <= int(day_after["n"]) <= 31 and not _counted(text, day_after.end()):
            stop = _STOP_AFTER.match(text, day_after.end())
            if stop or _cued(text, pos):
                return _label(pos, day_after.end(), month, int(day_after["n"]))
    return None


def _label(start: int, end: int, month: Month, day: int) -> Candidate:
    own = f"--{month.number:02}-{day:02}"
    return Candidate(start, end, month.calendar, "day", None, own, confidence=0.8, why="month name, no year")


def _range_yearless(text: str, left: _Day, month: Month) -> int | None:
    low = max(0, left.start - WINDOW)
    if not _UNTIL_LEFT.search(text, max(0, left.start - 16), left.start):
        return None
    other = _DAY_MONTH_LEFT.search(text, low, left.start)
    if other is not None and MONTHS[key(other["name"])].calendar == month.calendar and _value(other):
        return _day_start(other)
    same = _DAY_LEFT.search(text, low, left.start) or _BETWEEN_LEFT.search(text, low, left.start)
    day = _value(same) if same is not None else None
    return _day_start(same) if same is not None and day and day < left.value else None


def _enough(text: str, found: re.Match[str], left: _Day, latin: bool, month_family: str) -> bool:
    """Whether a day and a month name alone are a date: an everyday word needs a cue."""
    name = key(found["name"])
    after = _WORD_AFTER.match(text, found.end())
    if name in BOUND or (after is not None and key(after[1]) in COMPOUNDS):
        return False
    if latin and not found["name"][0].isupper() and month_family != "foreign":
        return False
    if name not in WEAK or found["mah"].strip() == "ماه":
        return True
    # «هفت تیر» is a gun and «سی دی» a disc: a cardinal in words is a day only from eleven on, and never thirty.
    plain = not left.words or left.ordinal or 10 < left.value < 30
    if name in HOLIDAYS and plain and (left.value > 3 or left.ordinal):
        return True
    return _cued(text, left.start)


def _cued(text: str, pos: int) -> bool:
    words = _WORDS_BEFORE.search(text, max(0, pos - 36), pos)
    return words is not None and (key(words[2]) in CUES or (words[1] is not None and key(words[1] + words[2]) in CUES))


def _place(text: str, pos: int) -> bool:
    words = _WORDS_BEFORE.search(text, max(0, pos - 36), pos)
    return words is not None and (key(words[2]) in PLACES or (words[1] is not None and key(words[1]) in PLACES))


def _counted(text: str, pos: int, *, times: bool = True) -> bool:
    """Whether a number ending at ``pos`` counts something; ``times``: also days, months and years."""
    word = _WORD_AFTER.match(text, pos)
    if word is None:
        return False
    found = key(word[1])
    return (found in COUNTED or found.removesuffix("ی") in COUNTED) and (times or found not in UNITS)
