"""WARC files (ISO 28500), plain, gzip or zstd: a broken record costs that record and no other.

The file is walked member by member (a plain file: record by record), so that every record has an offset to
come back to; what stands inside a member is parsed by FastWARC.
"""

import re
from collections.abc import Iterator
from typing import IO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from pipeline.model import Outcome
from pipeline.store.packed import (
    CHUNK,
    GZ_MAGIC,
    ZST_MAGIC,
    Damaged,
    Member,
    Packing,
    find,
    members,
    next_member,
)
from pipeline.store.readers import Failure, PassedOver, RawPage, too_big
from pipeline.store.records import Position

_BREAK = b"\r\n\r\nWARC/1."
_HTTP_RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
)
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,15})[ \t]*\r?$")
_HEADER_MAX = 1 << 16
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")


def read_warc(
    file: IO[bytes], packing: Packing, source: str, start: int, stop: int | None, max_bytes: int
) -> Iterator[RawPage | PassedOver]:
    """The pages of a WARC file from the member at ``start`` up to the one at ``stop``."""
    told = -1
    for member in _walk(file, packing, start, stop):
        if isinstance(member, _Broken):
            if member.offset != told:  # a record that could be read although its checksum is wrong is a page
                yield _broken(source, member.offset, 0, member.sentence)
            continue
        nth = -1
        try:
            for nth, record in enumerate(ArchiveIterator(member, parse_http=False, stream_detect=False)):
                told = member.offset
                yield _page(record, source, member.offset, nth, max_bytes)
        except (OSError, Damaged) as error:
            told = member.offset
            yield _broken(source, member.offset, nth + 1, f"The WARC record is damaged: {error}")


def cut_warc(file: IO[bytes], packing: Packing, pages: int, size: int) -> Iterator[int]:
    """Offsets of members at which the file may be cut."""
    records, begun = 0, 0
    for member in _walk(file, packing, 0, None):
        if records >= pages or member.offset - begun >= size:
            yield member.offset
            records, begun = 0, member.offset
        records += 1


def member_after(
    file: IO[bytes], packing: Packing, start: int, stop: int | None, after: Position | None
) -> tuple[int, int | None]:
    """Offsets of the first member after ``after`` and of the one behind it, found without parsing records."""
    offsets = [after[0] if after else start]
    for member in _walk(file, packing, offsets[0], stop):
        if after is None or member.offset > after[0]:
            offsets.append(member.offset)
        if len(offsets) == 3:
            break
    return offsets[min(1, len(offsets) - 1)], offsets[2] if len(offsets) == 3 else None


class _Broken:
    """A stretch of the file that is no member."""

    def __init__(self, offset: int, sentence: str) -> None:
        self.offset = offset
        self.sentence = sentence


def _walk(file: IO[bytes], packing: Packing, start: int, stop: int | None) -> Iterator[Member | _Broken]:
    """The members from ``start`` to before ``stop``; after a damaged one, from the next that can be found."""
    at: int | None = start
    while at is not None and (stop is None or at < stop):
        found = members(file, packing, at) if packing else _records(file, at)
        offset = at
        try:
            for member in found:
                if stop is not None and member.offset >= stop:
                    return
                offset = member.offset
                yield member
            return
        except Damaged as error:
            yield _Broken(offset, str(error))
            at = next_member(file, packing, offset + 1) if packing else _next_record(file, offset + 1)


