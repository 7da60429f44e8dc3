"""clean/_state.sqlite: what was done with which input, settings and code. Losing it costs a run, never data."""

import contextlib
import os
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from pipeline.store.places import Place
from pipeline.store.records import Blob, PageRecord, SiteTally, Tally

NAME = "_state.sqlite"
_VERSION = 1
_KEPT_RUNS = 50

_SCHEMA = """
CREATE TABLE IF NOT EXISTS inputs (
    folder TEXT NOT NULL, name TEXT NOT NULL, root TEXT NOT NULL, size INTEGER NOT NULL, stamp INTEGER NOT NULL,
    sha256 TEXT NOT NULL, made TEXT NOT NULL, outcome TEXT NOT NULL, again INTEGER NOT NULL,
    fingerprinted INTEGER NOT NULL, outputs BLOB NOT NULL, tally BLOB NOT NULL, PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failures (
    folder TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT,
    PRIMARY KEY (folder, name, source)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (
    folder TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, nth INTEGER NOT NULL, published TEXT,
    exact TEXT NOT NULL, sketch BLOB NOT NULL, twin TEXT, PRIMARY KEY (folder, name, source)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (started TEXT PRIMARY KEY, summary BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sites (
    started TEXT NOT NULL, site TEXT NOT NULL, tally BLOB NOT NULL, PRIMARY KEY (started, site)
) WITHOUT ROWID;
"""

Outputs = tuple[tuple[str, int], ...]


class InputRow(Struct, frozen=True, kw_only=True):
    """One input file and what became of it."""

    source: str
    root: str
    """The folder it lay in when it was done."""
    size: int
    stamp: int
    sha256: str
    """Of the file as it lies there, packed or not; empty where it was too large to hash."""
    made: str
    outcome: str
    """Of a page; ``container`` for a file of many."""
    again: bool
    fingerprinted: bool
    """True when its documents' fingerprints are kept."""
    outputs: Outputs
    tally: Tally


class Text(Struct, frozen=True):
    """A document's text as hashes, and the document it was found to repeat."""

    input: str
    """Source of the file it came from: the document's own, or its container."""
    source: str
    nth: int
    """Its number among the documents of its container."""
    published: str | None
    exact: str
    sketch: Blob
    twin: str | None


