"""What is to be done: raw/ as it lies there, compared with what the state and clean/ say was done."""

import hashlib
import os
from collections.abc import Iterator

from msgspec import Struct

from pipeline.engines.work import Job, PageFile, Shard, Span, sampled
from pipeline.errors import UsageError
from pipeline.run.options import Options
from pipeline.store.journal import folder_of, is_complete
from pipeline.store.names import PLACES, FileType, file_name, file_type, output_name, source_name
from pipeline.store.places import Entry, Place
from pipeline.store.readers import PassedOver, cut, missing_extra, read_pages
from pipeline.store.state import InputRow, State

_SUFFIXES = (".json", ".jsonl", ".md", ".parquet", ".jsonl.zst", ".md.zst")
_SPAN_RECORDS = 100
_SPAN_BYTES = 16_000_000
"""Containers are cut the same way in every run, so that a run finds the journals of the one before."""


class Container(Struct):
    """A container that is to be done, and the beginnings of its spans."""

    source: str
    size: int
    stamp: int
    made: str
    starts: list[int]
    stale: list[str]
    waiting: set[int]
    """Spans not done yet."""
    planned: bool = False
    """True when all its spans are known."""

    @property
    def journals(self) -> str:
        return folder_of(self.source, self.size, self.stamp, self.made)


