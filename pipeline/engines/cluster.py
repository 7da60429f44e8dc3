"""A running dask cluster: shards go to its workers, which need zolal installed and reach raw and clean."""

import threading
import uuid
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, Self

from pipeline.engines.local import run_shard
from pipeline.engines.work import OnPage, Shard, ShardResult
from pipeline.errors import StoreError, UsageError


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
        self._as_completed = dask.as_completed
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
        futures: Any = self._as_completed([], loop=self._client.loop)
        ahead = 2 * self.slots
        running = 0
        try:
            while not self.stopped():
                while running < ahead and (shard := next(waiting, None)) is not None:
                    # Not pure: what is done is known by our own state, never by dask's cache.
                    futures.add(self._client.submit(run_shard, shard, pure=False, key=_key(shard)))
                    running += 1
                if not running:
                    return
                future = next(futures)
                running -= 1
                result: ShardResult = future.result()
                for record in result.records if on_page is not None else ():
                    on_page(record)  # type: ignore[misc]  # asked for in the line above
                yield result
        except (OSError, TimeoutError) as error:
            raise StoreError(f"The dask cluster was lost: {error}") from error

    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set() or self._asked.is_set()

    def stop(self) -> None:
        """Begin no more shards."""
        self._stop.set()


def _key(shard: Shard) -> str:
    return f"zolal-{shard.number:05d}-{uuid.uuid4().hex[:8]}"
