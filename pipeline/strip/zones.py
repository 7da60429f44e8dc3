"""From a probability a line to what stays: thresholds, holes filled, and no reading on below a foreign heading.

An article is torn apart less often than furniture hangs on to it, so a doubtful line between kept ones stays; and
what stands below the heading of a list of other stories belongs to that list, however much it reads like prose,
until two lines of running text in a row show that the article goes on.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.strip.features import COLUMNS, Flags, Floats
from pipeline.strip.rule import Pointers

KEEP = 0.5
"""A line stays from this probability on."""
KEEP_ON_QUIET_PAGE = 0.2
"""The same on a page where rules point at almost nothing: what nothing speaks against, stays."""
QUIET = 0.08
"""Share of lines rules point at, below which a page is quiet."""
_HOLE = 0.3  # a line between kept ones
_HOLE_LINES = 8
_EDGE = 0.4  # a line right beside kept ones
_RESUMES = 2  # lines of running text in a row
_RESUMING = 0.6
_BRIDGE_LINES = 10
_BRIDGE_PROSE, _BRIDGE_LINE = 0.2, 0.1
_HEADINGS = frozenset(("related.header", "ad.heading", "comments.form"))


def settle(rows: Floats, probability: Floats, pointers: Pointers) -> Flags:
    """Which lines stay. ``rows``: ``features()`` of the page; ``probability``: the model's, one a line."""
    free = rows[:, COLUMNS.index("cue")] == 0
    quiet = float(rows[0, COLUMNS.index("page_cues")]) < QUIET
    keep = probability > (KEEP_ON_QUIET_PAGE if quiet else KEEP)
    _fill_holes(keep, free & (probability > _HOLE))
    _grow(keep, free & (probability > _EDGE))
    prose = (rows[:, COLUMNS.index("prose")] > 0) & (rows[:, COLUMNS.index("bullet")] == 0)
    _close(keep, prose, prose & (probability > _RESUMING), _heads_a_list(pointers))
    return keep


def bridge(rows: Floats, probability: Floats, keep: Flags, title: int) -> None:
    """From a paragraph under the title on, what nothing speaks against is text down to the text itself."""
    below = np.flatnonzero(keep[title + 1 :])
    if not len(below) or below[0] > _BRIDGE_LINES:
        return
    between = np.arange(title + 1, title + 1 + int(below[0]))
    free = rows[between, COLUMNS.index("cue")] == 0
    prose = free & (rows[between, COLUMNS.index("prose")] > 0) & (probability[between] > _BRIDGE_PROSE)
    if prose.any():
        keep[between] = (
            free & (probability[between] > _BRIDGE_LINE) & (np.arange(len(between)) >= int(np.argmax(prose)))
        )


def _heads_a_list(pointers: Pointers) -> Sequence[bool]:
    return [any(pointer.rule.name in _HEADINGS for pointer in found) for found in pointers]


def _fill_holes(keep: Flags, may: Flags) -> None:
    """Short stretches between kept lines: what may stay, stays."""
    kept = np.flatnonzero(keep)
    for a, b in pairwise(kept):
        if 1 < b - a <= _HOLE_LINES + 1:
            keep[a + 1 : b] |= may[a + 1 : b]


def _grow(keep: Flags, may: Flags) -> None:
    """Lines right below and right above kept ones, one after the other."""
    for index in range(1, len(keep)):
        keep[index] |= keep[index - 1] and may[index]
    for index in range(len(keep) - 2, -1, -1):
        keep[index] |= keep[index + 1] and may[index]


def _close(keep: Flags, prose: Flags, resuming: Flags, heading: Sequence[bool]) -> None:
    """Below a heading of other stories nothing stays until running text resumes."""
    begun = closed = False
    row: list[int] = []
    for index in range(len(keep)):
        if heading[index] and begun:
            closed, row = True, []
        if not closed:
            begun |= bool(keep[index] and prose[index])
        elif keep[index]:
            row = [*row, index] if resuming[index] else []
            keep[index] = False
            if len(row) >= _RESUMES:
                closed = False
                keep[row] = True
