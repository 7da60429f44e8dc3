"""What was learned of text pages: which lines stay, which one is the title, whether the page is a listing.

How they were made and what they reach is told in ``MODEL.md``.
"""

import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np
from msgspec import Struct

from pipeline.strip.features import COLUMNS
from pipeline.strip.headline import headline_weights
from pipeline.strip.page import PAGE_COLUMNS
from pipeline.trees import Trees

WEIGHTS = "weights.npz"


class Models(Struct, frozen=True):
    """Trees for lines and pages, weights for titles; another set than the shipped one serves to cross-validate."""

    line: Trees
    title: Mapping[str, float]
    page: Trees


@cache
def shipped() -> Models:
    """The models that come with the package, read when first asked for."""
    with files("pipeline.strip").joinpath(WEIGHTS).open("rb") as file:
        line, page = read_trees(file)
    return Models(line, headline_weights(), page)


def read_trees(file: IO[bytes]) -> tuple[Trees, Trees]:
    """The trees for lines and for pages in a file of weights; RuntimeError where it holds none."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            stored = dict(arrays)
        return Trees(stored, "line", COLUMNS), Trees(stored, "page", PAGE_COLUMNS)
    except (KeyError, zipfile.BadZipFile) as error:
        raise RuntimeError(f"{WEIGHTS} holds no trees: run python -m benchmarks.train_lines") from error
