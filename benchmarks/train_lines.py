"""Train the models of ``pipeline/strip``: which lines stay, which is the title, which page is a listing.

``python -m benchmarks.train_lines`` reads the gold, trains on all of it and writes ``weights.npz`` and
``headline.toml`` of ``pipeline/strip``;
``python -m benchmarks.lines`` trains on four fifths of the sites at a time and measures on the rest. Some minutes on
one core. The method is told in ``pipeline/strip/MODEL.md``.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks import train_headlines
from benchmarks.line_pages import (
    CONTENT,
    Labelled,
    front_of_stories,
    front_page,
    html_gold,
    line_gold,
    list_article,
    short_article,
    stories,
    variants,
)
from benchmarks.tree_export import exported
from pipeline.strip.features import COLUMNS, Flags, Floats, features
from pipeline.strip.headline import Candidates, found
from pipeline.strip.model import WEIGHTS, Models
from pipeline.strip.page import PAGE_COLUMNS, page_row
from pipeline.strip.rule import Pointers, point
from pipeline.strip.rules import RULES
from pipeline.strip.view import View
from pipeline.strip.zones import settle
from pipeline.trees import Trees

SEED = 7
FOLDS = 5
HTML_PAGES = 1300
"""Pages of the HTML gold the line model learns from; more of them drown the gold of lines, whose labels are the ones
that count. Titles and listings are learned from all of them."""
VARIANTS = 0.35  # of the HTML pages; every page of the gold of lines gets two
STORIES = 0.25  # of the HTML pages, of which a front page with other pages' headlines is made
STORIES_WEIGHT = 0.8
GOLD_WEIGHT = 10.0
"""A line of the gold of lines against one of the HTML gold."""
TITLE_WEIGHT = 8.0
"""The same for the title of a page."""
OUT = Path(__file__).resolve().parents[1] / "pipeline" / "strip" / WEIGHTS
_LINE = {"num_leaves": 31, "learning_rate": 0.06, "feature_fraction": 0.4, "min_data_in_leaf": 100, "lambda_l2": 5.0}
_PAGE = {"num_leaves": 6, "learning_rate": 0.06, "feature_fraction": 0.4, "min_data_in_leaf": 10, "lambda_l2": 5.0}
_LISTINGS = ("home", "listing", "collection", "front")
_ROUNDS = {"line": 250, "page": 80}
_SEEDS = {"line": (1, 2), "page": (1, 2, 3)}


type Arrays = dict[str, NDArray[Any]]
type Data = tuple[Floats, NDArray[np.int64], Floats]


class Example(Struct):
    """A labelled page and what the models see of it."""

    page: Labelled
    view: View
    pointers: Pointers
    rows: Floats
    fold: int
    for_lines: bool
    """One of the pages the line model learns from."""
    probability: Floats | None = None
    """The line model's, from a model that saw no page of the site."""
    titles: Candidates | None = None
    """The lines that could be the title."""
    keep: Flags | None = None
    """Lines the line model would keep."""
    whole: Floats | None = None
    """What the page model sees."""

    @property
    def own(self) -> bool:
        """Of the gold of lines."""
        return self.page.source == "lines"

    @property
    def document(self) -> bool:
        """Has kept lines at all: front pages teach the page model, not the line model."""
        return self.page.kind in CONTENT or 1 in self.page.keep


def examples() -> list[Example]:
    """The pages to learn from, with their variants, each in the fold of its site."""
    rng = random.Random(SEED)
    own = [page for _, page in line_gold()]
    html = list(html_gold())
    rng.shuffle(html)
    some = html[:HTML_PAGES]
    pages = [*own, *some]
    pages += [made for page in some if rng.random() < VARIANTS for made in variants(page, rng)]
    pages += [made for page in own if page.kind in CONTENT for _ in range(2) for made in variants(page, rng)]
    others = [*html[HTML_PAGES:], *(front for page in (*own, *html) for front in front_page(page))]
    others += [short for page in (*own, *html) for short in short_article(page, rng)]
    others += [made for page in (*own, *html) for made in list_article(page, rng)]
    told = stories((*own, *html))
    for page in (*own, *html):
        if page.source == "lines" or rng.random() < STORIES:
            others += front_of_stories(page, told.get(page.language, ()), rng)
    folds = _folds(own)
    return [
        _example(page, folds.get(page.site, sum(page.site.encode()) % FOLDS), for_lines)
        for group, for_lines in ((pages, True), (others, False))
        for page in group
    ]


def _folds(own: Sequence[Labelled]) -> dict[str, int]:
    sites = sorted({page.site for page in own})
    random.Random(1).shuffle(sites)
    return {site: place % FOLDS for place, site in enumerate(sites)}


def _example(page: Labelled, fold: int, for_lines: bool) -> Example:
    view = View(page.lines)
    pointers = point(view, RULES)
    return Example(page, view, pointers, features(view, pointers), fold, for_lines)


def train(learn: Sequence[Example], name: str) -> Arrays:
    """Trees called ``name`` (``line`` or ``page``) from these pages, as the arrays of a file of weights."""
    rows, labels, weights = {"line": _line_data, "page": _page_data}[name](learn)
    parameters = {"line": _LINE, "page": _PAGE}[name]
    boosters = []
    for seed in _SEEDS[name]:
        data = lgb.Dataset(rows, labels, weight=weights)
        options = {**parameters, "objective": "binary", "verbose": -1, "num_threads": 1, "seed": seed}
        options |= {"bagging_fraction": 0.7, "bagging_freq": 1, "deterministic": True}
        boosters.append(lgb.train(options, data, _ROUNDS[name]))
    return exported(boosters, name)


