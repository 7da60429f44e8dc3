"""A running dask cluster: shards go to its workers, which need zolal installed and reach raw and clean."""

import threading
import uuid
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Self

from pipeline.engines.local import run_shard
from pipeline.engines.work import OnPage, Shard, ShardResult
from pipeline.errors import StoreError, UsageError

_LOOK_SECONDS = 0.5


class DaskEngine:
    """Shards on the workers of a dask cluster. dask runs a shard again when its worker is lost."""

    def __init__(self, address: str | None, stop: threading.Event | None = None) -> None:
        if address is None:
            raise UsageError("The dask engine needs the address of a scheduler: --address tcp://host:8786")
        try:
            dask: Any = import_module("distributed")  # comes without types
        except ImportError as error:
            raise UsageError("The dask engine needs dask: pip install 'zolal[dask]'") from error
        try:
            self._client = dask.Client(address, timeout=10, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(f"No dask scheduler answers at {address}: {error}") from error
        self._dask = dask
        self._stop = threading.Event()
        self._asked = stop or self._stop

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
        self._client.close()

    def run(self, shard: Shard, on_page: OnPage | None = None) -> ShardResult:
        """Clean one shard on the cluster; pages are reported when the shard is done."""
        for result in self.map([shard], on_page):
            return result
        return ShardResult(shard=shard, records=(), seconds=0.0, complete=False)

    @property
    def slots(self) -> int:
        """Shards that can be at work at a time: the threads of the cluster."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def map(self, shards: Iterable[Shard], on_page: OnPage | None = None) -> Iterator[ShardResult]:
        """Clean shards as they come, twice as many at a time as the cluster has threads."""
        waiting = iter(shards)
        ahead = 2 * self.slots
        running: set[Any] = set()
        try:
            while not self.stopped():
                while len(running) < ahead and (shard := next(waiting, None)) is not None:
                    # Not pure: what is done is known by our own state, never by dask's cache.
                    running.add(self._client.submit(run_shard, shard, pure=False, key=_key(shard)))
                if not running:
                    return
                for future in self._done(running):
                    running.remove(future)
                    result: ShardResult = future.result()
                    for record in result.records if on_page is not None else ():
                        on_page(record)  # type: ignore[misc]  # asked for in the line above
                    yield result
        except (OSError, TimeoutError, self._dask.CancelledError, self._dask.KilledWorker) as error:
            raise StoreError(f"The dask cluster was lost, or its workers die: {error}") from error
        finally:
            self._client.cancel(list(running))

    def _done(self, running: set[Any]) -> set[Any]:
        """Those of the shards that are done; none when half a second went by without."""
        with self._client.as_current():
            try:
                found = self._dask.wait(running, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED")
            except TimeoutError:
                return set()
        return set(found.done)

    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set() or self._asked.is_set()

    def stop(self) -> None:
        """Begin no more shards."""
        self._stop.set()


def _key(shard: Shard) -> str:
    return f"zolal-{shard.number:05d}-{uuid.uuid4().hex[:8]}"
