"""What Prefect costs: the same folder cleaned by the command line and by the flow, in turns, on one machine.

``python -m benchmarks.flows [--pages 6000 20000] [--rounds 3 1] [--paragraphs 84 84]``: a row of the table for each
place. Processor time is that of whole processes, so that importing Prefect and talking with its server count. A server
with the settings of prefect.toml runs all the time; what it burns because of a run counts too, what it burns anyway
does not. Of the clock two times are shown: that of the whole process, and that of the run, as ``_run.json`` and the
screen tell it.

On a machine that does other work as well, the same pages cost the workers a tenth more or less from run to run. So what
is burnt outside the workers is told apart: Prefect does nothing in them, and the difference there is its own cost.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil

from benchmarks.scratch import scratch
from tests.flows import pages
from tests.flows.live import ROOT, Live

RESULT = Path(__file__).parent / "results" / "flows.md"
JOBS = "2"
PARAGRAPHS = 84
"""Of a page: it costs the command line some twenty milliseconds, less than the mean page of the gold. What Prefect
costs hardly depends on the pages, so that a row of cheap ones (20 paragraphs) shows it larger."""
SETTLE_SECONDS = 8.0
"""After a run the server still works off what it was told; and each run begins on a machine that has rested."""
IDLE_SECONDS = 30.0

HEAD = f"""## What Prefect costs

Seconds of the command line and of the flow in turns, medians of the pairs, with {JOBS} workers; first the CPU of a page
on the command line, in milliseconds. CPU is that of all processes, and of the server because of the run; what of it is
outside the workers is Prefect's own, and told apart, as the workers' share swings with whatever else the machine does.
Targets: at most 5 % more on 6,000 pages, 2 % on 20,000.

| pages | ms | pairs | all: command | flow | more | run: command | flow | more | CPU: command | flow | more | own | |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""


class Cost(NamedTuple):
    """Seconds of a run: of the clock (whole process, and the run in it), and of the processor."""

    wall: float
    run: float
    own: float
    """Of the processor, in the processes of the run."""
    parent: float
    """The part of it that is not the workers'."""
    server: float

    @property
    def cpu(self) -> float:
        return self.own + self.server


class Bench:
    """A server, a raw folder, and runs on it."""

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

    def command_line(self, raw: Path) -> Cost:
        """``python -m pipeline.clean``; the server has nothing to do with it."""
        cost = self._run(["-m", "pipeline.clean", str(raw), "--jobs", JOBS], recorded=False)
        told = json.loads((self.folder / "clean" / "_run.json").read_bytes())
        return cost._replace(run=told["seconds"])

    def flow(self, raw: Path) -> Cost:
        """``python -m flows.clean``, recorded on the server."""
        cost = self._run(["-m", "flows.clean", str(raw), "--jobs", JOBS], recorded=True)
        (last,) = self.live.ask("POST", "/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
        return cost._replace(run=last["total_run_time"])

    def _run(self, command: Sequence[str], *, recorded: bool) -> Cost:
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        burnt, started = self._burnt(), time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command, "--out", str(clean)],
            cwd=ROOT,
            env=self.live.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and still tells its times
        wall, used = time.perf_counter() - started, psutil.Process(process.pid).cpu_times()
        if process.wait() != 0:
            raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
        time.sleep(SETTLE_SECONDS)
        elapsed = time.perf_counter() - started
        server = self._burnt() - burnt - self._idle * elapsed if recorded else 0.0
        parent = used.user + used.system
        return Cost(wall, 0.0, parent + used.children_user + used.children_system, parent, server)

    def _burnt(self) -> float:
        """Processor seconds of the server so far."""
        times = self._server.cpu_times()
        return float(times.user + times.system)


def compare(bench: Bench, count: int, rounds: int, paragraphs: int) -> str:
    """A row of the table; command line and flow take turns, and each begins half of the rounds."""
    raw = bench.folder / f"raw-{count}"
    pages.write(raw, count, paragraphs=paragraphs)
    pairs: list[tuple[Cost, Cost]] = []
    for number in range(rounds):
        if number % 2:
            flow, plain = bench.flow(raw), bench.command_line(raw)
        else:
            plain, flow = bench.command_line(raw), bench.flow(raw)
        pairs.append((plain, flow))
        print(f"  {count:,} pages, round {number + 1}: {plain} {flow}", flush=True)
    shutil.rmtree(raw)
    sides = list(zip(*pairs, strict=True))
    cells = [f"{count:,}", f"{1000 * median(cost.cpu for cost in sides[0]) / count:.0f}", str(rounds)]
    for part in ("wall", "run", "cpu"):
        plain, flow = ([getattr(cost, part) for cost in side] for side in sides)
        more = median(b / a - 1 for a, b in zip(plain, flow, strict=True))
        cells += [f"{median(plain):.1f}", f"{median(flow):.1f}", f"{more:+.1%}"]
    own = [(flow.parent + flow.server - plain.parent, plain.cpu) for plain, flow in pairs]
    cells += [f"{median(seconds for seconds, _ in own):.1f}", f"{median(part / whole for part, whole in own):+.1%}"]
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measure, print and write the table, row by row, as the whole takes an hour on a busy machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[6000, 20_000, 6000])
    parser.add_argument("--rounds", type=int, nargs="+", default=[3, 1, 1], help="for each number of pages")
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
