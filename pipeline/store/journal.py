"""The pages of a container that are done so far, in the order they lie in; from it the outputs are put together.

A journal is a file of lines in pairs: an entry, and the document it tells of (empty where a record was no page).
A run that is killed leaves at most half a pair at its end, which is cut off when it is opened again.
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from typing import IO

import msgspec
from msgspec import Struct

from pipeline.store.names import WORK
from pipeline.store.places import LocalPlace, Place
from pipeline.store.records import PageRecord, Position


class Entry(Struct, frozen=True, omit_defaults=True):
    """One record of the container."""

    position: Position
    record: PageRecord | None = None
    passed_over: str | None = None


_END = Entry((-1, -1))
"""The last entry of a span that is complete."""
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Entry)


def folder_of(source: str, size: int, stamp: int, made: str) -> str:
    """Where the journals of this state of this container lie: another input or setting never finds them."""
    key = hashlib.sha256(f"{source}\0{size}\0{stamp}\0{made}".encode()).hexdigest()[:24]
    return f"{WORK}/{key}"


class Journal:
    """One span's journal, open for adding. Files far away cannot be added to: there it is written when whole."""

    def __init__(self, place: Place, folder: str, start: int) -> None:
        self._place = place
        self._path = _path(folder, start)
        self.last: Position | None = None
        """Position of the last record that is in it already."""
        self.pages = 0
        self.complete = False
        self._held: list[bytes] = []
        self._file: IO[bytes] | None = None
        if isinstance(place, LocalPlace):
            keep = 0
            for entry, _, end in _pairs(place, self._path):
                keep = end
                if entry.position == _END.position:
                    self.complete = True
                else:
                    self.last = entry.position
                    self.pages += entry.record is not None
            self._file = place.append(self._path, keep)
        elif place.stat(self._path) is not None:
            self.complete = True

    def add(self, entry: Entry, document: bytes = b"") -> None:
        """Note a record and its document as one line of JSON; it is in the file when this returns."""
        pair = _ENCODER.encode(entry) + b"\n" + document + b"\n"
        if self._file is not None:
            # One write of the whole pair, past Python's buffer: a kill finds it there or not at all.
            if os.write(self._file.fileno(), pair) < len(pair):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        else:
            self._held.append(pair)

    def end(self) -> None:
        """The span is complete."""
        self.add(_END)
        if self._file is None:
            self._place.write(self._path, b"".join(self._held))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def is_complete(place: Place, folder: str, start: int) -> bool:
    """True when the span that begins at ``start`` needs no more work."""
    path = _path(folder, start)
    if place.stat(path) is None:
        return False
    if not place.local:
        return True
    with place.open(path) as file:
        tail = _ENCODER.encode(_END) + b"\n\n"
        size = file.seek(0, 2)
        file.seek(max(0, size - len(tail)))
        return file.read() == tail


def read_journals(place: Place, folder: str, starts: list[int]) -> Iterator[tuple[Entry, bytes]]:
    """The entries and documents of a container, in order."""
    for start in starts:
        for entry, document, _ in _pairs(place, _path(folder, start)):
            if entry.position != _END.position:
                yield entry, document


def drop(place: Place, folder: str) -> None:
    """Remove the journals of a container."""
    for entry in place.scan(folder):
        place.remove(f"{folder}/{entry.name}")


def _path(folder: str, start: int) -> str:
    return f"{folder}/{start:015d}.journal"


def _pairs(place: Place, path: str) -> Iterator[tuple[Entry, bytes, int]]:
    """Whole pairs, with the offset of the byte after each."""
    if place.stat(path) is None:
        return
    at = 0
    with place.open(path) as file:
        while True:
            head, document = file.readline(), file.readline()
            if not document.endswith(b"\n"):
                return
            at += len(head) + len(document)
            yield _DECODER.decode(head), document[:-1], at
