"""The work of a run as Prefect tasks: one plans, the others clean a shard each.

Nothing here knows how a page is cleaned, or what is done already: ``pipeline.run`` does. Prefect's own results
and caches decide nothing, as they would go on saying "Cached" after an output was deleted or a page changed.
"""

import threading
import time
from collections.abc import Sequence
from functools import partial
from math import ceil
from queue import Empty, SimpleQueue

from msgspec import Struct
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.logging import get_run_logger
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task, exponential_backoff

from flows.artifacts import SECONDS_BETWEEN_UPDATES, LiveProgress
from flows.summary import shard_row
from pipeline.config import Settings
from pipeline.engines import Engine, EngineName, open_engine
from pipeline.engines.work import Shard, ShardResult
from pipeline.errors import StoreError
from pipeline.run import Options, Run, RunSummary, open_run
from pipeline.store.records import PageRecord

MOST_TASKS = 1000
"""More tasks in one run, and the server drops events the screen should show."""

_LASTING = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)


class Order(Struct, frozen=True, kw_only=True):
    """All that a run is told."""

    raw: str
    clean: str
    settings: Settings
    options: Options
    engine: EngineName
    jobs: int | None = None
    address: str | None = None
    minutes: float | None = None


class Batch(Struct, frozen=True):
    """What one task cleans: a shard, or a few where there are more shards than a run should have tasks."""

    first: int
    total: int
    shards: tuple[Shard, ...]

    @property
    def name(self) -> str:
        """``shard 3 of 24: news/a.html … news/k.html``."""
        last = self.first + len(self.shards) - 1
        which = f"shard {self.first}" if last == self.first else f"shards {self.first}-{last}"
        return f"{which} of {self.total}: {self.shards[0].name}"


class Ending(Struct, frozen=True):
    """How the work of a run ended."""

    summary: RunSummary
    rows: tuple[dict[str, str | int | float], ...] = ()
    """The table of shards."""
    failed: tuple[str, ...] = ()
    """Names of the tasks that failed, retries and all."""
    out_of_time: bool = False


class OutOfTimeError(Exception):
    """The minutes a run was given are over."""


class Watch:
    """Counts what is done, from the threads of the tasks, for the progress bar and the table."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bytes: dict[int, int] = {}
        self.pages = 0
        self.quarantined = 0
        self.results: dict[int, ShardResult] = {}

    @property
    def bytes(self) -> int:
        """Bytes of the shards that are done, and of the pages that are done of the others."""
        with self._lock:
            return sum(self._bytes.values())

    def page(self, shard: Shard, record: PageRecord) -> None:
        with self._lock:
            self.pages += 1
            self.quarantined += record.outcome.quarantined
            self._bytes[shard.number] = min(shard.bytes, self._bytes.get(shard.number, 0) + record.bytes)

    def shard(self, result: ShardResult) -> None:
        with self._lock:
            self.results[result.shard.number] = result
            self._bytes[result.shard.number] = result.shard.bytes


def clean_in_tasks(order: Order) -> Ending:
    """Plan, and clean shard by shard; to be called inside a flow.

    Raises BusyError when another run is at work on the folder, UsageError for addresses that cannot be right.
    """
    failed: tuple[str, ...] = ()
    out_of_time = False
    with open_run(order.raw, order.clean, order.settings, order.options) as run:
        batches = _batches(plan_shards(run, order.raw))
        watch = Watch()
        try:
            if batches:
                failed = _work_off(order, run, batches, watch)
        except OutOfTimeError:
            out_of_time = True
        summary = run.finish(stopped=out_of_time or bool(failed))
    return Ending(summary, tuple(_row(batch, watch) for batch in batches), failed, out_of_time)


def can_pass(task: Task[..., object], run: TaskRun, state: State[object]) -> bool:
    """Whether trying again may help: a full disk or a lost share may come back, a wrong path stays wrong."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, (OSError, StoreError)) and not isinstance(error, _LASTING)


_backoff = exponential_backoff(backoff_factor=2)


@task(
    task_run_name="plan {raw}",
    retries=3,
    retry_delay_seconds=_backoff,
    retry_jitter_factor=0.5,
    retry_condition_fn=can_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def plan_shards(run: Run, raw: str) -> list[Shard]:
    """Find what is to be done: pages that are new, changed, or cleaned with other settings."""
    shards = list(run.shards())
    pages = sum(len(shard.files) for shard in shards)
    get_run_logger().info("%s: %d shards, %d page files to clean", raw, len(shards), pages)
    return shards


@task(
    task_run_name="{batch.name}",
    retries=3,
    retry_delay_seconds=_backoff,
    retry_jitter_factor=0.5,
    retry_condition_fn=can_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def clean_shard(batch: Batch, hands: Engine, run: Run, watch: Watch) -> State[None]:
    """Have the engine clean a shard, and write down what was done."""
    for shard in batch.shards:
        result = hands.run(shard, partial(watch.page, shard))
        run.record(result)
        watch.shard(result)
    row = _row(batch, watch)
    return Completed(message=f"{row['pages']} pages, {row['quarantined']} in quarantine, {row['seconds']} s")


def _batches(shards: Sequence[Shard]) -> list[Batch]:
    size = ceil(len(shards) / MOST_TASKS)
    return [Batch(at + 1, len(shards), tuple(shards[at : at + size])) for at in range(0, len(shards), max(size, 1))]


def _work_off(order: Order, run: Run, batches: Sequence[Batch], watch: Watch) -> tuple[str, ...]:
    """Submit a task per batch and wait for all; returns the names of those that failed.

    Raises OutOfTimeError. However this is left early (a cancel and SIGTERM arrive as exceptions in this thread), the
    engine is stopped first, as threads that wait for it cannot be interrupted.
    """
    deadline = time.monotonic() + 60 * order.minutes if order.minutes else None
    progress = LiveProgress(order.clean, sum(shard.bytes for batch in batches for shard in batch.shards))
    ended: SimpleQueue[object] = SimpleQueue()
    with (
        open_engine(order.engine, jobs=order.jobs, address=order.address) as hands,
        ThreadPoolTaskRunner[State[None]](max_workers=hands.slots) as runner,
    ):
        try:
            futures = [
                runner.submit(clean_shard, {"batch": batch, "hands": hands, "run": run, "watch": watch})
                for batch in batches
            ]
            for future in futures:
                future.add_done_callback(ended.put)
            left = len(futures)
            while left:
                left -= _one_more(ended)
                progress.show(watch.bytes, f"{watch.pages:,} pages, {watch.quarantined:,} in quarantine")
                if left and deadline is not None and time.monotonic() > deadline:
                    raise OutOfTimeError
        except BaseException:
            hands.stop()
            raise
        return tuple(
            batch.name for batch, future in zip(batches, futures, strict=True) if not future.state.is_completed()
        )


def _one_more(ended: SimpleQueue[object]) -> bool:
    """Wait for a task to end, but no longer than until the progress bar is to move."""
    try:
        ended.get(timeout=SECONDS_BETWEEN_UPDATES)
    except Empty:
        return False
    return True


def _row(batch: Batch, watch: Watch) -> dict[str, str | int | float]:
    results = [watch.results[shard.number] for shard in batch.shards if shard.number in watch.results]
    return shard_row(batch.first, batch.shards, results)
