"""Sharing out: nothing lost, nothing twice, tasks of the size asked for, no long wait at the end."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.batches import MOST_TASKS, TASK_BYTES, batches
from pipeline.config import Settings
from pipeline.engines.work import Job, PageFile, Shard

JOB = Job(raw="raw", clean="clean", settings=Settings(), made="")


def shard(number: int, pages: int = 32, size: int = 10_000) -> Shard:
    files = tuple(PageFile(f"{number}/{page}.html", size, 0) for page in range(pages))
    return Shard(number=number, job=JOB, files=files, bytes=pages * size)


def pages(batch: object) -> int:
    return sum(len(part.files) for part in batch.shards)  # type: ignore[attr-defined]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a loaded machine is no fault of the inputs
@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 5_000_000)), max_size=80),
    st.integers(1, 600),
    st.integers(1, 8),
)
def test_every_shard_is_in_one_task_in_order(sizes: list[tuple[int, int]], most: int, workers: int) -> None:
    shards = [shard(number, *size) for number, size in enumerate(sizes)]
    made = batches(shards, pages=most, workers=workers)
    assert [part for batch in made for part in batch.shards] == shards
    assert [batch.number for batch in made] == list(range(1, len(made) + 1))
    assert all(batch.total == len(made) and batch.shards for batch in made)
    for batch in made:
        if len(batch.shards) > 1:
            assert pages(batch) <= most
            assert sum(part.bytes for part in batch.shards) <= TASK_BYTES


def test_tasks_are_of_the_size_asked_for_and_smaller_at_the_end() -> None:
    made = batches([shard(number) for number in range(400)], pages=500, workers=2)
    assert 400 * 32 / 500 <= len(made) <= 400 * 32 / 500 + 16
    assert {pages(batch) for batch in made[:10]} == {480}
    assert pages(made[-1]) == 32
    for number, batch in enumerate(made[:-8]):
        rest = sum(map(pages, made[number + 1 :]))
        assert pages(batch) <= max(rest / 2, 32)


def test_shards_as_large_as_a_task_are_one_task_each() -> None:
    made = batches([shard(number, pages=500) for number in range(24)], pages=500, workers=2)
    assert len(made) == 24


def test_a_run_never_has_more_tasks_than_the_screen_can_show() -> None:
    made = batches([shard(number, pages=1) for number in range(5000)], pages=1, workers=2)
    assert len(made) <= MOST_TASKS + 100
    assert batches([], pages=500, workers=2) == []


def test_a_task_is_named_after_its_first_page() -> None:
    (batch,) = batches([shard(7, pages=3)], pages=500, workers=1)
    assert batch.name == "shard 1 of 1: 7/0.html"
