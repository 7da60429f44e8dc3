"""What a run is told, what it is doing, and how it ended."""

import threading

from msgspec import Struct

from pipeline.config import Settings
from pipeline.engines import EngineName
from pipeline.engines.work import Shard, ShardResult
from pipeline.run import Options, RunSummary
from pipeline.store.records import PageRecord


class Order(Struct, frozen=True, kw_only=True):
    """All that a run is told."""

    raw: str
    clean: str
    settings: Settings
    options: Options
    engine: EngineName
    address: str | None = None
    jobs: int | None = None
    minutes: float | None = None


class Ending(Struct, frozen=True, kw_only=True):
    """How a run ended, when it came to an end of its own."""

    summary: RunSummary
    rows: tuple[dict[str, str | int | float], ...] = ()
    """The table of shards."""
    failed: tuple[str, ...] = ()
    """Names of the tasks that failed, retries and all."""
    in_time: bool = True


class Watch:
    """Counts what is done, from the threads of the tasks, for the progress bar and the table."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes: dict[int, int] = {}
        self.pages = 0
        self.quarantined = 0
        self.results: dict[int, ShardResult] = {}
        """What became of each shard, by its number."""

    @property
    def bytes(self) -> int:
        """Bytes of the shards that are done, and of the pages that are done of the others."""
        with self._lock:
            return sum(self._bytes.values())

    def page(self, shard: Shard, record: PageRecord) -> None:
        """Count a page of a shard that is at work."""
        with self._lock:
            self.pages += 1
            self.quarantined += record.outcome.quarantined
            self._bytes[shard.number] = min(shard.bytes, self._bytes.get(shard.number, 0) + record.bytes)

    def shard(self, result: ShardResult) -> None:
        """Note that a shard is done, or as far as it went."""
        with self._lock:
            self.results[result.shard.number] = result
            if result.complete:
                self._bytes[result.shard.number] = result.shard.bytes
