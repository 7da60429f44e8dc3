"""A run on one folder: it holds the lock, plans the shards, and writes down what was done."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from heapq import nlargest
from typing import Self

import msgspec

from pipeline.config import Settings
from pipeline.corpus.drift import Shares, drifted
from pipeline.engines.work import Job, PageFile, Shard, ShardResult
from pipeline.errors import StoreError, UsageError
from pipeline.run.code import VERSION, made_with
from pipeline.run.duplicates import settle_duplicates
from pipeline.run.options import Failed, Options, RunSummary, Slow
from pipeline.run.plan import Container, Plan
from pipeline.store import journal
from pipeline.store.lock import Lock
from pipeline.store.names import WORK, Kind, file_name, output_name, place_of, source_name
from pipeline.store.places import input_place, open_place, store_error
from pipeline.store.records import PageRecord, SiteTally, Tally, tally
from pipeline.store.state import InputRow, State
from pipeline.store.writers import Rows, open_rows, suffix_of

Address = str | os.PathLike[str]
SUMMARY = "_run.json"
_SHOWN = 20
"""Failures and slow pages named in a summary."""


class Run:
    """Use it as a context manager; ``shards`` in one thread, ``record`` in any, ``finish`` at the end."""

    def __init__(self, raw: Address, clean: Address, settings: Settings, options: Options) -> None:
        self._raw_name, self._clean_name = os.fspath(raw), os.fspath(clean)
        self._raw, self._only = input_place(raw)
        self._clean = open_place(clean)
        if self._raw.address == self._clean.address:
            raise UsageError("The raw folder and the clean folder are the same; give another with --out.")
        self._settings, self._options = settings, options
        memory = None
        if options.memory:
            from pipeline.engines.cleaning import read_memory  # the whole chain comes with it

            memory = read_memory(options.memory).digest
        self.job = Job(
            raw=self._raw.address,
            clean=self._clean.address,
            settings=settings,
            made=made_with(settings, options.format, memory),
            format=options.format,
            zstd=options.zstd,
            memory=options.memory,
            columns=options.columns,
            limits=options.limits,
            sample=options.sample,
            fingerprints=options.duplicates != "off",
        )
        self._lock = Lock(self._clean)
        self._mutex = threading.RLock()
        self._began = time.perf_counter()
        self._started = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._now = Tally()
        self._slowest: list[Slow] = []

    def __enter__(self) -> Self:
        with self._writing():
            self._lock.take()
            try:
                self._clear_drafts()
                self._state = State(self._clean)
            except BaseException:
                self._lock.free()
                raise
        self._plan = self._new_plan()
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            with self._writing():
                self._clean.tidy(WORK)
                self._state.close()
        finally:
            self._lock.free()

    def shards(self) -> Iterator[Shard]:
        """What is to be done, found as it is asked for. Asked for again, it looks again."""
        self._plan = self._new_plan()
        for shard in self._plan.shards():
            yield shard
            self._lock.sign()

    @property
    def unchanged(self) -> int:
        """Pages found so far that need no work."""
        return self._plan.unchanged

    @property
    def unchanged_bytes(self) -> int:
        return self._plan.unchanged_bytes

    def record(self, result: ShardResult) -> None:
        """Write down what was done; a container whose last span came in is put together. Thread-safe, and
        giving the same result twice changes nothing. Raises StoreError."""
        with self._mutex, self._writing():
            self._note_pages(list(zip(result.shard.files, result.records, strict=False)))
            if result.shard.spans and result.complete:
                container = self._plan.containers[result.shard.spans[0].source]
                container.waiting.difference_update(span.start for span in result.shard.spans)
                if container.planned and not container.waiting:
                    self._put_together(container)
            self._slowest = nlargest(
                _SHOWN,
                self._slowest + [Slow(r.source, round(r.seconds, 3), r.bytes) for r in result.records],
                key=lambda slow: slow.seconds,
            )
            self._state.commit()
        self._lock.sign()

    def finish(self, *, stopped: bool = False) -> RunSummary:
        """Sum up, write ``_run.json``; call it once, after the last ``record``. Raises StoreError."""
        with self._mutex, self._writing():
            for container in self._plan.finished:
                self._put_together(container)
            self._plan.finished.clear()
            pruned = self._prune() if self._options.prune and not stopped else 0
            self._clear_work()
            duplicates = 0
            if self._options.duplicates != "off" and not stopped:
                duplicates = settle_duplicates(self._state, self._clean, self._options)
            summary = self._summary(stopped, pruned, duplicates)
            encoded = msgspec.json.format(msgspec.json.encode(summary), indent=1)
            if self._now.pages:
                self._state.note_run(self._started, encoded, self._now.sites)
            self._state.commit()
            self._clean.write(SUMMARY, encoded + b"\n")
        return summary

    def _new_plan(self) -> Plan:
        return Plan(self._raw, self._only, self._clean, self._state, self.job, self._options)

    def _note_pages(self, pages: Sequence[tuple[PageFile, PageRecord]]) -> None:
        for _, record in pages:
            outputs = {path for path, _ in record.outputs}
            for path in self._plan.stale.pop(record.source, ()):
                if path not in outputs:
                    self._clean.remove(file_name(path))
            self._now.add(record)
        rows = [
            InputRow(
                source=record.source,
                root=self._raw.address,
                size=file.size,
                stamp=file.stamp,
                sha256=record.file_sha256,
                made=self.job.made,
                outcome=record.outcome,
                again=record.again,
                fingerprinted=self.job.fingerprints,
                outputs=record.outputs,
                tally=tally([record]),
            )
            for file, record in pages
        ]
        self._state.write(rows, [(record.source, record) for _, record in pages if record.outcome.quarantined])
        for _, record in pages:
            if record.exact:
                self._state.note_texts(record.source, [record])

    def _put_together(self, container: Container) -> None:
        """The outputs of a container, out of its journals; then these go."""
        sums, again = Tally(), False
        failures: list[PageRecord] = []
        texts: list[PageRecord] = []
        written: set[str] = set()
        with ExitStack() as files:
            rows = {}
            for entry, document in journal.read_journals(self._clean, container.journals, container.starts):
                if entry.record is None:
                    sums.pass_over(entry.passed_over or "no page")
                    continue
                sums.add(entry.record)
                if entry.record.exact:
                    texts.append(entry.record)
                again |= entry.record.again
                if entry.record.outcome.quarantined:
                    failures.append(entry.record)
                place = place_of(entry.record.outcome)
                if place not in rows:
                    path, rows[place] = self._open_output(files, container.source, place)
                    written.add(source_name(path))
                rows[place].add(document)
        for path in container.stale:
            if path not in written:
                self._clean.remove(file_name(path))
        self._now.join(sums)
        row = InputRow(
            source=container.source,
            root=self._raw.address,
            size=container.size,
            stamp=container.stamp,
            sha256=self._plan.hash_of(container.source),
            made=container.made,
            outcome="container",
            again=again,
            fingerprinted=self.job.fingerprints,
            outputs=tuple((path, self._size_of(path)) for path in sorted(written)),
            tally=sums,
        )
        self._state.write([row], [(container.source, failure) for failure in failures])
        self._state.note_texts(container.source, texts)
        self._state.commit()
        journal.drop(self._clean, container.journals)
        del self._plan.containers[container.source]

    def _size_of(self, output: str) -> int:
        entry = self._clean.stat(file_name(output))
        return entry.size if entry else -1

    def _open_output(self, files: ExitStack, source: str, place: str) -> tuple[str, Rows]:
        format = "json" if place else self._options.format
        zstd = self._options.zstd and not place
        path = output_name(source, place, suffix_of(format, Kind.WARC, zstd))
        file = files.enter_context(self._clean.create(path))
        return path, files.enter_context(open_rows(file, format, zstd))

    def _prune(self) -> int:
        for row in self._plan.vanished:
            for path, _ in row.outputs:
                self._clean.remove(file_name(path))
            self._state.forget(row.source)
        return len(self._plan.vanished)

    def _clear_drafts(self) -> None:
        """A worker that was killed while it wrote has left its draft behind."""
        for entry in self._clean.scan(WORK):
            if not entry.folder:
                self._clean.remove(f"{WORK}/{entry.name}")
        self._clean.tidy(WORK)

    def _clear_work(self) -> None:
        """Nobody writes any more: drafts go, and journals of inputs that changed or vanished before they were done."""
        if self._plan.whole:
            needed = {container.journals for container in self._plan.containers.values()}
            for entry in self._clean.scan(WORK):
                if entry.folder and f"{WORK}/{entry.name}" not in needed:
                    journal.drop(self._clean, f"{WORK}/{entry.name}")
        self._clear_drafts()

    def _summary(self, stopped: bool, pruned: int, duplicates: int) -> RunSummary:
        total = self._state.total()
        return RunSummary(
            raw=self._raw_name,
            clean=self._clean_name,
            version=VERSION,
            settings=self._settings.digest(),
            started=self._started,
            seconds=round(time.perf_counter() - self._began, 3),
            done=self._now.pages,
            unchanged=self._plan.unchanged,
            pages=total.pages,
            documents=total.documents,
            skipped=total.skipped,
            quarantined=total.quarantined,
            outcomes=_ranked(total.outcomes),
            kept=total.kept,
            removed=_ranked(total.removed),
            languages=_ranked(total.languages),
            dates=total.dates,
            converted=total.converted,
            bytes=total.bytes,
            vanished=tuple(row.source for row in self._plan.vanished),
            pruned=pruned,
            duplicates=duplicates,
            passed_over=_ranked(_sum(self._plan.passed_over, total.passed_over)),
            failures=tuple(Failed(*failure) for failure in self._state.failures(_SHOWN)),
            slowest=tuple(self._slowest),
            drifted=tuple(drifted(_shares(self._now.sites), self._history())),
            stopped=stopped,
        )

    def _history(self) -> dict[str, list[Shares]]:
        return {site: [_share(sums) for sums in runs] for site, runs in self._state.site_history()}

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise store_error(error, self._clean_name) from error
        except sqlite3.Error as error:
            raise StoreError(f"{self._clean_name}/_state.sqlite cannot be written: {error}.") from error


def _shares(sites: dict[str, SiteTally]) -> dict[str, Shares]:
    return {site: _share(sums) for site, sums in sites.items()}


def _share(sums: SiteTally) -> Shares:
    documents, lines = max(sums.documents, 1), max(sums.lines, 1)
    return Shares(
        pages=sums.pages,
        ok=sums.documents / max(sums.pages, 1),
        kept=sums.kept / lines,
        titled=sums.titled / documents,
        dated=sums.dated / documents,
    )


def _ranked(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {**one, **other}}
