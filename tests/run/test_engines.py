"""Engines: the same bytes whoever does the work, and no page that can stop it."""

import os
import random
import signal
import time
from collections import deque
from pathlib import Path

import msgspec
import pytest

from pipeline.config import Settings
from pipeline.engines import open_engine, process
from pipeline.engines.channel import Channel
from pipeline.engines.child import Message, Ready
from pipeline.engines.hand import Death, _Child, next_order
from pipeline.engines.local import LocalEngine
from pipeline.engines.work import Limits
from pipeline.errors import StoreError, UsageError
from pipeline.model import Document, Outcome
from pipeline.run import Options, clean_folder, open_run, plan_shards
from pipeline.store.readers import Failure
from pipeline.store.records import PageRecord
from tests.run.kills import children, torment
from tests.run.pages import tree, write_folder, write_warc


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    write_folder(folder, 40)
    write_warc(folder / "crawl.warc.gz", 40)
    return folder


@pytest.fixture(scope="module")
def expected(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("serial")
    clean_folder(raw, out, engine="serial")
    return tree(out)


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_give_the_same_bytes(raw: Path, expected: dict[str, bytes], tmp_path: Path, jobs: int) -> None:
    summary = clean_folder(raw, tmp_path, jobs=jobs)
    assert summary.documents == 80
    assert tree(tmp_path) == expected


def test_another_order_and_hash_seed_give_the_same_bytes(
    raw: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "4711")
    monkeypatch.setenv("LC_ALL", "C")
    with open_run(raw, tmp_path, options=Options(shard_pages=7)) as run, open_engine("local", jobs=1) as engine:
        shards = list(run.shards())
        random.Random(3).shuffle(shards)
        for shard in shards:
            run.record(engine.run(shard))
        run.finish()
    assert tree(tmp_path) == expected


def record_of(out: Path, outcome: Outcome) -> list[Document]:
    records = [msgspec.json.decode(path.read_bytes(), type=Document) for path in (out / "_quarantine").rglob("*.json")]
    return [record for record in records if record.outcome is outcome]


def test_a_page_that_takes_too_long_costs_itself(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    write_folder(raw, 6)
    (raw / "000/news-00002.html").write_text("<p>a word<p>another one" * 800_000)
    options = Options(limits=Limits(seconds=4, memory=8_000_000_000))
    summary = clean_folder(raw, out, options=options, jobs=1)
    assert (summary.documents, summary.quarantined) == (5, 1)
    (record,) = record_of(out, Outcome.TIMEOUT)
    assert record.source == "000/news-00002.html"
    assert record.error == "The page was not done after 4 seconds."


def test_a_page_that_takes_too_much_memory_costs_itself(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    write_folder(raw, 6)
    (raw / "000/news-00002.html").write_text("<p>a word<p>another one" * 200_000)
    options = Options(limits=Limits(memory=180_000_000))
    summary = clean_folder(raw, out, Settings(max_bytes=10**9), options=options, jobs=1)
    assert (summary.documents, summary.quarantined) == (5, 1)
    (record,) = record_of(out, Outcome.INTERNAL_ERROR)
    assert record.error is not None
    assert "memory" in record.error


def test_a_stopped_worker_is_a_hung_worker(raw: Path, tmp_path: Path) -> None:
    def freeze(record: PageRecord) -> None:
        if record.source.endswith("news-00010.html"):
            os.kill(children(os.getpid())[0], signal.SIGSTOP)

    options = Options(limits=Limits(seconds=5), shard_pages=500)
    with open_run(raw, tmp_path, options=options) as run, LocalEngine(1) as engine:
        for shard in run.shards():
            run.record(engine.run(shard, freeze))
        summary = run.finish()
    assert (summary.documents, summary.quarantined) == (79, 1)
    assert summary.failures[0].outcome == Outcome.TIMEOUT


def test_workers_started_early_import_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_early", deque())
    process.start_early(2)
    first, second = process.take(), process.take()
    answers: Channel[Message] = Channel(second.channel, Message)
    try:
        first.process.send_signal(signal.SIGSTOP)  # it never ends importing …
        assert answers.receive(2) == []
        first.kill()  # … and its death holds up nobody
        assert answers.receive(60) == [Ready()]
    finally:
        for worker in (first, second):
            worker.kill()
        answers.close()
        os.close(first.channel)


@pytest.mark.parametrize(
    ("runs", "spent", "ends"),
    [(True, 1.0, False), (True, 5.5, True), (False, 1.0, True)],
    ids=["kept waiting by others", "has had its time", "hangs"],
)
def test_a_busy_machine_makes_no_page_slow(
    monkeypatch: pytest.MonkeyPatch, runs: bool, spent: float, ends: bool
) -> None:
    child = object.__new__(_Child)
    child._dead, child._watched, child._spent = False, 0.0, 0.0
    monkeypatch.setattr(child, "memory", lambda: 0)
    monkeypatch.setattr(child, "_cpu", lambda: (True, 0.0))
    began = time.monotonic()
    assert child.judge(began, 5, 1000) is None
    monkeypatch.setattr(child, "_cpu", lambda: (runs, spent))
    with monkeypatch.context() as later:
        later.setattr(time, "monotonic", lambda: began + 6)
        assert (child.judge(began, 5, 1000) is not None) is ends
        later.setattr(time, "monotonic", lambda: began + 51)
        assert child.judge(began, 5, 1000) is not None


def test_a_worker_killed_once_costs_nothing(raw: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    def kill(record: PageRecord) -> None:
        if record.source.endswith(("10.html", "25.html")) or "17-r@" in record.source:
            for worker in children(os.getpid())[:1]:  # reports come several at once: it may be dead already
                os.kill(worker, signal.SIGKILL)
                killed.append(worker)

    killed: list[int] = []
    with open_run(raw, tmp_path) as run, LocalEngine(1) as engine:
        for shard in run.shards():
            run.record(engine.run(shard, kill))
        run.finish()
    assert killed
    assert tree(tmp_path) == expected


@pytest.mark.parametrize(
    ("certain", "deaths", "tried", "blind"),
    [(True, 1, False, False), (True, 2, False, True), (False, 1, True, False), (False, 2, False, False)],
)
def test_a_page_is_given_up_step_by_step(
    raw: Path, tmp_path: Path, certain: bool, deaths: int, tried: bool, blind: bool
) -> None:
    shard = plan_shards(raw, tmp_path)[0]
    death = Death(Failure(Outcome.TIMEOUT, "too slow"), certain)
    order = next_order(shard, 3, death, deaths)
    assert order.done == 3
    assert (order.failure is None, order.blind) == (tried, blind)


def test_a_shard_no_worker_gets_through_ends_the_run(raw: Path, tmp_path: Path) -> None:
    shard = plan_shards(raw, tmp_path)[0]
    with pytest.raises(StoreError, match="No worker gets past"):
        next_order(shard, 3, Death(Failure(Outcome.TIMEOUT, "too slow"), True), 3)


def test_kill_minus_nine_at_random_moments(raw: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    dealt = torment(raw, tmp_path / "torn", 4, random.Random(11), longest=2.0)
    assert dealt["parent"] > 0
    assert tree(tmp_path / "torn") == expected


def test_a_full_disk_stops_the_run_with_a_sentence(raw: Path, tmp_path: Path) -> None:
    with open_run(raw, tmp_path) as run, LocalEngine(1) as engine:
        shard = next(iter(run.shards()))
        os.rename(tmp_path / "_state.sqlite", tmp_path / "kept")
        (tmp_path / "_work").write_text("a file in the place of the folder for drafts")
        with pytest.raises(StoreError, match="cannot be written"):
            engine.run(shard)
        (tmp_path / "_work").unlink()
        os.rename(tmp_path / "kept", tmp_path / "_state.sqlite")
        assert engine.run(shard).complete


def test_dask_without_a_scheduler_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="address"):
        open_engine("dask")
