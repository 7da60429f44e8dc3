"""Elements as columns of numbers: what each inherits, how it looks, what it holds."""

import numpy as np
from numpy.typing import NDArray

from pipeline.html.lines import Walk
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
    """Columns with one number for each element."""

    def __init__(self, w: Walk, weights: NameWeights) -> None:
        numbers = [look.number for look in w.looks]
        looks = {look.number: look for look in w.looks}
        own = [weights.of(looks[number]) if number in looks else (0.0, 0.0, 0.0) for number in range(len(looks))]
        names = np.array(own, np.float64)[numbers]
        self.low: Floats = names[:, 0]
        self.high: Floats = names[:, 1]
        self.total: Floats = names[:, 2]
        shapes = [f"{looks[number].tag} {looks[number].css}" for number in range(len(looks))]
        bits = [_BIT.get(looks[number].tag, 0) for number in range(len(looks))]
        self._inherit(w, numbers, shapes, bits)
        self.begins: Ints = np.array(w.begins)
        self.ends: Ints = np.maximum(np.array(w.ends), self.begins)
        self.ends[0] = len(w.texts)
        self.elements: Ints = np.array(w.elements)
        self.boxes: Ints = np.array(w.boxes)

    def _inherit(self, w: Walk, numbers: list[int], shapes: list[str], bits: list[int]) -> None:
        """Hand things down from parents to children."""
        begins, ends = w.begins, w.ends
        inside, depth, larger, kind, lowest = [bits[numbers[0]]], [0], [0], [0], [0.0]
        kinds: dict[tuple[int, str], int] = {}
        low = self.low.tolist()
        for element in range(1, len(numbers)):
            parent, number = w.parents[element], numbers[element]
            inside.append(inside[parent] | bits[number])
            depth.append(depth[parent] + 1)
            same = begins[parent] == begins[element] and ends[parent] == ends[element]
            larger.append(larger[parent] if same else parent)
            kind.append(kinds.setdefault((kind[parent], shapes[number]), len(kinds) + 1))
            lowest.append(min(lowest[parent], low[element]))
        self.inside: Ints = np.array(inside)
        self.depth: Ints = np.array(depth)
        self.larger: Ints = np.array(larger)
        """The nearest element above that holds more lines."""
        self.kind: Ints = np.array(kind)
        """Number of the element's way down from the body by tags and classes: what looks alike has the same."""
        self.lowest: Floats = np.array(lowest)
        """The lowest name weight of the element and all above it."""
        self.parents: Ints = np.maximum(np.array(w.parents), 0)


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
