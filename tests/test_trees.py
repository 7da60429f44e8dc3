"""The trees: many rows at once give what each row gives by walking down each tree."""

import numpy as np
import pytest

from pipeline.trees import MAX_LEAVES, Trees

FEATURES = ("a", "b", "c", "never asked")
Node = float | tuple[int, float, "Node", "Node"]


def grown(random: np.random.Generator, leaves: int) -> Node:
    """A tree of any shape: (feature, threshold, where not above, where above) or the value of a leaf."""
    if leaves == 1:
        return float(random.normal())
    left = int(random.integers(1, leaves))
    threshold = float(np.float32(random.integers(-3, 4)))
    return int(random.integers(3)), threshold, grown(random, left), grown(random, leaves - left)


def arrays_of(trees: list[Node]) -> dict[str, np.ndarray]:
    rows: list[tuple[int, float, int, int]] = []
    leaves = np.zeros((len(trees), MAX_LEAVES), np.float32)

    def add(node: Node, tree: int, first: int) -> int:
        if isinstance(node, float):
            leaves[tree, first] = node
            return 1
        left = add(node[2], tree, first)
        rows.append((node[0], node[1], tree, sum(1 << leaf for leaf in range(first, first + left))))
        return left + add(node[3], tree, first + left)

    for number, tree in enumerate(trees):
        add(tree, number, 0)
    feature, threshold, tree_of, ruled_out = zip(*rows, strict=True)
    return {
        "m_feature": np.array(feature, np.uint8),
        "m_threshold": np.array(threshold, np.float32),
        "m_tree": np.array(tree_of, np.uint16),
        "m_ruled_out": np.array(ruled_out, np.uint32),
        "m_leaves": leaves,
        "m_base": np.array(0.25),
    }


def walked(node: Node, row: np.ndarray) -> float:
    while not isinstance(node, float):
        node = node[2] if row[node[0]] <= node[1] else node[3]
    return node


@pytest.mark.parametrize("count", [1, 63, 64, 65, 2_500])
def test_every_row_falls_into_the_leaf_it_would_reach_alone(count: int) -> None:
    random = np.random.default_rng(count)
    trees = [grown(random, int(leaves)) for leaves in [1, 2, 3, *random.integers(1, MAX_LEAVES + 1, 20), MAX_LEAVES]]
    rows = random.integers(-4, 5, (count, len(FEATURES))).astype(np.float32)  # often a threshold itself
    columns = {name: rows[:, number] for number, name in enumerate(FEATURES)}
    found = Trees(arrays_of(trees), "m", FEATURES).log_odds(columns)
    assert found == pytest.approx([0.25 + sum(walked(tree, row) for tree in trees) for row in rows], abs=1e-4)


def test_what_is_no_number_is_above_every_threshold() -> None:
    model = Trees(arrays_of([(0, 1.0, 2.0, 3.0)]), "m", FEATURES)
    nothing = np.array([np.nan], np.float32)
    assert model.log_odds(dict.fromkeys(FEATURES, nothing)) == pytest.approx([3.25])
