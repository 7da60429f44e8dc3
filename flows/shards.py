"""The work of a run as Prefect tasks: one plans, the others clean a shard each.

Nothing here knows how a page is cleaned, or what is done already: ``pipeline.run`` does. Prefect's own results
and caches decide nothing, as they would go on saying "Cached" after an output was deleted or a page changed.
"""

import time
from collections.abc import Sequence
from functools import partial
from queue import Empty, SimpleQueue

from msgspec.structs import replace
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectConcurrentFuture
from prefect.logging import get_run_logger
from prefect.states import Cancelled, Completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task, exponential_backoff

from flows.artifacts import SECONDS_BETWEEN_UPDATES, LiveProgress
from flows.batches import SMALL_SHARD, Batch, batches
from flows.names import short
from flows.order import Ending, Order, Watch
from flows.summary import shard_row
from pipeline.engines import Engine, open_engine
from pipeline.engines.work import Shard
from pipeline.errors import StoreError
from pipeline.run import Run, open_run

_LASTING = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)


def clean_in_tasks(order: Order) -> Ending:
    """Plan, and clean shard by shard; to be called inside a flow.

    Raises BusyError when another run is at work on the folder, UsageError for addresses that cannot be right.
    """
    options = order.options
    if order.engine != "dask":
        options = replace(options, shard_pages=min(options.shard_pages, SMALL_SHARD))
    with (
        open_run(order.raw, order.clean, order.settings, options) as run,
        open_engine(order.engine, jobs=order.jobs, address=order.address) as hands,
    ):
        shards = plan_shards(run, short(order.raw))
        made = batches(shards, pages=order.options.shard_pages, workers=hands.slots)
        watch = Watch()
        failed, in_time = _work_off(order, made, hands, run, watch) if made else ((), True)
        return Ending(
            summary=run.finish(stopped=bool(failed) or not in_time),
            rows=tuple(_row(batch, watch) for batch in made),
            failed=failed,
            in_time=in_time,
        )


def can_pass(task: Task[..., object], run: TaskRun, state: State[object]) -> bool:
    """Whether trying again may help: a full disk or a lost share may come back, a wrong path stays wrong."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, (OSError, StoreError)) and not isinstance(error, _LASTING)


_backoff = exponential_backoff(backoff_factor=2)


@task(
    task_run_name="plan {folder}",
    retries=3,
    retry_delay_seconds=_backoff,
    retry_jitter_factor=0.5,
    retry_condition_fn=can_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def plan_shards(run: Run, folder: str) -> list[Shard]:
    """Find what is to be done: pages that are new, changed, or were cleaned with other settings."""
    shards = list(run.shards())
    get_run_logger().info(
        "%d pages of %s are clean already; %d shards are to be done", run.unchanged, folder, len(shards)
    )
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
    """Have the engine clean a batch of shards, and write down what was done."""
    for shard in batch.shards:
        if shard.number in watch.results:
            continue  # done before this task was tried again
        result = hands.run(shard, partial(watch.page, shard))
        run.record(result)
        watch.shard(result)
        if not result.complete:
            return Cancelled(message="The run was told to end; what is done is done.")
    row = _row(batch, watch)
    return Completed(message=f"{row['pages']} pages, {row['quarantined']} in quarantine, {row['seconds']} s")


def _work_off(
    order: Order, made: Sequence[Batch], hands: Engine, run: Run, watch: Watch
) -> tuple[tuple[str, ...], bool]:
    """Submit a task per batch and wait for all: the names of those that failed, and whether the time was enough.

    However this is left early (a cancel and SIGTERM arrive as exceptions in this thread), the engine is stopped
    first, as threads that wait for it cannot be interrupted.
    """
    deadline = time.monotonic() + 60 * order.minutes if order.minutes else None
    ended: SimpleQueue[object] = SimpleQueue()
    with ThreadPoolTaskRunner[State[None]](max_workers=hands.slots) as runner:
        try:
            futures = [
                runner.submit(clean_shard, {"batch": batch, "hands": hands, "run": run, "watch": watch})
                for batch in made
            ]
            progress = LiveProgress(order.clean, sum(shard.bytes for batch in made for shard in batch.shards))
            for future in futures:
                future.add_done_callback(ended.put)
            left = len(futures)
            while left:
                left -= _one_more(ended)
                progress.show(watch.bytes, f"{watch.pages:,} pages, {watch.quarantined:,} in quarantine")
                if left and deadline is not None and time.monotonic() > deadline:
                    hands.stop()
                    return (), False
        except BaseException:
            hands.stop()
            raise
    return tuple(batch.name for batch, future in zip(made, futures, strict=True) if not _succeeded(future)), True


def _one_more(ended: SimpleQueue[object]) -> bool:
    """Wait for a task to end, but no longer than until the progress bar is to move."""
    try:
        ended.get(timeout=SECONDS_BETWEEN_UPDATES)
    except Empty:
        return False
    return True


def _succeeded(future: PrefectConcurrentFuture[State[None]]) -> bool:
    future.wait()  # it has ended; only now does it know its state
    return future.state.is_completed()


def _row(batch: Batch, watch: Watch) -> dict[str, str | int | float]:
    results = [watch.results[shard.number] for shard in batch.shards if shard.number in watch.results]
    return shard_row(batch.number, batch.shards, results)
