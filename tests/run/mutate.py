"""Pages with bytes flipped, cut, spliced, doubled, and in the wrong charset:

``python -m tests.run.mutate --pages 20000 [--seed N]`` cleans so many of them and counts what became of each.
"""

import argparse
import random
import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.model import Outcome
from pipeline.run import RunSummary, clean_folder
from pipeline.store.documents import documents_in
from pipeline.store.places import LocalPlace
from tests.run.pages import article

ROOT = Path(__file__).resolve().parents[2]
_LARGEST = 150_000


def sources(gold: Path | None, dice: random.Random) -> list[bytes]:
    """Pages to begin with: the samples of raw/, invented articles, and the gold where it is at hand."""
    found = [path.read_bytes() for path in sorted((ROOT / "raw").rglob("*.*")) if path.is_file()]
    found += [article(number).encode() for number in range(20)]
    if gold is not None:
        for archive in sorted(gold.glob("*.tar.xz")):
            pages = list(_pages(archive))
            found += dice.sample(pages, min(60, len(pages)))
    return [page for page in found if len(page) < _LARGEST]


def mutated(page: bytes, pages: Sequence[bytes], dice: random.Random) -> bytes:
    """One page made worse, in one to three ways."""
    data = bytearray(page)
    for _ in range(dice.randint(1, 3)):
        dice.choice((_flip, _cut, _splice, _double, _charset, _insert))(data, pages, dice)
    return bytes(data)


def clean_mutated(count: int, folder: Path, pages: Sequence[bytes], dice: random.Random, **more: object) -> RunSummary:
    """Write ``count`` mutated pages and clean them."""
    for number in range(count):
        path = folder / "raw" / f"{number // 500:03d}" / f"{number:05d}.{dice.choice(('html', 'txt'))}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mutated(dice.choice(pages), pages, dice))
    return clean_folder(folder / "raw", folder / "clean", **more)  # type: ignore[arg-type]


def _pages(archive: Path) -> Iterator[bytes]:
    with tarfile.open(archive) as files:
        for member in files:
            if member.name.endswith(".html") and (file := files.extractfile(member)) is not None:
                yield file.read()


def _flip(data: bytearray, _: Sequence[bytes], dice: random.Random) -> None:
    for _n in range(dice.choice((1, 10, len(data) // 50))):
        if data:
            data[dice.randrange(len(data))] ^= dice.randint(1, 255)


def _cut(data: bytearray, _: Sequence[bytes], dice: random.Random) -> None:
    at = dice.randint(0, len(data))
    del data[at : at + dice.choice((1, 50, len(data)))]


def _splice(data: bytearray, pages: Sequence[bytes], dice: random.Random) -> None:
    other = dice.choice(pages)
    at, start = dice.randint(0, len(data)), dice.randint(0, len(other))
    data[at:at] = other[start : start + dice.randint(0, 5000)]


def _double(data: bytearray, _: Sequence[bytes], dice: random.Random) -> None:
    at = dice.randint(0, len(data))
    piece = bytes(data[at : at + dice.randint(1, 200)])
    data[at:at] = piece * dice.choice((2, 30, 300))


def _charset(data: bytearray, _: Sequence[bytes], dice: random.Random) -> None:
    to = dice.choice(("windows-1256", "utf-16", "iso-8859-1", "utf-7", "shift_jis", "utf-8"))
    data[:] = data.decode("utf-8", "replace").encode(to, "replace")


def _insert(data: bytearray, _: Sequence[bytes], dice: random.Random) -> None:
    nasty = (
        b"\0" * 50, b"\xef\xbb\xbf", b"\xff\xfe", b"<!--", b"<![CDATA[", b"<script>", b"<meta charset=utf-16>",
        b"</html>", b"&#1114112;", b"&" * 500, b"<div>" * 400, "\u202e\u200d\u0301".encode() * 40, b"\x1b[31m",
        b'<a href="http://[::1">x</a>', b'<link rel=canonical href="http://[bad">', b"\r" * 30, b"<table>" * 50,
    )  # fmt: skip
    at = dice.randint(0, len(data))
    data[at:at] = dice.choice(nasty)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("-j", type=int, default=None)
    given = parser.parse_args()
    dice = random.Random(given.seed)
    gold = ROOT.parent / "shared" / "gold" / "html"
    pages = sources(gold if gold.is_dir() else None, dice)
    print(f"seed {given.seed}, {len(pages)} pages to begin with")
    with tempfile.TemporaryDirectory() as folder:
        summary = clean_mutated(given.pages, Path(folder), pages, dice, jobs=given.j)
        print(summary.outcomes, f"{summary.seconds:.0f} s")
        for document in documents_in(LocalPlace(f"{folder}/clean"), "_quarantine"):
            if document.outcome in (Outcome.INTERNAL_ERROR, Outcome.TIMEOUT):
                print(f"{document.source}: {document.error}")
                kept = Path(tempfile.gettempdir()) / f"zolal-mutated-{Path(document.source).name}"
                shutil.copy(Path(folder) / "raw" / document.source, kept)
                print(f"  kept as {kept}")
    whole = summary.documents + summary.skipped + summary.quarantined == summary.pages == given.pages
    bugs = summary.outcomes.get("internal_error", 0)
    print(f"every page in one outcome: {whole}; internal errors: {bugs}")
    sys.exit(0 if whole and not bugs else 1)


if __name__ == "__main__":
    main()
