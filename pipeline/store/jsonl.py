"""JSONL: one page a line, its fields chosen by their usual names or by option."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import msgspec

from pipeline.model import Outcome
from pipeline.store.packed import CHUNK, Damaged, Packing, Unpacked
from pipeline.store.readers import Columns, Failure, RawPage, too_big

_IDS = ("id", "_id", "doc_id", "record_id", "uuid", "guid")
_URLS = ("url", "uri", "link", "source_url", "page_url", "target_uri", "warc_target_uri")
_PAGES = ("html", "raw_html", "page", "raw", "content", "body", "text", "raw_content", "plain_text")
_FETCHED = ("fetched", "fetched_at", "crawled", "crawled_at", "crawl_date", "date_crawled", "warc_date", "timestamp")
_TYPES = ("content_type", "mime", "mime_type", "mimetype")


def read_jsonl(
    file: IO[bytes],
    packing: Packing,
    source: str,
    start: int,
    stop: int | None,
    max_bytes: int,
    columns: Columns,
) -> Iterator[RawPage]:
    """The pages whose lines begin at ``start`` up to before ``stop``: offsets in a plain file, numbers of lines
    in a packed one."""
    # JSON spends up to six bytes on a letter (\\u06a9) that takes two in UTF-8.
    longest = 4 * max_bytes
    at = 0 if packing else start
    stream: Any = file
    try:
        if packing:
            stream = _Lines(Unpacked(file, packing))
        else:
            file.seek(start)
        while stop is None or at < stop:
            line = stream.readline(longest)
            if not line:
                return
            size = len(line)
            whole = line.endswith(b"\n") or size < longest
            rest = line
            while not rest.endswith(b"\n") and (rest := stream.readline(CHUNK << 4)):
                size += len(rest)
                whole = False
            begin, at = at, at + (1 if packing else size)
            if begin < start or (whole and not line.strip()):
                continue
            reached = file.tell() if packing else at
            yield _page(line, whole, source, begin, reached, max_bytes, columns)
    except Damaged as error:
        failure = Failure(error.outcome, str(error))
        yield RawPage(source=f"{source}#@{at}", failure=failure, position=(at, 0), reached=file.tell())


def cut_jsonl(file: IO[bytes], pages: int, size: int) -> Iterator[int]:
    """Offsets of lines at which a plain file may be cut."""
    file.seek(0)
    at = begun = lines = 0
    while data := file.read(CHUNK << 4):
        from_ = 0
        while (newline := data.find(b"\n", from_)) >= 0:
            from_ = newline + 1
            lines += 1
            if lines >= pages or at + from_ - begun >= size:
                begun, lines = at + from_, 0
                yield begun
        at += len(data)


def page_of(
    fields: Mapping[str, Any],
    source: str,
    place: str,
    position: tuple[int, int],
    reached: int,
    max_bytes: int,
    columns: Columns,
) -> RawPage:
    """The page in the fields of one row, of a JSONL or Parquet file."""
    id_ = _value(fields, columns.id, _IDS)
    name = f"{source}#{id_}" if isinstance(id_, str | int) and id_ != "" else f"{source}#{place}"
    key = columns.page or next((known for known in _PAGES if isinstance(fields.get(known), str | bytes)), None)
    data = fields.get(key) if key else None
    failure = None
    if not isinstance(data, str | bytes):
        found = ", ".join(list(fields)[:8]) or "none"
        wanted = columns.page or ", ".join(_PAGES)
        failure = Failure(
            Outcome.PARSE_FAILED, f"The row has no page in it: looked for {wanted}; its fields are {found}."
        )
        data = b""
    elif len(data) > max_bytes:
        failure, data = too_big(max_bytes), b""
    declared = _value(fields, None, _TYPES)
    html = key is not None and "html" in key
    fetched = _value(fields, columns.fetched, _FETCHED)
    url = _value(fields, columns.url, _URLS)
    return RawPage(
        source=name,
        data=data,
        url=url if isinstance(url, str) and "://" in url else None,
        content_type=declared if isinstance(declared, str) else "text/html" if html else None,
        fetched=fetched if isinstance(fetched, str) else None if fetched is None else str(fetched),
        failure=failure,
        position=position,
        reached=reached,
    )


def _page(line: bytes, whole: bool, source: str, at: int, reached: int, max_bytes: int, columns: Columns) -> RawPage:
    failure = None if whole else too_big(max_bytes)
    fields: Any = {}
    if whole:
        try:
            fields = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            failure = Failure(Outcome.PARSE_FAILED, f"The line is no JSON: {error}")
        else:
            if not isinstance(fields, dict):
                failure = Failure(Outcome.PARSE_FAILED, "The line is JSON, but no object with fields.")
    if failure is not None:
        return RawPage(source=f"{source}#@{at}", failure=failure, position=(at, 0), reached=reached)
    return page_of(fields, source, f"@{at}", (at, 0), reached, max_bytes, columns)


def _value(fields: Mapping[str, Any], chosen: str | None, usual: Sequence[str]) -> Any:
    if chosen is not None:
        return fields.get(chosen)
    return next((fields[known] for known in usual if fields.get(known) is not None), None)


class _Lines:
    """``readline`` over an unpacked stream; BufferedReader would ask for more than a damaged stream has."""

    def __init__(self, stream: Unpacked) -> None:
        self._stream = stream
        self._held = b""

    def readline(self, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while True:
            newline = self._held.find(b"\n", 0, limit - size)
            if newline >= 0 or len(self._held) >= limit - size:
                cut = newline + 1 if newline >= 0 else limit - size
                parts.append(self._held[:cut])
                self._held = self._held[cut:]
                return b"".join(parts)
            parts.append(self._held)
            size += len(self._held)
            self._held = self._stream.read(CHUNK) or b""
            if not self._held:
                return b"".join(parts)
