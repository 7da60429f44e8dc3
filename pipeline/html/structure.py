"""Elements as columns of numbers: what each inherits, how it looks, what it holds."""

import numpy as np
from numpy.typing import NDArray

from pipeline.html.lines import Walk
from pipeline.html.looks import Look
from pipeline.html.names import NameWeights

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

INSIDE = ("article", "main", "section", "header", "table", "ul", "blockquote", "p", "h1", "a")
"""Tags whose being above a line is a feature of it."""
_SAME = {"ol": "ul", "td": "table", "th": "table"}
_BIT = {tag: 1 << number for number, tag in enumerate(INSIDE)} | {
    tag: 1 << INSIDE.index(same) for tag, same in _SAME.items()
}


class Elements:
    """Columns with one number for each element that a line stands in; the body is the first."""

    def __init__(self, w: Walk, weights: NameWeights) -> None:
        used = _used(w)
        new = dict(zip(used, range(len(used)), strict=True))
        self.elements: Ints = np.array([new[element] for element in w.elements])
        """Of each line, the innermost element it begins in."""
        self.boxes: Ints = np.array([new[box] for box in w.boxes])
        """Of each line, its box."""
        parents = [new.get(w.parents[element], 0) for element in used]
        self.parents: Ints = np.array(parents)
        begins = [w.begins[element] for element in used]
        ends = [max(w.ends[element], w.begins[element]) for element in used]
        ends[0] = len(w.texts)
        self.begins: Ints = np.array(begins)
        self.ends: Ints = np.array(ends)
        self._describe([w.looks[element] for element in used], weights)
        self._inherit(parents, begins, ends)

    def _describe(self, looks: list[Look], weights: NameWeights) -> None:
        """Names and shapes; elements with the same tag share them."""
        own: dict[int, tuple[float, float, float]] = {}
        shapes: dict[int, int] = {}
        known: dict[tuple[str, str], int] = {}
        for look in looks:
            if look.number not in own:
                own[look.number] = weights.of(look)
                shapes[look.number] = known.setdefault((look.tag, look.css), len(known))
        names = np.array([own[look.number] for look in looks])
        self.low: Floats = names[:, 0]
        self.high: Floats = names[:, 1]
        self.total: Floats = names[:, 2]
        self._shapes = [shapes[look.number] for look in looks]
        self._bits = [_BIT.get(look.tag, 0) for look in looks]

    def _inherit(self, parents: list[int], begins: list[int], ends: list[int]) -> None:
        """Hand things down from parents to children."""
        inside, depth, larger, kind, lowest = [self._bits[0]], [0], [0], [0], [0.0]
        kinds: dict[tuple[int, int], int] = {}
        columns = zip(parents, begins, ends, self._shapes, self._bits, self.low.tolist(), strict=True)
        next(columns)
        for parent, begin, end, shape, bit, low in columns:
            inside.append(inside[parent] | bit)
            depth.append(depth[parent] + 1)
            same = begins[parent] == begin and ends[parent] == end
            larger.append(larger[parent] if same else parent)
            kind.append(kinds.setdefault((kind[parent], shape), len(kinds) + 1))
            above = lowest[parent]
            lowest.append(low if low < above else above)
        self.inside: Ints = np.array(inside)
        self.depth: Ints = np.array(depth)
        self.larger: Ints = np.array(larger)
        """The nearest element above that holds more lines."""
        self.kind: Ints = np.array(kind)
        """Number of the element's way down from the body by tags and classes: what looks alike has the same."""
        self.lowest: Floats = np.array(lowest)
        """The lowest name weight of the element and all above it."""


def _used(w: Walk) -> list[int]:
    """Elements that a line stands in, in their order, and the body."""
    found = {0}
    for element in {*w.elements, *w.boxes}:
        while element not in found:
            found.add(element)
            element = w.parents[element]
    return sorted(found)


def running(values: Floats) -> Floats:
    """Sums of all values before each position, and of all: one entry more than values."""
    return np.concatenate(([0.0], np.cumsum(values)))


def since(mark: NDArray[np.bool_]) -> Floats:
    """Lines since the last mark, logarithmic; -1 where there is none."""
    index = np.arange(len(mark))
    last = np.maximum.accumulate(np.where(mark, index, -1))
    return np.where(last >= 0, np.log1p(index - last), -1.0)


def until(mark: NDArray[np.bool_]) -> Floats:
    """Lines until the next mark, logarithmic; -1 where there is none."""
    return since(mark[::-1])[::-1]


def shifted(values: Floats, offset: int, outside: float) -> Floats:
    """The value ``offset`` lines further down, ``outside`` beyond the page."""
    out = np.full(len(values), outside)
    if offset > 0:
        out[:-offset] = values[offset:]
    else:
        out[-offset:] = values[:offset]
    return out


def window(values: Floats, width: int) -> Floats:
    """Sum over each line and ``width`` lines before and after it."""
    total = running(values)
    index = np.arange(len(values))
    part: Floats = total[np.minimum(index + width + 1, len(values))] - total[np.maximum(index - width, 0)]
    return part


def mean_by(group: Ints, values: Floats, weight: Floats | None = None) -> Floats:
    """Mean of each line's group, weighted or not."""
    if weight is None:
        weight = np.ones(len(values))
    sums: Floats = np.bincount(group, values * weight)
    sums /= np.maximum(np.bincount(group, weight), 1e-9)
    return sums[group]
