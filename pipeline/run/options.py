"""What a run is told, and what it tells."""

from typing import Literal

from msgspec import Struct

from pipeline.engines.work import Limits
from pipeline.store.readers import Columns
from pipeline.store.records import PageRecord
from pipeline.store.writers import Format

Duplicates = Literal["off", "mark", "skip"]


class Options(Struct, frozen=True, kw_only=True):
    """How a run goes about it; nothing here changes what is said of a page."""

    format: Format = "json"
    zstd: bool = False
    """Compress the outputs of containers."""
    limit: int | None = None
    """At most so many pages, in order of their names."""
    sample: float = 1.0
    """This share of the pages, chosen by a hash of their names: the same ones each time."""
    retry: bool = False
    """Try the pages in quarantine again."""
    prune: bool = False
    """Remove outputs whose input has vanished."""
    memory: str | None = None
    """Address of a frozen site memory (``python -m pipeline.learn``)."""
    duplicates: Duplicates = "off"
    """mark: name the kept document in ``duplicate_of``; skip: the outcome is ``duplicate`` as well."""
    similarity: float = 0.8
    """From which share of common three-word runs on two texts are duplicates."""
    columns: Columns = Columns()
    limits: Limits = Limits()
    shard_pages: int = 500
    shard_bytes: int = 64_000_000


DEFAULTS = Options()


class Failed(Struct, frozen=True):
    """A page in quarantine."""

    source: str
    outcome: str
    error: str | None


class Slow(Struct, frozen=True):
    """A page that took long."""

    source: str
    seconds: float
    bytes: int


class RunSummary(Struct, frozen=True, kw_only=True):
    """The numbers of a run; also in ``clean/_run.json``. Lines, languages and dates are those of documents."""

    raw: str
    clean: str
    version: str
    settings: str
    """Hash of the settings."""
    started: str
    seconds: float
    done: int
    """Pages cleaned in this run."""
    unchanged: int
    """Pages that were clean already, with the same bytes, settings and code."""
    pages: int
    """Pages that now have a record: documents + skipped + quarantined."""
    documents: int
    skipped: int
    quarantined: int
    outcomes: dict[str, int]
    kept: int
    removed: dict[str, int]
    """Lines gone, by class, most first."""
    languages: dict[str, int]
    """Documents by main language, most first."""
    dates: int
    converted: int
    bytes: int
    vanished: tuple[str, ...] = ()
    """Inputs that had an output and are no more."""
    pruned: int = 0
    passed_over: dict[str, int] = {}
    """What lies in raw/ and is no page, by reason."""
    failures: tuple[Failed, ...] = ()
    """The first pages in quarantine, and why."""
    slowest: tuple[Slow, ...] = ()
    """The slowest pages of this run."""
    duplicates: int = 0
    """Documents that repeat another one, where that was looked for."""
    drifted: tuple[str, ...] = ()
    """Sentences about sites that moved since the last runs."""
    stopped: bool = False
    """True when it was interrupted; run it again and it goes on."""

    @property
    def exit_code(self) -> int:
        """0 done, 1 finished with pages in quarantine or stopped before the end."""
        return 1 if self.quarantined or self.stopped else 0


class Progress(Struct, frozen=True):
    """Where a run stands; given to the ``watch`` callback of ``clean_folder`` after each page, and to that of
    ``learn_folder``, which counts pages alone."""

    pages: int
    """Pages cleaned or learned from in this run so far."""
    quarantined: int = 0
    bytes: int = 0
    """Bytes of raw/ that need no more work."""
    total_bytes: int | None = None
    """Bytes of all inputs; None while they are being counted."""
    last: PageRecord | None = None
