"""JSONL and Parquet: one page a row, whatever its fields are called."""

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Outcome
from pipeline.store.jsonl import cut_jsonl, read_jsonl
from pipeline.store.packed import Packing
from pipeline.store.parquet import cut_parquet, read_parquet
from pipeline.store.readers import Columns, RawPage

LIMIT = 100_000
ROWS: list[dict[str, Any]] = [
    {"id": f"row-{n}", "url": f"https://a.example/{n}", "html": f"<p>برگ {n}</p>", "fetched_at": "2024-05-01"}
    for n in range(12)
]


def lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def read(data: bytes, packing: Packing = "", start: int = 0, stop: int | None = None, **named: str) -> list[RawPage]:
    return list(read_jsonl(io.BytesIO(data), packing, "x.jsonl", start, stop, LIMIT, Columns(**named)))


@pytest.mark.parametrize(("packing", "pack"), [("", bytes), ("gz", gzip.compress), ("zst", zstandard.compress)])
def test_usual_names_are_found(packing: Packing, pack: Any) -> None:
    pages = read(pack(lines(ROWS)), packing)
    assert [page.source for page in pages] == [f"x.jsonl#row-{n}" for n in range(12)]
    assert (pages[3].url, pages[3].fetched, pages[3].data) == ("https://a.example/3", "2024-05-01", "<p>برگ 3</p>")
    assert pages[3].content_type == "text/html"
    assert [page.position for page in pages] == sorted({page.position for page in pages})


@pytest.mark.parametrize(("packing", "pack"), [("", bytes), ("gz", gzip.compress), ("zst", zstandard.compress)])
@pytest.mark.parametrize("end", [b"", b"\n\n", b"\r\n"])
def test_the_last_line_counts_however_it_ends(packing: Packing, pack: Any, end: bytes) -> None:
    pages = read(pack(lines(ROWS).rstrip() + end), packing)
    assert [page.source for page in pages] == [f"x.jsonl#row-{n}" for n in range(12)]
    assert not any(page.failure for page in pages)


def test_names_can_be_chosen() -> None:
    data = lines([{"key": 7, "where": "https://b.example/", "was": "متن", "when": "2023", "text": "not this"}])
    (page,) = read(data, id="key", url="where", page="was", fetched="when")
    assert (page.source, page.url, page.data, page.fetched) == ("x.jsonl#7", "https://b.example/", "متن", "2023")
    assert page.content_type is None


@given(st.integers(1, 5), st.integers(40, 400))
def test_any_cuts_give_the_same_pages(pages: int, size: int) -> None:
    data = lines(ROWS)
    cuts = [0, *(at for at in cut_jsonl(io.BytesIO(data), pages, size))]
    parts = [read(data, "", a, b) for a, b in zip(cuts, [*cuts[1:], None], strict=True)]
    assert [page for part in parts for page in part] == read(data)


@pytest.mark.parametrize(
    ("line", "outcome", "word"),
    [
        (b"{broken", Outcome.PARSE_FAILED, "no JSON"),
        (b"\xff\xfe", Outcome.PARSE_FAILED, "no JSON"),
        (b"[1, 2]", Outcome.PARSE_FAILED, "no object"),
        (b'{"id": 4, "n": 3}', Outcome.PARSE_FAILED, "its fields are id, n"),
        (b"[" * 100_000, Outcome.PARSE_FAILED, "no JSON"),
        (b'{"text": "' + b"x" * (LIMIT + 1) + b'"}', Outcome.TOO_BIG, "larger"),
        (b'{"text": "' + b"x" * (5 * LIMIT) + b'"}', Outcome.TOO_BIG, "larger"),
    ],
)
def test_a_broken_line_costs_itself(line: bytes, outcome: Outcome, word: str) -> None:
    pages = read(lines(ROWS[:1]) + line + b"\n\n" + lines(ROWS[1:2]))
    assert [page.failure is None for page in pages] == [True, False, True]
    failure = pages[1].failure
    assert failure is not None
    assert failure.outcome is outcome
    assert word in failure.error


def test_a_packed_file_that_is_cut_off_says_so_after_what_it_has() -> None:
    data = gzip.compress(lines(ROWS * 40))
    pages = read(data[:-20], "gz")
    assert pages[0].source == "x.jsonl#row-0"
    assert pages[-1].failure is not None
    assert pages[-1].failure.outcome is Outcome.DECODE_FAILED


def test_parquet_rows_are_pages(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=5)
    with path.open("rb") as file:
        assert list(cut_parquet(file, 4)) == [1, 2]
        whole = list(read_parquet(file, "x.parquet", 0, None, LIMIT, Columns()))
        parts = [
            page for group in range(3) for page in read_parquet(file, "x.parquet", group, group + 1, LIMIT, Columns())
        ]
    assert parts == whole
    assert [page.source for page in whole] == [f"x.parquet#row-{n}" for n in range(12)]
    assert whole[11].position == (2, 1)


def test_what_is_no_parquet_is_one_failure() -> None:
    (page,) = read_parquet(io.BytesIO(b"PAR1 not really"), "x.parquet", 0, None, LIMIT, Columns())
    assert page.failure is not None
    assert page.failure.outcome is Outcome.PARSE_FAILED
