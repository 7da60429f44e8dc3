"""HTML extraction on sites the block model has not seen, scored by the text of the documents, beside trafilatura.

``python -m benchmarks.unseen WORK`` takes the probabilities that ``python -m benchmarks.train_blocks --measure --work
WORK`` kept there (each page's by a model that saw no page of its site), gives them to the chain in place of the shipped
model's, and writes ``results/unseen.md``. The title counts where the gold text has it. Pages that are read otherwise
since then are left out and counted; where they are many, train again. About six minutes on one core.
"""

import argparse
import logging
import pickle
import re
import statistics
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import trafilatura
from numpy.typing import NDArray

import pipeline.html.page as reading
from benchmarks import html_gold
from benchmarks.train_blocks import VOTES
from pipeline import clean_page
from pipeline.html.features import About
from pipeline.html.lines import Walk

RESULT = Path(__file__).parent / "results" / "unseen.md"
TARGETS = {
    "scrapinghub": 0.965,
    "fundus": 0.957,
    "wcxb_dev": 0.865,
    "daniel": 0.90,
    "cleanportaleval": 0.945,
    "arabscript": 0.98,
}
_FOLD = re.compile(r"[\W_]+")

Chances = Mapping[tuple[str, str], NDArray[np.float64]]


class ReadOtherwiseError(Exception):
    """The lines of a page are others than those the model was asked about."""


class Unseen:
    """Stands in for the block model."""

    def __init__(self, chances: Chances) -> None:
        self._chances = chances
        self.page: tuple[str, str] = ("", "")

    def probabilities(self, w: Walk, about: About) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """As ``BlockModel.probabilities``, of the page that is being read."""
        p = self._chances[self.page]
        if len(p) != len(w.texts):
            raise ReadOtherwiseError(f"{self.page} is read otherwise than when the model was trained")
        return p, np.array([len(text) for text in w.texts], np.float64)


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path, help="folder train_blocks worked in")
    work: Path = parser.parse_args().work
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    model = Unseen(pickle.loads((work / f"{VOTES}.pickle").read_bytes()))
    swapped: Any = reading
    swapped.block_model = lambda: model
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    score = html_gold.scorer().score_text
    left_out = 0
    for page in html_gold.pages():
        model.page = page.set, page.id
        try:
            document = clean_page(page.data, url=page.url, content_type="text/html")
        except ReadOtherwiseError as error:
            print(error)
            left_out += 1
            continue
        titled = document.title and _fold(document.title) in _fold(page.text)
        ours = f"{document.title}\n{document.text}" if titled else document.text
        theirs = trafilatura.extract(page.data, include_comments=False) or ""
        pair = score(page.text, theirs)["bf"], score(page.text, ours)["bf"]
        scores[page.set].append(pair)
        if page.set == "wcxb_dev":
            scores[f"· {page.type}"].append(pair)
        if page.set == "cleanportaleval" and page.text.strip():
            scores["· without the page of empty gold text"].append(pair)
    rows = [
        f"| {name} | {len(pairs)} | {TARGETS.get(name, '')} | "
        + " | ".join(f"{statistics.mean(side):.4f}" for side in zip(*pairs, strict=True))
        + " |"
        for name, pairs in scores.items()
    ]
    table = "\n".join(["| bag-of-words F1 | pages | target | trafilatura | zolal |", "|---|---|---|---|---|", *rows])
    print(table)
    RESULT.write_text(
        "## Extraction on unseen sites\n\n`python -m benchmarks.unseen WORK`: text of the documents, the block model"
        f" cross-validated by registered domain.\n\n{table}\n\n"
        f"Pages left out, as they are read otherwise than when the model was trained: {left_out}.\n",
        encoding="utf-8",
    )


def _fold(text: str) -> str:
    return _FOLD.sub("", text).casefold()


if __name__ == "__main__":
    main()
