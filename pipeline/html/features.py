"""What the block model sees of each line: numbers for its letters, its elements, its neighbours and its page.

Everything is computed for all lines of a page at once. No feature knows a word of any language: names of elements
carry weights (``names.py``), the text itself is letters, digits and marks.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from pipeline.html.extract import shares
from pipeline.html.letters import DIGIT, SEPARATOR, STOP, UPPER, Letters
from pipeline.html.lines import Walk
from pipeline.html.names import NameWeights
from pipeline.html.structure import (
    CONTAINERS,
    INSIDE,
    TAG_NUMBER,
    Elements,
    Floats,
    means_by,
    running,
    shifted,
    since,
    until,
    windows,
)

Columns = dict[str, NDArray[Any]]
"""One array for each feature, one value for each line."""

_LEVELS = 8
"""Ancestors whose names are weighed."""
_NAMED_LEVELS = 4
"""Ancestors whose weight is a feature of its own."""
_NEARER = 0.7 ** np.arange(_LEVELS)[:, None]
"""What a name counts, the less the further up it stands."""
_INSIDE_NAMES = [f"in_{tag}" for tag in INSIDE]
_INSIDE_BITS = np.arange(len(INSIDE))[:, None]
_NEAR = (3, 8, 20)
"""Lines before and after each line that are taken together."""
_CHARS, _LINKED, _MASS, _WORDS, _STOPS, _LONG = range(6)
"""Rows of the sums over the lines of a page."""
_TITLE_LETTERS = 200


class About(Struct, frozen=True):
    """What is known of the page beside its lines."""

    titles: Sequence[str] = ()
    article: bool = False
    """It says that it is an article."""
    body: str | None = None
    """The article as JSON-LD holds it."""
    script_letters: int = 0


class Seen(Struct, frozen=True):
    """A page as the model sees it."""

    columns: Columns
    elements: Elements
    letters: Letters


def features(w: Walk, about: About, weights: NameWeights) -> Seen:
    """Describe every line of a page; it must have one."""
    letters = Letters(w.texts, w.linked, w.hidden)
    elements = Elements(w, weights)
    f: Columns = {}
    _line(f, w, letters, about)
    sums = running(
        np.stack(
            [letters.chars, letters.linked, letters.mass, letters.words, letters.by_class[:, STOP], letters.mass > 0]
        )
    )
    _ancestors(f, elements)
    _containers(f, elements, sums)
    _main(f, elements, sums)
    _alike(f, elements, letters)
    _place(f, letters, sums)
    _neighbours(f, letters)
    _page(f, letters, about)
    return Seen(f, elements, letters)


def _line(f: Columns, w: Walk, c: Letters, about: About) -> None:
    chars = np.maximum(c.chars, 1)
    f["chars"] = np.log1p(c.chars)
    f["words"] = np.log1p(c.words)
    f["free"] = np.log1p(c.free)
    f["link_share"] = c.link_share
    f["upper"] = c.by_class[:, UPPER] / chars
    f["digit"] = c.by_class[:, DIGIT] / chars
    f["separator"] = c.by_class[:, SEPARATOR] / chars
    f["stops"] = c.by_class[:, STOP]
    f["last"] = c.last
    f["hidden"] = c.hidden
    f["heading"] = np.array([kind == "heading" for kind in w.kinds])
    counts: dict[str, int] = {}
    for text in w.texts:
        counts[text] = counts.get(text, 0) + 1
    f["copies"] = np.log1p(np.array([counts[text] for text in w.texts]))
    f["title"] = np.array(_title_shares(w.texts, about.titles))
    f["body"] = np.array(shares(w.texts, about.body)) if about.body else np.full(len(w.texts), -1.0)


def _title_shares(texts: Sequence[str], titles: Sequence[str]) -> list[float]:
    """Share of each line's words that are the title's; 2 for the title itself."""
    folded = {title.casefold() for title in titles}
    words = {word for title in folded for word in title.split() if len(word) > 2}
    if not folded:
        return [0.0] * len(texts)
    found = []
    for line in "\n".join([text if len(text) <= _TITLE_LETTERS else "" for text in texts]).casefold().split("\n"):
        mine = line.split()
        if line in folded:
            found.append(2.0)
        elif words.isdisjoint(mine):
            found.append(0.0)
        else:
            found.append(sum(map(words.__contains__, mine)) / len(mine))
    return found


def _ancestors(f: Columns, t: Elements) -> None:
    f |= zip(_INSIDE_NAMES, t.inside[t.elements] >> _INSIDE_BITS & 1, strict=True)
    f["tag"] = t.tag[t.elements]
    f["box"] = t.tag[t.boxes]
    f["depth"] = t.depth[t.elements]
    f["name_lowest"] = t.lowest[t.elements]
    line = [t.elements]
    while len(line) < _LEVELS:
        line.append(t.parents[line[-1]])
    above = np.stack(line)
    total = t.total[above]
    for level in range(_NAMED_LEVELS):
        f[f"name_{level}"] = total[level]
    f["name_low"], f["name_high"] = t.low[above].min(axis=0), t.high[above].max(axis=0)
    f["name_sum"], f["name_near"] = total.cumsum(axis=0)[-1], (total * _NEARER).cumsum(axis=0)[-1]


def _containers(f: Columns, t: Elements, sums: Floats) -> None:
    """Each line's box, the next larger element around it, and so on."""
    begin, end = t.around_begins, t.around_ends
    held = sums.take(end, axis=1) - sums.take(begin, axis=1)
    links = held[_LINKED] / np.maximum(held[_CHARS], 1)
    mass_share = held[_MASS] / max(sums[_MASS, -1], 1)
    names, lines = t.total[t.around], np.log1p(end - begin)
    stops = held[_STOPS] / np.maximum(held[_WORDS], 1)
    for level in range(CONTAINERS):
        f[f"c{level}_links"] = links[level]
        f[f"c{level}_mass_share"] = mass_share[level]
        f[f"c{level}_name"] = names[level]
        f[f"c{level}_lines"] = lines[level]
        f[f"c{level}_stops"] = stops[level]
    for level in (1, 2):
        f[f"c{level}_share"] = held[_CHARS, level] / max(sums[_CHARS, -1], 1)
        f[f"c{level}_long"] = np.log1p(held[_LONG, level])
    alike = np.bincount(t.kind)
    for level in (1, 2, 3):
        f[f"c{level}_alike"] = np.log1p(alike[t.kind[t.around[level]]])
    f["c4_place"] = (np.arange(begin.shape[1]) - begin[4]) / (end[4] - begin[4])


