"""Containers of pages: one output each, done in spans, resumed at the page."""

import gzip
import json
import threading
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from pipeline.model import Document
from pipeline.run import Options, Progress, RunSummary, clean_folder
from pipeline.run import plan as planning
from pipeline.store import journal
from tests.run.pages import article, http, record, tree, warc_records, write_warc


@pytest.fixture(autouse=True)
def _short_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "_SPAN_RECORDS", 7)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "clean"


def clean(raw: Path, out: Path, **options: object) -> RunSummary:
    return clean_folder(raw, out, options=Options(**options), engine="serial")  # type: ignore[arg-type]


def documents(path: Path) -> list[Document]:
    return [msgspec.json.decode(line, type=Document) for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz"])
def test_a_warc_becomes_one_file_in_its_order(raw: Path, out: Path, name: str) -> None:
    write_warc(raw / name, 12)
    summary = clean(raw, out)
    assert sorted(tree(out)) == [f"{name}.jsonl"]
    assert (summary.done, summary.documents, summary.passed_over) == (12, 12, {"WARC request": 12})
    found = documents(out / f"{name}.jsonl")
    assert [document.url for document in found] == [f"https://peyk.example/news/{n}" for n in range(12)]
    assert found[2].source.startswith(f"{name}#urn:uuid:000000000002-r@")
    assert found[2].raw.fetched == "2024-05-01T08:30:00Z"
    again = clean(raw, out)
    assert (again.done, again.unchanged) == (0, 12)
    assert again.passed_over == {"WARC request": 12}


def test_pages_of_every_outcome_go_their_way(raw: Path, out: Path) -> None:
    records = list(warc_records(3))
    records.insert(2, record("response", "https://a.example/", "bin", http(b"\xff" * 900), "http"))
    records.insert(4, record("response", "https://a.example/", "none", http(b"", kind="text/plain"), "http"))
    (raw / "x.warc").write_bytes(b"".join(records))
    summary = clean(raw, out)
    assert (summary.documents, summary.skipped, summary.quarantined) == (3, 1, 1)
    assert sorted(tree(out)) == ["_quarantine/x.warc.jsonl", "_skipped/x.warc.jsonl", "x.warc.jsonl"]
    assert summary.failures[0].source.startswith("x.warc#urn:uuid:bin@")
    (raw / "x.warc").write_bytes(b"".join(warc_records(3)))
    assert clean(raw, out).documents == 3
    assert sorted(tree(out)) == ["x.warc.jsonl"]


def test_a_stopped_container_goes_on_at_the_page(raw: Path, out: Path, tmp_path: Path) -> None:
    write_warc(raw / "x.warc.gz", 20)
    stop, seen = threading.Event(), 0

    def after_nine(progress: Progress) -> None:
        nonlocal seen
        seen = progress.pages
        if seen == 9:
            stop.set()

    first = clean_folder(raw, out, engine="serial", stop=stop, watch=after_nine)
    assert first.stopped
    assert not (out / "x.warc.gz.jsonl").exists()
    counted = 0

    def count(progress: Progress) -> None:
        nonlocal counted
        counted = progress.pages

    last = clean_folder(raw, out, engine="serial", watch=count)
    assert counted == 20 - 9
    assert last.documents == 20
    calm = tmp_path / "calm"
    clean(raw, calm)
    assert tree(out) == tree(calm)


def test_a_container_that_changed_in_between_is_begun_anew(raw: Path, out: Path) -> None:
    write_warc(raw / "x.warc", 20)
    stop = threading.Event()
    clean_folder(raw, out, engine="serial", stop=stop, watch=lambda at: stop.set() if at.pages > 9 else None)
    write_warc(raw / "x.warc", 4)
    summary = clean(raw, out)
    assert (summary.done, summary.documents) == (4, 4)
    assert sorted(tree(out)) == ["x.warc.jsonl"]


def test_killed_while_putting_together(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_warc(raw / "x.warc", 9)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal, "read_journals", killed)
        with pytest.raises(KeyboardInterrupt):
            clean(raw, out)
    summary = clean(raw, out)
    assert (summary.documents, sorted(tree(out))) == (9, ["x.warc.jsonl"])


def test_jsonl_and_parquet(raw: Path, out: Path) -> None:
    rows = [{"id": f"r{n}", "url": f"https://p.example/{n}", "html": article(n)} for n in range(15)]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    (raw / "a.jsonl").write_bytes(lines)
    (raw / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    (raw / "c.jsonl.zst").write_bytes(zstandard.compress(lines))
    pq.write_table(pa.Table.from_pylist(rows), raw / "d.parquet", row_group_size=4)
    summary = clean(raw, out)
    assert summary.documents == 60
    texts = [[d.text for d in documents(out / f"{name}.jsonl")] for name in sorted(p.name for p in raw.iterdir())]
    assert texts[0] == texts[1] == texts[2] == texts[3]
    assert documents(out / "d.parquet.jsonl")[14].source == "d.parquet#r14"
    assert documents(out / "a.jsonl.jsonl")[0].url == "https://p.example/0"


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"zstd": True}, "x.warc.jsonl.zst"),
        ({"format": "parquet"}, "x.warc.parquet"),
        ({"format": "md"}, "x.warc.md"),
        ({"format": "jsonl"}, "x.warc.jsonl"),
    ],
)
def test_formats_of_containers(raw: Path, out: Path, options: dict[str, object], name: str) -> None:
    write_warc(raw / "x.warc", 5)
    clean(raw, out)
    clean(raw, out, **options)
    assert sorted(tree(out)) == [name]
    data = (out / name).read_bytes()
    if name.endswith("zst"):
        data = zstandard.ZstdDecompressor().stream_reader(data).read()
    if name.endswith("parquet"):
        assert pq.read_table(out / name).num_rows == 5
    else:
        assert data.count(b"peyk.example/news/4") > 0


def test_a_limit_counts_pages_in_containers(raw: Path, out: Path) -> None:
    write_warc(raw / "a.warc", 5)
    write_warc(raw / "b.warc", 5)
    assert clean(raw, out, limit=7).documents == 7
    assert clean(raw, out).documents == 10


def test_a_sample_of_a_container(raw: Path, out: Path) -> None:
    write_warc(raw / "a.warc", 60)
    summary = clean(raw, out, sample=0.25)
    assert 3 < summary.documents < 35
    assert clean(raw, out, sample=0.25).done == 0
    assert clean(raw, out).documents == 60


def test_a_broken_container_is_one_failure(raw: Path, out: Path) -> None:
    (raw / "a.warc.gz").write_bytes(b"\x1f\x8b\x08 no gzip at all")
    (raw / "b.parquet").write_bytes(b"PAR1")
    (raw / "c.jsonl.zst").write_bytes(b"nothing")
    (raw / "empty.warc").write_bytes(b"")
    summary = clean(raw, out)
    assert (summary.pages, summary.quarantined) == (3, 3)
    assert clean(raw, out).done == 0
