"""Tables: a row of data is one line with its cells, a table made for layout is no table."""

from pipeline.html.lines import Walk
from pipeline.html.tags import CELLS

_GAP = " | "
_CELL_LETTERS = 160
"""A row whose cells are all shorter is a row of data; else the table is there for layout."""


def rows_joined(w: Walk) -> Walk:
    """Make one line of each table row that holds data; lines of tables made for layout become paragraphs."""
    if "table" not in w.kinds:
        return w
    kept: list[int] = []
    at, count = 0, len(w.texts)
    while at < count:
        end = at + 1
        if w.kinds[at] == "table":
            row = _row(w, at)
            while end < count and w.kinds[end] == "table" and _row(w, end) == row:
                end += 1
            _join(w, row, at, end, kept)
        else:
            kept.append(at)
        at = end
    _renumber(w, kept)
    columns: tuple[list[object], ...] = (
        w.texts, w.linked, w.anchors, w.elements, w.boxes, w.groups, w.kinds, w.glued, w.hidden,
    )  # type: ignore[assignment]  # fmt: skip
    for column in columns:
        column[:] = [column[old] for old in kept]
    return w


def _row(w: Walk, line: int) -> int:
    cell = w.groups[line]
    return w.parents[cell] if cell >= 0 and w.looks[cell].tag in CELLS else -1


def _join(w: Walk, row: int, at: int, end: int, kept: list[int]) -> None:
    cells, texts = set(w.groups[at:end]), w.texts[at:end]
    if row >= 0 and len(cells) == len(texts) and max(map(len, texts)) <= _CELL_LETTERS:
        w.texts[at] = _GAP.join(texts)
        w.linked[at] = sum(w.linked[at:end])
        w.anchors[at] = [anchor for line in range(at, end) for anchor in w.anchors[line]]
        w.elements[at] = w.boxes[at] = w.groups[at] = row
        kept.append(at)
        return
    for line in range(at, end):
        w.kinds[line] = "paragraph"
        w.glued[line] = w.glued[line] and line > 0 and w.boxes[line] == w.boxes[line - 1]
        kept.append(line)


def _renumber(w: Walk, kept: list[int]) -> None:
    """Lines that were joined count as the row's line."""
    new, at = [], -1
    marks = set(kept)
    for old in range(len(w.texts)):
        at += old in marks
        new.append(at)
    new.append(len(kept))
    w.begins = [new[old] for old in w.begins]
    w.ends = [max(new[old - 1] + 1 if old else 0, begin) for old, begin in zip(w.ends, w.begins, strict=True)]
