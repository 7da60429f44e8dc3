"""Documents out of clean/, in whatever format they were written."""

from collections.abc import Iterator
from typing import IO

import msgspec

from pipeline.model import Document
from pipeline.store.names import RESERVED
from pipeline.store.packed import Unpacked
from pipeline.store.places import Place

SUFFIXES = (".json", ".jsonl", ".jsonl.zst", ".parquet")
"""Of files documents can be read from; Markdown holds their text alone."""
_DECODER = msgspec.json.Decoder(Document)
_PIECE = 1 << 20


def read_documents(file: IO[bytes], name: str) -> Iterator[Document]:
    """The documents in one output file. Raises msgspec.DecodeError where it is none of ours."""
    if name.endswith(".parquet"):
        from pipeline.store.parquet import read_document_rows

        yield from read_document_rows(file)
    elif name.endswith(".json"):
        yield _DECODER.decode(file.read())
    else:
        for line in _lines(Unpacked(file, "zst") if name.endswith(".zst") else file):
            yield _DECODER.decode(line)


def documents_in(clean: Place, place: str = "") -> Iterator[Document]:
    """All documents that stand in clean/ itself, or the records in one of its places, in the order of names."""
    for path in outputs_in(clean, place):
        with clean.open(path) as file:
            yield from read_documents(file, path)


def outputs_in(clean: Place, place: str = "") -> Iterator[str]:
    """The files that hold them."""
    waiting = [place]
    while waiting:
        folder = waiting.pop()
        below: list[str] = []
        for entry in clean.scan(folder):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not folder and (entry.name.startswith("_") and (not entry.folder or entry.name in RESERVED)):
                continue
            if entry.folder:
                below.append(path)
            elif entry.name.endswith(SUFFIXES):
                yield path
        waiting += reversed(below)


def _lines(file: "IO[bytes] | Unpacked") -> Iterator[bytes]:
    held = b""
    while data := file.read(_PIECE):
        *whole, held = (held + data).split(b"\n")
        yield from filter(None, whole)
    if held:
        yield held
