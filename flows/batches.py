"""How the shards of a run are shared out to tasks."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.engines.work import Shard

MOST_TASKS = 1000
"""More tasks in one run, and the server drops events the screen should show."""
TASK_BYTES = 64_000_000
SMALL_SHARD = 32
"""Pages a worker process of this machine is handed at a time; a task has some of these shards."""


class Batch(Struct, frozen=True):
    """What one task cleans."""

    number: int
    total: int
    shards: tuple[Shard, ...]

    @property
    def name(self) -> str:
        """``shard 3 of 24: news/a.html``, as the run's picture draws Latin letters only, and few."""
        return f"shard {self.number} of {self.total}: {self.shards[0].name.split(' … ')[0]}"


def batches(shards: Sequence[Shard], *, pages: int, workers: int) -> list[Batch]:
    """Tasks of about ``pages`` pages or 64 MB, whichever comes first.

    The last ones are smaller, so that no worker ends long before the others: a task takes at most half of what
    would be each worker's even share of the rest. A shard is never cut.
    """
    weights = [max(len(shard.files) / pages, shard.bytes / TASK_BYTES) for shard in shards]
    left = sum(weights)
    whole = max(1.0, left / MOST_TASKS)
    groups: list[list[Shard]] = []
    room = 0.0
    for shard, weight in zip(shards, weights, strict=True):
        if room <= 0 or (groups and weight > room and len(groups) < MOST_TASKS):
            room = min(whole, max(left / (2 * workers), whole / SMALL_SHARD))
            groups.append([])
        groups[-1].append(shard)
        room -= weight
        left -= weight
    return [Batch(number, len(groups), tuple(group)) for number, group in enumerate(groups, 1)]
