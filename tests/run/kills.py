"""Kill -9 at random moments, resume, compare: ``python -m tests.run.kills --kills 100 --pages 2000``.

Kills the parent or one of its workers; after every kill of a parent the same command is given again. In the end the
outputs must be those of a run nobody disturbed, with nothing left over.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.run.pages import tree, write_folder, write_warc

ROOT = Path(__file__).resolve().parents[2]


def clean_command(raw: Path, clean: Path, *more: str) -> list[str]:
    """The command of a run."""
    return [sys.executable, "-m", "pipeline.clean", str(raw), "--out", str(clean), "-j", "2", *more]


def start(raw: Path, clean: Path, *more: str) -> "subprocess.Popen[str]":
    """Begin a run."""
    return subprocess.Popen(
        clean_command(raw, clean, *more),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def children(pid: int) -> list[int]:
    """Processes started by this one."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended while we looked
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def torment(raw: Path, clean: Path, kills: int, dice: random.Random, longest: float) -> dict[str, int]:
    """Runs and kills until ``kills`` have been dealt out, then a run that is left alone; counts of each kind."""
    dealt = {"parent": 0, "worker": 0, "whole runs": 0}
    while dealt["parent"] + dealt["worker"] < kills:
        run = start(raw, clean)
        while dealt["parent"] + dealt["worker"] < kills:
            try:
                run.wait(timeout=dice.uniform(0.05, longest))
                break
            except subprocess.TimeoutExpired:
                pass
            workers = children(run.pid)
            if workers and dice.random() < 0.3:
                os.kill(dice.choice(workers), signal.SIGKILL)
                dealt["worker"] += 1
                continue
            run.kill()
            dealt["parent"] += 1
            run.wait()
            _wait_for_end(workers)
            break
        output = run.communicate()[0]
        if run.returncode not in (0, -signal.SIGKILL):
            raise AssertionError(f"exit code {run.returncode}: {output}")
        if run.returncode == 0:
            dealt["whole runs"] += 1
            shutil.rmtree(clean)  # done too early: the remaining kills hit a new run
    last = start(raw, clean)
    output = last.communicate()[0]
    if last.returncode != 0:
        raise AssertionError(f"exit code {last.returncode}: {output}")
    return dealt


def _wait_for_end(workers: list[int]) -> None:
    """Workers must leave with their parent by themselves; one that is still starting notices when it is up."""
    deadline = time.monotonic() + 60
    while alive := [pid for pid in workers if _alive(pid)]:
        if time.monotonic() > deadline:
            raise AssertionError(f"workers outlive their parent: {alive}")
        time.sleep(0.01)


def _alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    dice = random.Random(given.seed)
    print(f"seed {given.seed}")
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        write_folder(raw, given.pages // 2)
        write_warc(raw / "crawl.warc.gz", given.pages - given.pages // 2)
        began = time.monotonic()
        subprocess.run(clean_command(raw, Path(folder) / "calm"), cwd=ROOT, check=True)
        seconds = time.monotonic() - began
        expected = tree(Path(folder) / "calm")
        dealt = torment(raw, Path(folder) / "torn", given.kills, dice, longest=seconds / 6)
        found = tree(Path(folder) / "torn")
        differing = sorted(name for name in {**expected, **found} if expected.get(name) != found.get(name))
        print(f"{dealt}; {len(expected)} outputs, {len(differing)} of them differ {differing[:5]}")
        sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