class Plan:
    """Goes through raw/ once, folder by folder, in the order of names."""

    def __init__(self, raw: Place, only: str | None, clean: Place, state: State, job: Job, options: Options) -> None:
        self._raw, self._only, self._clean = raw, only, clean
        self._state, self._job, self._options = state, job, options
        self._left = options.limit
        self._number = 0
        self.containers: dict[str, Container] = {}
        self.finished: list[Container] = []
        """Containers whose last span was done before this run; they only have to be put together."""
        self.stale: dict[str, list[str]] = {}
        """Outputs of an input that is to be done again: those it does not write anew have to go."""
        self.unchanged = 0
        self.unchanged_bytes = 0
        self.vanished: list[InputRow] = []
        self.passed_over: dict[str, int] = {}
        self.whole = False
        """True when all of raw/ was gone through."""

    def shards(self) -> Iterator[Shard]:
        """The shards, found as they are asked for."""
        files: list[PageFile] = []
        size = 0
        for found in self._to_do():
            if isinstance(found, Shard):
                yield found
                continue
            files.append(found)
            size += found.size
            if len(files) >= self._options.shard_pages or size >= self._options.shard_bytes:
                yield self._shard(files=tuple(files), size=size)
                files, size = [], 0
        if files:
            yield self._shard(files=tuple(files), size=size)
        if self._only is None and self._left is None:
            self._find_vanished()
        self.whole = True

    def _shard(self, *, files: tuple[PageFile, ...] = (), spans: tuple[Span, ...] = (), size: int) -> Shard:
        self._number += 1
        return Shard(number=self._number, job=self._job, files=files, spans=spans, bytes=size)

    def _to_do(self) -> Iterator[PageFile | Shard]:
        self._walked: set[str] = set()
        for folder, entries in walk(self._raw, self._only, self._clean):
            self._walked.add(source_name(folder))
            rows = self._state.folder(source_name(folder))
            there = self._outputs_in(folder) if rows or entries else {}
            for entry in entries:
                source = source_name(f"{folder}/{entry.name}" if folder else entry.name)
                kind: FileType | str = entry.odd or file_type(source)
                row = rows.pop(source, None)
                if isinstance(kind, str):
                    self.passed_over[kind] = self.passed_over.get(kind, 0) + 1
                    continue
                if not kind.kind.container and not sampled(source, self._options.sample):
                    continue
                made = self._container_made() if kind.kind.container else self._job.made
                if row is not None and self._is_done(row, entry, made, there):
                    self.unchanged += row.tally.pages
                    self.unchanged_bytes += entry.size
                    continue
                if self._left is not None and self._left <= 0:
                    return
                stale = _stale(source, row, there)
                if kind.kind.container:
                    yield from self._cut(source, entry, made, stale)
                    continue
                if stale:
                    self.stale[source] = stale
                if self._left is not None:
                    self._left -= 1
                yield PageFile(source, entry.size, entry.stamp)
            self.vanished += [row for row in rows.values() if row.root == self._raw.address]

    def _is_done(self, row: InputRow, entry: Entry, made: str, there: dict[str, int]) -> bool:
        if row.made != made or row.size != entry.size or row.again:
            return False
        if self._options.retry and row.tally.quarantined:
            return False
        if self._options.duplicates != "off" and not row.fingerprinted:
            return False
        if any(there.get(path) != size for path, size in row.outputs):
            return False
        if row.stamp != entry.stamp and not (row.sha256 and row.sha256 == self.hash_of(row.source)):
            return False
        if row.stamp != entry.stamp or (row.root != self._raw.address and self._only is None):
            self._state.touch(row, entry.stamp, self._raw.address)
        return True

    def hash_of(self, source: str) -> str:
        """SHA-256 of an input as it lies there; empty when it cannot be read."""
        try:
            with self._raw.open(file_name(source)) as file:
                return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any stream does
        except OSError:
            return ""

    def _container_made(self) -> str:
        """Of containers, options count that leave single pages alone."""
        more = (self._options.limit, self._options.sample, self._job.zstd, self._job.columns)
        return hashlib.sha256(f"{self._job.made} {more}".encode()).hexdigest()[:16]

    def _cut(self, source: str, entry: Entry, made: str, stale: list[str]) -> Iterator[Shard]:
        missing = missing_extra(source)
        if missing:
            raise UsageError(missing)
        container = Container(source, entry.size, entry.stamp, made, [], stale, set())
        self.containers[source] = container
        limit = self._pages_left_in(source)
        spans: list[Span] = []
        shard_spans = max(1, self._options.shard_pages // _SPAN_RECORDS)
        for start, stop in stretches(self._raw, source) if limit is None else [(0, None)]:
            container.starts.append(start)
            if is_complete(self._clean, container.journals, start):
                continue
            container.waiting.add(start)
            spans.append(Span(source, entry.size, entry.stamp, start, stop, made, limit))
            if len(spans) >= shard_spans:
                yield self._shard(spans=tuple(spans), size=_length(spans, entry.size))
                spans = []
        container.planned = True
        if spans:
            yield self._shard(spans=tuple(spans), size=_length(spans, entry.size))
        elif not container.waiting:
            self.finished.append(container)

    def _pages_left_in(self, source: str) -> int | None:
        """How many pages of this container the limit allows; None without a limit."""
        if self._left is None:
            return None
        count = 0
        pages = read_pages(
            self._raw,
            source,
            start=0,
            stop=None,
            after=None,
            max_bytes=self._job.settings.max_bytes,
            columns=self._job.columns,
        )
        for page in pages:
            count += not isinstance(page, PassedOver)
            if count >= self._left:
                break
        self._left -= count
        return count

    def _outputs_in(self, folder: str) -> dict[str, int]:
        """Outputs that stand in clean/ for inputs of this folder (as ``source_name`` spells them), with their sizes."""
        there: dict[str, int] = {}
        for place in PLACES:
            below, _, _ = output_name(source_name(f"{folder}/x" if folder else "x"), place, "").rpartition("/")
            for entry in self._clean.scan(below):
                if entry.name.endswith(_SUFFIXES) and not entry.folder:
                    there[source_name(f"{below}/{entry.name}" if below else entry.name)] = entry.size
        return there

    def _find_vanished(self) -> None:
        for folder in self._state.folders(self._raw.address):
            if folder not in self._walked:
                self.vanished += self._state.folder(folder).values()


def walk(raw: Place, only: str | None, clean: Place | None) -> Iterator[tuple[str, list[Entry]]]:
    """The folders below raw/ with the files in them; clean/ is left out where it lies inside raw/."""
    if only is not None:
        entry = raw.stat(only)
        yield "", [entry] if entry else []
        return
    own = _inside(raw, clean) if clean is not None else None
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        entries = raw.scan(folder)
        yield folder, [entry for entry in entries if not entry.folder]
        below = [f"{folder}/{entry.name}" if folder else entry.name for entry in entries if entry.folder]
        waiting += [path for path in reversed(below) if path != own and not path.rsplit("/", 1)[-1].startswith(".")]


def stretches(raw: Place, source: str) -> Iterator[tuple[int, int | None]]:
    """A container cut into spans, always in the same places."""
    try:
        cuts = cut(raw, source, _SPAN_RECORDS, _SPAN_BYTES)
        start = next(cuts)
        for stop in cuts:
            yield start, stop
            start = stop
    except OSError:
        start = 0  # whoever reads it will say what is wrong with it
    yield start, None


def _inside(raw: Place, clean: Place) -> str | None:
    """The path of clean/ below raw/, or None."""
    if raw.local and clean.local:
        path = os.path.relpath(os.path.realpath(clean.address), os.path.realpath(raw.address))
        return None if path.startswith("..") else path
    prefix = raw.address + "/"
    return clean.address.removeprefix(prefix) if clean.address.startswith(prefix) else None


def _stale(source: str, row: InputRow | None, there: dict[str, int]) -> list[str]:
    found = [path for path, _ in row.outputs] if row else []
    if there:
        for place in PLACES:
            names = (source_name(output_name(source, place, suffix)) for suffix in _SUFFIXES)
            found += [name for name in names if name in there]
    return sorted(set(found))


def _length(spans: list[Span], size: int) -> int:
    stop = spans[-1].stop
    return max(0, (size if stop is None else stop) - spans[0].start)
