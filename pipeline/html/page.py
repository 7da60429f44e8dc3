"""A decoded page read once: its lines with votes, what it says about itself, and what stands in its scripts."""

from collections.abc import Collection, Sequence
from urllib.parse import urljoin

from msgspec import Struct

from pipeline.config import Settings
from pipeline.html.declared import declared
from pipeline.html.extract import opinion, shares
from pipeline.html.lines import Walk, walk
from pipeline.html.meta import Metadata, metadata
from pipeline.html.paths import Paths
from pipeline.html.tables import rows_joined
from pipeline.html.tree import Tree, parse
from pipeline.model import Line, Link, Outcome, Page

_HIDDEN_TIMES = 5
"""Hidden text this many times longer than the visible is a page that a script would show."""
_SHELL_LETTERS = 400
_SHELL_SCRIPT = 2_000


class HtmlPage(Struct, frozen=True):
    """What layer 2 hands on."""

    lines: list[Line]
    """Every visible line, in reading order, each with a vote."""
    metadata: Metadata
    outcome: Outcome | None
    """A hint the page itself gives: ``js_shell`` where its text is to be loaded by scripts."""
    asked: bool
    """True where trafilatura was asked."""
    walk: Walk
    rows: list[int]
    """Of each line, its row in ``walk``."""
    source: str
    url: str | None

    @property
    def links(self) -> tuple[Link, ...]:
        """Links of the lines the extractor would keep."""
        return self.links_in({line.number for line in self.lines if (line.vote or 0.0) >= 0.5})

    def links_in(self, numbers: Collection[int]) -> tuple[Link, ...]:
        """Links of the lines with these numbers, as absolute addresses where the page's own is known."""
        base = self.url or self.metadata.canonical or ""
        found: dict[Link, None] = {}
        for line, row in zip(self.lines, self.rows, strict=True):
            if line.number in numbers:
                for anchor, text in self.walk.anchors[row]:
                    href = _absolute(self.walk.looks[anchor].attributes.get("href", ""), base)
                    if href:
                        found[Link(href, text)] = None
        return tuple(found)


def read_html(page: Page, url: str | None, settings: Settings) -> HtmlPage:
    """Parse once, walk once, vote. Raises PageError ``parse_failed`` where there is nothing to read."""
    tree = parse(page.text)
    about = declared(tree.root)
    w = rows_joined(walk(tree.source()))
    rows = _visible(w)
    meta = metadata(about, tree.json_scripts, w, url)
    votes = shares([w.texts[row] for row in rows], opinion(page.text))
    return HtmlPage(_lines(w, rows, votes), meta, _hint(tree, w, rows), True, w, rows, page.text, url)


def _visible(w: Walk) -> list[int]:
    """Rows a reader sees. A page hidden whole, until a script shows it, is read as it stands."""
    rows = [row for row, hidden in enumerate(w.hidden) if not hidden]
    seen = sum(len(w.texts[row]) for row in rows)
    return rows if seen * _HIDDEN_TIMES >= sum(map(len, w.texts)) - seen else list(range(len(w.texts)))


def _lines(w: Walk, rows: Sequence[int], votes: Sequence[float]) -> list[Line]:
    paths = Paths(w)
    return [
        Line(
            number=number,
            text=w.texts[row],
            kind=w.kinds[row],
            path=paths.of(w.elements[row]),
            link_share=min(1.0, w.linked[row] / len(w.texts[row])),
            vote=vote,
            glued=w.glued[row] and number > 1,
        )
        for number, (row, vote) in enumerate(zip(rows, votes, strict=True), 1)
    ]


def _hint(tree: Tree, w: Walk, rows: Sequence[int]) -> Outcome | None:
    letters = sum(len(w.texts[row]) for row in rows)
    return Outcome.JS_SHELL if letters < _SHELL_LETTERS and tree.script_letters > _SHELL_SCRIPT else None


def _absolute(href: str, base: str) -> str:
    try:
        address = urljoin(base, href.strip())
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://", "/")) else ""
