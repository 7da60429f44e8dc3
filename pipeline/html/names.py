"""Weights for the names that elements carry: how often what stands below ``class="post-body"`` is main text.

Authors of pages write class names, ids and roles in English or in the jargon of their CMS, whatever the language
of the page; so what is learned from names holds for Persian pages too. A weight is the log-odds of main text
below the name, counted by site and smoothed (``benchmarks/train_blocks.py``).
"""

import re
from collections.abc import Iterator, Mapping

from pipeline.html.looks import Look

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MAX_NAMES = 30
_MAX_CACHED = 20_000

Weight = tuple[float, float, float]
"""Lowest (at most 0), highest (at least 0) and summed weight of some names."""
_NONE: Weight = (0.0, 0.0, 0.0)


def names_in(look: Look) -> Iterator[str]:
    """Names of one element: its tag, and each word and each whole name of the attributes that name things."""
    yield f"<{look.tag}"
    for attribute, value in look.named:
        for name in value.split()[:_MAX_NAMES]:
            yield from _names(attribute, name)


def _names(attribute: str, name: str) -> list[str]:
    """What is weighed of one name, such as ``post``, ``body`` and ``post-body`` of ``post-body``."""
    whole = "-".join(_WORD.findall(name)).lower()
    if attribute not in ("class", "id"):
        return [f"{attribute}:{whole}"]
    words = whole.split("-") if whole else []
    if len(words) > 1:
        words.append(whole)
    return words


class NameWeights:
    """Looks names up in a table of weights and remembers what it found, of one page and the next."""

    def __init__(self, table: Mapping[str, float]) -> None:
        self._table = table
        self._known: dict[tuple[str, str], Weight] = {}
        self._parts: dict[tuple[str, str], dict[str, float]] = {}

    def of(self, look: Look) -> Weight:
        """The weight of all names of an element."""
        key = ("<", look.tag)
        low, high, total = self._known.get(key) or self._found(*key)
        for key in look.named:
            lowest, highest, own = self._known.get(key) or self._found(*key)
            if lowest < low:
                low = lowest
            if highest > high:
                high = highest
            total += own
        return low, high, total

    def _found(self, attribute: str, value: str) -> Weight:
        names = [f"<{value}"] if attribute == "<" else value.split()[:_MAX_NAMES]
        parts: dict[str, float] = {}
        for name in names:
            part = self._parts.get((attribute, name))
            if part is None:
                part = self._part(attribute, name)
            parts = parts | part if parts else part
        found = parts.values()
        weight = (min(0.0, *found), max(0.0, *found), sum(found)) if found else _NONE
        if len(self._known) >= _MAX_CACHED:
            self._known.clear()
        self._known[attribute, value] = weight
        return weight

    def _part(self, attribute: str, name: str) -> dict[str, float]:
        """Weights of one name and its words."""
        names = [name] if attribute == "<" else _names(attribute, name)
        part = {one: weight for one in names if (weight := self._table.get(one)) is not None}
        if len(self._parts) >= _MAX_CACHED:
            self._parts.clear()
        self._parts[attribute, name] = part
        return part
