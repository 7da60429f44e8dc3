"""Documents as bytes."""

import io
import json

import msgspec
import pyarrow.parquet as pq
import pytest
import zstandard

from pipeline.model import Block, DateMention, Document, Made, Outcome, Raw, Removal, Segment
from pipeline.store.names import Kind
from pipeline.store.writers import Format, encode, open_rows, suffix_of

TEXT = "نخستین بند\n\n- یک\n- دو\n\nA line"
DOCUMENT = Document(
    id="0123456789abcdef",
    source="a/b.html",
    outcome=Outcome.OK,
    title='عنوان: با "نشانه"',
    authors=("نویسنده",),
    published="2024-05-01T10:30+03:30",
    language="fa",
    languages={"fa": 0.8, "en": 0.2},
    text=TEXT,
    blocks=(
        Block("paragraph", 0, 10, 3, "fa"),
        Block("list_item", 12, 16, 4, "fa"),
        Block("list_item", 17, 21, 5, "fa"),
        Block("quote", 23, 29, 6, "en"),
    ),
    segments=(Segment(0, 23, "fa"), Segment(23, 29, "en")),
    dates=(DateMention(start=0, end=7, surface="نخستین", calendar="unknown", precision="none", iso=None),),
    removed=(Removal(1, "خانه", "nav", "nav.menu", "a link"),),
    raw=Raw(sha256="00", bytes=3),
    pipeline=Made("0", "1"),
)


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_comes_back_as_it_was(format: Format) -> None:
    data = encode(DOCUMENT, format)
    assert data.endswith(b"\n")
    assert msgspec.json.decode(data, type=Document) == DOCUMENT
    assert "نخستین".encode() in data
    assert data.count(b"\n") == (1 if format == "jsonl" else len(data.splitlines()))


def test_markdown_has_front_matter_that_is_yaml_and_the_shape_of_the_text() -> None:
    text = encode(DOCUMENT, "md").decode()
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    front = {line.split(": ", 1)[0]: json.loads(line.split(": ", 1)[1]) for line in head.splitlines()}
    assert front["title"] == DOCUMENT.title
    assert front["authors"] == ["نویسنده"]
    assert "url" not in front
    assert body == f"\n# {DOCUMENT.title}\n\nنخستین بند\n\n- یک\n- دو\n\n> A line\n"


def test_parquet_has_nested_columns() -> None:
    (row,) = pq.read_table(io.BytesIO(encode(DOCUMENT, "parquet"))).to_pylist()
    assert row["text"] == TEXT
    assert row["removed"] == [{"line": 1, "text": "خانه", "class": "nav", "rule": "nav.menu", "evidence": "a link"}]
    assert row["languages"] == [{"key": "fa", "value": 0.8}, {"key": "en", "value": 0.2}]
    assert row["segments"][1] == {"start": 23, "end": 29, "language": "en"}
    assert row["dates"][0]["confidence"] == 1.0


@pytest.mark.parametrize(
    ("format", "kind", "zstd", "suffix"),
    [
        ("json", Kind.PAGE, False, ".json"),
        ("md", Kind.PAGE, True, ".md"),
        ("json", Kind.WARC, False, ".jsonl"),
        ("jsonl", Kind.WARC, True, ".jsonl.zst"),
        ("parquet", Kind.JSONL, True, ".parquet"),
    ],
)
def test_suffixes(format: Format, kind: Kind, zstd: bool, suffix: str) -> None:
    assert suffix_of(format, kind, zstd) == suffix


def test_many_documents_packed() -> None:
    file = io.BytesIO()
    with open_rows(file, "json", zstd=True) as rows:
        for _ in range(3):
            rows.add(msgspec.json.encode(DOCUMENT))
    lines = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(file.getvalue())).read().splitlines()
    assert [msgspec.json.decode(line, type=Document) for line in lines] == [DOCUMENT] * 3
