"""What Prefect costs: the same folder cleaned by the command line and by the flow, in turns, on one machine.

``python -m benchmarks.flows [--pages 6000 20000] [--rounds 3 2] [--paragraphs 84 84]``: a row of the table for each
place. Times are those of whole processes, so that importing Prefect and talking with its server count. A server with
the settings of prefect.toml runs all the time; what it burns because of a run counts too, what it burns anyway does
not. What is burnt outside the workers is told apart: it is Prefect's own, as it does nothing in them.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil

from benchmarks.scratch import scratch
from benchmarks.turns import TURN_SECONDS, Program, Spent, take_turns
from tests.flows import pages
from tests.flows.live import ROOT, Live

RESULT = Path(__file__).parent / "results" / "flows.md"
JOBS = "2"
PARAGRAPHS = 84
"""Of a page: it costs the command line some twenty milliseconds, less than the mean page of the gold. What Prefect
costs hardly depends on the pages, so that a row of cheap ones (20 paragraphs) shows it larger."""
SETTLE_SECONDS = 8.0
"""After a run the server still works off what it was told."""
IDLE_SECONDS = 30.0

HEAD = f"""## What Prefect costs

Seconds of the command line and of the flow, with {JOBS} workers, medians of the pairs; first the CPU of a page on the
command line, in milliseconds. Both work at the same time in turns of {TURN_SECONDS:g} s, and the clock of each stands
still in the turns of the other. CPU is that of all processes, and of the server because of the run; what of it is
outside the workers is Prefect's own. Targets: at most 5 % more on 6,000 pages, 2 % on 20,000.

| pages | ms | pairs | clock: command | flow | more | from … to | CPU: command | flow | more | own | |
|---|---|---|---|---|---|---|---|---|---|---|---|
"""


class Pair(NamedTuple):
    """What one folder cost both."""

    command: Spent
    flow: Spent
    server: float
    """Processor seconds of the server because of the flow."""

    @property
    def clock(self) -> float:
        """The share by which the flow takes longer."""
        return self.flow.wall / self.command.wall - 1

    @property
    def flow_cpu(self) -> float:
        """Processor seconds of the flow, and of the server because of it."""
        return self.flow.cpu + self.server

    @property
    def cpu(self) -> float:
        """The share by which the flow costs more."""
        return self.flow_cpu / self.command.cpu - 1

    @property
    def own(self) -> float:
        """Processor seconds more outside the workers."""
        return self.flow.parent + self.server - self.command.parent


class Bench:
    """A server, and pairs of runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.live = Live(folder / "live")
        # Without the guard of the tests, which listens to every name look-up and every import.
        self.live.environment["PYTHONPATH"] = str(ROOT)
        self.live.start_server()
        assert self.live.server is not None
        self._server = psutil.Process(self.live.server.pid)
        before = self._burnt()
        time.sleep(IDLE_SECONDS)
        self._idle = (self._burnt() - before) / IDLE_SECONDS

    def pair(self, raw: Path, *, flow_first: bool) -> Pair:
        """Both clean the same folder, each into one of its own."""
        programs = [self._program("pipeline.clean", raw), self._program("flows.clean", raw)]
        before, began = self._burnt(), time.perf_counter()
        if flow_first:
            flow, command = take_turns(*reversed(programs))
        else:
            command, flow = take_turns(*programs)
        time.sleep(SETTLE_SECONDS)
        server = self._burnt() - before - self._idle * (time.perf_counter() - began)
        return Pair(command, flow, server)

    def _program(self, module: str, raw: Path) -> Program:
        out = self.folder / module
        shutil.rmtree(out, ignore_errors=True)
        command = [sys.executable, "-m", module, str(raw), "--jobs", JOBS, "--out", str(out)]
        return Program(command, cwd=ROOT, environment=self.live.environment)

    def _burnt(self) -> float:
        """Processor seconds of the server so far."""
        times = self._server.cpu_times()
        return float(times.user + times.system)


def compare(bench: Bench, count: int, rounds: int, paragraphs: int) -> str:
    """A row of the table; command line and flow take the first turn in half of the rounds each."""
    raw = bench.folder / f"raw-{count}"
    pages.write(raw, count, paragraphs=paragraphs)
    pairs: list[Pair] = []
    for number in range(rounds):
        pairs.append(bench.pair(raw, flow_first=number % 2 == 1))
        print(f"  {count:,} pages, round {number + 1}: {pairs[-1]}", flush=True)
    shutil.rmtree(raw)
    return f"| {' | '.join(_cells(count, pairs))} |"


def _cells(count: int, pairs: list[Pair]) -> Iterable[str]:
    yield f"{count:,}"
    yield f"{1000 * median(pair.command.cpu for pair in pairs) / count:.0f}"
    yield str(len(pairs))
    yield f"{median(pair.command.wall for pair in pairs):.1f}"
    yield f"{median(pair.flow.wall for pair in pairs):.1f}"
    yield f"{median(pair.clock for pair in pairs):+.1%}"
    yield f"{min(pair.clock for pair in pairs):+.1%} … {max(pair.clock for pair in pairs):+.1%}"
    yield f"{median(pair.command.cpu for pair in pairs):.1f}"
    yield f"{median(pair.flow_cpu for pair in pairs):.1f}"
    yield f"{median(pair.cpu for pair in pairs):+.1%}"
    yield f"{median(pair.own for pair in pairs):.1f}"
    yield f"{median(pair.own / pair.command.cpu for pair in pairs):+.1%}"


def main() -> int:
    """Measure, print and write the table, row by row, as the whole takes half an hour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[6000, 20_000, 6000])
    parser.add_argument("--rounds", type=int, nargs="+", default=[3, 2, 1], help="for each number of pages")
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[PARAGRAPHS, PARAGRAPHS, 20], help="of a page")
    told = parser.parse_args()
    RESULT.parent.mkdir(exist_ok=True)
    table = HEAD
    with scratch() as folder:
        bench = Bench(folder)
        try:
            for count, rounds, paragraphs in zip(told.pages, told.rounds, told.paragraphs, strict=False):
                table += compare(bench, count, rounds, paragraphs) + "\n"
                RESULT.write_text(table, encoding="utf-8")
        finally:
            bench.live.close()
    print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
