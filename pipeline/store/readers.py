"""Raw pages out of whatever holds them: single files, packed files, MHTML, and containers of pages."""

import hashlib
import importlib.util
from collections.abc import Generator, Iterator
from typing import IO

from msgspec import Struct

from pipeline.errors import PageError
from pipeline.model import Outcome
from pipeline.store.names import FileType, Kind, file_name, file_type
from pipeline.store.packed import unpack
from pipeline.store.places import Place
from pipeline.store.records import Position


class Failure(Struct, frozen=True):
    """How a page ended that did not get as far as a document."""

    outcome: Outcome
    error: str
    again: bool = False


class RawPage(Struct, frozen=True, kw_only=True):
    """A page as it was found. With ``failure`` set, ``data`` is what could be read of it, or nothing."""

    source: str
    data: bytes | str = b""
    url: str | None = None
    content_type: str | None = None
    fetched: str | None = None
    failure: Failure | None = None
    position: Position = (0, 0)
    reached: int = 0
    """How far into the file it was found, in bytes; for the progress bar."""
    file_sha256: str = ""


class PassedOver(Struct, frozen=True):
    """A record of a container that is no page."""

    reason: str
    position: Position
    reached: int = 0


class Columns(Struct, frozen=True, kw_only=True):
    """Names of the fields of a JSONL or Parquet container, where the usual names do not do."""

    id: str | None = None
    url: str | None = None
    page: str | None = None
    fetched: str | None = None


def read_file(place: Place, source: str, size: int, max_bytes: int) -> RawPage:
    """The page in a file of its own, thought to have ``size`` bytes. What is wrong with it stands in
    ``failure``; never raises for it."""
    kind = file_type(source)
    assert isinstance(kind, FileType)
    path = file_name(source)
    digest = ""
    try:
        if kind.packing:
            with place.open(path) as file:
                digest = _digest(file, 4 * max_bytes)
                data = unpack(file, kind.packing, max_bytes)
        else:
            data = place.read(path, size, max_bytes + 1)
            if len(data) > max_bytes:
                return RawPage(source=source, failure=too_big(max_bytes))
            digest = hashlib.sha256(data).hexdigest()
    except PageError as error:
        return RawPage(source=source, failure=Failure(error.outcome, str(error)), file_sha256=digest)
    except OSError as error:
        sentence = f"The file cannot be read: {error.strerror or error}."
        return RawPage(source=source, failure=Failure(Outcome.INTERNAL_ERROR, sentence, again=True))
    if kind.kind is Kind.MHTML:
        return _mhtml(source, data, digest)
    return RawPage(source=source, data=data, reached=len(data), file_sha256=digest)


def read_pages(
    place: Place,
    source: str,
    *,
    start: int,
    stop: int | None,
    after: Position | None,
    max_bytes: int,
    columns: Columns,
    blind: bool = False,
) -> Iterator[RawPage | PassedOver]:
    """The pages of a container whose positions begin at ``start`` and end before ``stop``; those up to and
    including ``after`` are left out. With ``blind`` the first of them is named but not parsed. Raises OSError
    when the file itself cannot be read."""
    with place.open(file_name(source)) as file:
        if blind:
            begin = yield from _step_over(file, source, start, stop, after)
            if begin is None:
                return
            after = (begin, -1)
        begin = max(start, after[0]) if after else start
        for page in _found(file, source, begin, stop, max_bytes, columns):
            if after is None or page.position > after:
                yield page


def _found(
    file: IO[bytes], source: str, start: int, stop: int | None, max_bytes: int, columns: Columns
) -> Iterator[RawPage | PassedOver]:
    kind = file_type(source)
    assert isinstance(kind, FileType)
    if kind.kind is Kind.WARC:
        from pipeline.store.warc import read_warc

        return read_warc(file, kind.packing, source, start, stop, max_bytes)
    if kind.kind is Kind.JSONL:
        from pipeline.store.jsonl import read_jsonl

        return read_jsonl(file, kind.packing, source, start, stop, max_bytes, columns)
    from pipeline.store.parquet import read_parquet

    return read_parquet(file, source, start, stop, max_bytes, columns)


