"""What the engine costs and holds: ``python -m benchmarks.engine [--quick]``.

Every figure is taken on pages of our own making in the same run. Wall times depend on what else the machine does, so
the load stands beside them, and the CPU times say what a quiet machine would make of them.
"""

import argparse
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.engine_cpu import alone_and_beside, environment, measure, run_of
from benchmarks.scratch import scratch
from pipeline.engines.local import cores
from tests.run.kills import children
from tests.run.pages import article, write_folder, write_warc

ROOT = Path(__file__).resolve().parents[1]
RESULT = Path(__file__).parent / "results" / "engine.md"
PAIRS = 5
"""So often one worker and two take turns."""


class Row(NamedTuple):
    """One figure and what it has to reach."""

    what: str
    measured: str
    target: str
    reached: bool


class Spent(NamedTuple):
    """What a process and its children cost."""

    wall: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pages")
    part = 10 if parser.parse_args().quick else 1
    with scratch() as folder:
        rows = [cold_start(folder), *speed(folder, 4000 // part), done_folder(folder, 100_000 // part)]
        rows += flat(folder, 20_000 // part)
    load = f"{os.getloadavg()[2]:.1f} processes at work on {cores()} cores, its own among them"
    table = f"# Engine\n\nMeasured with {load}.\n\n"
    table += "| figure | measured | target | |\n| --- | --- | --- | --- |\n"
    table += "".join(f"| {r.what} | {r.measured} | {r.target} | {'✓' if r.reached else '✗'} |\n" for r in rows)
    print(table)
    if part == 1:
        RESULT.write_text(table, encoding="utf-8")
    sys.exit(0 if all(row.reached for row in rows) else 1)


def cold_start(folder: Path) -> Row:
    """One page, from the command to its document; the best of some, as a disk cache is warm after the first."""
    page = folder / "page.html"
    page.write_text(article(1), encoding="utf-8")
    spent = [spend(clean(page, folder / f"cold{n}")) for n in range(9)]
    wall, cpu = min(one.wall for one in spent), min(one.cpu for one in spent)
    measured = f"{wall:.2f} s ({cpu:.2f} s CPU in two processes)"
    return Row("one page from a cold start", measured, "≤ 1.5 s", wall <= 1.5)


def speed(folder: Path, pages: int) -> list[Row]:
    """The engine's CPU beside the bare chain; two workers beside one, and what the machine allows of that."""
    raw = folder / "many"
    write_folder(raw, pages)
    cost = measure(raw, folder)
    gains, allowed = [], []
    for number in range(PAIRS):
        order = (1, 2) if number % 2 else (2, 1)  # the machine slows down under a lasting load
        took = {jobs: run_of(raw, folder / f"jobs-{jobs}-{number}", jobs)[2] for jobs in order}
        gains.append(took[1] / took[2])
        allowed.append(alone_and_beside(raw))
    gain = median(gains)
    return [
        Row(f"{pages:,} pages, bare chain", f"{cost.bare:.1f} s CPU", "", True),
        Row("the same in a worker", f"{cost.worker:.1f} s CPU ({cost.worker / cost.bare - 1:+.1%})", "", True),
        Row("the process that hands out work", f"{cost.parent:.2f} s CPU", "", True),
        Row("CPU the engine adds", f"{cost.added:+.1%}", "≤ 5 %", cost.added <= 0.05),
        Row("two workers against one, median of the pairs", f"{gain:.2f} × ({_all(gains)})", "≥ 1.85 ×", gain >= 1.85),
        Row("two bare loops side by side against one", f"{median(allowed):.2f} × ({_all(allowed)})", "", True),
    ]


def _all(figures: Sequence[float]) -> str:
    return ", ".join(f"{figure:.2f}" for figure in figures)


def done_folder(folder: Path, pages: int) -> Row:
    """A folder that needs no work: files of one line each, so that making them does not take the day."""
    raw, out = folder / "small", folder / "small-clean"
    for number in range(pages):
        path = raw / f"{number // 1000:03d}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Line {number} of a very small page, which is all there is to read here.\n")
    spend(clean(raw, out))
    again = spend(clean(raw, out))
    measured = f"{again.wall:.1f} s ({again.cpu:.1f} s CPU)"
    return Row(f"{pages:,} pages that are done, checked", measured, "≤ 15 s", again.wall <= 15)


def flat(folder: Path, pages: int) -> list[Row]:
    """Memory of each process over a WARC file, in the first and in the last quarter of the run."""
    raw = folder / "warc"
    raw.mkdir()
    write_warc(raw / "crawl.warc.gz", pages)
    seen: dict[int, list[tuple[float, int]]] = {}
    spend(clean(raw, folder / "warc-clean", "-j", "2"), watch=lambda pid: _look(pid, seen))
    rows = []
    peak = max(size for sizes in seen.values() for _, size in sizes)
    rows.append(Row(f"{pages:,} WARC records, largest process", f"{peak / 1e6:.0f} MB", "≤ 400 MB", peak <= 400e6))
    for number, sizes in enumerate(sorted((s for s in seen.values() if len(s) > 20), key=len, reverse=True)[:3]):
        times = [at for at, _ in sizes]
        span = times[-1] - times[0]
        first = [size for at, size in sizes if times[0] + span * 0.05 < at < times[0] + span * 0.25]
        last = [size for at, size in sizes if at > times[-1] - span * 0.25]
        growth = max(last) / max(first) - 1
        rows.append(Row(f"growth of process {number + 1}", f"{growth:+.0%}", "within 10 %", growth <= 0.10))
    return rows


def clean(raw: Path, out: Path, *more: str) -> list[str]:
    """The command."""
    return [sys.executable, "-m", "pipeline.clean", str(raw), "--out", str(out), "--quiet", *more]


def spend(command: Sequence[str], watch: Callable[[int], None] | None = None) -> Spent:
    """Run a command to its end; the CPU is that of all its processes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    ended = threading.Event()
    if watch is not None:
        threading.Thread(target=_watch, args=(process.pid, watch, ended), daemon=True).start()
    if process.wait() != 0:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
    ended.set()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(time.perf_counter() - began, cpu)


def _watch(pid: int, watch: Callable[[int], None], ended: threading.Event) -> None:
    while not ended.wait(0.2):
        for one in (pid, *children(pid)):
            watch(one)


def _look(pid: int, seen: dict[int, list[tuple[float, int]]]) -> None:
    try:
        size = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return  # it ended while we looked
    seen.setdefault(pid, []).append((time.perf_counter(), size))


if __name__ == "__main__":
    main()
