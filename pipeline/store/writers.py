"""Documents as bytes: JSON, JSON lines, Markdown, Parquet; the same document is always the same bytes."""

import contextlib
from collections.abc import Iterator
from typing import IO, Literal, Protocol

import msgspec

from pipeline.errors import UsageError
from pipeline.model import Block, Document
from pipeline.store.names import Kind

Format = Literal["json", "jsonl", "md", "parquet"]

_ENCODER = msgspec.json.Encoder()
_FRONT = ("title", "url", "site", "authors", "published", "modified", "language", "tags", "source", "id", "outcome")


def line_of(document: Document) -> bytes:
    """The document as one line of JSON, without the newline."""
    return _ENCODER.encode(document)


def json_of(document: Document) -> bytes:
    """The document as JSON a person can read."""
    return msgspec.json.format(_ENCODER.encode(document), indent=1) + b"\n"


def markdown_of(document: Document) -> bytes:
    """The text as Markdown below a YAML front matter (values are JSON, which YAML contains)."""
    fields = msgspec.to_builtins(document)
    front = [
        f"{name}: {_ENCODER.encode(fields[name]).decode()}" for name in _FRONT if fields[name] not in (None, [], "")
    ]
    head = "---\n" + "\n".join(front) + "\n---\n"
    title = f"\n# {document.title}\n" if document.title else ""
    return (head + title + "\n" + _body(document) + "\n").encode("utf-8", "replace")


def suffix_of(format: Format, kind: Kind, zstd: bool) -> str:
    """What is added to the name of an input for its output."""
    if kind.container:
        name = "jsonl" if format == "json" else format
        return f".{name}.zst" if zstd and name != "parquet" else f".{name}"
    return f".{format}"


def encode(document: Document, format: Format) -> bytes:
    """A single page's output. Its records in ``_skipped`` and ``_quarantine`` are JSON whatever the format."""
    if format == "md":
        return markdown_of(document)
    if format == "jsonl":
        return line_of(document) + b"\n"
    if format == "parquet":
        import io

        out = io.BytesIO()
        with _parquet(out) as rows:
            rows.add(line_of(document))
        return out.getvalue()
    return json_of(document)


class Rows(Protocol):
    """An output of many documents that is being written."""

    def add(self, encoded: bytes) -> None:
        """One document, as a line of JSON."""
        ...


@contextlib.contextmanager
def open_rows(file: IO[bytes], format: Format, zstd: bool) -> Iterator[Rows]:
    """Write the documents of a container to ``file``."""
    if format == "parquet":
        with _parquet(file) as rows:
            yield rows
        return
    if not zstd:
        yield _Lines(file, format)
        return
    try:
        import zstandard
    except ImportError as error:
        raise UsageError("Writing .zst needs zstandard: pip install 'zolal[warc]'") from error
    # One thread and one frame: the same bytes on every machine.
    with zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False) as packed:
        yield _Lines(packed, format)


class _Lines:
    def __init__(self, file: IO[bytes], format: Format) -> None:
        self._file = file
        self._markdown = format == "md"

    def add(self, encoded: bytes) -> None:
        if self._markdown:
            self._file.write(markdown_of(msgspec.json.decode(encoded, type=Document)) + b"\n")
        else:
            self._file.write(encoded + b"\n")


@contextlib.contextmanager
def _parquet(file: IO[bytes]) -> Iterator[Rows]:
    try:
        from pipeline.store.parquet import DocumentTable
    except ImportError as error:
        raise UsageError("Writing Parquet needs pyarrow: pip install 'zolal[parquet]'") from error
    table = DocumentTable(file)
    yield table
    table.close()


def _body(document: Document) -> str:
    """The blocks in Markdown, in the shape they have in the text."""
    parts: list[str] = []
    end = 0
    for block in document.blocks:
        parts.append(document.text[end : block.start])
        parts.append(_marked(block, document.text[block.start : block.end]))
        end = block.end
    return "".join(parts).strip("\n")


def _marked(block: Block, text: str) -> str:
    if block.kind == "heading":
        return f"## {text}"
    if block.kind == "list_item":
        return text if text.startswith(("- ", "* ", "• ")) else f"- {text}"
    if block.kind == "quote":
        return "\n".join(f"> {line}" for line in text.split("\n"))
    if block.kind == "code":
        return f"```\n{text}\n```"
    return text
