"""A folder of pages: cleaned once, and again only where something changed."""

import gzip
import os
import shutil
import threading
from pathlib import Path

import msgspec
import pytest

from pipeline.config import Settings
from pipeline.errors import BusyError, StoreError, UsageError
from pipeline.model import Document, Outcome
from pipeline.run import Options, RunSummary, clean_folder, open_run, plan_shards, run_shard
from tests.run.pages import article, tree, write_folder


def clean(raw: Path, out: Path, settings: Settings = Settings(), **options: object) -> RunSummary:
    """In this process: quick, and the engines give the same bytes (see test_engines)."""
    return clean_folder(raw, out, settings, options=Options(**options), engine="serial")  # type: ignore[arg-type]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    write_folder(folder, 6)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "clean"


def test_clean_mirrors_raw_and_tells_its_numbers(raw: Path, out: Path) -> None:
    (raw / "logo.png").write_bytes(b"\x89PNG")
    summary = clean(raw, out)
    assert sorted(tree(out)) == [f"000/news-{n:05d}.html.json" for n in range(6)]
    assert (summary.done, summary.pages, summary.documents, summary.exit_code) == (6, 6, 6, 0)
    assert summary.passed_over == {".png file": 1}
    assert summary.kept > 0
    assert sum(summary.removed.values()) > 0
    document = msgspec.json.decode((out / "000/news-00003.html.json").read_bytes(), type=Document)
    assert document.source == "000/news-00003.html"
    assert document.url == "https://peyk.example/news/3"
    assert msgspec.json.decode((out / "_run.json").read_bytes(), type=RunSummary) == summary


