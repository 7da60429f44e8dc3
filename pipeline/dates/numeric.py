"""Dates in figures: «۱۳۹۸/۱۲/۱۱», «۳۰-۰۶-۱۳۹۰», «۹۸/۷/۵», 2020.10.16, 31/10/1917."""

import re
from collections.abc import Iterator

from pipeline.dates import calendars, candidate
from pipeline.dates.candidate import Candidate
from pipeline.dates.context import DateContext
from pipeline.dates.surroundings import counted, numbered, released, version
from pipeline.dates.years import era_after, hijri

# It begins with one figure and not with one to four: so the regex engine looks for figures and tries nothing else.
_THREE = re.compile(r"(\d\d{0,3})\s?([/.,،٫ˏ\\–−ـ-])\s?(\d{1,2})(\s?\2\s?|\s)(\d{1,4})(?!\d)")
_RANGE_LEFT = re.compile(r"(?:\d{1,4}([/.])\d{1,2}\1\d{1,4}|\d{1,2}:\d\d)-\Z")
_RANGE_RIGHT = re.compile(r"-(?:\d{1,4}([/.])\d{1,2}\1\d{1,4}(?!\d)|\d{1,2}:\d\d)")
_JOINED = frozenset("/-_=&?#@%+\\~")
_PERSIAN = re.compile("[\u0600-\u06ff]")
_NEAR = 40


def find(text: str, context: DateContext) -> Iterator[Candidate]:
    """All dates in figures of a folded text."""
    at = 0
    while (found := _THREE.search(text, at)) is not None:
        result = _read(text, found, context)
        if result is not None:
            yield result
        # «۰۸:۵۹ - ۳۰-۰۶-۱۳۹۰»: what begins with the minutes hides the date after it
        at = found.end() if result is not None else found.end(1)


