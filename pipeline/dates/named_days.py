"""The day before a month name, in figures or words, and the first day of a range before that."""

import re
from typing import NamedTuple

from pipeline.dates.numerals import DAY_WORDS, NUMBER, number
from pipeline.dates.patterns import LETTER, SP, WORD_END, WORD_START, key
from pipeline.dates.vocabulary import MONTH, MONTHS, UNTIL, Month

GAP = rf"{SP}{{0,3}}"
NTH = rf"(?:{SP}?(?:ام|مین|م|یم|مه|هم|ی)(?!{LETTER})|st|nd|rd|th|ST|ND|RD|TH)?"
# A figure that is no part of a fraction, a time or a longer number.
ALONE = r"(?<!\d)(?<!\d[/.,:٫٬])"
WINDOW = 48
"""How far (code points) around a month name anything is read."""

_DAY = rf"(?:{ALONE}(?P<n>\d{{1,2}})(?P<nth>{NTH})|(?P<w>{NUMBER}))"
_LEFT = re.compile(rf"{_DAY}(?P<gap>{GAP}(?:[-/.،,]{SP}?)?(?:از{SP}{{1,2}})?(?:(?:of|ماه|de|من|د){SP}{{1,2}})?)\Z")
# «سلخ», the last day of a lunar month: 30 in odd months, 29 in even ones.
_SALKH = re.compile(rf"{WORD_START}سلخ{SP}{{1,2}}(?:ماه{SP}{{1,2}})?\Z")
_TO = rf"{GAP}(?:{UNTIL}{WORD_END}|[-–—]){GAP}\Z"
_TO_LEFT = re.compile(rf"(?:{UNTIL}|[-–—]|(?<!{LETTER})و|and){GAP}\Z")
_FIRST_DAY = re.compile(rf"(?<![:/.])(?<!\d){_DAY}{_TO}")
_FIRST_DAY_BETWEEN = re.compile(rf"(?:بین|between){SP}{{1,2}}(?:روزهای{SP})?{_DAY}{GAP}(?:و|and){SP}{{1,2}}\Z")
_FIRST_DAY_AND_MONTH = re.compile(rf"{_DAY}{GAP}(?P<name>{MONTH})(?:{SP}{{0,2}}ماه)?{_TO}")

_GAP_CHARS = " \t\n\r\xa0\u200c\u2009\u202f-/.،,"
_GAPS = frozenset(_GAP_CHARS)
# Last words of a day and of what may stand between it and its month.
_BETWEEN = "ماه of de من از سلخ ام م مین یم مه هم ی st nd rd th ST ND RD TH"
_TAILS = DAY_WORDS.union(_BETWEEN.split())
_ENDS = frozenset(word[-1] for word in _TAILS)
_WORD = re.compile(rf"{LETTER}+")
# A day in figures lies nearer than one in words can.
_FIGURES = 12


class Day(NamedTuple):
    """A day that stands before a month name."""

    start: int
    value: int
    words: bool
    ordinal: bool
    gap: str
    """What parts it from the month."""


class First(NamedTuple):
    """The first day of a range; its month where another is named."""

    start: int
    value: int
    month: int


def may_lead(text: str, pos: int) -> bool:
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
    if last not in _ENDS:
        return False
    word = text[max(0, at - 9) : at + 1].rsplit(None, 1)[-1]
    if not word.isalpha():
        word = _WORD.findall(word)[-1]
    return word in _TAILS


def day_before(text: str, pos: int, month: Month) -> Day | None:
    """The day before the month name at ``pos``; in figures it may be one no month has."""
    low = max(0, pos - WINDOW)
    if month.calendar == "islamic" and (last := _SALKH.search(text, low, pos)) is not None:
        return Day(last.start(), 29 + month.number % 2, True, True, "")
    in_words = text[low:pos].rstrip(_GAP_CHARS)[-1:].isalpha()
    found = _LEFT.search(text, low if in_words else max(low, pos - _FIGURES), pos)
    while found is not None and found["n"] is None:
        value = number(found["w"])
        if value is not None:
            in_month = 1 <= value.value <= 31
            return Day(found.start("w"), value.value, True, value.ordinal, found["gap"]) if in_month else None
        # «پانزده و شانزده خرداد» is no number: the last one is the day
        found = _LEFT.search(text, found.start("w") + 1, pos)
    if found is None:
        return None
    return Day(found.start("n"), int(found["n"]), False, bool(found["nth"]), found["gap"])


def first_of_range(text: str, last: Day, month: Month) -> First | None:
    """The first day of the range that ends with ``last``: «۳ تا ۹ مرداد», «۲۹ تیر تا ۹ مرداد», «بین ۳ و ۹ مرداد»."""
    low = max(0, last.start - WINDOW)
    if not _TO_LEFT.search(text, max(0, last.start - 16), last.start):
        return None
    found = _FIRST_DAY_AND_MONTH.search(text, low, last.start)
    if found is not None:
        named = MONTHS[key(found["name"])]
        value = _value(found)
        if value and named.calendar == month.calendar and named.number <= month.number:
            return First(_start(found), value, named.number)
    found = _FIRST_DAY.search(text, low, last.start) or _FIRST_DAY_BETWEEN.search(text, low, last.start)
    value = _value(found) if found is not None else None
    if found is None or not value or value >= last.value:
        return None
    return First(_start(found), value, month.number)


def _start(found: re.Match[str]) -> int:
    return found.start("n") if found["n"] else found.start("w")


def _value(found: re.Match[str]) -> int | None:
    if found["n"]:
        return int(found["n"])
    words = number(found["w"])
    return words.value if words and 1 <= words.value <= 31 else None
