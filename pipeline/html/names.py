"""Weights for the names that elements carry: how often what stands below ``class="post-body"`` is main text.

Authors of pages write class names, ids and roles in English or in the jargon of their CMS, whatever the language
of the page; so what is learned from names holds for Persian pages too. A weight is the log-odds of main text
below the name, counted by site and smoothed (``benchmarks/train_blocks.py``).
"""

import re
from collections.abc import Iterator, Mapping

from pipeline.html.looks import Names

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# The same for names in small letters, letter by letter: what is of no word is a space.
_APART = "".join(letter if "a" <= letter <= "z" else " " for letter in map(chr, range(0x80)))
_MAX_NAMES = 30
_MAX_CACHED = 20_000

Weight = tuple[float, float, float]
"""Lowest (at most 0), highest (at least 0) and summed weight of some names."""
_NONE: Weight = (0.0, 0.0, 0.0)


def names_in(called: Names) -> Iterator[str]:
    """Names of one element: its tag, and each word and each whole name of the attributes that name things."""
    yield f"<{called.tag}"
    for attribute, value in called.named:
        for name in value.split()[:_MAX_NAMES]:
            yield from _names(attribute, name)


def _names(attribute: str, name: str) -> list[str]:
    """What is weighed of one name, such as ``post``, ``body`` and ``post-body`` of ``post-body``."""
    if name.islower() and name.isascii():
        words = name.translate(_APART).split()
    else:
        words = [word.lower() for word in _WORD.findall(name)]
    if attribute not in ("class", "id"):
        return [f"{attribute}:{'-'.join(words)}"]
    if len(words) > 1:
        words.append("-".join(words))
    return words


class NameWeights:
    """Looks names up in a table of weights and remembers what it found, of one page and the next."""

    def __init__(self, table: Mapping[str, float]) -> None:
        self._table = table
        self._values: dict[tuple[str, str], Weight] = {}
        """By an attribute and its whole value, as it is written."""
        self._class: dict[str, dict[str, float]] = {}
        """Of each class and its words."""

    def of(self, called: Names) -> Weight:
        """The weight of all names of an element."""
        own = self._table.get(f"<{called.tag}", 0.0)
        low, high, total = min(0.0, own), max(0.0, own), own
        for named in called.named:
            weight = self._values.get(named)
            if weight is None:
                if len(self._values) >= _MAX_CACHED:
                    self._values.clear()
                weight = self._values[named] = self._of(*named)
            lowest, highest, own = weight
            if lowest < low:
                low = lowest
            if highest > high:
                high = highest
            total += own
        return low, high, total

    def _of(self, attribute: str, value: str) -> Weight:
        """The weight of one attribute: what several of its names share counts once."""
        weights: dict[str, float] = {}
        for name in value.split()[:_MAX_NAMES]:
            known = self._class.get(name) if attribute == "class" else None
            if known is None:
                known = self._found(attribute, name)
            if known:
                weights |= known
        if not weights:
            return _NONE
        found = weights.values()
        return min(0.0, *found), max(0.0, *found), sum(found)

    def _found(self, attribute: str, name: str) -> dict[str, float]:
        found = {one: weight for one in _names(attribute, name) if (weight := self._table.get(one)) is not None}
        if attribute == "class":
            if len(self._class) >= _MAX_CACHED:
                self._class.clear()
            self._class[name] = found
        return found
