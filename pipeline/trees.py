"""Gradient-boosted trees, evaluated with numpy alone for many rows at once.

Rows are bits: each comparison of the model is made for all rows and packed, 64 rows to a word, and every tree hands
the rows it was given down, level by level, with a few bitwise operations for all trees together. What a tree
does then costs the same for 64 rows as for one, and what is left for each row is to add up its leaves.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

MAX_LEAVES = 32
_PLANES = 5
"""Bits of a leaf's number."""
_ROWS = 512
"""Rows evaluated in one go: bounds the memory for pages of many thousand lines. A multiple of 64."""
_QUESTIONS = 128
"""Questions put in one go, so that what is compared stays in the processor's cache."""

Floats = NDArray[np.float32]
Words = NDArray[np.uint64]
Numbers = NDArray[np.intp]


class _Level(Struct, frozen=True):
    """The comparisons at one depth of all trees, and where the rows they part go: first the rows of each
    comparison that hold it, then those that do not."""

    comparisons: Numbers
    leaves: dict[int, int]
    """Which of the parted are a leaf's, by the leaf: all first leaves, a tree each, then all second ones, and so on."""
    to_level: Numbers
    """Which of the parted the next level takes, in its order."""


class Trees:
    """An ensemble over named features; the sum of its leaves is a log-odds."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]], prefix: str, features: Sequence[str]) -> None:
        """``arrays``: ``<prefix>_feature``, ``_threshold``, ``_tree`` and ``_ruled_out`` have an entry for each
        comparison, ``_leaves`` is a matrix (trees, leaves), ``_base`` the log-odds before any tree. The bits of
        ``_ruled_out`` are the leaves below a comparison that holds, the leftmost the lowest."""
        self.features = tuple(features)
        leaves = arrays[f"{prefix}_leaves"].astype(np.float32)
        self._leaves = leaves.ravel()
        self._tree_starts = np.arange(len(leaves)) * MAX_LEAVES
        self._base = np.float32(arrays[f"{prefix}_base"])
        feature = arrays[f"{prefix}_feature"].astype(np.int64)
        threshold = arrays[f"{prefix}_threshold"].astype(np.float32)
        # Trees ask the same thing again and again: each question is put once.
        order = np.lexsort((threshold, feature))
        new = np.append(True, (np.diff(feature[order]) != 0) | (np.diff(threshold[order]) != 0))[: len(order)]
        question = np.empty(len(order), np.int64)
        question[order] = np.cumsum(new) - 1
        self._thresholds: Floats = threshold[order][new][:, None]
        self._asked: Numbers = feature[order][new]
        """Which feature each question is about."""
        below = arrays[f"{prefix}_ruled_out"].astype(np.int64).tolist()
        self._levels = _levels(arrays[f"{prefix}_tree"].tolist(), below, question.tolist(), len(leaves))
        self._asking = len(self._levels[0].comparisons) if self._levels else 0
        self._parted = 2 * sum(len(level.comparisons) for level in self._levels)
        self._ends = np.full(MAX_LEAVES * len(leaves), self._parted)
        """Of each leaf, which of all the parted are its own; what no level has parted is the row behind the last."""
        above = 0
        for level in self._levels:
            self._ends[list(level.leaves)] = [above + at for at in level.leaves.values()]
            above += 2 * len(level.comparisons)

    def probabilities(self, rows: Floats) -> Floats:
        """Probability (0-1) of each row of a matrix that has a column for each of ``features``."""
        odds = self.log_odds(dict(zip(self.features, np.ascontiguousarray(rows.T, np.float32), strict=True)))
        return (1 / (1 + np.exp(-odds.astype(np.float64)))).astype(np.float32)

    def log_odds(self, columns: Mapping[str, NDArray[Any]]) -> Floats:
        """The ensemble's value for each row; every column has one value for each row, which is compared as a 32-bit
        float, as the thresholds are."""
        count = len(columns[self.features[0]])
        if count <= _ROWS:
            return self._part(columns, count)
        out = np.empty(count, np.float32)
        for start in range(0, count, _ROWS):
            rows = slice(start, min(start + _ROWS, count))
            out[rows] = self._part({name: columns[name][rows] for name in self.features}, rows.stop - rows.start)
        return out

    def _part(self, columns: Mapping[str, NDArray[Any]], count: int) -> Floats:
        holds = self._answers(columns, count)
        trees, words = len(self._tree_starts), holds.shape[1]
        parted = np.empty((self._parted + 1, words), np.uint64)
        parted[-1] = 0
        rows = np.full((self._asking, words), ~np.uint64(0))
        above = 0
        for level in self._levels:
            middle, below = above + len(rows), above + 2 * len(rows)
            np.bitwise_and(rows, holds.take(level.comparisons, axis=0), out=parted[above:middle])
            np.bitwise_xor(rows, parted[above:middle], out=parted[middle:below])
            rows = parted[above:below].take(level.to_level, axis=0)
            above = below
        ends = parted.take(self._ends, axis=0)
        leaf = _numbers(ends.reshape(MAX_LEAVES, trees, words), count)
        leaf += self._tree_starts
        total: Floats = self._leaves.take(leaf).sum(axis=1) + self._base
        return total

    def _answers(self, columns: Mapping[str, NDArray[Any]], count: int) -> Words:
        """For each question a row of bits, one for each row of the page: is the value not above the threshold?"""
        words = -(-count // 64)
        values = np.full((len(self.features), 64 * words), np.inf, np.float32)
        all_columns = np.concatenate([columns[name] for name in self.features], dtype=np.float32)
        values[:, :count] = all_columns.reshape(-1, count)
        holds = np.empty((len(self._asked), words), np.uint64)
        for start in range(0, len(holds), _QUESTIONS):
            some = slice(start, start + _QUESTIONS)
            answers = values.take(self._asked[some], axis=0) <= self._thresholds[some]
            holds[some] = np.packbits(answers.ravel()).view(np.uint64).reshape(-1, words)
        return holds


def _levels(trees: list[int], below: list[int], questions: list[int], count: int) -> list[_Level]:
    """Find each tree's shape: a comparison splits a run of leaves after the last one below its left branch.

    Among the comparisons whose left branch begins with the same leaf, that with more leaves stands above.
    """
    starting: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    last_leaf = [0] * count
    for tree, leaves, question in sorted(zip(trees, below, questions, strict=True)):
        first, last = (leaves & -leaves).bit_length() - 1, leaves.bit_length() - 1
        starting[tree, first].append((last, question))
        last_leaf[tree] = max(last_leaf[tree], last + 1)
    levels = []
    # A tree of one leaf asks nothing: its rows are given to no leaf, which counts as the first.
    runs = [(tree, 0, last) for tree, last in enumerate(last_leaf) if last]
    while runs:
        comparisons, left, right = [], [], []
        for tree, first, last in runs:
            middle, question = starting[tree, first].pop()
            comparisons.append(question)
            left.append((tree, first, middle))
            right.append((tree, middle + 1, last))
        parted = [*left, *right]
        ends = {first * count + tree: at for at, (tree, first, last) in enumerate(parted) if first == last}
        to_level = [at for at, (_, first, last) in enumerate(parted) if first < last]
        levels.append(_Level(np.array(comparisons, np.intp), ends, np.array(to_level, np.intp)))
        runs = [parted[at] for at in to_level]
    return levels


def _numbers(ends: Words, count: int) -> Numbers:
    """The number of the leaf each row ends in, a matrix (rows, trees); ``ends`` are bits (leaves, trees, words).

    Bit by bit, the highest first: a row that ends in the upper half of the leaves has it set.
    """
    planes = np.empty((_PLANES, *ends.shape[1:]), np.uint64)
    for plane in planes:
        half = len(ends) // 2
        np.bitwise_or.reduce(ends[half:], axis=0, out=plane)
        ends = ends[:half] | ends[half:]
    bits = np.unpackbits(planes.view(np.uint8), axis=2, count=count)
    number = bits[0]
    for lower in bits[1:]:
        number += number
        number |= lower
    numbers: Numbers = number.T.astype(np.intp, order="C")
    return numbers
