"""Train the block model of ``pipeline/html``: how likely each line of a page is main text.

``python -m benchmarks.train_blocks`` reads all open gold, trains and writes ``pipeline/html/blocks.npz``; with
``--measure`` it also trains on four fifths of the sites at a time and prints the F1 on the rest (cut by the model's
own threshold, without the chain behind it). ``--work DIR`` keeps what was read between runs. About twenty minutes on
one core. The method is told in ``pipeline/html/MODEL.md``.
"""

import argparse
import hashlib
import json
import pickle
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import lightgbm as lgb
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks import block_names, html_gold
from benchmarks.block_labels import is_title, labels
from benchmarks.block_names import name_table, named_without
from benchmarks.tree_export import exported
from pipeline.html.blocks import WEIGHTS, threshold
from pipeline.html.charset import decode
from pipeline.html.context import context, expected_f1
from pipeline.html.declared import declared
from pipeline.html.features import About, Columns, Seen, features
from pipeline.html.lines import Walk, walk
from pipeline.html.meta import metadata
from pipeline.html.names import NameWeights
from pipeline.html.tables import rows_joined
from pipeline.html.tree import parse

OUT = Path(__file__).resolve().parents[1] / "pipeline" / "html" / WEIGHTS
VOTES = "votes"
"""Kept in the work folder: (set, page) → a probability a line, from models that saw no page of the site."""
FOLDS = 5
SEED = 1
_ROWS = 250
"""Lines of one page that are trained on; of longer pages a sample, its weight made up for."""
_TITLE_WEIGHT = 0.02
_MODEL = {
    "objective": "cross_entropy",  # labels are shares, not classes
    "num_leaves": 31,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}
_ROUNDS = {"first": (120, 0.1), "second": (100, 0.1)}

Rows = NDArray[np.float32]
Chance = NDArray[np.float64]


class Example(Struct):
    """A labelled page."""

    page: html_gold.GoldPage
    walk: Walk
    about: About
    right: Rows
    """Share of each line that is main text."""
    title: NDArray[np.bool_]
    tokens: Rows
    """Tokens of each line."""
    wanted: int
    """Tokens of the gold text."""
    fold: int
    seen: Seen | None = None

    def weights(self) -> Chance:
        """What a wrong line costs: its share of the page's F1, and a little for every line."""
        cost = np.minimum(self.tokens / (self.wanted + 0.3 * self.tokens.sum() + 1), 1) + 0.1 / len(self.tokens)
        return np.where(self.title, _TITLE_WEIGHT * cost, cost)


def examples() -> list[Example]:
    """All open pages that have a line, labelled."""
    tokens = html_gold.scorer().tokens

    def lower(text: str) -> list[str]:
        return [token.lower() for token in tokens(text)]

    found = []
    for page in html_gold.pages():
        tree = parse(decode(page.data).text)
        facts = declared(tree.root)
        w = rows_joined(walk(tree.source()))
        meta = metadata(facts, tree.json_scripts, w, page.url)
        about = About(meta.titles, meta.is_article, meta.body, tree.script_letters)
        if w.texts:
            found.append(
                Example(
                    page, w, about, labels(w.texts, w.hidden, page.text, lower), is_title(w.texts, meta.titles),
                    np.array([len(lower(text)) for text in w.texts], np.float32), len(lower(page.text)),
                    int(hashlib.md5(page.owner.encode()).hexdigest(), 16) % FOLDS,
                )
            )  # fmt: skip
    return found


def look(found: Sequence[Example]) -> None:
    """Describe all lines; names of elements are weighed without what the page's own site taught."""
    counts = name_table((e.page.owner, e.walk, e.tokens * e.right, e.tokens * (1 - e.right)) for e in found)
    weights: dict[str, NameWeights] = {}
    for example in found:
        owner = example.page.owner
        if owner not in weights:
            weights[owner] = named_without(counts, owner)
        example.seen = features(example.walk, example.about, weights[owner])


def rows_of(columns: Columns, names: Sequence[str]) -> Rows:
    """Matrix (lines, features)."""
    return np.stack([columns[name].astype(np.float32) for name in names], axis=1)


class Stage:
    """Trains one of the two looks."""

    def __init__(self, found: Sequence[Example], columns: Callable[[int], Columns], stage: str) -> None:
        self.found = found
        self.columns = columns
        self.names = list(columns(0))
        self.rounds, self.rate = _ROUNDS[stage]
        picked, weights, rows, right, folds = [], [], [], [], []
        for number, example in enumerate(found):
            lines, weight = _sampled(example, number)
            picked.append(lines)
            weights.append(weight)
            rows.append(rows_of(columns(number), self.names)[lines])
            right.append(example.right[lines])
            folds.append(np.full(len(lines), example.fold))
        weight = np.concatenate(weights)
        self.folds = np.concatenate(folds)
        self.data = lgb.Dataset(
            np.concatenate(rows), np.concatenate(right), weight=weight / weight.mean(), free_raw_data=True,
            params={"max_bin": _MODEL["max_bin"], "verbose": -1},
        ).construct()  # fmt: skip

    def train(self, without: int | None = None) -> lgb.Booster:
        """Train on all folds, or on all but one."""
        part = self.data if without is None else self.data.subset(np.flatnonzero(self.folds != without))
        return lgb.train({**_MODEL, "learning_rate": self.rate}, part, self.rounds)

    def others(self) -> list[Chance]:
        """Probabilities of every page by a model that saw none of its sites."""
        chances: list[Chance] = [np.zeros(0)] * len(self.found)
        for fold in range(FOLDS):
            model = self.train(without=fold)
            for number, example in enumerate(self.found):
                if example.fold == fold:
                    rows = rows_of(self.columns(number), self.names)
                    chances[number] = np.asarray(model.predict(rows, num_threads=1), np.float64)
        return chances


