"""Worker processes of this machine."""

import atexit
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Self

from pipeline.engines.hand import Hand
from pipeline.engines.work import OnPage, Shard, ShardResult


class LocalEngine:
    """At most ``jobs`` worker processes, started when they are first needed."""

    def __init__(self, jobs: int | None = None, stop: threading.Event | None = None) -> None:
        self.jobs = max(1, jobs if jobs is not None else cores())
        self._free: deque[Hand] = deque(Hand() for _ in range(self.jobs))
        self._room = threading.Semaphore(self.jobs)
        self._stop = threading.Event()
        self._asked = stop or self._stop

    def __enter__(self) -> Self:
        """Begins to start a worker, while the caller still looks for work."""
        self._free[-1].warm()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()
        for hand in self._free:
            hand.drop()

    @property
    def slots(self) -> int:
        """Shards that can be at work at a time."""
        return self.jobs

    def run(self, shard: Shard, on_page: OnPage | None = None) -> ShardResult:
        """Clean one shard in a worker process; waits for a free one."""
        with self._room:
            hand = self._free.pop()  # the one used last is the one that is warm
            try:
                if self.stopped():
                    return ShardResult(shard=shard, records=(), seconds=0.0, complete=False)
                return hand.run(shard, on_page, self.stopped)
            except BaseException:
                hand.drop()
                raise
            finally:
                self._free.append(hand)

    def map(self, shards: Iterable[Shard], on_page: OnPage | None = None) -> Iterator[ShardResult]:
        """Clean shards as they come, a few ahead of those at work, so that no worker waits."""
        with ThreadPoolExecutor(self.jobs, thread_name_prefix="zolal") as threads:
            running: set[Future[ShardResult]] = set()
            try:
                for shard in shards:
                    running.add(threads.submit(self.run, shard, on_page))
                    if len(running) >= self.jobs + 2:
                        done, running = wait(running, return_when=FIRST_COMPLETED)
                        yield from (future.result() for future in done)
                    if self.stopped():
                        break
                while running:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            except BaseException:
                self.stop()
                raise

    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set() or self._asked.is_set()

    def stop(self) -> None:
        """End the workers where they are; what they reported is done, the page at work is done again."""
        self._stop.set()


_OWN: LocalEngine | None = None
_OWN_LOCK = threading.Lock()


def run_shard(shard: Shard) -> ShardResult:
    """Clean one shard, from any process on any machine that reaches the addresses. Its pages are held to the
    limits by a child process, which is kept for the next shard. The result goes to ``Run.record``."""
    global _OWN
    with _OWN_LOCK:
        if _OWN is None:
            _OWN = LocalEngine()
            atexit.register(_OWN.__exit__)
    return _OWN.run(shard)


def cores() -> int:
    """Cores this process may use, which in a container are fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
