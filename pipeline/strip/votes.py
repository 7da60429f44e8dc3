"""What stays of an HTML page: the extractor's votes, holes in them mended, and what stands against them.

The votes are learned from pages whose gold text holds captions and links to other stories now and then. Here a
caption is no text but has a field of its own, and a link to another story goes with its reason.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np

from pipeline.strip.features import Flags, Floats
from pipeline.strip.reasons import Reason
from pipeline.strip.rule import Pointers
from pipeline.strip.view import View

SURE = 0.9
"""A vote from here on stands against a phrase that text has too."""
_SPOKEN_AGAINST = frozenset(
    (
        "related.header",
        "share.header",
        "timestamp.ago",
        "appeal.support",
        "ad.heading",
        "subscribe.box",
        "comments.form",
    )
)
_ROW, _ROWS_OF_CODE, _HEADING = 0.3, 0.15, 0.1
"""Mean vote of the rows of a table that are voted out and of a piece of code, and vote of a heading, from which on they
stay in the midst of the text."""
_MOST = 0.5  # share of the lines of a piece of code that stays wherever it stands
_IN_TEXT_LINK = 0.3  # share of a line's letters in links
_CAPTION = re.compile(r"[.#](?:[\w-]*[-_])?caption|figcaption", re.IGNORECASE)
_CAPTION_STEPS = 4
"""Innermost elements that may be a picture's caption; one around a whole article is not."""
_CODE = re.compile(r"(?:^|/)(?:pre|code|table|td|th)(?=[./#\[]|$)")


def mended(view: View, pointers: Pointers, votes: Floats, keep: Flags) -> Flags:
    """What the votes keep, with the tables inside the text and its code whole, and the headings of kept parts.

    A row of numbers, a heading of one word or a line of code is voted for alone, and has little to say for itself.
    """
    kept = np.flatnonzero(keep)
    if not len(kept):
        return keep
    first, last = int(kept[0]), int(kept[-1])
    whole = keep.copy()
    for kind, run in groupby(range(len(view)), key=[line.kind for line in view.lines].__getitem__):
        if kind == "table":
            out = [index for index in run if first < index < last and not keep[index]]
            if out and votes[out].mean() >= _ROW and not _linked(view, out):
                whole[out] = True
        elif kind == "code":
            rows = list(run)
            if keep[rows].mean() > _MOST or (
                first < rows[0] and rows[-1] < last and votes[rows].mean() >= _ROWS_OF_CODE
            ):
                whole[rows] = True
    below = last  # what stands under a heading; a button between them, such as [edit], heads nothing
    for index in range(last - 1, first, -1):
        heads = view.levels[index] > 1 and not view.levels[below] and whole[below]
        if heads and votes[index] >= _HEADING and not _pointed(pointers, index) and not _linked(view, [index]):
            whole[index] = True
        if whole[index] or not pointers[index]:
            below = index
    return whole


def _pointed(pointers: Pointers, index: int) -> bool:
    """Whether a rule speaks against a heading; that menus have an item of its name («History») does not."""
    return any(pointer.rule.name != "nav.menu" for pointer in pointers[index])


def _linked(view: View, lines: Sequence[int]) -> bool:
    return sum(view.lines[index].link_share for index in lines) >= _IN_TEXT_LINK * len(lines)


def overruled(view: View, pointers: Pointers, votes: Floats, keep: Flags) -> dict[int, Reason]:
    """Lines that the votes would keep and that go all the same. ``votes``: one a line; ``keep``: what they keep."""
    found: dict[int, Reason] = {}
    kept = np.flatnonzero(keep).tolist()
    last = next((index for index in reversed(kept) if view.prose[index]), -1)
    for index in kept:
        line = view.lines[index]
        for pointer in pointers[index]:
            name = pointer.rule.name
            doubted = name in _SPOKEN_AGAINST and votes[index] < SURE
            link = name == "related.inline" and line.link_share >= _IN_TEXT_LINK
            end = name == "endmark.words" and index > last
            if doubted or link or end:
                found[index] = Reason.of(pointer)
        if index not in found and _is_caption(line.path):
            found[index] = Reason("caption", "caption.place", "in the caption of a picture")
    return found


@lru_cache(maxsize=4096)
def _is_caption(path: str) -> bool:
    steps = path.split("/")[-_CAPTION_STEPS:]
    return any(_CAPTION.search(step) for step in steps) and not _CODE.search(path)
