"""Labels for lines: how much of each line of a page stands in the page's gold text."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Tokenizer = Callable[[str], list[str]]
Labels = NDArray[np.float32]

_RUN = 4
_NEAR = 8
_FOLD = re.compile(r"[\W_]+")


def labels(texts: Sequence[str], hidden: Sequence[int], gold: str, tokens: Tokenizer) -> Labels:
    """Share (0-1) of each line's tokens that stand in ``gold`` within a run of four.

    Runs go over the ends of lines, so that a short line counts where its neighbours are in the gold as well. Of
    lines that say the same, as many are right as the gold has: those that are shown and stand among right ones.
    """
    found = np.array(_covered(texts, gold, tokens), np.float32)
    _drop_copies(found, texts, hidden, " ".join(tokens(gold)), tokens)
    return found


def is_title(texts: Sequence[str], titles: Sequence[str]) -> NDArray[np.bool_]:
    """Lines that are the page's title: a document has it in a field of its own, so they teach nothing."""
    wanted = {_folded(title) for title in titles} - {""}
    return np.array([len(text) < 400 and _folded(text) in wanted for text in texts], bool)


def _folded(text: str) -> str:
    return _FOLD.sub("", text).casefold()


def _covered(texts: Sequence[str], gold: str, tokens: Tokenizer) -> list[float]:
    wanted = tokens(gold)
    runs = set(zip(*(wanted[i:] for i in range(_RUN)), strict=False)) or {tuple(wanted)}
    whole = {tuple(tokens(line)) for line in gold.split("\n")}
    page: list[str] = []
    owner: list[int] = []
    lines = []
    for number, text in enumerate(texts):
        mine = tokens(text)
        lines.append(mine)
        page += mine
        owner += [number] * len(mine)
    marks = bytearray(len(page))
    for at, run in enumerate(zip(*(page[i:] for i in range(_RUN)), strict=False)):
        if run in runs:
            marks[at : at + _RUN] = b"\1" * _RUN
    right = [0] * len(texts)
    for number, mark in zip(owner, marks, strict=True):
        right[number] += mark
    return [
        0.0 if not mine else 1.0 if len(mine) > 1 and tuple(mine) in whole else count / len(mine)
        for mine, count in zip(lines, right, strict=True)
    ]


def _drop_copies(found: Labels, texts: Sequence[str], hidden: Sequence[int], gold: str, tokens: Tokenizer) -> None:
    copies: dict[str, list[int]] = defaultdict(list)
    for line in np.flatnonzero(found >= 0.5).tolist():
        copies[" ".join(tokens(texts[line]))].append(line)
    sizes = np.array([len(text) for text in texts], np.float32)
    before = found.copy()

    def fitness(line: int) -> tuple[bool, float, int]:
        near = slice(max(0, line - _NEAR), line + _NEAR + 1)
        around = sizes[near].sum() - sizes[line]
        right = (sizes[near] * before[near]).sum() - sizes[line] * before[line]
        return not hidden[line], float(right / max(around, 1)), -line

    for text, lines in copies.items():
        wanted = max(1, f" {gold} ".count(f" {text} "))
        for line in sorted(lines, key=fitness, reverse=True)[wanted:]:
            found[line] = 0.0
