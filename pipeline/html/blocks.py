"""The block model: how sure we are, of each line of a page, that it is main text.

It looks twice: first at each line with its surroundings, then again knowing what it thought of the lines around,
of those that look alike and of the page as a whole. How it was trained, and on what: ``MODEL.md``.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from pipeline.html.context import context, expected_f1
from pipeline.html.features import About, Columns, features
from pipeline.html.lines import Walk
from pipeline.html.names import NameWeights
from pipeline.html.structure import Floats
from pipeline.trees import Trees

WEIGHTS = "blocks.npz"

_LONG = 200
"""Characters from which a line is a paragraph of running text."""
_RUNNING_SHARE = 0.55
"""A page with more of its text in such paragraphs is an article: it is cut at even odds."""
_LOWEST, _EVEN = 0.25, 0.5


class Judged(Struct, frozen=True):
    """What the model thinks of a page."""

    votes: Floats
    """For each line, 0-1; from 0.5 on it is main text."""
    confidence: float
    """The F1 (0-1) the page can expect."""


class BlockModel:
    """The trained model; ``arrays`` are those of ``blocks.npz``."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        about = json.loads(arrays["about"].tobytes())
        names = arrays["names"].tobytes().decode().split("\n")
        weights = arrays["weights"].astype(np.float64)
        self.names = NameWeights(dict(zip(names, weights.tolist(), strict=True)))
        self.first = Trees(arrays, "first", about["first"])
        self.second = Trees(arrays, "second", about["second"])

    def probabilities(self, w: Walk, about: About) -> tuple[Floats, Floats]:
        """How likely (0-1) each line of a page is main text, and its characters; the page must have a line."""
        seen = features(w, about, self.names)
        columns = seen.columns
        columns |= context(w.texts, seen, _chances(self.first, columns))
        return _chances(self.second, columns), seen.letters.chars


def judged_by(p: Floats, chars: Floats) -> Judged:
    """Votes out of probabilities."""
    confidence = expected_f1(p, chars)[0]
    return Judged(votes(p, threshold(p, chars, confidence)), confidence)


def _chances(trees: Trees, columns: Columns) -> Floats:
    """Probability (0-1) of each row."""
    odds: Floats = 1 / (1 + np.exp(-trees.log_odds(columns).astype(np.float64)))
    return odds


def votes(p: Floats, cut: float) -> Floats:
    """Stretch probabilities so that 0.5 is where the page is cut."""
    stretched: Floats = np.where(p < cut, 0.5 * p / cut, 0.5 + 0.5 * (p - cut) / (1 - cut))
    return stretched


def threshold(p: Floats, chars: Floats, confidence: float) -> float:
    """Where to cut: at even odds on pages of running text, else where the expected F1 is highest.

    ``confidence``: that highest F1.

    The best F1 that keeping lines by probability can reach is reached at half its own value (Lipton et al., 2014),
    so pages of short pieces, on which nothing is sure, are cut lower.
    """
    expected = p * chars
    if expected[chars >= _LONG].sum() > _RUNNING_SHARE * expected.sum():
        return _EVEN
    return min(_EVEN, max(_LOWEST, confidence / 2))


@cache
def block_model() -> BlockModel:
    """The shipped model, read once."""
    data = (files(__package__) / WEIGHTS).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return BlockModel(dict(arrays))
