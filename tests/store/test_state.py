"""What is remembered between runs, and who may write it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.errors import BusyError
from pipeline.model import Outcome
from pipeline.store.journal import Entry, Journal, drop, is_complete, read_journals
from pipeline.store.lock import Lock
from pipeline.store.places import LocalPlace, open_place
from pipeline.store.records import PageRecord, SiteTally, Tally, tally
from pipeline.store.state import NAME, InputRow, State

GOOD = PageRecord(source="a/b.html", outcome=Outcome.OK, site="a.example", kept=4, removed={"nav": 2}, language="fa")
BAD = PageRecord(source="a/c.html", outcome=Outcome.TIMEOUT, error="too slow")


def row(record: PageRecord) -> InputRow:
    return InputRow(
        source=record.source,
        root="/raw",
        size=10,
        stamp=2**62,
        sha256="00",
        made="x",
        outcome=record.outcome,
        again=record.again,
        fingerprinted=False,
        outputs=(("a/b.html.json", 12),),
        tally=tally([record]),
    )


@pytest.mark.parametrize("address", ["local", "memory://state-test"])
def test_rows_come_back_after_closing(tmp_path: Path, address: str) -> None:
    place = open_place(str(tmp_path) if address == "local" else address)
    state = State(place)
    state.write([row(GOOD)])
    state.write([row(BAD)], [(BAD.source, BAD)])
    state.note_run("2024-01-01", b"{}", {"a.example": SiteTally(pages=3)})
    state.close()
    again = State(place)
    assert again.folder("a") == {"a/b.html": row(GOOD), "a/c.html": row(BAD)}
    assert again.folder("") == {}
    assert again.folders("/raw") == ["a"]
    assert again.failures(5) == [("a/c.html", "timeout", "too slow")]
    assert dict(again.site_history())["a.example"][0].pages == 3
    again.write([row(replace(BAD, outcome=Outcome.OK))])
    assert again.failures(5) == []
    again.forget("a/b.html")
    assert again.total().pages == 1
    again.close()


@pytest.mark.parametrize("damage", [b"no database at all", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_state_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / NAME).write_bytes(damage)
    state = State(LocalPlace(str(tmp_path)))
    assert state.folder("a") == {}
    state.close()


def test_tallies_can_be_joined_in_parts() -> None:
    whole = tally([GOOD, BAD, GOOD])
    parts = Tally()
    parts.join(tally([GOOD, BAD]))
    parts.join(tally([GOOD]))
    assert parts == whole
    assert (whole.documents, whole.quarantined, whole.skipped) == (2, 1, 0)
    assert whole.removed == {"nav": 4}


def test_a_second_lock_says_who_has_it(tmp_path: Path) -> None:
    first, second = (Lock(LocalPlace(str(tmp_path))) for _ in range(2))
    first.take()
    with pytest.raises(BusyError, match=f"process {os.getpid()}"):
        second.take()
    first.free()
    second.take()
    second.free()
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pipeline.store.lock import Lock; from pipeline.store.places import LocalPlace;"
        "Lock(LocalPlace(sys.argv[1])).take(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / "_lock").exists()
    lock = Lock(LocalPlace(str(tmp_path)))
    lock.take()
    lock.free()


def test_a_lock_far_away_is_held_and_freed() -> None:
    first, second = (Lock(open_place("memory://lock-test")) for _ in range(2))
    first.take()
    with pytest.raises(BusyError):
        second.take()
    first.free()
    second.take()
    second.free()


def test_half_a_pair_at_the_end_of_a_journal_is_cut_off(tmp_path: Path) -> None:
    place = LocalPlace(str(tmp_path))
    journal = Journal(place, "_work/k", 0)
    journal.add(Entry((0, 0), GOOD), b'{"n":1}')
    journal.add(Entry((9, 0), passed_over="WARC request"))
    journal.close()
    (path,) = (tmp_path / "_work/k").iterdir()
    whole = path.read_bytes()
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        again = Journal(place, "_work/k", 0)
        again.close()
        expected = (9, 0) if cut == len(whole) else (0, 0) if again.last else None
        assert again.last == expected
        assert path.read_bytes() in (b"", whole, whole[: path.stat().st_size])
        assert path.stat().st_size <= cut


@pytest.mark.parametrize("address", ["local", "memory://journal-test"])
def test_journals_are_read_in_order_and_complete_when_ended(tmp_path: Path, address: str) -> None:
    place = open_place(str(tmp_path) if address == "local" else address)
    for start in (50, 0):
        assert not is_complete(place, "_work/k", start)
        journal = Journal(place, "_work/k", start)
        journal.add(Entry((start, 0), GOOD), str(start).encode())
        journal.end()
        journal.close()
        assert is_complete(place, "_work/k", start)
        again = Journal(place, "_work/k", start)
        again.close()
        assert again.complete
    assert [document for _, document in read_journals(place, "_work/k", [0, 50])] == [b"0", b"50"]
    drop(place, "_work/k")
    assert place.scan("_work/k") == []