def _line_data(learn: Sequence[Example]) -> Data:
    rows, labels, weights = [], [], []
    learn = [e for e in learn if e.for_lines and e.document]
    for part in ([e for e in learn if e.own], [e for e in learn if not e.own]):
        part_weights = []
        for example in part:
            keep = np.array(example.page.keep)
            weight = np.full(len(keep), 1 / np.sqrt(len(keep)), dtype=np.float32)
            weight[keep < 0] = 0
            if not example.own and example.page.title is not None:
                weight[example.page.title] = 0  # the HTML gold has titles or not as it likes
            rows.append(example.rows)
            labels.append(keep)
            part_weights.append(weight)
        if part_weights:
            joined = np.concatenate(part_weights)
            weights.append(joined / joined.mean() * (GOLD_WEIGHT if part[0].own else 1.0))
    return _used(np.vstack(rows), np.concatenate(labels), np.concatenate(weights))


def look(example: Example, line: Trees) -> None:
    """Fill in what the models after the line model see, with the line model's probabilities."""
    example.probability = line.probabilities(example.rows)
    certain = example.rows[:, COLUMNS.index("certain")] > 0
    example.keep = settle(example.rows, example.probability, example.pointers)
    example.titles = Candidates(example.view, example.rows, example.probability, example.keep & ~certain)


def look_at_page(example: Example, titles: Mapping[str, float]) -> None:
    """Fill in what the page model sees, with the title found by these weights."""
    assert example.titles is not None
    assert example.probability is not None
    assert example.keep is not None
    title = found(example.titles, titles)
    example.whole = page_row(example.view, example.pointers, example.rows, example.probability, example.keep, title)


def headlines(learn: Sequence[Example]) -> dict[str, float]:
    """Weights of what is said of a line, from these pages."""
    known = [e for e in learn if e.titles is not None and e.titles.places and e.page.title_known and e.document]
    readings = Counter((e.page.site if e.own else e.page.id.split(".")[0]) for e in known)
    pages = []
    for example in known:
        assert example.titles is not None
        at = example.page.title
        right = [] if at is None else [
            place for place, index in enumerate(example.titles.places)
            if example.view.keys[index] == example.view.keys[at]
        ]  # fmt: skip
        if right or at is None:
            weight = TITLE_WEIGHT if example.own else 1.0
            # Copies of a page and pages of one site tell less than others do.
            weight /= np.sqrt(readings[example.page.site if example.own else example.page.id.split(".")[0]])
            pages.append(train_headlines.Page(example.titles.said, example.titles.none, right, float(weight)))
    return train_headlines.fit(pages)


def _page_data(learn: Sequence[Example]) -> Data:
    rows, labels, weights = [], [], []
    for example in learn:
        listing = example.page.kind in _LISTINGS and not (example.own and example.document)
        if (
            example.whole is None
            or example.page.kind == "challenge"
            or (listing and example.page.made and example.page.kind != "front")
        ):
            continue
        rows.append(example.whole)
        labels.append(int(listing))
        made = example.page.made == "stories"
        weights.append(STORIES_WEIGHT if made else GOLD_WEIGHT if example.own else 1.0)
    return np.vstack(rows), np.array(labels), np.array(weights, dtype=np.float32)


def _used(rows: Floats, labels: NDArray[np.int64], weights: Floats) -> Data:
    used = weights > 0
    return rows[used], (labels[used] > 0).astype(np.int64), weights[used]


def cross_validate(pages: Sequence[Example]) -> list[Models]:
    """For each fold the models that saw none of its sites; fills in the pages on the way."""
    lines = []
    for fold in range(FOLDS):
        lines.append(trees_of(train([e for e in pages if e.fold != fold], "line"), "line"))
        for example in pages:
            if example.fold == fold:
                look(example, lines[-1])
    return finished(pages, lines)


def finished(pages: Sequence[Example], lines: Sequence[Trees]) -> list[Models]:
    """For each fold its line model with the models that come after it."""
    titles = []
    for fold in range(FOLDS):
        titles.append(headlines([e for e in pages if e.fold != fold]))
        for example in pages:
            if example.fold == fold:
                look_at_page(example, titles[-1])
    parts = (train([e for e in pages if e.fold != fold], "page") for fold in range(FOLDS))
    return [Models(line, title, trees_of(part, "page")) for line, title, part in zip(lines, titles, parts, strict=True)]


def trees_of(arrays: Arrays, name: str) -> Trees:
    """Trained trees ready to be asked."""
    return Trees(arrays, name, {"line": COLUMNS, "page": PAGE_COLUMNS}[name])


def main() -> int:
    """Train on everything and write the weights; what titles and pages are learned from comes from cross-validation."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    started = time.perf_counter()
    pages = examples()
    print(f"{len(pages)} pages, {sum(len(e.rows) for e in pages)} lines", flush=True)
    cross_validate(pages)
    train_headlines.write(headlines(pages))
    np.savez_compressed(OUT, **train(pages, "line"), **train(pages, "page"))  # type: ignore[arg-type]
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes, {time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
