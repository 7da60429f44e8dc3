"""What the judge is told beside the lines, and what it answers."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.memory import SiteMemory
from pipeline.model import Line, Outcome, Removal


class Hints(Struct, frozen=True, kw_only=True):
    """What is known of a page beside its lines."""

    is_html: bool = False
    titles: Sequence[str] = ()
    """Titles the page declares, best first."""
    description: str | None = None
    types: Sequence[str] = ()
    """What kind of page it declares itself to be: schema.org types, ``og:type``."""
    site: str | None = None
    site_name: str | None = None
    url: str | None = None
    memory: SiteMemory | None = None
    """Which lines repeat on the site, where pages of it were learned from."""
    outcome: Outcome | None = None
    """An outcome the reader of the HTML already sees: a script shell, a wall."""
    day: str | None = None
    """ISO date the page was fetched on, where known: a site file may hold for some years only."""


class Verdict(Struct, frozen=True, kw_only=True):
    """Each line of the page is in ``kept`` or the target of one of ``removed``."""

    outcome: Outcome
    why: str | None = None
    """One sentence for people where the outcome is not ``ok``."""
    kept: list[Line]
    """In page order, the title's line among them."""
    removed: list[Removal]
    title: str | None = None
    title_line: Line | None = None
    """The kept line that is the title; ``None`` where the title came from the metadata alone."""
    authors: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
