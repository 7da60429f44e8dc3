"""What files are called in documents and where their outputs stand."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Outcome
from pipeline.store.names import (
    NAME_MAX,
    FileType,
    Kind,
    file_name,
    file_type,
    output_name,
    place_of,
    source_name,
)

RAW_BYTES = st.binary(min_size=1, max_size=40).filter(lambda b: b"\0" not in b and b"/" not in b)


@pytest.mark.parametrize(
    ("name", "kind", "packing"),
    [
        ("a.html", Kind.PAGE, ""),
        ("a.htm", Kind.PAGE, ""),
        ("گزارش.xhtml", Kind.PAGE, ""),
        ("A.TXT", Kind.PAGE, ""),
        ("notes.md", Kind.PAGE, ""),
        ("page.html.gz", Kind.PAGE, "gz"),
        ("page.txt.zst", Kind.PAGE, "zst"),
        ("index.php", Kind.PAGE, ""),
        ("1234", Kind.PAGE, ""),
        ("x.warc", Kind.WARC, ""),
        ("x.warc.gz", Kind.WARC, "gz"),
        ("x.warc.wet.gz", Kind.WARC, "gz"),
        ("x.warc.zst", Kind.WARC, "zst"),
        ("x.jsonl", Kind.JSONL, ""),
        ("x.ndjson.gz", Kind.JSONL, "gz"),
        ("x.parquet", Kind.PARQUET, ""),
        ("saved.mhtml", Kind.MHTML, ""),
    ],
)
def test_kinds_of_files(name: str, kind: Kind, packing: str) -> None:
    assert file_type(name) == FileType(kind, packing)


@pytest.mark.parametrize("name", ["logo.png", "style.css", "a/b/app.js", "feed.xml", "data.json", ".gitkeep", "a.zip"])
def test_what_is_no_page_has_a_reason(name: str) -> None:
    assert isinstance(file_type(name), str)


@pytest.mark.parametrize(
    ("source", "outcome", "output"),
    [
        ("a/b.html", Outcome.OK, "a/b.html.json"),
        ("b.html", Outcome.OK, "b.html.json"),
        ("a/b.html", Outcome.LISTING, "_skipped/a/b.html.json"),
        ("a/b.html", Outcome.TIMEOUT, "_quarantine/a/b.html.json"),
        ("_skipped/b.html", Outcome.OK, "~_skipped/b.html.json"),
        ("a/_skipped/b.html", Outcome.OK, "a/_skipped/b.html.json"),
        ("a.html.json/b.v2/c.html", Outcome.OK, "a.html.json~/b.v2/c.html.json"),
    ],
)
def test_outputs_mirror_raw(source: str, outcome: Outcome, output: str) -> None:
    assert output_name(source, place_of(outcome), ".json") == output


@given(RAW_BYTES)
def test_every_name_of_a_file_can_be_told_and_found_again(name: bytes) -> None:
    path = os.fsdecode(name)
    source = source_name(path)
    source.encode("utf-8")
    assert file_name(source) == path


@given(st.binary(min_size=200, max_size=255).filter(lambda b: b"\0" not in b and b"/" not in b))
def test_long_names_stay_within_what_file_systems_take(name: bytes) -> None:
    output = output_name(source_name("folder/" + os.fsdecode(name)), "", ".json")
    last = os.fsencode(output.rpartition("/")[2])
    assert len(last) <= NAME_MAX
    assert last.endswith(b".json")


def test_long_names_that_begin_alike_stay_apart_and_whole_letters() -> None:
    one, other = ("ن" * 126 + letter + ".t" for letter in "اب")
    names = {output_name(name, "", ".json") for name in (one, other)}
    assert len(names) == 2
    for name in names:
        name.encode("utf-8")
