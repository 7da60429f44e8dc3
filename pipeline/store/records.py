"""What is remembered of a cleaned page, and the sums of many."""

from collections.abc import Iterable

from msgspec import Struct, field

from pipeline.model import Document, Outcome

Position = tuple[int, int]
"""Where a page lies in its container: grows from page to page. WARC: offset of the member and number of the
record in it; JSONL: offset of the line (packed: number of the line), 0; Parquet: row group and row."""


Blob = bytes
"""The records below have a field called ``bytes``."""


class PageRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One page's numbers: what a summary, the drift of a site and the next run need, without the document."""

    source: str
    outcome: Outcome
    error: str | None = None
    position: Position = (0, 0)
    reached: int = 0
    """How far into its container the page was found, in bytes."""
    bytes: int = 0
    sha256: str = ""
    """Of the page itself."""
    file_sha256: str = ""
    """Of the file it lies in, packed or not; empty where it was too large to hash."""
    site: str | None = None
    language: str = "und"
    titled: bool = False
    dated: bool = False
    kept: int = 0
    """Lines of the page that stand in the text."""
    removed: dict[str, int] = {}
    """Lines gone, by class."""
    dates: int = 0
    converted: int = 0
    """Dates whose surface was written anew."""
    seconds: float = 0.0
    outputs: tuple[tuple[str, int], ...] = ()
    """Files written below ``clean/`` for this page (as ``source_name`` spells them), with their bytes; none for a
    page of a container."""
    seen: Blob = b""
    """Of a page that was only learned from: its lines as hashes (``pipeline.corpus.repeats.Sighting``)."""
    published: str | None = None
    exact: str = ""
    """Fingerprint of the words, and …"""
    sketch: Blob = b""
    """… of their runs (``pipeline.corpus.duplicates``); only where duplicates are looked for."""
    again: bool = False
    """True when the failure came from outside the page (a killed worker, a file that could not be read): the
    next run tries it once more by itself."""

    @classmethod
    def of(cls, document: Document, **more: object) -> "PageRecord":
        """The record of a document; ``more`` sets the fields a document does not know."""
        removed: dict[str, int] = {}
        for removal in document.removed:
            removed[removal.class_] = removed.get(removal.class_, 0) + 1
        known: dict[str, object] = {
            "source": document.source,
            "outcome": document.outcome,
            "error": document.error,
            "bytes": document.raw.bytes,
            "sha256": document.raw.sha256,
            "site": document.site,
            "language": document.language,
            "titled": document.title is not None,
            "dated": document.published is not None,
            "published": document.published,
            "kept": len(document.blocks),
            "removed": removed,
            "dates": len(document.dates),
            "converted": sum(mention.written is not None for mention in document.dates),
        }
        return cls(**{**known, **more})  # type: ignore[arg-type]  # both are written out above and at the callers


class SiteTally(Struct):
    """Sums of a site, for its drift: shares are taken of documents with outcome ``ok``."""

    pages: int = 0
    documents: int = 0
    kept: int = 0
    lines: int = 0
    titled: int = 0
    dated: int = 0


class Tally(Struct):
    """Sums over pages; adding is all that is ever done to it, so parts can be made apart and joined."""

    pages: int = 0
    bytes: int = 0
    seconds: float = 0.0
    outcomes: dict[str, int] = field(default_factory=dict)
    kept: int = 0
    removed: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    """Documents by main language."""
    dates: int = 0
    converted: int = 0
    sites: dict[str, SiteTally] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)
    """Records of containers that are no pages, by reason."""

    @property
    def documents(self) -> int:
        return self.outcomes.get(Outcome.OK, 0)

    @property
    def skipped(self) -> int:
        return sum(n for outcome, n in self.outcomes.items() if Outcome(outcome).skipped)

    @property
    def quarantined(self) -> int:
        return sum(n for outcome, n in self.outcomes.items() if Outcome(outcome).quarantined)

    def add(self, record: PageRecord) -> None:
        """Count one page."""
        self.pages += 1
        self.bytes += record.bytes
        self.seconds += record.seconds
        _count(self.outcomes, record.outcome)
        good = record.outcome is Outcome.OK
        if record.site is not None:
            site = self.sites.setdefault(record.site, SiteTally())
            site.pages += 1
            if good:
                site.documents += 1
                site.kept += record.kept
                site.lines += record.kept + sum(record.removed.values())
                site.titled += record.titled
                site.dated += record.dated
        if not good:
            return
        self.kept += record.kept
        self.dates += record.dates
        self.converted += record.converted
        _count(self.languages, record.language)
        for class_, lines in record.removed.items():
            _count(self.removed, class_, lines)

    def pass_over(self, reason: str) -> None:
        """Count a record that is no page."""
        _count(self.passed_over, reason)

    def join(self, other: "Tally") -> None:
        """Add the sums of ``other`` to these."""
        self.pages += other.pages
        self.bytes += other.bytes
        self.seconds += other.seconds
        self.kept += other.kept
        self.dates += other.dates
        self.converted += other.converted
        for mine, more in (
            (self.outcomes, other.outcomes),
            (self.removed, other.removed),
            (self.languages, other.languages),
            (self.passed_over, other.passed_over),
        ):
            for name, count in more.items():
                _count(mine, name, count)
        for name, theirs in other.sites.items():
            site = self.sites.setdefault(name, SiteTally())
            for part in SiteTally.__struct_fields__:
                setattr(site, part, getattr(site, part) + getattr(theirs, part))


def tally(records: Iterable[PageRecord]) -> Tally:
    """The sums of these pages."""
    total = Tally()
    for record in records:
        total.add(record)
    return total


def _count(counts: dict[str, int], name: str, by: int = 1) -> None:
    counts[name] = counts.get(name, 0) + by