def _read(text: str, found: re.Match[str], context: DateContext) -> Candidate | None:
    start, end = found.span()
    first, mark, middle, gap, last = found.groups()
    if (len(first) >= 3 and len(last) >= 3) or len(first) == 3 or len(last) == 3:
        return None
    if not _stands_alone(text, start, end):
        return None
    parts = (first, middle, last)
    spaced = len(found[0]) > sum(map(len, parts)) + 2
    if not gap.strip() and not (mark == "-" and len(last) == 4 and text[start - 2 : start].strip() in ("=", "(", "|")):
        return None
    if mark in ",،٫" and not (len(first) == 4 and len(middle) == len(last) == 2 and not spaced):
        return None
    if mark == "." and not _no_version(text, start, parts):
        return None
    a, b, c = (int(part) for part in parts)
    if len(first) == 4:
        return _with_year(text, start, end, (a, b, c), None, context)
    if len(last) == 4:
        return _with_year(text, start, end, (c, b, a), mark, context)
    return _short(text, start, end, parts, mark, spaced, context)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Not a piece of a longer number, an address or a path; 1398/12/11-1398/12/14 and 1398/12/11-09:45 are parted."""
    if start and not (_RANGE_LEFT.search(text, max(0, start - 12), start)):
        last = text[start - 1]
        if last.isdigit() or last in _JOINED or (last.isascii() and last.isalpha()):
            return False
        if last in ".,:٫٬" and start > 1 and text[start - 2].isdigit():
            return False
    if end < len(text) and not (_RANGE_RIGHT.match(text, end)):
        following = text[end]
        further = text[end + 1 : end + 2]
        if following in "/\\_%&=" or (following in "-.:٫٬" and further.isdigit()):
            return False
        if following == "." and further.isascii() and further.isalpha() and further.islower():
            return False
        if following.isascii() and following.isalpha() and following != "T":
            return False
    return True


def _no_version(text: str, start: int, parts: tuple[str, str, str]) -> bool:
    """A dotted number is a date if it is written in full, or if no name of a product stands before it."""
    if len(parts[0]) == 4 or len(parts[0]) == len(parts[1]) == 2:
        return not released(text, start)
    return not version(text, start)


def _with_year(
    text: str, start: int, end: int, ymd: tuple[int, int, int], turned: str | None, context: DateContext
) -> Candidate | None:
    """``turned``: the separator where the year stands last, None where it stands first."""
    year = ymd[0]
    era = era_after(text, end)
    if era and era.calendar in ("jalali", "islamic", "hijri") and year > 1500:
        era = None  # no year of those calendars: the letter is the next word's
    stop = era.end if era and not era.bracketed else end
    if era and era.calendar == "bce":
        return None
    if era:
        calendar = hijri(year) if era.calendar == "hijri" else era.calendar
        if calendar == "imperial" and not 2500 <= year <= 2540:
            return None
        why, confidence = "era", 1.0
    else:
        guess = _calendar(text, start, end, year)
        if guess is None:
            return None
        calendar, confidence = guess
        why = "year"
    if calendar == "gregorian" and turned:
        return _day_or_month_first(text, start, stop, ymd, turned, context, why)
    return candidate.full(start, stop, calendar, ymd, confidence, why)


def _calendar(text: str, start: int, end: int, year: int) -> tuple[str, float] | None:
    if 1200 <= year <= 1450:
        if year >= 1410 and _arabic(text, start, end):
            return "islamic", 0.8
        return "jalali", 1.0 if year <= 1415 else 0.6
    if 1700 <= year <= 2199:
        return "gregorian", 1.0
    return ("imperial", 0.9) if 2500 <= year <= 2540 else None


def _arabic(text: str, start: int, end: int) -> bool:
    near = text[max(0, start - _NEAR) : end + _NEAR]
    return "ال" in near and not any(letter in near for letter in "پچژگک")


def _day_or_month_first(
    text: str, start: int, end: int, ymd: tuple[int, int, int], mark: str, context: DateContext, why: str
) -> Candidate:
    year, middle, first = ymd
    by_day, by_month = (year, middle, first), (year, first, middle)
    if middle > 12 >= first:
        return candidate.full(start, end, "gregorian", by_month, 1.0, f"{why}, month first")
    if first > 12 or first == middle:
        return candidate.full(start, end, "gregorian", by_day, 1.0, f"{why}, day first")
    if mark == "." or context.day_first or _persian(text, start, end):
        guess = candidate.full(start, end, "gregorian", by_day, 0.8, f"{why}, day first by habit")
    elif context.day_first is False:
        guess = candidate.full(start, end, "gregorian", by_month, 0.8, f"{why}, month first by habit of the page")
    else:
        guess = Candidate(start, end, "gregorian", "day", None, confidence=0.4, why="day or month first is unclear")
    days = (calendars.day("gregorian", *by_day), calendars.day("gregorian", *by_month))
    guess.others = tuple(day for day in days if day)
    return guess


def _short(
    text: str, start: int, end: int, parts: tuple[str, str, str], mark: str, spaced: bool, context: DateContext
) -> Candidate | None:
    """Two-digit years: Solar Hijri where one figure can be nothing but a year and the text is Persian."""
    a, b, c = (int(part) for part in parts)
    if not 1 <= b <= 12 or counted(text, end) or numbered(text, start):
        return None
    era = era_after(text, end)
    solar = era is not None and era.calendar in ("jalali", "hijri")
    stop = era.end if era and not era.bracketed else end
    if not (solar or context.solar or _persian(text, start, end)) or (era is not None and not solar):
        return None
    if a >= 32 and 1 <= c <= 31:
        return candidate.full(start, stop, "jalali", (1300 + a, b, c), 0.9, "two-digit year")
    if c >= 32 and 1 <= a <= 31 and len(parts[2]) == 2 and not spaced:
        return candidate.full(start, stop, "jalali", (1300 + c, b, a), 0.9, "two-digit year")
    if parts[0] == "00" and 1 <= c <= 31:  # no day and no month is 0, so it is the year
        return candidate.full(start, stop, "jalali", (1400, b, c), 0.8, "two-digit year")
    padded = all(len(part) == 2 for part in parts)
    if padded and context.recent and a <= 10 and 1 <= c <= 31 and mark == "/":
        return candidate.full(start, stop, "jalali", (1400 + a, b, c), 0.6, "two-digit year of a page of the 1400s")
    return None


def _persian(text: str, start: int, end: int) -> bool:
    """Persian or Arabic letters or figures in the date or near it."""
    return bool(_PERSIAN.search(text, max(0, start - _NEAR), end + _NEAR))
