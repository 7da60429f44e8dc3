"""What the names of elements tell about the text below them, counted by site."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.html.lines import Walk
from pipeline.html.names import NameWeights, names_in

Share = tuple[float, float]
"""Share of the main text, and share of the rest, that stands below a name; averaged over the pages of a site."""
Counts = dict[str, dict[str, Share]]
"""Of each site, of each name."""

_SMOOTHING = 0.7
_SITES = 5
"""A name seen on fewer sites says nothing."""
_LEAST = 0.1


def name_table(pages: Iterable[tuple[str, Walk, NDArray[np.float32], NDArray[np.float32]]]) -> Counts:
    """Count pages given as (site, walk, tokens of each line that are main text, tokens that are not)."""
    sums: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    seen: Counter[str] = Counter()
    for site, w, right, wrong in pages:
        seen[site] += 1
        for name, (text, rest) in _below(w, right, wrong).items():
            sums[site][name][0] += text / max(float(right.sum()), 1.0)
            sums[site][name][1] += rest / max(float(wrong.sum()), 1.0)
    return {
        site: {name: (text / seen[site], rest / seen[site]) for name, (text, rest) in names.items()}
        for site, names in sums.items()
    }


def named_without(counts: Counts, site: str) -> NameWeights:
    """Weights learned from all other sites."""
    return NameWeights(_Others(_totals(counts), counts.get(site, {})))


def weights(counts: Counts) -> dict[str, float]:
    """Weights learned from all sites, weak ones left out."""
    return {name: weight for name, total in _totals(counts).items() if (weight := _weight(*total))}


def _below(w: Walk, right: NDArray[np.float32], wrong: NDArray[np.float32]) -> dict[str, list[float]]:
    text, rest = np.zeros(len(w.looks)), np.zeros(len(w.looks))
    np.add.at(text, w.elements, right)
    np.add.at(rest, w.elements, wrong)
    own: dict[int, frozenset[str]] = {}
    names: list[frozenset[str]] = []
    for look, parent in zip(w.looks, w.parents, strict=True):
        called = look.names
        if called.number not in own:
            own[called.number] = frozenset(names_in(called))
        above = names[parent] if parent >= 0 else frozenset[str]()
        names.append(above if own[called.number] <= above else above | own[called.number])
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for element in np.flatnonzero(text + rest).tolist():
        for name in names[element]:
            found[name][0] += text[element]
            found[name][1] += rest[element]
    return found


_TOTALS: dict[int, dict[str, tuple[float, float, int]]] = {}


def _totals(counts: Counts) -> dict[str, tuple[float, float, int]]:
    if id(counts) not in _TOTALS:
        totals: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
        for names in counts.values():
            for name, (text, rest) in names.items():
                total = totals[name]
                total[0] += text
                total[1] += rest
                total[2] += 1
        _TOTALS[id(counts)] = {name: (a, b, int(n)) for name, (a, b, n) in totals.items()}
    return _TOTALS[id(counts)]


def _weight(text: float, rest: float, sites: int) -> float:
    if sites < _SITES:
        return 0.0
    weight = math.log((text + _SMOOTHING) / (rest + _SMOOTHING))
    return weight if abs(weight) >= _LEAST else 0.0


class _Others(Mapping[str, float]):
    """Weights with one site's counts taken out, worked out where they are asked for."""

    def __init__(self, totals: Mapping[str, tuple[float, float, int]], own: Mapping[str, Share]) -> None:
        self._totals = totals
        self._own = own

    def __getitem__(self, name: str) -> float:
        text, rest, sites = self._totals[name]
        if name in self._own:
            text, rest, sites = text - self._own[name][0], rest - self._own[name][1], sites - 1
        return _weight(text, rest, sites)

    def __iter__(self) -> Iterator[str]:
        return iter(self._totals)

    def __len__(self) -> int:
        return len(self._totals)
