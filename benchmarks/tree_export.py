"""A LightGBM model as the arrays that ``pipeline.trees`` reads."""

from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from pipeline.trees import MAX_LEAVES


def exported(models: Sequence[lgb.Booster], prefix: str) -> dict[str, NDArray[Any]]:
    """Comparisons of all trees in columns, and their leaves from left to right; of several models their mean."""
    columns: tuple[list[int], list[float], list[int], list[int]] = ([], [], [], [])
    trees = [tree for model in models for tree in model.dump_model()["tree_info"]]
    leaves = np.zeros((len(trees), MAX_LEAVES), np.float32)
    for number, tree in enumerate(trees):
        values: list[float] = []
        _walk(tree["tree_structure"], number, columns, values)
        leaves[number, : len(values)] = values
    feature, threshold, tree_of, ruled_out = columns
    return {
        f"{prefix}_feature": np.array(feature, np.uint8),
        f"{prefix}_threshold": _not_above(np.array(threshold)),
        f"{prefix}_tree": np.array(tree_of, np.uint16),
        f"{prefix}_ruled_out": np.array(ruled_out, np.uint32),
        f"{prefix}_leaves": leaves / len(models),
        f"{prefix}_base": np.array(0.0),
    }


def _walk(
    node: Mapping[str, Any],
    tree: int,
    columns: tuple[list[int], list[float], list[int], list[int]],
    values: list[float],
) -> int:
    """Add a subtree; gives the bits of its leaves."""
    if "leaf_value" in node:
        values.append(node["leaf_value"])
        return 1 << (len(values) - 1)
    if node["decision_type"] != "<=":
        raise ValueError(f"a comparison {node['decision_type']!r} is not one that trees.py makes")
    left = _walk(node["left_child"], tree, columns, values)
    feature, threshold, tree_of, ruled_out = columns
    feature.append(node["split_feature"])
    threshold.append(node["threshold"])
    tree_of.append(tree)
    ruled_out.append(left)
    return left | _walk(node["right_child"], tree, columns, values)


def _not_above(thresholds: NDArray[np.float64]) -> NDArray[np.float32]:
    """Thresholds as 32-bit floats that compare with 32-bit values as the 64-bit ones do."""
    near = thresholds.astype(np.float32)
    return np.where(near > thresholds, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)
