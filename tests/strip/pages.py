"""Small pages to judge: HTML lines written by hand, and text dumps."""

from collections.abc import Sequence

import numpy as np

from pipeline.model import BlockKind, Line
from pipeline.strip.features import Flags
from pipeline.strip.rule import Pointers, point
from pipeline.strip.rules import RULES
from pipeline.strip.view import View
from pipeline.text.lines import text_lines

PARAGRAPH = "The council met on Sunday for two hours and agreed on the budget of the coming year, the mayor said."
PARAGRAPH_TWO = "Nobody from the opposition came to the meeting, which was held in the old school by the river again."
PARAGRAPH_FA = "شورای شهر دیروز دو ساعت گفت‌وگو کرد و سرانجام بودجهٔ سال آینده را با رأی همهٔ اعضا به تصویب رساند."


def html(*rows: tuple[str, str] | tuple[str, str, float] | tuple[str, str, float, float]) -> list[Line]:
    """Lines of an HTML page from (path, text, vote, link share); a vote of 0 and no links where left out."""
    lines = []
    for number, row in enumerate(rows, 1):
        path, text, *rest = row
        vote = float(rest[0]) if rest else 0.0
        linked = float(rest[1]) if len(rest) > 1 else 0.0
        tag = path.rpartition("/")[2].partition(".")[0]
        kind: BlockKind = "heading" if tag in ("h1", "h2", "h3") else "list_item" if tag == "li" else "paragraph"
        lines.append(Line(number=number, text=text, kind=kind, path=path, link_share=linked, vote=vote))
    return lines


def view_of(page: str | Sequence[Line]) -> View:
    """A page as the rules see it; a string is a text dump."""
    return View(text_lines(page) if isinstance(page, str) else page)


def pointers_of(view: View) -> Pointers:
    """What all rules point at."""
    return point(view, RULES)


def keeping(view: View, *texts: str) -> Flags:
    """Flags for the lines that begin with one of these texts."""
    return np.array([line.text.strip().startswith(texts) for line in view.lines])
