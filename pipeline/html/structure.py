"""Elements as columns of numbers: what each inherits, how it looks, what it holds."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline.html.lines import Walk
from pipeline.html.looks import Names
from pipeline.html.names import NameWeights
from pipeline.html.ways import Ways

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

CONTAINERS = 6
"""Containers of growing size around each line that are described."""
INSIDE = ("article", "main", "section", "header", "table", "ul", "blockquote", "p", "h1", "a")
"""Tags whose being above a line is a feature of it."""
TAG_NUMBER = {
    tag: number
    for number, tag in enumerate(
        (
            "p", "h1", "h2", "h3", "h4", "h5", "blockquote", "pre", "dd", "dt", "td", "th", "tr", "li", "div",
            "section", "article", "span", "time", "strong", "b", "em", "i", "font", "a", "button", "label",
            "figcaption",
        ),
        1,
    )
}  # fmt: skip
"""The number of each tag that is a feature by itself; 0 is that of the others."""
_SAME = {"ol": "ul", "td": "table", "th": "table"}
_BIT = {tag: 1 << number for number, tag in enumerate(INSIDE)} | {
    tag: 1 << INSIDE.index(same) for tag, same in _SAME.items()
}


class Elements:
    """Columns with one number for each element that a line stands in; the body is the first."""

    def __init__(self, w: Walk, weights: NameWeights) -> None:
        used = np.array(w.ways.elements)
        new = np.zeros(len(w.looks), np.int64)
        new[used] = np.arange(len(used))
        self.elements: Ints = new[w.elements]
        """Of each line, the innermost element it begins in."""
        self.boxes: Ints = new[w.boxes]
        """Of each line, its box."""
        parents = np.array(w.parents)[used]
        parents[0] = 0
        self.parents: Ints = new[parents]
        self.begins: Ints = np.array(w.begins)[used]
        self.ends: Ints = np.maximum(np.array(w.ends)[used], self.begins)
        self.ends[0] = len(w.texts)
        self._describe(w.ways, np.array(w.ways.of)[used], weights)
        self._nest()
        self._surround()

    def _describe(self, ways: Ways, way: Ints, weights: NameWeights) -> None:
        """What depends on names alone, found for each way and given to the elements it leads to."""
        distinct = {names.number: names for names in ways.names}
        place = {number: at for at, number in enumerate(distinct)}
        called = np.array([place[names.number] for names in ways.names])
        weighed = np.fromiter(chain.from_iterable(map(weights.of, distinct.values())), np.float64).reshape(-1, 3)
        low, high, total = weighed[called].T
        tag = np.array([TAG_NUMBER.get(names.tag, 0) for names in distinct.values()])[called]
        inside = np.array([_BIT.get(names.tag, 0) for names in distinct.values()])[called]
        lowest = low.copy()
        lowest[0] = 0.0
        depth = np.ones(len(called), np.int64)
        depth[0] = 0
        above = np.array(ways.above)
        while above.any():  # from parents to children: each round reaches twice as far up
            inside |= inside[above]
            lowest = np.minimum(lowest, lowest[above])
            depth += depth[above]
            above = above[above]
        self.low, self.high, self.total = low[way], high[way], total[way]
        self.tag: Ints = tag[way]
        self.inside: Ints = inside[way]
        """Bits of the tags in ``INSIDE`` that stand around the element or are its own."""
        self.depth: Ints = depth[way]
        self.lowest: Floats = lowest[way]
        """The lowest name weight of the element and all above it."""
        self.kind: Ints = np.array(_kinds(ways, distinct.values(), called.tolist()))[way]
        """Number of the element's way down from the body by tags and classes: what looks alike has the same."""

    def _nest(self) -> None:
        same = (self.begins == self.begins[self.parents]) & (self.ends == self.ends[self.parents])
        top = np.where(same, self.parents, np.arange(len(same)))
        while (top != (higher := top[top])).any():
            top = higher
        self.larger: Ints = self.parents[top]
        """The nearest element above that holds more lines."""

    def _surround(self) -> None:
        """What stands around the lines, as matrices (``CONTAINERS``, lines)."""
        around = [self.boxes]
        while len(around) < CONTAINERS:
            around.append(self.larger[around[-1]])
        self.around: Ints = np.stack(around)
        """Each line's box, the next larger element around it, and so on …"""
        self.around_begins: Ints = self.begins[self.around]
        """… the line each begins with …"""
        self.around_ends: Ints = np.maximum(self.ends[self.around], self.around_begins + 1)
        """… and the first line after it."""


def _kinds(ways: Ways, distinct: Iterable[Names], called: Sequence[int]) -> list[int]:
    """Number ways by tags and classes, whatever the ids; ``called``: of each way, which of ``distinct``."""
    known: dict[tuple[str, str], int] = {}
    shapes = [known.setdefault((names.tag, names.css), len(known)) for names in distinct]
    numbers: dict[tuple[int, int], int] = {}
    kinds = [0]
    for way in range(1, len(called)):
        kinds.append(numbers.setdefault((kinds[ways.above[way]], shapes[called[way]]), len(numbers) + 1))
    return kinds


# What follows takes values along the last axis: a column of numbers for the lines of a page, or rows of them.


def running(values: Floats) -> Floats:
    """Sums of all values before each position, and of all: one entry more than values."""
    total = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=total[..., 1:])
    return total


def since(mark: NDArray[np.bool_]) -> Floats:
    """Lines since the last mark, logarithmic; -1 where there is none."""
    index = np.arange(mark.shape[-1])
    last = np.maximum.accumulate(np.where(mark, index, -1), axis=-1)
    return np.where(last >= 0, np.log1p(index - last), -1.0)


def until(mark: NDArray[np.bool_]) -> Floats:
    """Lines until the next mark, logarithmic; -1 where there is none."""
    return since(mark[..., ::-1])[..., ::-1]


def shifted(values: Floats, offset: int, outside: float) -> Floats:
    """The value ``offset`` lines further down, ``outside`` beyond the page."""
    out = np.full(len(values), outside)
    if offset > 0:
        out[:-offset] = values[offset:]
    else:
        out[-offset:] = values[:offset]
    return out


def windows(values: Floats, *widths: int) -> Iterator[Floats]:
    """For each width, the sum over each line and as many lines before and after it."""
    count, reach = values.shape[-1], max(widths)
    # Sums of all before each position, also beyond both ends of the page.
    total = np.zeros((*values.shape[:-1], count + 2 * reach + 1))
    np.cumsum(values, axis=-1, out=total[..., reach + 1 : reach + 1 + count])
    total[..., reach + 1 + count :] = total[..., reach + count : reach + count + 1]
    for width in widths:
        first, last = reach - width, reach + width + 1
        yield total[..., last : last + count] - total[..., first : first + count]


def means_by(group: Ints, *columns: Floats) -> Iterator[Floats]:
    """For each column, the mean of each line's group."""
    size = np.maximum(np.bincount(group), 1e-9)
    for values in columns:
        yield (np.bincount(group, values) / size)[group]


def mean_by(group: Ints, values: Floats, weight: Floats) -> Floats:
    """Weighted mean of each line's group."""
    found: Floats = (np.bincount(group, values * weight) / np.maximum(np.bincount(group, weight), 1e-9))[group]
    return found
