"""Elements as columns of numbers: what each inherits, how it looks, what it holds."""

from collections.abc import Iterator
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline.html.lines import Walk
from pipeline.html.names import NameWeights

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
        used = np.array(_used(w))
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
        self._describe(w, used.tolist(), weights)
        self._inherit()
        self._surround()

    def _describe(self, w: Walk, used: list[int], weights: NameWeights) -> None:
        """Names and shapes; elements that are called the same share them."""
        numbers = np.array([w.looks[element].names.number for element in used])
        place = np.full(len(w.names), -1)
        place[numbers] = 0
        distinct = [names for names, here in zip(w.names, (place == 0).tolist(), strict=True) if here]
        place[place == 0] = np.arange(len(distinct))
        called = place[numbers]
        weighed = np.fromiter(chain.from_iterable(map(weights.of, distinct)), np.float64)
        self.low, self.high, self.total = weighed.reshape(-1, 3)[called].T.copy()
        self.tag: Ints = np.array([TAG_NUMBER.get(names.tag, 0) for names in distinct])[called]
        self.inside: Ints = np.array([_BIT.get(names.tag, 0) for names in distinct])[called]
        """Bits of the tags in ``INSIDE`` that stand around the element or are its own."""
        known: dict[tuple[str, str], int] = {}
        shapes = [known.setdefault((names.tag, names.css), len(known)) for names in distinct]
        self._shapes: Ints = np.array(shapes)[called]

    def _inherit(self) -> None:
        """Hand things down from parents to children: each round reaches twice as far up."""
        lowest = self.low.copy()
        lowest[0] = 0.0
        depth = np.ones(len(self.parents), np.int64)
        depth[0] = 0
        above = self.parents
        while above.any():
            self.inside |= self.inside[above]
            lowest = np.minimum(lowest, lowest[above])
            depth += depth[above]
            above = above[above]
        self.depth: Ints = depth
        self.lowest: Floats = lowest
        """The lowest name weight of the element and all above it."""

        same = (self.begins == self.begins[self.parents]) & (self.ends == self.ends[self.parents])
        top = np.where(same, self.parents, np.arange(len(same)))
        while (top != (higher := top[top])).any():
            top = higher
        self.larger: Ints = self.parents[top]
        """The nearest element above that holds more lines."""

        kinds: dict[int, int] = {}
        kind = [0]
        shapes = int(self._shapes.max()) + 1
        for parent, shape in zip(self.parents[1:].tolist(), self._shapes[1:].tolist(), strict=True):
            kind.append(kinds.setdefault(kind[parent] * shapes + shape, len(kinds) + 1))
        self.kind: Ints = np.array(kind)
        """Number of the element's way down from the body by tags and classes: what looks alike has the same."""

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


def _used(w: Walk) -> list[int]:
    """Elements that a line stands in, in their order, and the body."""
    found = {0}
    for element in {*w.elements, *w.boxes}:
        while element not in found:
            found.add(element)
            element = w.parents[element]
    return sorted(found)


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
