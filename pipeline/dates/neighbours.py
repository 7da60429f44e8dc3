"""What stands beside a date: its weekday, and the same day in another calendar."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise
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
    rf"(?:{SP}?[,،(]{SP}?|{SP}{{1,2}}|{SP}[-–|]{SP})(?P<day>{WEEKDAY})(?!{LETTER})(?!{SP}?[,،/-]?{SP}{{0,2}}\d(?!\d?:)|{SP}?[,،]?{SP}{LETTER}{{2,12}}{SP}\d)"
)
_GAP = re.compile(
    rf"{SP}{{0,3}}(?P<open>[(\[])?(?:[-–—|/=،,؛;]{SP}{{0,2}})?{SP}{{0,3}}(?P<said>{TWINS})?{SP}{{0,2}}(?:(?:با|روز|بە|to|و){SP}{{1,2}})?"
    rf"[-–—ـ]?{SP}{{0,2}}[(\[]?"
)
_GAP_CHARS = " \t\n\xa0\u200c,،:/|–.-"
_LAST_LETTERS = frozenset(fold_word(word)[-1].lower() for words in WORDS["weekdays"].values() for word in words)
_LAST_LETTERS |= {word[-1] for word in ("روز", "مورخ", "the")}
_WINDOW = 24
_NEAR = 40
_PAIRS = [set(two) for two in combinations(("jalali", "gregorian", "islamic", "imperial"), 2)]


class Weekday(NamedTuple):
    """A weekday beside a date; Monday is 1."""

    start: int
    end: int
    number: int


def weekday_before(text: str, at: int, limit: int) -> Weekday | None:
    """The weekday right before a date."""
    low = max(limit, at - _WINDOW)
    if text[low:at].rstrip(_GAP_CHARS)[-1:].lower() not in _LAST_LETTERS:
        return None
    found = _BEFORE.search(text, low, at)
    return Weekday(found.start("day"), found.end("day"), WEEKDAYS[key(found["day"])]) if found else None


def weekday_after(text: str, at: int, limit: int) -> Weekday | None:
    """The weekday right after a date, unless it belongs to the next one; one in brackets is no part of the date."""
    found = _AFTER.match(text, at)
    if found is None or found.end() > limit:
        return None
    bracketed = "(" in text[at : found.start("day")]
    start, end = (at, at) if bracketed else found.span("day")
    return Weekday(start, end, WEEKDAYS[key(found["day"])])


def decide_open(candidates: Sequence[Candidate]) -> None:
    """Let the neighbour in another calendar say which day ``03/05/2020`` is, where it is one of the two."""
    for one, two in pairwise(candidates):
        if two.start - one.end <= _NEAR:
            _decide(one, two.day, "neighbour in another calendar")
            _decide(two, one.day, "neighbour in another calendar")


def decide_by_weekday(one: Candidate, weekday: Weekday) -> None:
    """Let a weekday say which day an open date is, where only one of the two has it."""
    fit = [day for day in one.others if day.isoweekday() == weekday.number]
    if len(fit) == 1:
        _decide(one, fit[0], "weekday")


def _decide(one: Candidate, day: date | None, why: str) -> None:
    if day is not None and day in one.others and day != one.day:
        one.day, one.iso, one.native = day, day.isoformat(), day.isoformat()
        one.confidence, one.why = 0.9, why


def agreement(raw: str, made: Sequence[tuple[Candidate, DateMention]]) -> list[DateMention]:
    """The mentions with ``calendars_agree`` set where one day stands in two calendars side by side.

    A disagreement is one only where the page says that both are the same day («برابر با», brackets), or where a
    separator parts two days so close that nothing else is likely.
    """
    agree: dict[int, bool] = {}
    for i, ((one, a), (two, b)) in enumerate(pairwise(made)):
        if one.day is None or two.day is None or {one.calendar, two.calendar} not in _PAIRS:
            continue
        gap = fold(raw[a.end : b.start]).text if b.start - a.end <= _NEAR else None
        found = _GAP.fullmatch(gap) if gap is not None else None
        if gap is None or found is None:
            continue
        slack = 2 if "islamic" in (one.calendar, two.calendar) else 0
        apart = abs((one.day - two.day).days)
        if apart > slack:
            said = found["said"] or found["open"] or "=" in gap
            if apart > (10_000_000 if said else 31 if gap.strip() else 3):
                continue
        for j in (i, i + 1):
            agree[j] = agree.get(j, True) and apart <= slack
    return [replace(m, calendars_agree=agree[i]) if i in agree else m for i, (_, m) in enumerate(made)]


def is_twin_gap(gap: str) -> bool:
    """Whether nothing but a separator or «برابر با» stands between two dates."""
    return len(gap) <= _NEAR and _GAP.fullmatch(fold(gap).text) is not None
