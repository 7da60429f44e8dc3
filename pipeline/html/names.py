"""Weights for the names that elements carry: how often what stands below ``class="post-body"`` is main text.

Authors of pages write class names, ids and roles in English or in the jargon of their CMS, whatever the language
of the page; so what is learned from names holds for Persian pages too. A weight is the log-odds of main text
below the name, counted by site and smoothed (``benchmarks/train_blocks.py``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.html.looks import Names

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# The same for names in small letters, letter by letter: what is of no word is a space.
_APART = "".join(letter if "a" <= letter <= "z" else " " for letter in map(chr, range(0x80)))
_MAX_NAMES = 30
_MAX_CACHED = 20_000

Weight = tuple[float, float, float]
"""Lowest (at most 0), highest (at least 0) and summed weight of some names."""


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
    """Looks names up in a table of weights and remembers those of classes, of one page and the next."""

    def __init__(self, table: Mapping[str, float]) -> None:
        self._table = table
        self._classes: dict[str, dict[str, float]] = {}

    def of(self, called: Names) -> Weight:
        """The weight of all names of an element."""
        own = self._table.get(f"<{called.tag}", 0.0)
        low, high, total = min(0.0, own), max(0.0, own), own
        for attribute, value in called.named:
            weights: dict[str, float] = {}
            for name in value.split()[:_MAX_NAMES]:
                weights |= self._class(name) if attribute == "class" else self._found(_names(attribute, name))
            if weights:
                found = weights.values()
                low, high, total = min(low, *found), max(high, *found), total + sum(found)
        return low, high, total

    def _class(self, name: str) -> dict[str, float]:
        """Weights of a class and its words: a class comes again on other pages, an id seldom does."""
        known = self._classes.get(name)
        if known is None:
            if len(self._classes) >= _MAX_CACHED:
                self._classes.clear()
            known = self._classes[name] = self._found(_names("class", name))
        return known

    def _found(self, names: Iterable[str]) -> dict[str, float]:
        return {name: weight for name in names if (weight := self._table.get(name)) is not None}
