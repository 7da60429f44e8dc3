"""One worker process and the limits it is held to, from outside: a page that hangs or kills it costs itself."""

import os
import signal
import time
from collections.abc import Callable

from msgspec import Struct

from pipeline.engines.channel import Channel
from pipeline.engines.child import Broken, Done, Finished, Message, Order, Ready
from pipeline.engines.process import take
from pipeline.engines.work import OnPage, Shard, ShardResult
from pipeline.errors import StoreError
from pipeline.model import Outcome
from pipeline.store.readers import Failure
from pipeline.store.records import PageRecord

_START_SECONDS = 120.0
"""How long a worker may take to import everything; a laptop that just woke up takes its time."""
_START_TRIALS = 5
_LOOK_SECONDS = 0.1
_SURELY_LEFT = 4
"""Pages of a container are not counted before they are read; most spans have more than this."""
_PATIENCE = 10
"""So many times its limit a page may last at most where other processes leave the worker no time: it is no slower a
page on a busy machine."""
_RECYCLE_SHARE = 0.6
"""A worker that holds more than this share of its memory limit between shards is replaced by a new one."""

_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")


class Death(Struct, frozen=True):
    """How a worker ended in the middle of a page."""

    failure: Failure
    certain: bool
    """True when the page is the cause; False when somebody else may have killed the worker."""


class Hand:
    """A worker process, started again when it died. Used by one thread at a time."""

    def __init__(self) -> None:
        self._child: _Child | None = None

    def warm(self) -> None:
        """Start the worker, without waiting for it."""
        if self._child is None:
            self._child = _Child()

    def run(self, shard: Shard, on_page: OnPage | None, stopped: Callable[[], bool]) -> ShardResult:
        """Do a shard. Raises StoreError when the worker cannot write, or dies before it begins."""
        started = time.perf_counter()
        records: list[PageRecord] = []
        order = Order(shard=shard)
        deaths = 0
        while True:
            before = len(records)
            end = self._follow(order, records, on_page, stopped)
            if isinstance(end, bool):
                seconds = time.perf_counter() - started
                return ShardResult(shard=shard, records=tuple(records), seconds=seconds, complete=end)
            self.drop()
            deaths = 1 if len(records) > before else deaths + 1
            order = next_order(shard, len(records), end, deaths)

    def drop(self) -> None:
        """End the worker at once."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def _follow(
        self, order: Order, records: list[PageRecord], on_page: OnPage | None, stopped: Callable[[], bool]
    ) -> "Death | bool":
        """Take in the worker's answers until the shard is done (True) or stopped (False), or the worker ends."""
        child = self._begun(order, stopped)
        if child is None:
            return False
        limits = order.shard.job.limits
        before, began = len(records), time.monotonic()
        since = began
        while True:
            messages = child.hear(_LOOK_SECONDS)
            for message in messages:
                if isinstance(message, Done):
                    records.append(message.record)
                    if on_page is not None:
                        on_page(message.record)
                elif isinstance(message, Finished):
                    if child.memory() > limits.memory * _RECYCLE_SHARE:
                        self.drop()
                    return True
                elif isinstance(message, Broken):
                    raise StoreError(message.error)
            if stopped():  # what was reported is done all the same
                self.drop()
                return False
            if messages:
                since = time.monotonic()
                time.sleep(_nap(order.shard, len(records), (since - began) / (len(records) - before)))
            else:
                death = child.judge(since, limits.seconds, limits.memory)
                if death is not None:
                    return death

    def _begun(self, order: Order, stopped: Callable[[], bool]) -> "_Child | None":
        """A worker that has its order; None when stopped before. Raises StoreError when none comes up."""
        for _ in range(_START_TRIALS):
            self.warm()
            assert self._child is not None
            if self._child.begin(order, stopped):
                return self._child
            self.drop()
            if stopped():
                return None
        raise StoreError("No worker process starts; run with ZOLAL_DEBUG=1 in the environment to see why.")


