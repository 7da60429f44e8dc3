"""Letters, digits, marks and words of all lines of a page, counted at once."""

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEWLINE, SPACE, LETTER, UPPER, DIGIT, STOP, COMMA, QUOTE, SEPARATOR, SYMBOL, DASH, IDEOGRAPH = range(12)
_CLASSES = 12
_STOPS = ".!?…؟۔。！？｡।॥"
_COMMAS = ",;:،؛、，；："
_SEPARATORS = "|/\\·•»›>«‹<→←▸►■●◦+*_=~"
_LONG = 60
"""Characters outside links from which a line counts as running text."""


class Letters:
    """Columns with one number for each line."""

    def __init__(self, texts: Sequence[str], linked: Sequence[int], hidden: Sequence[int]) -> None:
        """``texts``: none is empty, and none has a newline in it."""
        count = len(texts)
        codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
        classes = _table().take(codes, mode="clip")
        (ends,) = (classes == NEWLINE).nonzero()
        begins = np.zeros(count, np.int64)
        begins[1:] = ends[:-1] + 1
        sizes = ends - begins
        first = np.repeat(np.arange(count) * _CLASSES, sizes + 1)
        by_class = np.bincount(first + classes, minlength=count * _CLASSES).reshape(count, _CLASSES)
        starts = (classes >= LETTER) & (classes <= DIGIT)
        starts[1:] &= ~starts[:-1]
        self.by_class: NDArray[np.int64] = by_class
        self.words: Floats = np.add.reduceat(starts, begins, dtype=np.int64) + by_class[:, IDEOGRAPH] / 2
        """Runs of letters and digits; two ideographs count as a word."""
        self.chars: Floats = sizes.astype(np.float64)
        self.last: NDArray[np.uint8] = classes[ends - 1]
        self.linked: Floats = np.minimum(np.array(linked, np.float64), self.chars)
        self.free: Floats = self.chars - self.linked
        self.link_share: Floats = self.linked / np.maximum(self.chars, 1)
        self.hidden: NDArray[np.int64] = np.fromiter(hidden, np.int64, count)
        weight = self.free + by_class[:, IDEOGRAPH]
        reads = (weight >= _LONG) & (by_class[:, STOP] + by_class[:, COMMA] > 0) & (self.hidden == 0)
        self.mass: Floats = np.where(reads, weight, 0.0)
        """Characters of lines that read as running text: long, outside links, with the marks of sentences.
        An ideograph says as much as two letters."""


def _class_of(char: str) -> int:
    code, category = ord(char), unicodedata.category(char)
    if char == "\n":
        return NEWLINE
    for marks, number in ((_STOPS, STOP), (_COMMAS, COMMA), (_SEPARATORS, SEPARATOR)):
        if char in marks:
            return number
    if char.isspace() or category in ("Cf", "Cc", "Cs", "Co", "Cn"):
        return SPACE
    if 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF:
        return IDEOGRAPH
    if category in ("Lu", "Lt"):
        return UPPER
    return {"L": LETTER, "M": LETTER, "N": DIGIT, "S": SYMBOL, "Z": SPACE}.get(
        category[0], DASH if category == "Pd" else QUOTE
    )


@cache
def _table() -> NDArray[np.uint8]:
    """Class of each code point below 0x10000; those above (emoji, rare ideographs) count as the last one."""
    return np.array([_class_of(chr(code)) for code in range(0x10000)], np.uint8)
