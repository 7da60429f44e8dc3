"""What a folder can hold to hurt, at full size: ``python -m tests.run.bombs`` (about ten minutes, 3 GB of disk).

Ten gigabytes behind a small gzip, a page of a gigabyte, a million nested tags, a million attributes, a line of 50 MB,
a hostile line for every rule, names nobody expects. The command is given as a user gives it; every page must end in
an outcome of its row here, no process may hold more than a gigabyte, and a second run must find nothing to do.
``test_hostile`` cleans the same folder at a small part of the size.
"""

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pipeline.store.documents import documents_in
from pipeline.store.places import LocalPlace
from pipeline.strip.rules import RULES
from tests.run.kills import ROOT, children
from tests.run.pages import article

GOOD = frozenset(("ok", "empty", "listing", "js_shell"))
TOO_BIG = frozenset(("too_big",))
NESTED = frozenset(("parse_failed", "empty"))
"""Refused by the parser from some depth on; below it, a tree without a word that stands on its own."""
COSTLY = GOOD | {"timeout", "internal_error", "parse_failed"}
"""A page taken in at a size nobody asked for may run into the limits, which is an answer too."""
_MEMORY = 1_000_000_000
_UNITS = (
    "1399/",
    "۱۲ اسفند ",
    "11 Esfand ",
    "12:3",
    "سال ",
    "http://a.",
    "a@a.",
    "«",
    "(",
    "- ",
    "#آب ",
    "ـ",
    "\u200c",
)
"""Pieces whose repetition is hostile to patterns of dates, addresses and marks."""


def write(raw: Path, scale: float) -> dict[str, frozenset[str]]:
    """Write the folder at this part of full size; the outcomes each source may have. Containers: the file's name."""
    raw.mkdir(parents=True)
    large = max(int(1_000_000_000 * scale), 30_000_000)
    many = max(int(1_000_000 * scale), 20_000)
    may: dict[str, frozenset[str]] = {}

    def put(name: str, data: bytes, outcomes: frozenset[str]) -> None:
        (raw / name).parent.mkdir(exist_ok=True)
        (raw / name).write_bytes(data)
        may[name] = outcomes

    put("gigabytes.html.gz", _zeros(large) * 10, TOO_BIG)
    put("gigabytes.jsonl.gz", _packed(b'{"html": "') + _zeros(max(large, 100_000_000)), TOO_BIG)
    with (raw / "gigabyte.html").open("wb") as file:
        page = article(1).encode() * 500
        for _ in range(large // len(page) + 1):
            file.write(page)
    may["gigabyte.html"] = TOO_BIG
    put("nested.html", b"<html><body>" + b"<div>" * many + b"word" + b"</div>" * many, NESTED)
    put("attributes.html", b"<p " + b"".join(b'a%d="1" ' % n for n in range(many)) + b">word</p>", COSTLY)
    put("line.txt", ("یک کلمه " * max(int(3_500_000 * scale), 1_500_000)).encode(), TOO_BIG)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "words " * 100)
    put("zip.html", packed.getvalue(), frozenset(("not_text",)))
    for name, text in hostile(max(int(100_000 * scale), 5_000)).items():
        put(f"hostile/{name}.txt", text.encode(), GOOD)
    row = {"id": "../../../escape", "html": article(3)}
    put("ids.jsonl", json.dumps(row).encode(), GOOD)
    _odd_names(raw)
    return may


def hostile(length: int) -> dict[str, str]:
    """For each rule a page of lines made to keep its pattern searching: what it looks for over and over, cut short,
    and stretched by spaces. ``length``: letters a line."""
    pages = {}
    for rule in RULES:
        example = next(line for line in rule.must_drop[0].split("\n") if line.strip()).removeprefix(">> ")
        pages[rule.name] = _lines((example, example[:-1], example.split()[0] + " ", example[::-1]), length)
        pages[rule.name] += "\n" + example.replace(" ", " " * length) + "\n"
    pages["pieces"] = _lines(_UNITS, length)
    return pages


def outcomes_of(clean: Path) -> dict[str, str]:
    """Outcome by source, over all that a run wrote."""
    place = LocalPlace(str(clean))
    return {d.source: d.outcome.value for where in ("", "_skipped", "_quarantine") for d in documents_in(place, where)}


def wrong(found: dict[str, str], may: dict[str, frozenset[str]]) -> list[str]:
    """What did not end as it should."""
    named = {source.partition("#")[0]: outcome for source, outcome in found.items()}
    missing = [f"{name}: nowhere" for name in may if name not in named]
    return missing + [
        f"{name}: {named[name]}" for name, outcomes in may.items() if name in named and named[name] not in outcomes
    ]


def _lines(units: tuple[str, ...], length: int) -> str:
    return "\n\n".join(unit * (length // max(len(unit), 1)) for unit in units) + "\n"


def _odd_names(raw: Path) -> None:
    inside = os.fsencode(raw / "names")
    os.mkdir(inside)
    names = (b"two\nlines.html", b"\xff\xfe.html", b"%2e%2e%2f.html", b"a" * 250 + b".html", b"-rf.html", b"..html")
    for number, name in enumerate(names):
        Path(os.fsdecode(inside + b"/" + name)).write_text(article(number), encoding="utf-8")
    (raw / "names" / "loop").symlink_to(raw)
    (raw / "names" / "self.html").symlink_to("self.html")
    os.mkfifo(raw / "names" / "pipe.html")


def _zeros(size: int) -> bytes:
    return _packed(*_pieces(size))


def _pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // (1 << 20)):
        yield bytes(1 << 20)


def _packed(*parts: bytes) -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(part) for part in parts) + pack.flush()


def run(raw: Path, clean: Path, *more: str) -> tuple[int, int]:
    """The command: its exit code, and the most memory one of its processes held."""
    command = [sys.executable, "-m", "pipeline.clean", str(raw), "--out", str(clean), "-q", "-j", "2", *more]
    process = subprocess.Popen(command, cwd=ROOT)
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            for pid in (process.pid, *children(process.pid)):
                peak[0] = max(peak[0], _resident(pid))

    thread = threading.Thread(target=watch)
    thread.start()
    code = process.wait()
    ended.set()
    thread.join()
    return code, peak[0]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0  # it ended while we looked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="part of full size")
    scale = parser.parse_args().scale
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        raw, clean = Path(folder) / "raw", Path(folder) / "clean"
        may = write(raw, scale)
        # The line of the JSON file may now be four times as long as the page in it, which is what a worker may hold.
        taken = {**may, "line.txt": COSTLY, "gigabytes.jsonl.gz": TOO_BIG | {"internal_error"}}
        for more, expected in (((), may), (("--max-bytes", "100000000"), taken)):
            began = time.monotonic()
            code, peak = run(raw, clean, *more)
            faults = wrong(outcomes_of(clean), expected)
            again, _ = run(raw, clean, *more)
            done = json.loads((clean / "_run.json").read_text())["done"]
            print(f"{' '.join(more) or 'as it is'}: exit code {code}, {time.monotonic() - began:.0f} s, ", end="")
            print(f"largest process {peak / 1e6:.0f} MB; second run: exit code {again}, {done} pages; wrong: {faults}")
            failed = failed or bool(faults) or code != 1 or done != 0 or peak > _MEMORY
    sys.exit(int(failed))


if __name__ == "__main__":
    main()