class State:
    """The state of one clean/ folder. Thread-safe; one process at a time (the lock sees to that)."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._mutex = threading.RLock()
        self._copy: str | None = None
        if place.local:
            os.makedirs(place.address, exist_ok=True)
            path = os.path.join(place.address, NAME)
        else:
            # SQLite needs a file of this machine: work on a copy and put it back.
            handle, path = tempfile.mkstemp(suffix=".sqlite")
            os.close(handle)
            self._copy = path
            if place.stat(NAME) is not None:
                with place.open(NAME) as stored, open(path, "wb") as copy:
                    copy.write(stored.read())
        self._db = _open(path)

    def close(self) -> None:
        """Commit and close."""
        with self._mutex:
            self._db.commit()
            self._db.close()
            if self._copy is not None:
                self.put_back()
                os.unlink(self._copy)
                self._copy = None

    def put_back(self) -> None:
        """Commit; for a folder far away also copy the file there."""
        with self._mutex:
            with contextlib.suppress(sqlite3.ProgrammingError):  # closed already
                self._db.commit()
            if self._copy is not None:
                with open(self._copy, "rb") as copy:
                    self._place.write(NAME, copy.read())

    def folder(self, folder: str) -> dict[str, InputRow]:
        """What was done in one folder of raw/, by source."""
        with self._mutex:
            rows = self._db.execute(
                "SELECT folder, name, root, size, stamp, sha256, made, outcome, again, fingerprinted, outputs, tally"
                " FROM inputs WHERE folder = ?",
                (folder,),
            ).fetchall()
        return {row.source: row for row in map(_row, rows)}

    def folders(self, root: str) -> list[str]:
        """Folders of inputs done below this raw folder."""
        with self._mutex:
            rows = self._db.execute("SELECT DISTINCT folder FROM inputs WHERE root = ? ORDER BY folder", (root,))
            return [row[0] for row in rows.fetchall()]

    def write(self, rows: Sequence[InputRow], failures: Iterable[tuple[str, PageRecord]] = ()) -> None:
        """Note what became of inputs, and their pages in quarantine, each with the source of its input. What was
        known of their documents' texts is forgotten."""
        keys = [split(row.source) for row in rows]
        with self._mutex:
            self._db.executemany(
                "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(*key, *_columns(row)) for key, row in zip(keys, rows, strict=True)],
            )
            self._db.executemany("DELETE FROM failures WHERE folder = ? AND name = ?", keys)
            self._db.executemany("DELETE FROM texts WHERE folder = ? AND name = ?", keys)
            self._db.executemany(
                "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)",
                [(*split(source), page.source, page.outcome, page.error) for source, page in failures],
            )

    def settle(self, row: InputRow) -> None:
        """The outputs of an input were written anew, without doing it again."""
        folder, name = split(row.source)
        outputs, sums = msgspec.msgpack.encode(row.outputs), msgspec.msgpack.encode(row.tally)
        with self._mutex:
            self._db.execute(
                "UPDATE inputs SET outcome = ?, outputs = ?, tally = ? WHERE folder = ? AND name = ?",
                (row.outcome, outputs, sums, folder, name),
            )

    def touch(self, row: InputRow, stamp: int, root: str) -> None:
        """The input has another time or lies elsewhere, and the same bytes."""
        folder, name = split(row.source)
        with self._mutex:
            self._db.execute(
                "UPDATE inputs SET stamp = ?, root = ? WHERE folder = ? AND name = ?", (stamp, root, folder, name)
            )

    def note_texts(self, source: str, records: Iterable[PageRecord]) -> None:
        """Keep the fingerprints of an input's documents, in their order. Rows of a container that share an id
        cannot be told apart, and stay out of it."""
        folder, name = split(source)
        records = list(records)
        times = Counter(record.source for record in records)
        with self._mutex:
            self._db.executemany(
                "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
                [
                    (folder, name, record.source, nth, record.published, record.exact, record.sketch)
                    for nth, record in enumerate(records)
                    if record.exact and times[record.source] == 1
                ],
            )

    def texts(self) -> Iterator[Text]:
        """All fingerprints, by input and in their order."""
        with self._mutex:
            rows = self._db.execute(
                "SELECT folder, name, source, nth, published, exact, sketch, twin FROM texts ORDER BY folder, name, nth"
            ).fetchall()
        for folder, name, *rest in rows:
            yield Text(f"{folder}/{name}" if folder else name, *rest)

    def note_twins(self, source: str, twins: Mapping[str, str | None]) -> None:
        """Keep which documents of an input repeat which others."""
        folder, name = split(source)
        with self._mutex:
            self._db.executemany(
                "UPDATE texts SET twin = ? WHERE folder = ? AND name = ? AND source = ?",
                [(twin, folder, name, document) for document, twin in twins.items()],
            )

    def one(self, source: str) -> InputRow | None:
        """What was done with one input."""
        return self.folder(split(source)[0]).get(source)

    def forget(self, source: str) -> None:
        """The input is gone and so are its outputs."""
        folder, name = split(source)
        with self._mutex:
            self._db.execute("DELETE FROM inputs WHERE folder = ? AND name = ?", (folder, name))
            self._db.execute("DELETE FROM failures WHERE folder = ? AND name = ?", (folder, name))
            self._db.execute("DELETE FROM texts WHERE folder = ? AND name = ?", (folder, name))

    def commit(self) -> None:
        """Make what was written last."""
        with self._mutex:
            self._db.commit()

    def total(self) -> Tally:
        """The sums over all inputs."""
        whole = Tally()
        with self._mutex:
            for (blob,) in self._db.execute("SELECT tally FROM inputs"):
                whole.join(msgspec.msgpack.decode(blob, type=Tally))
        return whole

    def failures(self, limit: int) -> list[tuple[str, str, str | None]]:
        """Source, outcome and sentence of pages in quarantine, sorted by source."""
        with self._mutex:
            rows = self._db.execute("SELECT source, outcome, error FROM failures ORDER BY source LIMIT ?", (limit,))
            return rows.fetchall()

    def note_run(self, started: str, summary: bytes, sites: dict[str, SiteTally]) -> None:
        """Keep the numbers of a run, and those of its sites for their drift."""
        with self._mutex:
            self._db.execute("INSERT OR REPLACE INTO runs VALUES (?, ?)", (started, summary))
            self._db.executemany(
                "INSERT OR REPLACE INTO sites VALUES (?, ?, ?)",
                [(started, site, msgspec.msgpack.encode(sums)) for site, sums in sites.items()],
            )
            oldest = self._db.execute(
                "SELECT started FROM runs ORDER BY started DESC LIMIT 1 OFFSET ?", (_KEPT_RUNS,)
            ).fetchone()
            if oldest:
                self._db.execute("DELETE FROM runs WHERE started <= ?", oldest)
                self._db.execute("DELETE FROM sites WHERE started <= ?", oldest)

    def site_history(self) -> Iterator[tuple[str, list[SiteTally]]]:
        """The sums of each site in the runs before, oldest first."""
        with self._mutex:
            rows = self._db.execute("SELECT site, tally FROM sites ORDER BY site, started").fetchall()
        history: dict[str, list[SiteTally]] = {}
        for site, blob in rows:
            history.setdefault(site, []).append(msgspec.msgpack.decode(blob, type=SiteTally))
        yield from history.items()


def split(source: str) -> tuple[str, str]:
    """Folder and name of a source."""
    folder, _, name = source.rpartition("/")
    return folder, name


def _columns(row: InputRow) -> tuple[object, ...]:
    outputs, sums = msgspec.msgpack.encode(row.outputs), msgspec.msgpack.encode(row.tally)
    known = (row.root, row.size, row.stamp, row.sha256, row.made, row.outcome, row.again, row.fingerprinted)
    return (*known, outputs, sums)


def _row(row: Sequence[Any]) -> InputRow:
    folder, name, root, size, stamp, sha256, made, outcome, again, fingerprinted, outputs, tally = row
    return InputRow(
        source=f"{folder}/{name}" if folder else name,
        root=root,
        size=size,
        stamp=stamp,
        sha256=sha256,
        made=made,
        outcome=outcome,
        again=bool(again),
        fingerprinted=bool(fingerprinted),
        outputs=msgspec.msgpack.decode(outputs, type=Outputs),
        tally=msgspec.msgpack.decode(tally, type=Tally),
    )


def _open(path: str) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.DatabaseError:
        # Damaged, or of another version: everything in it can be found out again by a run.
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path + suffix)
        return _connect(path)


def _connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False)
    try:
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"state of version {found}")
        # A killed process loses nothing either way; a power cut may cost the last rows, which are done again.
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_SCHEMA)
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.commit()
    except BaseException:
        db.close()
        raise
    return db
