"""No workers: this process cleans, one page after the other, without limits of time and memory.

For memory:// addresses, which no other process can see, for debugging, and where processes are not allowed.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from typing import Self

from pipeline.engines.cleaning import Cleaner
from pipeline.engines.learning import Learner
from pipeline.engines.work import OnPage, Shard, ShardResult
from pipeline.store.records import PageRecord


class SerialEngine:
    """Cleans in the thread that asks."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = threading.Event()
        self._asked = stop or self._stop
        self._worker: Cleaner | Learner | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def slots(self) -> int:
        """Shards that can be at work at a time."""
        return 1

    def run(self, shard: Shard, on_page: OnPage | None = None) -> ShardResult:
        """Clean one shard here and now."""
        started = time.perf_counter()
        worker = self._worker
        if worker is None or worker.job != shard.job:
            worker = self._worker = (Learner if shard.job.task == "learn" else Cleaner)(shard.job)
        records: list[PageRecord] = []
        for record in worker.pages(shard, stop=self.stopped):
            records.append(record)
            if on_page is not None:
                on_page(record)
        return ShardResult(
            shard=shard,
            records=tuple(records),
            seconds=time.perf_counter() - started,
            complete=not self.stopped() or len(records) == len(shard.files) > 0,
        )

    def map(self, shards: Iterable[Shard], on_page: OnPage | None = None) -> Iterator[ShardResult]:
        """Clean shards one after the other."""
        for shard in shards:
            if self.stopped():
                return
            yield self.run(shard, on_page)

    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set() or self._asked.is_set()

    def stop(self) -> None:
        """End after the page at work."""
        self._stop.set()