def _page(record: WarcRecord, source: str, offset: int, nth: int, max_bytes: int) -> RawPage | PassedOver:
    position = (offset, nth)
    kind = record.record_type
    declared = (record.headers.get("Content-Type") or "").lower()
    if kind == WarcRecordType.response and "application/http" not in declared:
        return PassedOver("response without HTTP", position, offset)  # DNS answers and the like
    if kind not in (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion):
        return PassedOver(f"WARC {record.headers.get('WARC-Type', 'record')}", position, offset)
    name = _name(source, record.record_id, offset, nth)
    url = record.headers.get("WARC-Target-URI")
    fetched = record.headers.get("WARC-Date")
    length = record.content_length
    if length > max_bytes + _HEADER_MAX:
        large = too_big(max_bytes)
        return RawPage(source=name, url=url, fetched=fetched, failure=large, position=position, reached=offset)
    raw = record.reader.read(length + 1)
    if len(raw) < length:
        return _broken(source, offset, nth, "The WARC record ends before its stated length.")
    content_type: str | None = declared
    failure = None
    if kind == WarcRecordType.response:
        try:
            answer, raw, failure = _answer(raw, max_bytes)
        except OSError as error:
            return _broken(source, offset, nth, f"The HTTP response in the record is damaged: {error}")
        headers = answer.http_headers
        status = headers.status_code if headers else None
        if headers is None or status is None:
            return _broken(source, offset, nth, "The HTTP response in the record has no status line.")
        if status != 200:
            return PassedOver(f"HTTP {status}", position, offset)
        content_type = headers.get("Content-Type")
    essence = (content_type or "").split(";")[0].strip().lower()
    if essence and essence not in _PAGE_TYPES:
        return PassedOver(essence, position, offset)
    return RawPage(
        source=name,
        data=b"" if failure else raw,
        url=url,
        content_type=content_type or None,
        fetched=fetched,
        failure=failure,
        position=position,
        reached=offset,
    )


def _answer(raw: bytes, max_bytes: int) -> tuple[WarcRecord, bytes, Failure | None]:
    """An HTTP response and its body, the encodings undone. Raises OSError when it is none.

    Crawlers that store a body unpacked often leave the header of the packing in place: then the body is what
    stands there.
    """
    # A record of its own: a body that cannot be unpacked would leave the reader of the file in disorder.
    whole = _HTTP_RECORD % len(raw) + raw + b"\r\n\r\n"
    answer = WarcRecord.from_bytes(whole)
    try:
        answer.parse_http(auto_decode="all")
        body = answer.reader.read(max_bytes + 1)
    except OSError as error:
        answer = WarcRecord.from_bytes(whole)
        answer.parse_http(auto_decode="none")
        body = answer.reader.read(max_bytes + 1)
        if body.startswith((GZ_MAGIC, ZST_MAGIC)):
            return answer, b"", Failure(Outcome.DECODE_FAILED, f"The HTTP body cannot be unpacked: {error}.")
    return answer, body, too_big(max_bytes) if len(body) > max_bytes else None


def _name(source: str, record_id: str | None, offset: int, nth: int) -> str:
    """`x.warc.gz#urn:uuid:…@1234`: the record's own id, and the offset to find it again."""
    at = f"@{offset}" if nth == 0 else f"@{offset}.{nth}"
    return f"{source}#{(record_id or '').strip('<>')}{at}"


def _broken(source: str, offset: int, nth: int, sentence: str) -> RawPage:
    return RawPage(
        source=_name(source, None, offset, nth),
        failure=Failure(Outcome.PARSE_FAILED, sentence),
        position=(offset, nth),
        reached=offset,
    )


def _records(file: IO[bytes], start: int) -> Iterator[Member]:
    """The records of a plain WARC file. A record whose stated length does not end where another begins is
    damaged: following it would swallow its neighbours."""
    at = start
    while True:
        file.seek(at)
        head = file.read(_HEADER_MAX)
        if not head.strip(b"\r\n\0"):
            return
        length = _LENGTH.search(head, 0, head.find(b"\r\n\r\n"))
        if not head.startswith(b"WARC/1.") or length is None:
            raise Damaged("This is no WARC record.")
        body = at + head.find(b"\r\n\r\n") + 4
        end = body + int(length[1])
        file.seek(end)
        after = file.read(len(_BREAK))
        if after.rstrip(b"\r\n") and not after.startswith(_BREAK):
            raise Damaged("The WARC record is not as long as it says.")
        member = _Plain(file, at, end + 4)
        yield member
        at = end + 4


def _next_record(file: IO[bytes], start: int) -> int | None:
    found = find(file, _BREAK, start)
    return None if found is None else found + 4


class _Plain(Member):
    """One record of a plain file."""

    def __init__(self, file: IO[bytes], offset: int, end: int) -> None:
        super().__init__(offset)
        self._file, self._at, self.end = file, offset, end

    def read(self, size: int = -1) -> bytes:
        assert self.end is not None
        self._file.seek(self._at)
        data = self._file.read(min(CHUNK if size < 0 else size, self.end - self._at))
        self._at += len(data)
        return data