def _nap(shard: Shard, done: int, page_seconds: float) -> float:
    """How long to let messages gather: never so long that the worker is done and waits for its next shard."""
    left = len(shard.files) - done if shard.files else _SURELY_LEFT
    return min(_LOOK_SECONDS, page_seconds * left / 2)


def next_order(shard: Shard, done: int, death: Death, deaths: int) -> Order:
    """How to go on after a worker's death; ``deaths`` counts those since the last page that was done.

    A worker somebody else killed tries its page once more. A page that is the cause is recorded unseen; where
    even reading it up to there kills, it is stepped over.
    """
    if not death.certain:
        deaths -= 1
    if deaths > 2:
        raise StoreError(f"No worker gets past a page of {shard.name}: {death.failure.error}")
    if deaths <= 0:
        return Order(shard=shard, done=done)
    return Order(shard=shard, done=done, failure=death.failure, blind=deaths == 2)


class _Child:
    """The process and the channel to it."""

    def __init__(self) -> None:
        self._worker = take()
        self._process = self._worker.process
        self._channel: Channel[Message] = Channel(self._worker.channel, Message)
        self._ready = False
        self._dead = False
        self._watched = 0.0
        self._spent = 0.0

    def begin(self, order: Order, stopped: Callable[[], bool]) -> bool:
        """Wait for the worker to be up and hand it an order; False when it does not come up, or is stopped."""
        deadline = time.monotonic() + _START_SECONDS
        while not self._ready:
            self._ready = Ready() in self.hear(_LOOK_SECONDS)
            if self._dead or stopped() or time.monotonic() > deadline:
                return False
        try:
            self._channel.send(order)
        except OSError:
            self._dead = True  # noticed as a death on its first page, which is then tried again
        return True

    def hear(self, seconds: float) -> list[Message]:
        """The messages that are there; none when none came in time or the worker is dead."""
        if self._dead:
            return []
        try:
            return self._channel.receive(seconds)
        except (EOFError, OSError):
            self._dead = True
        return []

    def judge(self, since: float, seconds: float, memory: int) -> Death | None:
        """Whether the page at work has to end, and how it is recorded then. ``since``: when it began."""
        if self._dead:
            code = self._process.wait()
            cause = signal.Signals(-code).name if code < 0 else f"exit code {code}"
            sentence = f"The worker process died on this page ({cause}), twice in a row."
            by_hand = -code in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
            return Death(Failure(Outcome.INTERNAL_ERROR, sentence, again=by_hand), certain=False)
        if since != self._watched:  # the first look at this page
            self._watched, self._spent = since, self._cpu()[1]
        waited = time.monotonic() - since
        if waited > seconds and not (waited < _PATIENCE * seconds and self._starved(seconds)):
            sentence = f"The page was not done after {seconds:g} seconds."
            return Death(Failure(Outcome.TIMEOUT, sentence), certain=True)
        if self.memory() > memory:
            sentence = f"The page needed more than {memory // 1_000_000:,} MB of memory."
            return Death(Failure(Outcome.INTERNAL_ERROR, sentence), certain=True)
        return None

    def _starved(self, seconds: float) -> bool:
        """Whether it would work but gets no core, so that the page has not had its ``seconds`` yet."""
        runs, spent = self._cpu()
        return runs and spent - self._spent < seconds

    def _cpu(self) -> tuple[bool, float]:
        """Whether it is running or ready to, and the seconds it ran so far; False where the system does not tell."""
        try:
            with open(f"/proc/{self._process.pid}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            return False, 0.0
        return fields[0] == b"R", (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> int:
        """Resident memory in bytes; 0 where the system does not tell (then the worker's own limit holds)."""
        try:
            with open(f"/proc/{self._process.pid}/statm", "rb") as file:
                return int(file.read().split()[1]) * _PAGE_SIZE
        except (OSError, IndexError):
            return 0

    def kill(self) -> None:
        """End it now; it may be in the middle of anything."""
        self._dead = True
        self._worker.kill()
        self._channel.close()
