"""Single files, and the folders they lie in."""

import gzip
import os
from pathlib import Path

import pytest

from pipeline.model import Outcome
from pipeline.store.places import LocalPlace
from pipeline.store.readers import RawPage, read_file

LIMIT = 10_000


def read(folder: Path, name: str, data: bytes) -> RawPage:
    (folder / name).write_bytes(data)
    return read_file(LocalPlace(str(folder)), name, len(data), LIMIT)


def outcome(page: RawPage) -> Outcome | None:
    return page.failure.outcome if page.failure else None


def test_a_page_is_its_bytes(tmp_path: Path) -> None:
    page = read(tmp_path, "a.html", b"<p>hi</p>")
    assert (page.data, page.failure, page.content_type) == (b"<p>hi</p>", None, None)
    assert len(page.file_sha256) == 64


@pytest.mark.parametrize("thought", [0, 3, 9, 50])
def test_a_page_that_grew_or_shrank_is_read_as_it_is(tmp_path: Path, thought: int) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>hi</p>")
    assert read_file(LocalPlace(str(tmp_path)), "a.html", thought, LIMIT).data == b"<p>hi</p>"


def test_a_packed_page_is_unpacked_and_hashed_as_it_lies_there(tmp_path: Path) -> None:
    plain = read(tmp_path, "a.html", b"<p>hi</p>")
    packed = read(tmp_path, "a.html.gz", gzip.compress(b"<p>hi</p>"))
    assert packed.data == plain.data
    assert packed.file_sha256 != plain.file_sha256


def test_a_truncated_gzip_is_named(tmp_path: Path) -> None:
    page = read(tmp_path, "a.html.gz", gzip.compress(os.urandom(500))[:-40])
    assert outcome(page) is Outcome.DECODE_FAILED
    assert page.failure is not None
    assert "cut off" in page.failure.error


def test_a_large_page_is_too_big_packed_or_not(tmp_path: Path) -> None:
    assert outcome(read(tmp_path, "a.html", b"x" * (LIMIT + 1))) is Outcome.TOO_BIG
    assert outcome(read(tmp_path, "a.html.gz", gzip.compress(b"x" * (LIMIT + 1)))) is Outcome.TOO_BIG
    assert outcome(read(tmp_path, "a.txt", b"x" * LIMIT)) is None


def test_a_file_that_went_away_is_tried_again(tmp_path: Path) -> None:
    page = read_file(LocalPlace(str(tmp_path)), "gone.html", 5, LIMIT)
    assert page.failure is not None
    assert page.failure.again


def test_mhtml_gives_its_first_html_part(tmp_path: Path) -> None:
    data = (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://a.example/saved\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="XX"\r\n\r\n'
        b"--XX\r\nContent-Type: image/png\r\n\r\nnot this\r\n"
        b"--XX\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://a.example/part\r\n\r\n<p>=D8=A8=D8=A7=D8=B1=D8=A7=D9=86</p>\r\n--XX--\r\n"
    )
    page = read(tmp_path, "saved.mhtml", data)
    assert isinstance(page.data, bytes)
    assert page.data.decode().strip() == "<p>باران</p>"
    assert page.url == "https://a.example/part"
    assert outcome(read(tmp_path, "no.mht", b"just text")) is Outcome.PARSE_FAILED


def test_links_stay_inside_and_odd_files_are_named(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    (root / "in").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("<p>outside</p>")
    (root / "in" / "a.html").write_text("<p>inside</p>")
    (root / "again.html").symlink_to(root / "in" / "a.html")
    (root / "out.html").symlink_to(tmp_path / "secret.html")
    (root / "loop").symlink_to(root)
    (root / "broken.html").symlink_to(root / "nowhere.html")
    os.mkfifo(root / "pipe.html")
    found = {entry.name: entry for entry in LocalPlace(str(root)).scan("")}
    assert {name: entry.odd for name, entry in found.items() if entry.odd} == {
        "out.html": "link out of the folder",
        "loop": "link to a folder",
        "broken.html": "unreadable (No such file or directory)",
        "pipe.html": "special file",
    }
    assert found["again.html"].size == found["in"].size + len("<p>inside</p>")


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    place = LocalPlace(str(tmp_path))
    place.write("a/b.json", b"one")
    assert (tmp_path / "a/b.json").read_bytes() == b"one"

    def half_way() -> None:
        with place.create("a/b.json") as file:
            file.write(b"two")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert (tmp_path / "a/b.json").read_bytes() == b"one"
    place.tidy("_work")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b.json"]


def test_removing_the_last_file_removes_its_folders(tmp_path: Path) -> None:
    place = LocalPlace(str(tmp_path))
    place.write("_quarantine/a/b.json", b"{}")
    place.remove("_quarantine/a/b.json")
    place.remove("_quarantine/a/b.json")
    place.tidy("_work")
    assert list(tmp_path.iterdir()) == []
    place.write("_quarantine/a/b.json", b"{}")
    assert (tmp_path / "_quarantine/a/b.json").exists()
