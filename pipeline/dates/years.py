"""Years, decades and seasons: «سال ۱۳۹۸», «۱۸۴۷م», «۳۹۴–۴۸۱ ه.ق», «دهه ۱۳۷۰», «زمستان ۱۳۵۷».

A bare number is never a year here: the word «سال», an era mark, «دهه» or a season has to stand beside it.
"""

import re
from typing import NamedTuple

from pipeline.dates import calendars
from pipeline.dates.calendars import IMPERIAL
from pipeline.dates.candidate import Candidate, invalid
from pipeline.dates.numerals import NUMBER, number
from pipeline.dates.patterns import LETTER, SP, WORD_END, key
from pipeline.dates.surroundings import counted, cued
from pipeline.dates.vocabulary import ERA, ERAS, SEASON, SEASONS

_TO = rf"{SP}{{0,2}}(?:تا|الی|لغایت|[-–—ـ]){SP}{{0,2}}"
_FREE = rf"(?!\d|{SP}?[/٫:]{SP}?\d|[.,٬]\d|-\d)"
_ERA = re.compile(rf"{SP}{{0,2}}(?P<open>\(?)(?P<era>{ERA})(?P<stop>\.?)(?!{LETTER}|\.{LETTER})")
_SAL = re.compile(
    rf"(?:سال(?:{SP}?های|{SP}?ها)?|سال{SP}(?:تحصیلی|مالی|زراعی|آبی)|ساڵی){SP}{{1,3}}"
    rf"(?:(?P<y>\d{{1,4}})(?:(?:{_TO}|(?P<and>{SP}و{SP}))(?P<z>\d{{2,4}}))?{_FREE}|(?P<w>{NUMBER}))"
)
_KAL_LEFT = re.compile(rf"(?<!\d)(?<!\d[/.,:٫٬])(?P<y>\d{{4}})(?:{SP}?ل)?{SP}{{1,2}}\Z")
_DECADE = re.compile(rf"دهه(?:{SP}?های|ی)?{SP}{{1,3}}(?P<y>\d{{3}}[0۰٠]){_FREE}")
_SEASON = re.compile(
    rf"{SEASON}{WORD_END}{SP}{{1,3}}(?:(?P<sal>سال){SP}{{1,2}})?(?:(?P<y>\d{{4}}|\d\d){_FREE}|(?P<w>{NUMBER}))"
)
_NUMBERS_LEFT = re.compile(rf"(?<!\d)(?<!\d[/.,:٫٬])(?:(?P<y>\d{{1,4}}){_TO})?(?P<z>\d{{1,4}}){SP}{{0,2}}\Z")
_NUMBER_LEFT = re.compile(rf"(?:\d|(?P<w>{NUMBER})){SP}{{0,2}}\Z")
WINDOW = 56


class Era(NamedTuple):
    """An era mark after a year."""

    end: int
    calendar: str
    """A calendar, ``hijri`` (solar or lunar by the year) or ``bce``."""
    bracketed: bool
    letter: bool
    """One letter alone («م», «ق», «ش»)."""


def era_after(text: str, at: int) -> Era | None:
    """The era mark that follows a number ending at ``at``."""
    found = _ERA.match(text, at, at + 40)
    if found is None:
        return None
    name = key(found["era"])
    if name in ("ق", "پ", "م") and found.end() < len(text) and text[found.end()] == ".":
        return None
    # The last stop of «ه.ق.» is a part of it, that after «م» ends a sentence.
    end = found.end("stop") if "." in found["era"] and not found["era"].endswith(".") else found.end("era")
    return Era(end, ERAS[name], bool(found["open"]), len(name) == 1)


def hijri(year: int) -> str:
    """Calendar of a year that is only «هجری»: lunar before 1300, solar since then."""
    return "islamic" if year < 1300 else "jalali"


def at_sal(text: str, pos: int) -> Candidate | None:
    """A year or a range of years after the word «سال» at ``pos``."""
    found = _SAL.match(text, pos, pos + 64)
    if found is None or _is_count(text, pos):
        return None
    if found["w"]:
        words = number(found["w"])
        if words is None or words.ordinal or words.value < 1000:
            return None
        first, last, short = words.value, None, False
    else:
        first, short = int(found["y"]), len(found["y"]) < 3
        last = int(found["z"]) if found["z"] else None
    end = found.end()
    if found["and"] and last not in (first + 1, (first + 1) % 100):
        # «۱۳۴۸ و ۱۳۷۹» are two years, «۱۳۷۶ و ۷۷» are as good as a range
        last, end = None, found.end("y")
    era = era_after(text, end)
    if era and era.calendar == "bce":
        return invalid(pos, era.end)
    if era is None and counted(text, end, times=False):
        return None
    end = era.end if era and not era.bracketed else end
    if short and last is None and not _short_year(first, found["y"], era):
        return None
    return _years(pos, end, first, last, era, "the word for year")


def at_kal(text: str, pos: int) -> Candidate | None:
    """Pashto «۱۳۹۸ کال»: the year stands before its word."""
    found = _KAL_LEFT.search(text, max(0, pos - 16), pos)
    if found is None:
        return None
    return _years(found.start("y"), pos + 3, int(found["y"]), None, None, "the word for year")


def _is_count(text: str, pos: int) -> bool:
    """«۵ سال»: a number of years, no name of one; «نیمه دوم سال» is none."""
    found = _NUMBER_LEFT.search(text, max(0, pos - 20), pos)
    if found is None:
        return False
    words = number(found["w"]) if found["w"] else None
    return words is None or not words.ordinal


