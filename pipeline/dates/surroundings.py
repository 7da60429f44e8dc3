"""Words right before and after a date that say what it is, or that it is none."""

import re

from pipeline.dates.patterns import LETTER, SP, key
from pipeline.dates.vocabulary import COMPOUNDS, COUNTED, CUES, IDS, PLACES, UNITS, VERSIONS

_AFTER = re.compile(rf"{SP}{{0,2}}({LETTER}{{1,15}})")
_BEFORE = re.compile(rf"(?:({LETTER}{{1,15}}){SP}{{1,2}})?({LETTER}{{1,15}})[\s\u200c:]{{0,3}}\Z")
_STOP = re.compile(rf"{SP}{{0,2}}(?:[.,،؛:;!?؟()»\]|/-]|\Z)")
_WINDOW = 36
# «به میزان ۱۴۰۰ تن», «بشار اسد»: the word before shows that the month name is no month.
_NO_MONTH = frozenset({"به", "این", "همین", "چه", "برج", "بن", "بشار"})


def counted(text: str, end: int, *, times: bool = True) -> bool:
    """Whether a number ending at ``end`` counts something; ``times``: also days, months and years."""
    word = _AFTER.match(text, end)
    if word is None:
        return text[end : end + 1] in ("%", "٪")
    found = key(word[1])
    return (found in COUNTED or found.removesuffix("ی") in COUNTED) and (times or found not in UNITS)


def compound(text: str, end: int) -> bool:
    """Whether the word after a month name makes it another thing: «تیر آهن»."""
    word = _AFTER.match(text, end)
    return word is not None and key(word[1]) in COMPOUNDS


def stops(text: str, end: int) -> bool:
    """Whether the text stops at ``end``: punctuation, a bracket, the end."""
    return _STOP.match(text, end) is not None


def cued(text: str, start: int) -> bool:
    """Whether a preposition or a word such as «روز» stands before ``start``."""
    first, second = _before(text, start)
    return second in CUES or (first != "" and first + second in CUES)


def of_place(text: str, start: int) -> bool:
    """Whether what starts at ``start`` is the name of a place or a body: «میدان ۷ تیر», «بیمارستان شهدای ۷ تیر»."""
    first, second = _before(text, start)
    return first in PLACES or second in PLACES


def no_month(text: str, start: int) -> bool:
    """Whether the word before a month name shows that it is the everyday word or a family name."""
    return _before(text, start)[1] in _NO_MONTH


def numbered(text: str, start: int) -> bool:
    """Whether the number at ``start`` is called one: «شماره ۹۷/۵/۱۲»."""
    return _before(text, start)[1] in IDS


def version(text: str, start: int) -> bool:
    """Whether a dotted number at ``start`` is a version: after "release", or after the name of a product."""
    found = _BEFORE.search(text, max(0, start - _WINDOW), start)
    if found is None:
        return False
    return key(found[2]) in VERSIONS or (found[2].isascii() and found[2][0].isupper())


def released(text: str, start: int) -> bool:
    """Whether the number at ``start`` is called a version outright."""
    return _before(text, start)[1] in VERSIONS


def _before(text: str, start: int) -> tuple[str, str]:
    """The two words before ``start``, folded; empty where there are none."""
    found = _BEFORE.search(text, max(0, start - _WINDOW), start)
    return (key(found[1] or ""), key(found[2])) if found else ("", "")
