"""Boosted trees read with numpy alone: LightGBM trains them (``benchmarks.train_lines``), nothing here needs it."""

import zipfile
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np
from numpy.typing import NDArray

WEIGHTS = "weights.npz"


class Trees:
    """A sum of small binary trees, all walked at once.

    Every tree is a row: node ``i`` asks ``row[feature[i]] <= threshold[i]`` and goes to ``children[i]``; an index
    below zero is leaf ``~index``. A node is no deeper than ``depth``.
    """

    def __init__(
        self,
        feature: NDArray[np.int16],
        threshold: NDArray[np.float32],
        children: NDArray[np.int16],
        value: NDArray[np.float32],
    ) -> None:
        """``feature``, ``threshold``: trees x nodes; ``children``: trees x nodes x 2; ``value``: trees x leaves."""
        count, nodes = feature.shape
        base = np.arange(count, dtype=np.int32)[:, None, None]
        leaves = value.shape[1]
        # Nodes of all trees in one line, and behind them their leaves.
        inner = np.where(children >= 0, children + base * nodes, count * nodes + base * leaves + ~children)
        self._feature = feature.reshape(-1).astype(np.int32)
        self._threshold = threshold.reshape(-1)
        self._next = inner.reshape(-1).astype(np.int32)
        self._value = value.reshape(-1)
        self._roots = np.arange(count, dtype=np.int32) * nodes
        self._inner = count * nodes

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probability (0-1) of each row."""
        width = rows.shape[1]
        flat = np.ascontiguousarray(rows, dtype=np.float32).reshape(-1)
        start = np.repeat(np.arange(len(rows), dtype=np.int32) * width, len(self._roots))
        node = np.tile(self._roots, len(rows))
        going = np.arange(len(node))
        while len(going):
            here = node[going]
            right = flat[start[going] + self._feature[here]] > self._threshold[here]
            here = self._next[2 * here + right]
            node[going] = here
            going = going[here < self._inner]
        score = self._value[node - self._inner].reshape(len(rows), -1).sum(axis=1, dtype=np.float64)
        probability: NDArray[np.float32] = (1 / (1 + np.exp(-score))).astype(np.float32)
        return probability


def read_trees(file: IO[bytes], name: str) -> Trees:
    """The trees called ``name`` in a weights file; KeyError where there are none."""
    with np.load(file, allow_pickle=False) as arrays:
        return Trees(*(arrays[f"{name}.{part}"] for part in ("feature", "threshold", "children", "value")))


@cache
def trees(name: str) -> Trees:
    """The shipped trees called ``name``: ``line`` or ``page``. Read once, when first asked."""
    with files("pipeline.strip").joinpath(WEIGHTS).open("rb") as file:
        try:
            return read_trees(file, name)
        except (KeyError, zipfile.BadZipFile) as error:
            raise RuntimeError(f"{WEIGHTS} holds no trees {name!r}: run python -m benchmarks.train_lines") from error
