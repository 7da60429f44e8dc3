"""What the engine costs in CPU: measured page by page beside the bare chain, so that a busy machine slows both alike.

A worker's part is timed in this process: for every page, once the bare loop (read, clean, encode, write) and once
what a worker does (the same, its record, the message about it), in turn. The parent's part is the CPU of the
process that gave the command, imports and summary included, over a real run of the same pages.
"""

import gc
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline import clean_page
from pipeline.config import Settings
from pipeline.engines.child import Done
from pipeline.engines.cleaning import Cleaner
from pipeline.engines.work import Job, PageFile, Shard
from pipeline.store.writers import json_of

ROOT = Path(__file__).resolve().parents[1]
_TOLD = """
import atexit, os, runpy, sys
sys.argv = sys.argv[1:]
@atexit.register
def tell():
    times = os.times()
    with open(os.environ["ZOLAL_BENCH_CPU"], "w") as file:
        file.write(f"{times.user + times.system} {times.children_user + times.children_system}")
runpy.run_module("pipeline.clean", run_name="__main__", alter_sys=True)
"""
_LOOP = """
import sys, time
from pathlib import Path
from pipeline import clean_page
from pipeline.store.writers import json_of
files = sorted(Path(sys.argv[1]).rglob("*.html"))
for path in files[:20]:
    clean_page(path.read_bytes(), source=path.name)
print(flush=True)
sys.stdin.readline()
began = time.perf_counter()
for path in files[int(sys.argv[2]) :: 4]:
    json_of(clean_page(path.read_bytes(), source=path.name))
print(time.perf_counter() - began)
"""


class Cost(Struct, frozen=True):
    """Seconds of CPU over some pages."""

    bare: float
    """Read, cleaned, encoded and written by a plain loop."""
    worker: float
    """The same pages as a worker does them, without its start."""
    parent: float
    """The process that gave the command, from its first import to its end."""

    @property
    def added(self) -> float:
        """Share of the bare loop's CPU that the engine adds."""
        return (self.worker + self.parent) / self.bare - 1


def measure(raw: Path, folder: Path) -> Cost:
    """The cost of the pages in a folder of single pages."""
    bare, worker = _in_turn(raw, folder)
    parent, _, _ = run_of(raw, folder / "measured", 1)
    return Cost(bare, worker, parent)


def run_of(raw: Path, out: Path, jobs: int) -> tuple[float, float, float]:
    """CPU of the parent, CPU of its workers and wall time of a real run, in seconds."""
    told = out.with_suffix(".cpu")
    command = [sys.executable, "-c", _TOLD, "pipeline.clean", str(raw), "--out", str(out), "-q", "-j", str(jobs)]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env={**environment(), "ZOLAL_BENCH_CPU": str(told)}, check=True)
    wall = time.perf_counter() - began
    parent, workers = map(float, told.read_text().split())
    return parent, workers, wall


def alone_and_beside(raw: Path) -> float:
    """What two cores are worth here: the speed of two bare loops side by side, over that of one."""
    (alone,) = _looped(raw, 1)
    return 2 * alone / max(_looped(raw, 2))


def _looped(raw: Path, count: int) -> list[float]:
    loops = [
        subprocess.Popen(
            [sys.executable, "-c", _LOOP, str(raw), str(number)],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(count)
    ]
    pipes = [(loop.stdin, loop.stdout) for loop in loops]
    for _, told in pipes:
        assert told is not None
        told.readline()  # it has imported everything
    for begin, _ in pipes:
        assert begin is not None
        begin.write("\n")
        begin.flush()
    return [float(loop.communicate()[0]) for loop in loops]


def environment() -> dict[str, str]:
    """That of a user: Python keeps its byte code, as it does unless told otherwise."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _in_turn(raw: Path, folder: Path) -> tuple[float, float]:
    files = [path for path in sorted(raw.rglob("*.html")) if path.is_file()]
    plain, out = folder / "plain", folder / "worker"
    plain.mkdir()
    cleaner = Cleaner(Job(raw=str(raw), clean=str(out), settings=Settings(), made="x"))
    encode = msgspec.msgpack.Encoder().encode
    null = os.open(os.devnull, os.O_WRONLY)

    def bare(path: Path) -> None:
        document = clean_page(path.read_bytes(), source=path.relative_to(raw).as_posix())
        (plain / f"{path.name}.json").write_bytes(json_of(document))

    def worked(path: Path) -> None:
        info = path.stat()
        file = PageFile(path.relative_to(raw).as_posix(), info.st_size, info.st_mtime_ns)
        for record in cleaner.pages(Shard(number=1, job=cleaner.job, files=(file,))):
            os.write(null, encode(Done(record)))

    for path in files[:20]:
        bare(path)
        worked(path)
    gc.freeze()
    spent: dict[Callable[[Path], None], float] = {bare: 0.0, worked: 0.0}
    dice = random.Random(1)
    for path in files:
        for does in dice.sample((bare, worked), 2):  # whoever comes second finds the caches warm
            began = time.process_time()
            does(path)
            spent[does] += time.process_time() - began
    os.close(null)
    return spent[bare], spent[worked]
