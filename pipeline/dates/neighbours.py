"""What stands beside a date: its weekday, and the same day in another calendar."""

import re
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.dates.candidate import Candidate
from pipeline.dates.fold import fold, fold_word
from pipeline.dates.patterns import LETTER, SP, WORD_START, key
from pipeline.dates.vocabulary import TWINS, WEEKDAY, WEEKDAYS, WORDS
from pipeline.model import DateMention

_BEFORE = re.compile(
    rf"{WORD_START}(?P<day>{WEEKDAY})(?!{LETTER})\.?ِ?(?:{SP}{{0,3}}[,،:/|–-])?{SP}{{0,3}}(?:(?:روز|مورخ|the){SP}{{1,2}})?\Z"
)
_AFTER = re.compile(
    rf"(?:{SP}?[,،(]{SP}?|{SP}{{1,2}}|{SP}[-–|]{SP})(?P<day>{WEEKDAY})(?!{LETTER})(?!{SP}?[,،/-]?{SP}{{0,2}}\d|{SP}?[,،]?{SP}{LETTER}{{2,12}}{SP}\d)"
)
_GAP = re.compile(
    rf"{SP}{{0,3}}(?P<open>[(\[])?(?:[-–—|/=،,؛;]{SP}{{0,2}})?{SP}{{0,3}}(?:{TWINS})?{SP}{{0,2}}(?:(?:با|روز|بە|to|و){SP}{{1,2}})?"
    rf"[-–—ـ]?{SP}{{0,2}}[(\[]?"
)
_LAST_WORD = re.compile(rf"({LETTER}{{1,15}})[^\w]{{0,8}}\Z")
_LAST_WORDS = frozenset(word.split()[-1] for words in WORDS["weekdays"].values() for word in map(fold_word, words))
_LAST_WORDS |= {"روز", "مورخ", "the"}
_WINDOW = 24


class Weekday(NamedTuple):
    """A weekday beside a date; Monday is 1."""

    start: int
    end: int
    number: int


def weekday_before(text: str, at: int, limit: int) -> Weekday | None:
    """The weekday right before a date."""
    word = _LAST_WORD.search(text, max(limit, at - _WINDOW), at)
    if word is None or not (word[1] in _LAST_WORDS or word[1].istitle()):
        return None
    found = _BEFORE.search(text, max(limit, at - _WINDOW), at)
    return Weekday(found.start("day"), found.end("day"), WEEKDAYS[key(found["day"])]) if found else None


def weekday_after(text: str, at: int, limit: int) -> Weekday | None:
    """The weekday right after a date, unless it belongs to the next one."""
    found = _AFTER.match(text, at)
    if found is None or found.end() > limit:
        return None
    return Weekday(found.start("day"), found.end("day"), WEEKDAYS[key(found["day"])])


def pair(raw: str, made: list[tuple[Candidate, DateMention]]) -> list[tuple[Candidate, DateMention]]:
    """Set ``calendars_agree`` where a date and its neighbour are one day in two calendars, and let the neighbour
    decide a date whose reading is open."""
    raw_to_next = {i: (made[i][1].end, made[i + 1][1].start) for i in range(len(made) - 1)}
    out = list(made)
    for i, (start, end) in raw_to_next.items():
        (one, a), (two, b) = out[i], out[i + 1]
        if not _are_twins(raw, one, two, start, end):
            continue
        if one.others or two.others:
            one, a = _decided(one, a, two)
            two, b = _decided(two, b, one)
        if one.day is None or two.day is None:
            out[i], out[i + 1] = (one, a), (two, b)
            continue
        slack = 2 if "islamic" in (one.calendar, two.calendar) else 0
        agree = abs((one.day - two.day).days) <= slack
        out[i] = (one, replace(a, calendars_agree=agree if a.calendars_agree is None else a.calendars_agree and agree))
        out[i + 1] = (two, replace(b, calendars_agree=agree))
    return out


def is_twin_gap(gap: str) -> bool:
    """Whether nothing but a separator or «برابر با» stands between two dates."""
    return len(gap) <= 30 and _GAP.fullmatch(fold(gap).text) is not None


def _are_twins(raw: str, one: Candidate, two: Candidate, start: int, end: int) -> bool:
    if one.calendar == two.calendar or "relative" in (one.calendar, two.calendar):
        return False
    return is_twin_gap(raw[start:end])


def _decided(one: Candidate, mention: DateMention, other: Candidate) -> tuple[Candidate, DateMention]:
    if not one.others or other.day not in one.others:
        return one, mention
    day: date = other.day
    one.day, one.others, one.iso = day, (), day.isoformat()
    time = mention.surface and mention.iso
    return one, replace(mention, iso=time or one.iso, confidence=0.9, why="neighbour in another calendar")