def _main(f: Columns, t: Elements, sums: Floats) -> None:
    """The smallest elements that hold 40, 70 and 90 % of the page's running text."""
    chars, linked, mass = sums[[_CHARS, _LINKED, _MASS]]
    count = len(chars) - 1
    index = np.arange(count)
    held = mass[t.ends] - mass[t.begins]
    lines = t.ends - t.begins
    for percent in (40, 70, 90):
        enough = np.flatnonzero(held * 100 >= percent * mass[-1])
        best = int(enough[np.argmin(lines[enough])]) if mass[-1] > 0 else 0
        begin = int(t.begins[best])
        end = max(int(t.ends[best]), begin + 1)
        size = chars[end] - chars[begin]
        f[f"main{percent}_in"] = (index >= begin) & (index < end)
        f[f"main{percent}_place"] = (index - begin) / (end - begin)
        f[f"main{percent}_share"] = np.full(count, size / max(chars[-1], 1))
        f[f"main{percent}_links"] = np.full(count, (linked[end] - linked[begin]) / max(size, 1))
        if percent == 40:
            f["main40_levels"] = t.depth[t.elements] - t.depth[best]


def _alike(f: Columns, t: Elements, c: Letters) -> None:
    """Lines that look alike: paragraphs, posts, cards, items of a menu."""
    kinds = t.kind[t.elements]
    count = np.bincount(kinds)[kinds]
    f["like_chars"], f["like_links"], f["like_mass"], f["like_stops"] = means_by(
        kinds, c.chars, c.link_share, c.mass, c.by_class[:, STOP].astype(np.float64)
    )
    f["like_count"] = np.log1p(count)
    f["like_share"] = f["like_chars"] * count / max(c.chars.sum(), 1)


def _place(f: Columns, c: Letters, sums: Floats) -> None:
    count = len(c.chars)
    index = np.arange(count)
    f["index"] = np.log1p(index)
    f["from_end"] = np.log1p(count - 1 - index)
    f["chars_place"] = sums[_CHARS, :-1] / max(c.chars.sum(), 1)
    f["mass_before"] = sums[_MASS, :-1] / max(sums[_MASS, -1], 1)
    marks = np.stack([f["box"] == TAG_NUMBER["h1"], c.mass > 0, f["heading"]])
    f["after_h1"], f["after_long"], f["after_heading"] = since(marks)
    f["before_h1"], f["before_long"] = until(marks[:2])


def _neighbours(f: Columns, c: Letters) -> None:
    free = np.log1p(c.free)
    ends = (c.last == STOP).astype(np.float64)
    for offset in (-2, -1, 1, 2):
        f[f"free{offset:+d}"] = shifted(free, offset, -1.0)
    f["stop+1"] = shifted(ends, 1, -1.0)
    f["links+1"] = shifted(c.link_share, 1, -1.0)
    f["links-1"] = shifted(c.link_share, -1, -1.0)
    for width, near in zip(_NEAR, windows(np.stack([c.chars, c.linked, c.mass]), *_NEAR), strict=True):
        chars = np.maximum(near[0], 1)
        f[f"near{width}_links"] = near[1] / chars
        f[f"near{width}_mass"] = near[2] / chars
        f[f"near{width}_chars"] = np.log1p(near[0])


def _page(f: Columns, c: Letters, about: About) -> None:
    count = len(c.chars)
    chars = max(float(c.chars.sum()), 1.0)
    values: dict[str, float] = {
        "page_lines": np.log1p(count),
        "page_chars": np.log1p(chars),
        "page_line": np.log1p(chars / count),
        "page_links": c.linked.sum() / chars,
        "page_mass": c.mass.sum() / chars,
        "page_text": np.log1p(c.mass.sum()),
        "page_long": np.log1p((c.mass > 0).sum()),
        "page_hidden": c.chars[c.hidden > 0].sum() / chars,
        "page_article": about.article,
        "page_script": np.log1p(about.script_letters),
    }
    f |= constant(values, count)


def constant(values: Mapping[str, float], count: int) -> Columns:
    """Columns in which every line of a page has the same value."""
    return dict(zip(values, np.repeat([*values.values()], count).reshape(-1, count), strict=True))
