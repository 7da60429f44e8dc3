"""Who does the work: worker processes of this machine, this process, or a dask cluster.

An engine is a context manager with two methods: ``run(shard, on_page=None) -> ShardResult`` blocks until the
shard is done and may be called from many threads; ``map(shards, on_page=None)`` gives results as they come.
"""

import threading
from collections.abc import Iterable, Iterator
from typing import Literal, Protocol, Self

from pipeline.engines.work import OnPage, Shard, ShardResult

EngineName = Literal["local", "serial", "dask"]


class Engine(Protocol):
    """Who cleans shards."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...

    @property
    def slots(self) -> int:
        """Shards that can be at work at a time."""
        ...

    def run(self, shard: Shard, on_page: OnPage | None = None) -> ShardResult:
        """Clean one shard; blocks. May be called from many threads. Raises StoreError when nothing can be
        written. After ``stop()`` the result is not ``complete``."""
        ...

    def map(self, shards: Iterable[Shard], on_page: OnPage | None = None) -> Iterator[ShardResult]:
        """Clean shards as they come, in no fixed order; the iterable is read only as far as there are hands."""
        ...

    def stop(self) -> None:
        """End soon: running shards return what they have (``complete`` False), new ones do not begin."""
        ...


def open_engine(
    name: EngineName = "local",
    *,
    jobs: int | None = None,
    address: str | None = None,
    stop: threading.Event | None = None,
) -> Engine:
    """The engine of this name. ``jobs`` workers (default: one a core); ``address`` of a dask scheduler. Setting
    the event ``stop`` is as good as calling ``stop()``.

    local: worker processes, each page held to its limits. serial: this process, no limits.
    dask: the workers of a running cluster, each with a child of its own that holds the limits.
    """
    if name == "serial":
        from pipeline.engines.serial import SerialEngine

        return SerialEngine(stop)
    if name == "dask":
        from pipeline.engines.cluster import DaskEngine

        return DaskEngine(address, stop)
    from pipeline.engines.local import LocalEngine

    return LocalEngine(jobs, stop)
