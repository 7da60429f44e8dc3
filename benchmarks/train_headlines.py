"""Learn what speaks for a line's being the title: the weights of ``pipeline/strip/headline.toml``.

Of the lines above the text, and "none of them", one is right: the weights make its sum stand out (conditional
logit: McFadden, 1974), each held near zero by a penalty. ``python -m benchmarks.train_lines`` calls it, as the line
model comes first.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import minimize

from pipeline.strip.headline import WEIGHTS, Said

OUT = Path(__file__).resolve().parents[1] / "pipeline" / "strip" / WEIGHTS
PENALTY = 0.25
_HEAD = """# Weights of what is said of a line, learned by python -m benchmarks.train_lines; see headline.py.
# "none" and those below it speak for a page without a title.

[weights]
"""

Numbers = NDArray[np.float64]


class Page(Struct):
    """The candidates of a page, and which are right: copies of the title are. None right: the page has no title."""

    said: Sequence[Said]
    none: Said
    right: Sequence[int]
    weight: float


def fit(pages: Sequence[Page]) -> dict[str, float]:
    """Weights that make the right lines of these pages likeliest."""
    names = sorted({name for page in pages for said in (*page.said, page.none) for name in said})
    column = {name: number for number, name in enumerate(names)}
    sizes = [len(page.said) + 1 for page in pages]
    starts = np.cumsum([0, *sizes[:-1]])
    rows = np.zeros((sum(sizes), len(names)))
    right = np.zeros(len(rows))
    for start, page in zip(starts.tolist(), pages, strict=True):
        for place, said in enumerate((*page.said, page.none)):
            for name, much in said.items():
                rows[start + place, column[name]] = much
        right[[start + place for place in page.right] or start + len(page.said)] = 1
    owner = np.repeat(np.arange(len(pages)), sizes)
    weight = np.array([page.weight for page in pages])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = rows @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        slope = rows.T @ ((odds / total[owner] - odds * right / good[owner]) * weight[owner])
        value = -(weight * np.log(np.maximum(good / total, 1e-300))).sum()
        return float(value + PENALTY * weights @ weights), slope + 2 * PENALTY * weights

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return dict(zip(names, best.tolist(), strict=True))


def write(weights: Mapping[str, float]) -> None:
    """Write the shipped weights."""
    text = "".join(f'"{name}" = {weight:.2f}\n' for name, weight in sorted(weights.items()))
    OUT.write_text(_HEAD + text, encoding="utf-8")
