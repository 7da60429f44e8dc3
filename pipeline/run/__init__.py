"""Many pages: what is to be done, by whom, and what was done. Knows engines, not Prefect.

``clean_folder`` is the whole run. Its parts are public for whoever spreads shards otherwise (a flow, a cluster):

    with open_run(raw, clean, settings) as run, open_engine("local", jobs=2) as engine:
        for shard in run.shards():            # or submit each to a thread, a task …
            run.record(engine.run(shard))     # thread-safe; state is written here and nowhere else
        summary = run.finish()
"""

import threading
from collections.abc import Callable

from msgspec.structs import replace

from pipeline.config import Settings
from pipeline.engines import Engine, EngineName, open_engine
from pipeline.engines.local import run_shard
from pipeline.engines.work import Shard, ShardResult
from pipeline.run.ledger import Address, Run
from pipeline.run.options import DEFAULTS, Options, Progress, RunSummary
from pipeline.run.plan import walk
from pipeline.store.names import FileType, file_type
from pipeline.store.places import input_place, is_remote, open_place
from pipeline.store.records import PageRecord

__all__ = [
    "DEFAULTS", "Address", "Options", "Progress", "Run", "RunSummary", "Shard", "ShardResult",
    "clean_folder", "open_run", "plan_shards", "run_shard",
]  # fmt: skip

_SMALL_SHARD = 32
"""Pages handed to a worker of this machine at a time: few, so that none waits long for another at the end."""


def open_run(raw: Address, clean: Address, settings: Settings = Settings(), options: Options = DEFAULTS) -> Run:
    """Begin a run. Raises UsageError for a wrong address; entering it raises BusyError when another run is at
    work there, StoreError when clean/ cannot be written."""
    return Run(raw, clean, settings, options)


def plan_shards(
    raw: Address, clean: Address, settings: Settings = Settings(), options: Options = DEFAULTS
) -> list[Shard]:
    """What a run would do now, without beginning it."""
    with open_run(raw, clean, settings, options) as run:
        return list(run.shards())


def clean_folder(
    raw: Address,
    clean: Address,
    settings: Settings = Settings(),
    *,
    options: Options = DEFAULTS,
    engine: EngineName = "local",
    jobs: int | None = None,
    address: str | None = None,
    watch: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> RunSummary:
    """Clean every page below ``raw`` into ``clean``, and go on where an earlier run stopped.

    Raises UsageError, BusyError, StoreError; never for what is in a page.
    """
    stop = stop or threading.Event()
    if engine == "local" and any(str(place).startswith("memory:") for place in (raw, clean)):
        engine = "serial"  # no other process sees the memory of this one
    if engine == "local":
        options = replace(options, shard_pages=min(options.shard_pages, _SMALL_SHARD))
    with (
        open_engine(engine, jobs=jobs, address=address, stop=stop) as hands,
        open_run(raw, clean, settings, options) as run,
    ):
        meter = _Meter(run, watch, raw, clean) if watch is not None else None
        _work_off(run, hands, meter)
        return run.finish(stopped=stop.is_set())


def _work_off(run: Run, hands: Engine, meter: "_Meter | None") -> None:
    for result in hands.map(run.shards(), meter.page if meter else None):
        run.record(result)
        if meter is not None:
            meter.shard(result)
    if meter is not None:
        meter.show(None)


class _Meter:
    """Counts what is done, for the ``watch`` callback."""

    def __init__(self, run: Run, watch: Callable[[Progress], None], raw: Address, clean: Address) -> None:
        self._run, self._watch = run, watch
        self._mutex = threading.Lock()
        self._pages = self._quarantined = self._bytes = 0
        self._reached: dict[str, int] = {}
        self._total: int | None = None
        if not is_remote(raw):
            threading.Thread(target=self._survey, args=(raw, clean), daemon=True).start()

    def page(self, record: PageRecord) -> None:
        """A page is done; comes from the threads of the workers."""
        with self._mutex:
            self._pages += 1
            self._quarantined += record.outcome.quarantined
            if record.outputs:
                self._bytes += record.bytes
        self.show(record)

    def shard(self, result: ShardResult) -> None:
        """A shard is done."""
        if result.shard.spans:
            with self._mutex:
                self._bytes += result.shard.bytes

    def show(self, record: PageRecord | None) -> None:
        with self._mutex:
            done = self._bytes + self._run.unchanged_bytes
            self._watch(Progress(self._pages, self._quarantined, done, self._total, record))

    def _survey(self, raw: Address, clean: Address) -> None:
        """The size of all that is to be read, for an estimate of the time it takes."""
        place, only = input_place(raw)
        files = (entry for _, entries in walk(place, only, open_place(clean)) for entry in entries)
        self._total = sum(file.size for file in files if not file.odd and isinstance(file_type(file.name), FileType))