def _sampled(example: Example, number: int) -> tuple[NDArray[np.intp], Chance]:
    weight = example.weights()
    if len(weight) <= _ROWS:
        return np.arange(len(weight)), weight
    chance = np.minimum(1, (0.5 * weight / weight.sum() + 0.5 / len(weight)) * _ROWS)
    lines = np.flatnonzero(np.random.default_rng([SEED, number]).random(len(weight)) < chance)
    return lines, weight[lines] / chance[lines]


class Bags:
    """Bag-of-words F1 of any choice of a page's lines, quickly: the gold's scorer, on counted tokens."""

    def __init__(self, found: Sequence[Example]) -> None:
        tokens = html_gold.scorer().tokens
        self.pages = []
        for example in found:
            numbers: dict[str, int] = {}
            words, lines = [], []
            for line, text in enumerate(example.walk.texts):
                for token in tokens(text):
                    words.append(numbers.setdefault(token.lower(), len(numbers)))
                    lines.append(line)
            gold = Counter(token.lower() for token in tokens(example.page.text))
            wanted = np.zeros(len(numbers) + 1, np.int64)
            for token, count in gold.items():
                if token in numbers:
                    wanted[numbers[token]] = count
            self.pages.append((np.array(words, np.int64), np.array(lines, np.int64), wanted, gold.total()))

    def f1(self, number: int, keep: NDArray[np.bool_]) -> float:
        """The score of one page."""
        words, lines, wanted, total = self.pages[number]
        counts = np.bincount(words[keep[lines]], minlength=len(wanted)) if len(words) else np.zeros(len(wanted), int)
        kept = int(counts.sum())
        if not kept or not total:
            return float(not kept and not total)
        return 2 * float(np.minimum(counts, wanted).sum()) / (kept + total)


def report(found: Sequence[Example], chances: Sequence[Chance], bags: Bags, name: str) -> None:
    """Print the mean F1 of each set and each type of page; the title is taken where the gold has it."""
    scores = defaultdict(list)
    for number, (example, p) in enumerate(zip(found, chances, strict=True)):
        chars = np.array([len(text) for text in example.walk.texts], np.float64)
        keep = np.where(example.title, example.right >= 0.5, p >= threshold(p, chars, expected_f1(p, chars)[0]))
        score = bags.f1(number, keep)
        scores[example.page.set].append(score)
        if example.page.set == "wcxb_dev":
            scores[f"· {example.page.type}"].append(score)
    print(name, {key: round(statistics.mean(values), 4) for key, values in scores.items()}, flush=True)


def train(work: Path | None, *, measure: bool) -> None:
    """Train both looks on everything and write the model."""
    found = _kept(work, "examples", examples)
    bags = Bags(found) if measure else None
    look(found)
    first = Stage(found, lambda number: _seen(found[number]).columns, "first")
    chances = _kept(work, "first", first.others)
    if bags:
        report(found, [e.right.astype(np.float64) for e in found], bags, "labels")
        report(found, chances, bags, "first look")

    def both(number: int) -> Columns:
        seen = _seen(found[number])
        return seen.columns | context(found[number].walk.texts, seen, chances[number])

    second = Stage(found, both, "second")
    if bags:
        chances = _kept(work, "second", second.others)
        report(found, chances, bags, "second look")
        _kept(work, VOTES, lambda: {(e.page.set, e.page.id): p for e, p in zip(found, chances, strict=True)})
    counts = name_table((e.page.owner, e.walk, e.tokens * e.right, e.tokens * (1 - e.right)) for e in found)
    write(OUT, first, second, block_names.weights(counts))


def write(out: Path, first: Stage, second: Stage, names: dict[str, float]) -> None:
    """Write what ``BlockModel`` reads."""
    about = {"first": first.names, "second": second.names}
    buffer = BytesIO()
    np.savez_compressed(
        buffer,
        about=np.frombuffer(json.dumps(about).encode(), np.uint8),
        names=np.frombuffer("\n".join(names).encode(), np.uint8),
        weights=np.array(list(names.values()), np.float16),
        **exported([first.train()], "first"),
        **exported([second.train()], "second"),
    )
    out.write_bytes(buffer.getvalue())
    print(f"{out.name}: {len(buffer.getvalue()):,} bytes, {len(names)} names")


def _seen(example: Example) -> Seen:
    assert example.seen is not None
    return example.seen


def _kept[T](work: Path | None, name: str, make: Callable[[], T]) -> T:
    """What was made before, or made now and kept."""
    path = work / f"{name}.pickle" if work else None
    if path and path.exists():
        kept: T = pickle.loads(path.read_bytes())
        return kept
    made = make()
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(made))
    return made


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="print the F1 on sites that were not trained on")
    parser.add_argument("--work", type=Path, help="folder that keeps pages and probabilities between runs")
    options = parser.parse_args()
    train(options.work, measure=options.measure)


if __name__ == "__main__":
    main()
