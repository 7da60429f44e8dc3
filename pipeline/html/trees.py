"""Gradient-boosted trees, evaluated with numpy alone for many rows at once.

Each tree is a set of bits, one for each leaf from left to right. A comparison that fails rules out the leaves to
its left; what is left after all comparisons, the lowest bit, is the leaf a row falls into (QuickScorer: Lucchese
et al., SIGIR 2015). For each feature, the bits ruled out depend only on how many thresholds lie below the row's
value, so that one table look-up a feature serves all trees.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

MAX_LEAVES = 32
_ROWS = 4096
"""Rows evaluated in one go: bounds the memory for pages of many thousand lines."""

Floats = NDArray[np.float32]


class Trees:
    """An ensemble over named features; the sum of its leaves is a log-odds."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]], prefix: str, features: Sequence[str]) -> None:
        """``arrays``: ``<prefix>_feature``, ``_threshold``, ``_tree`` and ``_ruled_out`` have an entry for each
        comparison, ``_leaves`` is a matrix (trees, leaves), ``_base`` the log-odds before any tree."""
        self.features = tuple(features)
        self._leaves = arrays[f"{prefix}_leaves"].astype(np.float32)
        self._base = float(arrays[f"{prefix}_base"])
        self._tree_numbers = np.arange(len(self._leaves))
        self._thresholds: list[Floats] = []
        self._left: list[NDArray[np.uint32]] = []
        feature = arrays[f"{prefix}_feature"]
        for number in range(len(self.features)):
            mine = np.flatnonzero(feature == number)
            thresholds, tables = self._tables(
                arrays[f"{prefix}_threshold"][mine].astype(np.float32),
                arrays[f"{prefix}_tree"][mine].astype(np.int64),
                arrays[f"{prefix}_ruled_out"][mine].astype(np.uint32),
            )
            self._thresholds.append(thresholds)
            self._left.append(tables)

    def _tables(
        self, thresholds: Floats, trees: NDArray[np.int64], ruled_out: NDArray[np.uint32]
    ) -> tuple[Floats, NDArray[np.uint32]]:
        """Sorted thresholds, and for each count of thresholds below a value the leaves left in each tree."""
        steps = np.unique(thresholds)
        tables = np.full((len(steps) + 1, len(self._leaves)), 0xFFFFFFFF, np.uint32)
        at = np.searchsorted(steps, thresholds) + 1
        np.bitwise_and.at(tables, (at, trees), ~ruled_out)
        return steps, np.bitwise_and.accumulate(tables, axis=0)

    def log_odds(self, columns: Mapping[str, Floats]) -> Floats:
        """The ensemble's value for each row; every column has one value for each row."""
        count = len(columns[self.features[0]])
        out = np.empty(count, np.float32)
        for start in range(0, count, _ROWS):
            rows = slice(start, min(start + _ROWS, count))
            out[rows] = self._part({name: columns[name][rows] for name in self.features}, rows.stop - rows.start)
        return out

    def _part(self, columns: Mapping[str, Floats], count: int) -> Floats:
        left = np.full((count, len(self._leaves)), 0xFFFFFFFF, np.uint32)
        for name, thresholds, tables in zip(self.features, self._thresholds, self._left, strict=True):
            # A row goes left where its value is not above the threshold.
            left &= tables[np.searchsorted(thresholds, columns[name])]
        leaf = np.bitwise_count((left & (~left + np.uint32(1))) - np.uint32(1))
        total: Floats = self._leaves[self._tree_numbers, leaf].sum(axis=1) + np.float32(self._base)
        return total
