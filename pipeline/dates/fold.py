"""A text as the date grammar reads it: one letter for every letter that looks alike, no invisible marks.

The grammar works on the folded text; ``Folded.place`` leads every position back to the text as it was.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from unicodedata import combining

from msgspec import Struct

# Harakat and hamza marks, bidi controls, joiners, soft hyphen, BOM, variation selectors. ZWNJ is none of them: it
# parts words and is read as a kind of space.
_INVISIBLE = "\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f"
_MARKS = re.compile(f"[{_INVISIBLE}ـ]+")
_ALIKE = tuple(
    {
        "ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "ہ": "ه", "ھ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا",
        "ﻱ": "ی", "ﯼ": "ی", "⁄": "/", "∕": "/", "／": "/", "‐": "-", "‑": "-", "‒": "-", "－": "-",
    }.items()
)  # fmt: skip


class Folded(Struct, frozen=True, gc=False):
    """The folded text, and where a mark was left out of it."""

    text: str
    cuts: Sequence[int] = ()
    """Positions in ``text`` before which marks were left out, rising."""
    shifts: Sequence[int] = ()
    """How many code points had been left out up to and at each cut."""

    def start(self, at: int) -> int:
        """Where a span that starts at ``at`` in the folded text starts in the text as it was."""
        i = bisect_right(self.cuts, at)
        return at + self.shifts[i - 1] if i else at

    def end(self, at: int, raw: str) -> int:
        """Where a span that ends at ``at`` ends in ``raw``: marks of its last letter are in it, others are not."""
        end, after = self.start(at - 1) + 1, self.start(at)
        while end < after and (raw[end] == "ـ" or combining(raw[end])):
            end += 1
        return end


def fold(text: str) -> Folded:
    """Fold a text. Linear; a text without marks is never copied piece by piece."""
    if text.isascii():
        return Folded(text)
    cuts: list[int] = []
    shifts: list[int] = []
    gone = at = 0
    parts: list[str] = []
    for mark in _MARKS.finditer(text):
        start, end = mark.span()
        if "ـ" in mark.group() and not (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()):
            continue  # tatweel away from letters is used as a dash
        parts.append(text[at:start])
        cuts.append(start - gone)
        gone += end - start
        shifts.append(gone)
        at = end
    if parts:
        text = "".join(parts) + text[at:]
    for letter, alike in _ALIKE:
        if letter in text:
            text = text.replace(letter, alike)
    return Folded(text, cuts, shifts)


def fold_word(word: str) -> str:
    """A word of the vocabulary in folded form."""
    return fold(word).text
