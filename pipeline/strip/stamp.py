"""Whether a line is a stamp: dates, clock times and the few words that go with them, and nothing else.

This is about the shape of the line alone; what the date is, is for ``pipeline.dates`` to say.
"""

import re
from functools import cache

from msgspec import Struct

from pipeline.strip.phrases import word_list

_LONGEST = 30  # words
_NUMERIC = re.compile(r"(?<!\d)(?:\d{4}([/.,-])\d{1,2}\1\d{1,2}|\d{1,2}([/.-])\d{1,2}\2\d{2,4})(?!\d)")
_PARTED = re.compile(r"\d[/.,:-]\d")
"""What both have."""
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)")


class Stamp(Struct, frozen=True, gc=False):
    """The shape of a line that holds a date or a clock time."""

    date: bool
    clock: bool
    labelled: bool
    """Says what it is: published, updated, «تاریخ انتشار»."""
    others: int
    """Words that belong to no stamp: a name, a place, a sentence."""


def read_stamp(text: str, folded: str) -> Stamp | None:
    """The stamp a line is, or None where it is longer than a stamp or has no date and no clock time."""
    if "#" not in folded or folded.count(" ") >= _LONGEST:
        return None
    words = folded.split()
    months, stamp_words = word_list("months"), _stamp_words()
    parted = _PARTED.search(text) is not None
    date = (parted and bool(_NUMERIC.search(text))) or not months.isdisjoint(words)
    clock = parted and bool(_CLOCK.search(text))
    if not (date or clock):
        return None
    others = sum(word not in stamp_words for word in words)
    return Stamp(date, clock, not _label_words().isdisjoint(words), others)


@cache
def _stamp_words() -> frozenset[str]:
    return word_list("months") | word_list("weekdays") | word_list("stamp") | {"#"}


@cache
def _label_words() -> frozenset[str]:
    return word_list("label")