def _short_year(value: int, written: str, era: Era | None) -> bool:
    if era is not None:
        return True
    return len(written) == 2 and 20 <= value <= 99


def at_era(text: str, pos: int) -> Candidate | None:
    """A year or a range of years before the era mark at ``pos``, without the word «سال»."""
    found = _NUMBERS_LEFT.search(text, max(0, pos - 24), pos)
    if found is None:
        return None
    era = era_after(text, found.end("z"))
    if era is None or era.bracketed:
        return None
    start = found.start("y") if found["y"] else found.start("z")
    if era.calendar == "bce":
        return invalid(start, era.end)
    if era.letter and len(found["z"]) < (2 if pos == found.end("z") else 3):
        return None
    if era.letter and era.calendar == "gregorian" and len(found["z"]) < 4:
        return None
    first = int(found["y"]) if found["y"] else int(found["z"])
    last = int(found["z"]) if found["y"] else None
    return _years(start, era.end, first, last, era, "era")


def at_decade(text: str, pos: int) -> Candidate | None:
    """«دهه ۱۳۷۰»: ten years, where the first is written with four figures."""
    found = _DECADE.match(text, pos, pos + 40)
    if found is None:
        return None
    era = era_after(text, found.end())
    year = int(found["y"])
    calendar = era.calendar if era else _calendar(year)
    end = era.end if era and not era.bracketed else found.end()
    if calendar not in ("jalali", "gregorian", "islamic"):
        return None
    return _range(pos, end, calendar, year, year + 9, 0.8, "decade")


def at_season(text: str, pos: int) -> Candidate | None:
    """«زمستان ۱۳۵۷»: three months of a Solar Hijri year."""
    found = _SEASON.match(text, pos, pos + 64)
    if found is None:
        return None
    season = SEASONS[key(text[pos : pos + len(found[0])].split()[0])]
    if found["y"]:
        year, short = int(found["y"]), len(found["y"]) == 2
    else:
        words = number(found["w"])
        if words is None or words.ordinal or not (20 <= words.value <= 99 or 1200 <= words.value <= 1500):
            return None
        year, short = words.value, words.value < 100
    if counted(text, found.end(), times=False):
        return None
    if short:
        # «بهار» is a name too.
        if year < 32 or (season == 1 and not (found["sal"] or cued(text, pos))):
            return None
        year += 1300
    if not 1200 <= year <= 1500:
        return None
    era = era_after(text, found.end())
    if era and era.calendar not in ("jalali", "hijri"):
        return None
    first = calendars.month_span("jalali", year, 3 * season - 2)
    last = calendars.month_span("jalali", year, 3 * season)
    if first is None or last is None:
        return None
    end = era.end if era and not era.bracketed else found.end()
    own = f"{year}-{3 * season - 2:02}/{year}-{3 * season:02}"
    iso = calendars.interval(first[0], last[1])
    return Candidate(pos, end, "jalali", "range", iso, own, None, (), 0.9, "season")


def _years(start: int, end: int, first: int, last: int | None, era: Era | None, why: str) -> Candidate | None:
    if last is not None:
        first, last = _in_order(first, last)
    newest = last if last is not None else first
    mark = era.calendar if era else None
    calendar = hijri(newest) if mark == "hijri" else mark or _calendar(first)
    if calendar == "jalali" and mark is None and newest >= 100 and _calendar(newest) != "jalali":
        calendar = None
    if first < 100 and mark in (None, "jalali"):
        first, last = first + 1300, (last + 1300 if last is not None and last < 100 else last)
        calendar = "jalali"
    elif first < 100 and mark == "gregorian":
        first += 1900 if first >= 30 else 2000
    if calendar is None:
        if not 1000 <= newest <= 2199:
            return None
        return Candidate(start, end, "unknown", "year", None, str(first), confidence=0.3, why="calendar unclear")
    confidence = 1.0 if mark else 0.9
    if last is not None:
        return _range(start, end, calendar, first, last, confidence, why) if last > first else None
    iso = calendars.year_iso(
        "jalali" if calendar == "imperial" else calendar, first - IMPERIAL * (calendar == "imperial")
    )
    if iso is None:
        return None
    return Candidate(start, end, calendar, "year", iso, f"{first:04}", None, (), confidence, why)


def _in_order(first: int, last: int) -> tuple[int, int]:
    """«۱۳۹۸ تا ۹۹» is 1398-1399, and «۵۷-۱۳۴۲» is 1342-1357 turned round by the writing direction."""
    if first < 100 <= last and first > last % 100:
        first, last = last, last - last % 100 + first
    elif last < 100 <= first and last > first % 100:
        last += first - first % 100
    return (last, first) if last < first and last >= 100 else (first, last)


def _range(start: int, end: int, calendar: str, first: int, last: int, confidence: float, why: str) -> Candidate | None:
    a = calendars.year_span(calendar, first)
    b = calendars.year_span(calendar, last)
    if a is None or b is None:
        return None
    iso = f"{first:04}/{last:04}" if calendar == "gregorian" else calendars.interval(a[0], b[1])
    return Candidate(start, end, calendar, "range", iso, f"{first:04}/{last:04}", None, (), confidence, why)


def _calendar(year: int) -> str | None:
    """Calendar of a year that nothing but its number tells; None where several may be meant."""
    if 1200 <= year <= 1415:
        return "jalali"
    if 2500 <= year <= 2540:
        return "imperial"
    return "gregorian" if 1451 <= year <= 2199 else None
