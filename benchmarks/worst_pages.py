"""The worst pages: the slowest and the most hungry of all open pages, and made pages that grow.

``python -m benchmarks.worst_pages [--gold] [--made]`` prints two tables, and writes them to
``results/worst_pages.md``. Every page is cleaned in one process of its own beside this one, whose memory is that of a
worker: a page's peak is told by the kernel, from the moment the page comes in (Linux).
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec import Struct

from benchmarks import html_gold
from pipeline import clean_page

RESULT = Path(__file__).parent / "results" / "worst_pages.md"
SLOWEST = 5
SIZES = (50_000, 100_000, 200_000)
"""Elements, or pieces of text, of a made page."""
_PEAK = re.compile(r"VmHWM:\s*(\d+) kB")
_SENTENCE = "The river runs from the hills to the sea, and on its way it passes by many villages. "

MADE: dict[str, Callable[[int], str]] = {
    "paragraphs (5 MB at the most)": lambda n: f"<p>{_SENTENCE * 3}</p>" * (n // 10),
    "nested <div>": lambda n: "<div>" * (n // 2) + "deep" + "</div>" * (n // 2),
    "nested <div> by the hundred": lambda n: ("<div>" * 100 + "deep" + "</div>" * 100) * (n // 100),
    "<span> in a line": lambda n: f"<p>{'<span>word </span>' * n}</p>",
    "links": lambda n: "".join(f'<a href="/page/{i}">page {i}</a> ' for i in range(n)),
    "a list of links": lambda n: "<ul>" + "".join(f'<li><a href="/{i}">item {i}</a>' for i in range(n // 2)) + "</ul>",
    "rows of a table": lambda n: (
        "<table>" + "".join(f"<tr><td>{i}<td>name {i}<td>some words" for i in range(n // 4)) + "</table>"
    ),
    "distinct classes": lambda n: "".join(f'<div class="block-{i} post{i}">line {i}</div>' for i in range(n)),
    "<br> after <br>": lambda n: "".join(f"line {i}<br>" for i in range(n)),
    "empty <i>": lambda n: f"<p>{'<i></i>' * n}text</p>",
}
"""Pages by the number of their elements."""


class Cost(Struct, frozen=True):
    """What a page cost."""

    name: str
    bytes: int
    seconds: float
    """CPU."""
    peak: float
    """Megabytes the process had at the most."""


def main() -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", action="store_true", help="the open pages alone")
    parser.add_argument("--made", action="store_true", help="the made pages alone")
    options = parser.parse_args()
    both = options.gold == options.made
    parts = []
    if both or options.gold:
        parts.append(of_gold())
    if both or options.made:
        parts.append(of_made())
    print(*parts, sep="\n\n")
    if both:
        RESULT.write_text("## Worst pages\n\n" + "\n\n".join(parts) + "\n", encoding="utf-8")


def of_gold() -> str:
    """The slowest and the most hungry open pages."""
    costs = list(costs_of((f"{page.set} {page.id}", page.data) for page in html_gold.pages()))
    worst = sorted(costs, key=lambda cost: -cost.seconds)[:SLOWEST]
    hungry = max(costs, key=lambda cost: cost.peak)
    rows = [f"| {one.name} | {one.bytes / 1e6:.2f} | {one.seconds:.2f} | {one.peak:.0f} |" for one in (*worst, hungry)]
    head = f"The slowest {SLOWEST} of {len(costs):,} open pages, and the one that took the most memory.\n\n"
    return "\n".join([head + "| page | MB | CPU s | peak MB |\n|---|---|---|---|", *rows])


def of_made() -> str:
    """Made pages of growing size; a linear one takes twice as long at twice the size."""
    sizes = " | ".join(f"{size:,}: MB | CPU s | peak MB" for size in SIZES)
    rows = []
    for name, make in MADE.items():
        costs = costs_of((name, f"<html><body>{make(size)}</body></html>".encode()) for size in SIZES)
        cells = [f"{one.bytes / 1e6:.1f} | {one.seconds:.2f} | {one.peak:.0f}" for one in costs]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    head = "Made pages of growing size.\n\n"
    return "\n".join([f"{head}| page | {sizes} |\n|---|{'---|' * 3 * len(SIZES)}", *rows])


def costs_of(pages: Iterator[tuple[str, bytes]]) -> Iterator[Cost]:
    """Clean pages, given as (name, bytes), one after the other in a process of their own."""
    context = get_context("spawn")
    here, there = context.Pipe()
    worker = context.Process(target=_clean, args=(there,), daemon=True)
    worker.start()
    there.close()
    for name, data in pages:
        here.send(data)
        seconds, peak = here.recv()
        yield Cost(name, len(data), seconds, peak)
    here.send(None)
    worker.join()


def _clean(pipe: Connection) -> None:
    clean_page(b"<html><body><p>What is read once in a process is no cost of a page.</body></html>")
    while (data := pipe.recv()) is not None:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins here
        start = time.process_time()
        clean_page(data, content_type="text/html")
        seconds = time.process_time() - start
        found = _PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))
        pipe.send((seconds, int(found.group(1)) / 1024 if found else 0.0))


if __name__ == "__main__":
    main()
