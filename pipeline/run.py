"""Many pages: what is to be done, by whom, and what was done. Knows engines, not Prefect.

``clean_folder`` is the whole run. Its parts are public for whoever spreads shards otherwise (a flow, a cluster):

    with open_run(raw, clean, settings) as run, open_engine("local", jobs=2) as engine:
        for shard in run.shards():            # or submit each to a thread, a task …
            run.record(engine.run(shard))     # thread-safe; state is written here and nowhere else
        summary = run.finish()
"""

import threading
from collections.abc import Callable, Iterator
from os import PathLike
from typing import Self

from msgspec import Struct

from pipeline.config import Settings
from pipeline.engines import EngineName
from pipeline.engines.work import Columns, Format, Limits, Shard, ShardResult
from pipeline.store.records import PageRecord

Address = str | PathLike[str]


class Options(Struct, frozen=True, kw_only=True):
    """How a run goes about it; nothing here changes what is said of a page."""

    format: Format = "json"
    zstd: bool = False
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
    columns: Columns = Columns()
    limits: Limits = Limits()
    shard_pages: int = 500
    shard_bytes: int = 64_000_000


class RunSummary(Struct, frozen=True, kw_only=True):
    """The numbers of a run; also in ``clean/_run.json``."""

    raw: str
    clean: str
    version: str
    settings: str
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
    """Lines kept in all documents."""
    removed: dict[str, int]
    """Lines gone from all documents, by class."""
    languages: dict[str, int]
    dates: int
    converted: int
    vanished: tuple[str, ...] = ()
    """Inputs that had an output and are no more."""
    pruned: int = 0
    passed_over: dict[str, int] = {}
    """What lies in raw/ and is no page, by reason."""
    failures: tuple[PageRecord, ...] = ()
    """The first pages of the quarantine, and why."""
    slowest: tuple[PageRecord, ...] = ()
    """The slowest pages of this run."""
    drifted: tuple[str, ...] = ()
    """Sentences about sites that moved since the last runs."""
    stopped: bool = False
    """True when it was interrupted; run it again and it goes on."""

    @property
    def exit_code(self) -> int:
        """0 done, 1 finished with pages in quarantine or stopped before the end."""
        return 1 if self.quarantined or self.stopped else 0


class Progress(Struct, frozen=True):
    """Where a run stands; given to the ``watch`` callback of ``clean_folder`` after each page."""

    pages: int
    quarantined: int
    bytes: int
    total_bytes: int | None
    """None while the folder is still being looked through."""
    current: str


class Run:
    """One run on one folder: it holds the lock, plans shards, and writes down what was done."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...

    def shards(self) -> Iterator[Shard]:
        """What is to be done, found as it is asked for."""
        ...

    def record(self, result: ShardResult) -> None:
        """Write down what was done; containers whose last span came in are put together. Thread-safe."""
        ...

    def finish(self, *, stopped: bool = False) -> RunSummary:
        """Sum up, write ``_run.json``; call it once, after the last ``record``."""
        ...


def open_run(raw: Address, clean: Address, settings: Settings = Settings(), options: Options = Options()) -> Run:
    """Begin a run. Raises UsageError for a wrong address, BusyError when another run is at work there."""
    raise NotImplementedError


def plan_shards(
    raw: Address, clean: Address, settings: Settings = Settings(), options: Options = Options()
) -> list[Shard]:
    """What a run would do now, without beginning it."""
    raise NotImplementedError


def run_shard(shard: Shard) -> ShardResult:
    """Clean one shard, from any process on any machine that reaches the addresses; its pages are held to the
    limits by a child process that is kept for the next shard. The result goes to ``Run.record``."""
    raise NotImplementedError


def clean_folder(
    raw: Address,
    clean: Address,
    settings: Settings = Settings(),
    *,
    options: Options = Options(),
    engine: EngineName = "local",
    jobs: int | None = None,
    address: str | None = None,
    watch: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> RunSummary:
    """Clean every page below ``raw`` into ``clean``, and go on where an earlier run stopped."""
    raise NotImplementedError
