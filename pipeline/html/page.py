"""A decoded page read once: its lines with votes, what it says about itself, and what its scripts hold."""

from collections.abc import Collection, Sequence

import numpy as np
from msgspec import Struct

from pipeline.config import Settings
from pipeline.html.addresses import Base
from pipeline.html.blocks import Judged, block_model, judged_by
from pipeline.html.declared import declared
from pipeline.html.extract import opinion, shares
from pipeline.html.features import About
from pipeline.html.lines import Walk, walk
from pipeline.html.looks import unescaped
from pipeline.html.meta import Metadata, metadata
from pipeline.html.shell import body_in_scripts, is_shell
from pipeline.html.tables import rows_joined
from pipeline.html.tree import Tree, parse
from pipeline.model import Line, Link, Outcome, Page

_KEEP = 0.5
_ASK_BELOW = 0.5
"""Expected F1 below which trafilatura is asked: only there does its opinion, as half of ours, do more good than
harm (about two pages in a hundred)."""
_ASK_ELEMENTS = 30_000
"""On a page of more elements it is not asked: it takes a second for every twenty thousand."""
_SCRIPT_PATH = "script"


class HtmlPage(Struct, frozen=True):
    """What the reading of a page gives to those who judge it."""

    lines: list[Line]
    """Every visible line in reading order, and hidden ones that are voted for; each with a vote."""
    metadata: Metadata
    outcome: Outcome | None
    """A hint the page itself gives: ``js_shell`` where its text is to be loaded by scripts."""
    confidence: float
    """The F1 (0-1) that can be expected of the votes."""
    asked: bool
    """True where trafilatura was asked."""
    walk: Walk
    rows: list[int]
    """Of each line, its number in ``walk``; -1 for lines that were found in scripts."""
    url: str | None

    @property
    def links(self) -> tuple[Link, ...]:
        """Links of the lines that are voted for."""
        return self.links_in({line.number for line in self.lines if (line.vote or 0.0) >= _KEEP})

    def links_in(self, numbers: Collection[int]) -> tuple[Link, ...]:
        """Links of the lines with these numbers, as absolute addresses where the page's own is known."""
        base = Base(self.url or self.metadata.canonical or "")
        found: dict[Link, None] = {}
        for number in sorted(numbers):
            row = self.rows[number - 1]
            for anchor, text in self.walk.anchors[row] if row >= 0 else ():
                href = base.absolute(self.walk.href(anchor))
                if href:
                    found[Link(href, " ".join(unescaped(text).split()))] = None
        return tuple(found)


def read_html(page: Page, url: str | None, settings: Settings) -> HtmlPage:
    """Parse once, walk once, vote. Raises PageError ``parse_failed`` where there is nothing to read."""
    tree = parse(page.text)
    facts = declared(tree.root)
    w = rows_joined(walk(tree.source()))
    about = metadata(facts, tree.json_scripts, w, url)
    judged, asked = _judged(tree, page.text, w, about, settings)
    votes = judged.votes.tolist()
    rows = [row for row, hidden in enumerate(w.hidden) if not hidden or votes[row] >= _KEEP]
    shell = is_shell(tree, [text for text, hidden in zip(w.texts, w.hidden, strict=True) if not hidden])
    kept = [w.texts[row] for row in rows if votes[row] >= _KEEP]
    lines = _lines(w, rows, votes)
    extra = body_in_scripts(tree, about.body, kept)
    for text in extra:
        lines.append(Line(number=len(lines) + 1, text=text, path=_SCRIPT_PATH, vote=1.0))
    return HtmlPage(
        lines=lines,
        metadata=about,
        outcome=Outcome.JS_SHELL if shell else None,
        confidence=judged.confidence,
        asked=asked,
        walk=w,
        rows=rows + [-1] * len(extra),
        url=url,
    )


def _judged(tree: Tree, text: str, w: Walk, about: Metadata, settings: Settings) -> tuple[Judged, bool]:
    """Votes for every row, and whether trafilatura was asked for them."""
    if not w.texts:
        return Judged(np.zeros(0), 0.0), False
    if settings.extract == "trafilatura":
        return Judged(np.array(shares(w.texts, opinion(text))), 1.0), True
    model = block_model()
    p, chars = model.probabilities(w, About(about.titles, about.is_article, about.body, tree.script_letters))
    judged = judged_by(p, chars)
    if settings.extract == "model" or judged.confidence >= _ASK_BELOW or len(w.looks) > _ASK_ELEMENTS:
        return judged, False
    return judged_by((p + np.array(shares(w.texts, opinion(text, fast=True)))) / 2, chars), True


def _lines(w: Walk, rows: Sequence[int], votes: Sequence[float]) -> list[Line]:
    way_to, path = w.ways.of, w.ways.path
    lines = []
    above = -2
    for number, row in enumerate(rows, 1):
        text, linked = w.texts[row], w.linked[row]
        lines.append(
            Line(
                number=number,
                text=text,
                kind=w.kinds[row],
                path=path(way_to[w.elements[row]]),
                link_share=min(1.0, linked / len(text)) if linked else 0.0,
                vote=votes[row],
                glued=w.glued[row] and above == row - 1,
            )
        )
        above = row
    return lines
