"""What a folder can hold to hurt: each costs itself and no more."""

import gzip
import io
import os
import random
import subprocess
import zipfile
import zlib
from pathlib import Path

import msgspec
import pytest
import zstandard

from pipeline.engines.work import Limits
from pipeline.errors import StoreError
from pipeline.model import Document
from pipeline.run import Options, clean_folder
from pipeline.store.places import LocalPlace
from tests.run import bombs
from tests.run.mutate import clean_mutated, sources
from tests.run.pages import article, http, record, tree, write_folder


def bomb(megabytes: int) -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(bytes(1 << 20)) for _ in range(megabytes)) + pack.flush()


def test_bombs_are_too_big_and_good_pages_good(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    write_folder(raw, 3)
    member = bomb(100)
    (raw / "gigabytes.html.gz").write_bytes(member * 100)  # ten of them
    (raw / "gigabyte.html.zst").write_bytes(zstandard.ZstdCompressor(level=3).compress(bytes(1 << 28)))
    with (raw / "sparse.html").open("wb") as file:
        file.truncate(1 << 30)
    (raw / "long.txt").write_bytes("یک کلمه ".encode() * 3_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "words " * 100)
    (raw / "zip.html").write_bytes(packed.getvalue())
    (raw / "lines.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + bytes(200_000_000)))
    body = http(member, "Content-Encoding: gzip")
    (raw / "web.warc").write_bytes(record("response", "https://a.example/", "b", body, "http"))
    summary = clean_folder(raw, out, jobs=1)
    assert summary.documents == 3
    found = bombs.outcomes_of(out)
    assert found.pop("zip.html") == "not_text"
    assert {name.partition("#")[0]: outcome for name, outcome in found.items() if outcome != "ok"} == dict.fromkeys(
        ("gigabytes.html.gz", "gigabyte.html.zst", "sparse.html", "long.txt", "lines.jsonl.gz", "web.warc"), "too_big"
    )
    assert clean_folder(raw, out, jobs=1).done == 0


def test_a_folder_of_everything_that_hurts(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    may = bombs.write(raw, 0.0)
    summary = clean_folder(raw, out, jobs=1, options=Options(limits=Limits(seconds=60)))
    assert bombs.wrong(bombs.outcomes_of(out), may) == []
    assert len(bombs.outcomes_of(out)) == summary.pages == len(may) + 5
    assert summary.passed_over["special file"] == summary.passed_over["hidden file"] == 1
    assert clean_folder(raw, out, jobs=1, options=Options(limits=Limits(seconds=60))).done == 0


def test_mutated_pages_all_end_in_one_outcome(tmp_path: Path) -> None:
    dice = random.Random(20)
    options = Options(limits=Limits(seconds=60))
    summary = clean_mutated(120, tmp_path, sources(None, dice), dice, options=options, jobs=2)
    assert summary.pages == summary.documents + summary.skipped + summary.quarantined == 120
    assert len(bombs.outcomes_of(tmp_path / "clean")) == 120
    assert "internal_error" not in summary.outcomes, summary.failures
    assert "timeout" not in summary.outcomes, summary.failures


def test_links_loops_and_odd_files(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    write_folder(raw, 1)
    (tmp_path / "outside.html").write_text(article(9))
    (raw / "loop").symlink_to(raw)
    (raw / "up").symlink_to("..")
    (raw / "out.html").symlink_to(tmp_path / "outside.html")
    os.mkfifo(raw / "pipe.html")
    summary = clean_folder(raw, out, engine="serial")
    assert (summary.pages, summary.documents) == (1, 1)
    assert summary.passed_over == {"link out of the folder": 2, "link to a folder": 1, "special file": 1}


def test_an_unreadable_page_is_tried_again_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    write_folder(raw, 2)
    read = LocalPlace.read

    def refused(self: LocalPlace, path: str, size: int, limit: int) -> bytes:
        if path.endswith("00001.html"):
            raise PermissionError(13, "Permission denied")
        return read(self, path, size, limit)

    with monkeypatch.context() as patch:
        patch.setattr(LocalPlace, "read", refused)
        summary = clean_folder(raw, out, engine="serial")
        assert summary.failures[0].error == "The file cannot be read: Permission denied."
    healed = clean_folder(raw, out, engine="serial")
    assert (healed.done, healed.documents, healed.exit_code) == (1, 2, 0)


def test_a_folder_called_like_an_output_stands_beside_it(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    write_folder(raw, 2)
    (raw / "000/news-00000.html.json").mkdir()
    (raw / "000/news-00000.html.json/inner.html").write_text(article(3))
    summary = clean_folder(raw, out, engine="serial")
    assert (summary.pages, summary.documents) == (3, 3)
    assert clean_folder(raw, out, engine="serial").done == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> "object":
    """A disk of one megabyte; only root may make one."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode != 0:
        pytest.skip(f"no small disk can be made here: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_fills_stops_the_run_and_leaves_nothing_half(tmp_path: Path, small_disk: Path) -> None:
    raw, out = tmp_path / "raw", small_disk / "clean"
    write_folder(raw, 260)
    with pytest.raises(StoreError, match=r"No space left|full"):
        clean_folder(raw, out, jobs=1)
    for path in out.rglob("*.html.json"):
        msgspec.json.decode(path.read_bytes(), type=Document)
    assert not list(out.rglob("draft-*"))
    # With room again, the run goes on and gives what it would have given.
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    summary = clean_folder(raw, out, jobs=1)
    assert (summary.done + summary.unchanged, summary.documents) == (260, 260)
    clean_folder(raw, tmp_path / "calm", jobs=1)
    assert tree(out) == tree(tmp_path / "calm")


def test_a_read_only_clean_is_said(tmp_path: Path, small_disk: Path) -> None:
    write_folder(tmp_path / "raw", 1)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StoreError, match="read-only"):
        clean_folder(tmp_path / "raw", small_disk / "clean", jobs=1)
