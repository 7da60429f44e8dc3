"""The title a page declares, found among its lines.

Metadata names a title, seldom word for word: a site's name hangs on it, it is cut short, or the editors wrote a
second one for search engines. So lines are weighed: how much of a declared title they say, whether the markup calls
them a heading, and where they stand. What the page shows its reader is the title; what it declares, only where
nothing shown resembles it.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from pipeline.strip.features import Flags
from pipeline.strip.fold import fold
from pipeline.strip.view import View

_LONGEST = 60  # words; titles of court rulings are long
_TRAILING = re.compile(r"\s*(?:[¶#§🔗]|\.{3}|…)\s*$")
_GAP = re.compile(r"\s+[|–—·•»«:/\\-]{1,2}\s+|\s*[|»«]\s*")
_PART_LETTERS = 12
"""A part of a declared title between bars may be the title proper when it is no shorter than this."""
_OUTER = " \t\r\n\xa0\u200b\u200e\u200f\ufeff•‣◦▪●■*|"
_RESEMBLES = 0.75
"""A line that says this much of a declared title, and little else, is taken for it."""
_EXTRA_WORDS = 4  # the name of a site or a section written behind the title
_FEW = 4
"""A shorter title is a word or two, which menus have too: only equal lines count."""
_BACKED = 0.3
"""The only top heading of a page is its title where it has at least this much of a declared one."""


class Shown(Struct, frozen=True):
    """The title, and the lines that say it."""

    text: str
    index: int | None
    """Line that is the title; None where no line says it."""
    copies: tuple[int, ...] = ()
    """Other lines that read like it, or like it with the name of the site."""


def declared(view: View, titles: Sequence[str], keep: Flags) -> Shown | None:
    """The title of an HTML page; None where it declares none and no heading stands above its text.

    ``titles``: what the page declares, best first. ``keep``: lines that hold the text.
    """
    body = _first_prose(view, keep)
    best: tuple[float, int] | None = None
    for index, likeness in _candidates(view, titles):
        score = likeness + _standing(view, index, body, keep)
        # Of equal ones above the text the last stands nearest to it; of those below, none does.
        if best is None or score > best[0] or (score == best[0] and index < body):
            best = (score, index)
    if best is None:
        return Shown(_plain(titles[0]), None) if titles else None
    index = best[1]
    return Shown(_wording(view.lines[index].text, titles), index, tuple(copies(view, index, body)))


def copies(view: View, title: int, body: int) -> Iterator[int]:
    """Lines that read like the title; above the ``body`` also those that add a site's name or cut it short."""
    words = view.folded[title].split()
    for index, folded in enumerate(view.folded):
        if index == title or not folded:
            continue
        same = folded == view.folded[title]
        few_more = index < body and 0 <= view.words[index] - len(words) <= _EXTRA_WORDS
        if same or (few_more and len(words) >= _FEW and _says(folded.split(), words)):
            yield index


def _says(line: Sequence[str], title: Sequence[str]) -> bool:
    """Whether ``line`` begins or ends with ``title``; it is no shorter."""
    return title in (line[: len(title)], line[len(line) - len(title) :])


def _candidates(view: View, titles: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Lines that may be the title, with how much they are like a declared one (0-2)."""
    wanted = [(fold(part), rank) for rank, title in enumerate(titles[:6]) for part in _parts(title)]
    wanted = [(folded, rank) for folded, rank in wanted if folded]
    whole = {folded for folded, _ in wanted}
    said = {word for folded in whole for word in folded.split()}
    each = {folded: folded.split() for folded, _ in wanted}
    tops = [i for i, heading in enumerate(view.levels) if heading == 1 and view.lines[i].text.strip()]
    top = tops[0] if len(tops) == 1 else None
    for index, folded in enumerate(view.folded):
        if not folded or view.words[index] > _LONGEST:
            continue
        # Like none of them: a word or two must be equal, and a line of more must share as many.
        other = folded not in whole and index != top
        if wanted and other and (view.words[index] < _FEW or sum(map(said.__contains__, folded.split())) < _FEW):
            continue
        words = folded.split()
        like = {title: _likeness(folded, title, words, title_words) for title, title_words in each.items()}
        likeness = max((like[title] - 0.05 * rank for title, rank in wanted), default=0.0)
        if likeness >= _RESEMBLES:
            # A second declared title that says the same is a second witness.
            yield index, likeness + 0.2 * sum(like[title] >= _RESEMBLES for title, _ in wanted)
        elif index == top and (not wanted or likeness >= _BACKED):
            yield index, max(likeness, _BACKED)
        elif not wanted and view.levels[index] == 2:
            yield index, 0.0


def _parts(title: str) -> Iterator[str]:
    """A declared title, and its parts where bars part it: one is the title proper, the rest name a site."""
    yield title
    parts = _GAP.split(title)
    if len(parts) > 1:
        yield from (part for part in parts if len(part) >= _PART_LETTERS)


def _likeness(line: str, title: str, a: Sequence[str], b: Sequence[str]) -> float:
    """How much two folded texts of words ``a`` and ``b`` say the same: 1 when equal, 0 when they share no word."""
    if line == title:
        return 1.0
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < _FEW:
        return 0.0
    if long[: len(short)] == short or long[-len(short) :] == short:
        return 0.95 if len(long) - len(short) <= _EXTRA_WORDS else 0.8 * min(1.0, 1.6 * len(short) / len(long))
    one, two = set(a), set(b)
    return 0.9 * len(one & two) / len(one | two)


def _standing(view: View, index: int, body: int, keep: Flags) -> float:
    """What markup and place add."""
    score = {1: 0.5, 2: 0.25, 3: 0.1}.get(view.levels[index], 0.0)
    score -= 0.5 * view.lines[index].link_share
    score += 0.4 if index <= body else -0.4
    score += 0.15 if keep[index] else 0.0
    if index <= body:
        score += 0.2 / (1 + 0.1 * (body - index))
    return score


def _first_prose(view: View, keep: Flags) -> int:
    kept = [index for index, stays in enumerate(keep.tolist()) if stays]
    prose = (index for index in kept if view.prose[index] and not view.levels[index])
    return next(prose, next(iter(kept), len(view)))


def _wording(shown: str, titles: Sequence[str]) -> str:
    """The line's own words; a declared title where the line only cuts it short or hangs a mark on it."""
    text = _plain(shown)
    if text.endswith(("…", "...")):
        head = fold(text)
        return next((title for title in titles if fold(title).startswith(head) and fold(title) != head), text)
    return _TRAILING.sub("", text)


def _plain(text: str) -> str:
    return " ".join(text.strip(_OUTER).split())
