"""WARC files: every record found, and a broken one costs itself."""

import gzip
import io
from collections.abc import Iterator, Sequence

import pytest
import zstandard

from pipeline.model import Outcome
from pipeline.store.packed import Packing
from pipeline.store.readers import PassedOver, RawPage
from pipeline.store.warc import cut_warc, read_warc
from tests.run.pages import http, record

LIMIT = 1_000_000


def answers(count: int) -> list[bytes]:
    return [
        record("response", f"https://a.example/{n}", f"id-{n}", http(f"<p>page {n}</p>".encode() * 40), "http")
        for n in range(count)
    ]


def packed(records: Sequence[bytes], packing: Packing) -> bytes:
    pack = {"gz": gzip.compress, "zst": zstandard.compress, "": bytes}[packing]
    return b"".join(map(pack, records))


def read(data: bytes, packing: Packing = "", start: int = 0, stop: int | None = None) -> list[RawPage | PassedOver]:
    return list(read_warc(io.BytesIO(data), packing, "x.warc", start, stop, LIMIT))


def ids(pages: Sequence[RawPage | PassedOver]) -> Iterator[str]:
    for page in pages:
        if isinstance(page, RawPage) and page.failure is None:
            yield page.source.partition("#")[2].partition("@")[0].removeprefix("urn:uuid:")


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_pages_come_with_address_time_type_and_place(packing: Packing) -> None:
    pages = read(packed(answers(3), packing), packing)
    assert list(ids(pages)) == ["id-0", "id-1", "id-2"]
    first = pages[0]
    assert isinstance(first, RawPage)
    assert first.source == "x.warc#urn:uuid:id-0@0"
    assert (first.url, first.fetched) == ("https://a.example/0", "2024-05-01T08:30:00Z")
    assert first.content_type == "text/html; charset=utf-8"
    assert first.data == b"<p>page 0</p>" * 40


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_any_cuts_give_the_same_pages(packing: Packing) -> None:
    data = packed(answers(23), packing)
    cuts = [0, *cut_warc(io.BytesIO(data), packing, 5, 10**9)]
    assert len(cuts) == 5
    parts = [read(data, packing, a, b) for a, b in zip(cuts, [*cuts[1:], None], strict=True)]
    assert [page for part in parts for page in part] == read(data, packing)


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
@pytest.mark.parametrize("broken", [0, 3, 6])
def test_a_broken_record_costs_itself(packing: Packing, broken: int) -> None:
    records = answers(7)
    parts = [packed([one], packing) for one in records]
    middle = len(parts[broken]) // 3
    parts[broken] = parts[broken][:middle] + b"\xee" * 30 + parts[broken][middle + 30 + 5 :]
    if packing == "":  # five bytes are missing, so the stated length leads into the next record
        assert len(parts[broken]) < len(records[broken])
    pages = read(b"".join(parts), packing)
    wanted = [f"id-{n}" for n in range(7) if n != broken]
    assert [name for name in ids(pages) if name in wanted] == wanted
    failed = [page for page in pages if isinstance(page, RawPage) and page.failure]
    assert len(failed) == 1
    assert failed[0].failure is not None
    assert failed[0].failure.outcome in (Outcome.PARSE_FAILED, Outcome.DECODE_FAILED)


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_a_file_that_is_cut_off_loses_its_last_record_only(packing: Packing) -> None:
    data = packed(answers(4), packing)
    pages = read(data[:-60], packing)
    assert list(ids(pages)) == ["id-0", "id-1", "id-2"]
    assert sum(isinstance(page, RawPage) and page.failure is not None for page in pages) == 1


def test_many_records_in_one_gzip_member_are_all_found() -> None:
    data = gzip.compress(b"".join(answers(5)))
    pages = read(data, "gz")
    assert list(ids(pages)) == [f"id-{n}" for n in range(5)]
    positions = [page.position for page in pages]
    assert positions == sorted(set(positions))


def test_a_wrong_length_does_not_swallow_the_neighbours() -> None:
    records = answers(4)
    length = len(records[1].partition(b"\r\n\r\n")[2]) - 4
    records[1] = records[1].replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length + 900))
    assert list(ids(read(b"".join(records)))) == ["id-0", "id-2", "id-3"]


@pytest.mark.parametrize(
    ("headers", "body", "data"),
    [
        (("Content-Encoding: gzip",), gzip.compress(b"<p>hi</p>", mtime=0), b"<p>hi</p>"),
        (("Content-Encoding: gzip",), b"<p>stored unpacked</p>", b"<p>stored unpacked</p>"),
        (("Transfer-Encoding: chunked",), b"9\r\n<p>hi</p>\r\n0\r\n\r\n", b"<p>hi</p>"),
        (("Transfer-Encoding: chunked",), b"<p>stored whole</p>", b"<p>stored whole</p>"),
    ],
)
def test_http_encodings_are_undone(headers: tuple[str, ...], body: bytes, data: bytes) -> None:
    (page,) = read(record("response", "https://a.example/", "one", http(body, *headers), "http"))
    assert isinstance(page, RawPage)
    assert page.data == data


def test_a_bomb_in_an_http_body_is_too_big() -> None:
    body = gzip.compress(bytes(50_000_000), mtime=0)
    (page,) = read(record("response", "https://a.example/", "b", http(body, "Content-Encoding: gzip"), "http"))
    assert isinstance(page, RawPage)
    assert page.failure is not None
    assert page.failure.outcome is Outcome.TOO_BIG


def test_text_of_a_wet_file_is_a_page() -> None:
    (page,) = read(record("conversion", "https://a.example/", "wet", "متن ساده".encode(), "text/plain"))
    assert isinstance(page, RawPage)
    assert (page.data, page.content_type) == ("متن ساده".encode(), "text/plain")


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (record("request", "https://a.example/", "q", b"GET / HTTP/1.1\r\n\r\n", "http"), "WARC request"),
        (record("warcinfo", "", "i", b"software: x\r\n"), "WARC warcinfo"),
        (record("response", "dns:a.example", "d", b"a.example. 60 IN A", "text/dns"), "response without HTTP"),
        (record("response", "https://a.example/", "r", http(b"", status="301 Moved"), "http"), "HTTP 301"),
        (record("response", "https://a.example/", "p", http(b"\x89PNG", kind="image/png"), "http"), "image/png"),
    ],
)
def test_what_is_no_page_is_passed_over_with_a_reason(made: bytes, reason: str) -> None:
    (found,) = read(made)
    assert isinstance(found, PassedOver)
    assert found.reason == reason


def test_any_bytes_are_survived() -> None:
    for data in (b"", b"\0" * 100, b"WARC/1.0\r\n\r\n", b"<html>", b"WARC/1.0\r\nContent-Length: 5\r\n\r\n"):
        for packing in ("", "gz", "zst"):
            found = read(data, packing)
            assert all(isinstance(page, PassedOver) or page.failure for page in found)