def _step_over(
    file: IO[bytes], source: str, start: int, stop: int | None, after: Position | None
) -> Generator[RawPage, None, int | None]:
    """Name the page whose reading kills, and return where the next one begins; None where there is no telling:
    then the rest of the span is given up."""
    kind = file_type(source)
    assert isinstance(kind, FileType)
    position = (after[0], after[1] + 1) if after else (start, 0)
    then: int | None = None
    if kind.kind is Kind.WARC:
        from pipeline.store.warc import member_after

        offset, then = member_after(file, kind.packing, start, stop, after)
        position = (offset, 0)
    sentence = "Reading this record ends the process that reads it."
    if then is None:
        sentence += " What follows it in this part of the file could not be read either."
    failure = Failure(Outcome.INTERNAL_ERROR, sentence)
    yield RawPage(source=f"{source}#@{position[0]}", failure=failure, position=position)
    return then


def cut(place: Place, source: str, pages: int, size: int) -> Iterator[int]:
    """Positions at which a container may be cut into spans of about ``pages`` pages or ``size`` bytes; the
    first is its beginning. A container that cannot be entered in the middle is one span."""
    kind = file_type(source)
    assert isinstance(kind, FileType)
    yield 0
    with place.open(file_name(source)) as file:
        if kind.kind is Kind.WARC:
            from pipeline.store.warc import cut_warc

            yield from cut_warc(file, kind.packing, pages, size)
        elif kind.kind is Kind.JSONL and not kind.packing:
            from pipeline.store.jsonl import cut_jsonl

            yield from cut_jsonl(file, pages, size)
        elif kind.kind is Kind.PARQUET:
            from pipeline.store.parquet import cut_parquet

            yield from cut_parquet(file, pages)


def missing_extra(source: str) -> str | None:
    """What has to be installed before this file can be read, or None."""
    kind = file_type(source)
    if not isinstance(kind, FileType):
        return None
    modules = [module for module in (_NEEDS.get(kind.kind), "zstandard" if kind.packing == "zst" else None) if module]
    for module in modules:
        if importlib.util.find_spec(module) is None:
            extra = "parquet" if module == "pyarrow" else "warc"
            return f"Reading {source} needs {module}: pip install 'zolal[{extra}]'"
    return None


_PIECE = 1 << 20
_NEEDS = {Kind.WARC: "fastwarc", Kind.PARQUET: "pyarrow"}


def too_big(max_bytes: int) -> Failure:
    """The failure of a page that is larger than the settings allow."""
    return Failure(Outcome.TOO_BIG, f"The page is larger than {max_bytes:,} bytes; raise max_bytes to take it.")


def _digest(file: IO[bytes], limit: int) -> str:
    """SHA-256 of a file; empty when it is larger than ``limit`` (its size and time must do then)."""
    digest = hashlib.sha256()
    while data := file.read(_PIECE):
        digest.update(data)
        if file.tell() > limit:
            digest = hashlib.sha256()
            break
    else:
        return digest.hexdigest()
    return ""


def _mhtml(source: str, data: bytes, digest: str) -> RawPage:
    """The page of a file a browser saved as one (RFC 2557): its first HTML part."""
    from email import message_from_bytes, policy  # rarely needed, and not light

    message = message_from_bytes(data, policy=policy.HTTP)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            url = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            return RawPage(
                source=source,
                data=payload if isinstance(payload, bytes) else b"",
                url=str(url) if url and "://" in url else None,
                content_type=str(part.get("Content-Type")),
                reached=len(data),
                file_sha256=digest,
            )
    failure = Failure(Outcome.PARSE_FAILED, "The MHTML file holds no HTML part.")
    return RawPage(source=source, failure=failure, file_sha256=digest)
