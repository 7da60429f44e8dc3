"""What a page says twice: its title, its lead, a paragraph; and what its site says on every page."""

from collections.abc import Sequence

import numpy as np

from pipeline.strip.features import Flags
from pipeline.strip.reasons import Reason
from pipeline.strip.rule import Pointers
from pipeline.strip.verdict import Hints
from pipeline.strip.view import View

_LEAST_WORDS = 8
"""A shorter line may stand twice in a text: a refrain, a heading, an answer."""
_AGAINST_TEXT = 6
"""Pages of the site a line must stand on before it goes although it reads like text of this one: on a few pages of a
shop or a manual the same size, the same warning is said of each thing."""


def copies_of_title(view: View, title: int, others: Sequence[int] = ()) -> dict[int, Reason]:
    """Every other line that reads like the title, and the ``others`` that add little to it."""
    folded, key = view.folded[title], view.key(title)
    # Lines with one key are folded alike, so the others need none.
    alike = (index for index, other in enumerate(view.folded) if other == folded and view.key(index) == key)
    same = {*alike, *others}
    why = Reason("title_dup", "title.repeated", f"reads like the title in line {view.lines[title].number}")
    return {index: why for index in same if index != title}


def said_before(view: View, keep: Flags) -> dict[int, Reason]:
    """Kept prose that stands word for word in a kept line above it."""
    found: dict[int, Reason] = {}
    first: dict[str, int] = {}
    for index in np.flatnonzero(keep).tolist():
        if view.words[index] < _LEAST_WORDS or view.lines[index].kind in ("code", "table"):
            continue
        above = first.setdefault(view.key(index), index)
        if above != index and view.prose[index]:
            number = view.lines[above].number
            found[index] = Reason("body_dup", "body.repeated", f"stands word for word in line {number}")
    return found


def known_from_site(view: View, hints: Hints, keep: Flags, pointers: Pointers) -> dict[int, Reason]:
    """Lines the site has on many of its pages, where pages of it were learned from.

    ``keep``: lines that are text as far as the page itself can tell. Of those that go anyway a rule says better what
    they are.
    """
    if hints.memory is None:
        return {}
    found: dict[int, Reason] = {}
    for index, line in enumerate(view.lines):
        seen = hints.memory.lookup(hints.site, line.text, line.path)
        if seen is None or (keep[index] and seen.pages < _AGAINST_TEXT) or (not keep[index] and pointers[index]):
            continue
        found[index] = Reason("repeated", "repeated.site", seen.evidence)
    return found