def test_a_second_run_does_nothing(raw: Path, out: Path) -> None:
    clean(raw, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html.json")}
    again = clean(raw, out)
    assert (again.done, again.unchanged, again.pages) == (0, 6, 6)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.html.json")} == before
    assert plan_shards(raw, out) == []


def test_only_what_changed_is_done_again(raw: Path, out: Path) -> None:
    clean(raw, out)
    (raw / "000/news-00001.html").write_text(article(70), encoding="utf-8")
    (raw / "000/news-00009.html").write_text(article(9), encoding="utf-8")
    (out / "000/news-00004.html.json").unlink()
    (out / "000/news-00005.html.json").write_bytes(b"{}")
    os.utime(raw / "000/news-00000.html", (1, 1))  # another time, the same bytes
    summary = clean(raw, out)
    assert (summary.done, summary.unchanged, summary.pages) == (4, 3, 7)
    again = clean(raw, out)
    assert (again.done, again.unchanged) == (0, 7)


def test_changed_settings_do_all_again_and_a_changed_format_leaves_nothing_behind(raw: Path, out: Path) -> None:
    clean(raw, out)
    assert clean(raw, out, Settings(dates="annotate")).done == 6
    assert clean(raw, out, Settings(dates="annotate"), format="md").done == 6
    assert sorted(tree(out)) == [f"000/news-{n:05d}.html.md" for n in range(6)]


def test_a_lost_state_costs_a_run_and_nothing_else(raw: Path, out: Path) -> None:
    clean(raw, out)
    expected = tree(out)
    (out / "_state.sqlite").unlink()
    assert clean(raw, out).done == 6
    assert tree(out) == expected


def test_a_vanished_page_is_reported_and_pruned_when_asked(raw: Path, out: Path) -> None:
    clean(raw, out)
    (raw / "000/news-00002.html").unlink()
    shutil.copytree(raw / "000", raw / "001")
    clean(raw, out)
    shutil.rmtree(raw / "001")
    summary = clean(raw, out)
    assert summary.vanished[0] == "000/news-00002.html"
    assert len(summary.vanished) == 6
    assert (out / "001").exists()
    pruned = clean(raw, out, prune=True)
    assert (pruned.pruned, pruned.pages) == (6, 5)
    assert not (out / "001").exists()
    assert clean(raw, out).vanished == ()


def test_a_page_leaves_quarantine_when_it_can_be_cleaned(raw: Path, out: Path) -> None:
    (raw / "bad.html").write_bytes(b"\xff" * 3000)
    (raw / "gone.html").write_bytes(b"")
    (raw / "cut.html.gz").write_bytes(gzip.compress(article(3).encode())[:-30])
    summary = clean(raw, out)
    assert (summary.quarantined, summary.skipped, summary.exit_code) == (2, 1, 1)
    assert {failure.source for failure in summary.failures} == {"bad.html", "cut.html.gz"}
    assert all(failure.error for failure in summary.failures)
    for place, name in (("_quarantine", "bad.html"), ("_quarantine", "cut.html.gz"), ("_skipped", "gone.html")):
        record = msgspec.json.decode((out / place / f"{name}.json").read_bytes(), type=Document)
        assert record.outcome is not Outcome.OK
        assert record.error
    assert clean(raw, out).done == 0
    assert clean(raw, out, retry=True).done == 2
    for name in ("bad.html", "gone.html"):
        (raw / name).write_text(article(8), encoding="utf-8")
    (raw / "cut.html.gz").write_bytes(gzip.compress(article(3).encode()))
    healed = clean(raw, out)
    assert (healed.done, healed.quarantined, healed.skipped, healed.exit_code) == (3, 0, 0, 0)
    assert not (out / "_quarantine").exists()
    assert not (out / "_skipped").exists()


def test_a_limited_run_goes_on_later(raw: Path, out: Path) -> None:
    assert clean(raw, out, limit=4).done == 4
    assert clean(raw, out, limit=1).done == 1
    assert clean(raw, out).done == 1


def test_a_sample_is_the_same_each_time(raw: Path, tmp_path: Path) -> None:
    write_folder(raw, 60)
    one, two = (clean(raw, tmp_path / name, sample=0.3) for name in ("one", "two"))
    assert 5 < one.done == two.done < 40
    assert sorted(tree(tmp_path / "one")) == sorted(tree(tmp_path / "two"))


def test_a_single_file(raw: Path, out: Path) -> None:
    clean(raw, out)
    summary = clean(raw / "000" / "news-00002.html", out)
    assert summary.done == 1
    assert (out / "news-00002.html.json").exists()
    assert summary.vanished == ()


def test_clean_inside_raw_is_not_read(raw: Path) -> None:
    assert clean(raw, raw / "clean").done == 6
    assert clean(raw, raw / "clean").done == 0


def test_two_runs_on_one_folder(raw: Path, out: Path) -> None:
    with open_run(raw, out), pytest.raises(BusyError, match="at work"):
        clean(raw, out)
    assert clean(raw, out).done == 6


def test_wrong_addresses_are_wrong_use(raw: Path, out: Path) -> None:
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        clean(raw / "nowhere", out)
    with pytest.raises(UsageError, match="the same"):
        clean(raw, raw)


def test_what_cannot_be_written_is_said(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        clean(raw, tmp_path / "file" / "clean")


def test_shards_can_be_run_anywhere_and_recorded_twice(raw: Path, out: Path) -> None:
    options = Options(shard_pages=4)
    with open_run(raw, out, options=options) as run:
        shards = list(run.shards())
        assert [len(shard.files) for shard in shards] == [4, 2]
        travelled = [msgspec.msgpack.decode(msgspec.msgpack.encode(shard), type=type(shard)) for shard in shards]
        assert travelled == shards
        for result in [run_shard(shard) for shard in travelled]:
            assert result.complete
            run.record(result)
            run.record(result)
        summary = run.finish()
    assert (summary.pages, summary.documents) == (6, 6)


def test_a_stopped_run_keeps_what_it_has(raw: Path, out: Path) -> None:
    stop = threading.Event()
    seen = 0

    def after_three(progress: object) -> None:
        nonlocal seen
        seen += 1
        if seen == 3:
            stop.set()

    summary = clean_folder(raw, out, engine="serial", stop=stop, watch=after_three)
    assert summary.stopped
    assert summary.exit_code == 1
    assert summary.done == 3
    assert clean(raw, out).done == 3


def test_names_of_every_kind(out: Path, tmp_path: Path) -> None:
    raw = tmp_path / "names"
    raw.mkdir()
    names = [b"two\nlines.html", b"\xff\xfe.html", b"%2e%2e.html", "گزارش ویژه.html".encode(), b"a" * 250 + b".html"]
    for name in names:
        Path(os.fsdecode(os.fsencode(raw) + b"/" + name)).write_text(article(1), encoding="utf-8")
    summary = clean(raw, out)
    assert (summary.done, summary.documents) == (5, 5)
    sources = {msgspec.json.decode(data, type=Document).source for data in tree_bytes(out)}
    assert {"two\nlines.html", "\\xff\\xfe.html", "گزارش ویژه.html"} < sources
    assert clean(raw, out).done == 0


def tree_bytes(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*.json") if path.name != "_run.json"]


def test_memory_addresses() -> None:
    import fsspec

    fs = fsspec.filesystem("memory")
    for number in range(3):
        fs.pipe_file(f"/run-raw/a/{number}.html", article(number).encode())
    summary = clean_folder("memory://run-raw", "memory://run-clean")
    assert (summary.done, summary.documents) == (3, 3)
    assert fs.exists("/run-clean/a/1.html.json")
    assert not fs.exists("/run-clean/_lock")
    again = clean_folder("memory://run-raw", "memory://run-clean")
    assert (again.done, again.unchanged) == (0, 3)
    fs.pipe_file("/run-raw/a/1.html", article(40).encode())
    assert clean_folder("memory://run-raw", "memory://run-clean").done == 1
