"""Programs that take turns on one machine, and what each costs.

On a machine shared with others the same work costs a tenth more or less from one minute to the next. Whole runs after
one another see different minutes; here the one stands still (SIGSTOP to its process group) while the other works, so
that both see the same ones. The clock of a program stands still with it.
"""

import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

TURN_SECONDS = 0.25
"""A command against itself came out alike within 1 % with these, and up to 5 % apart with turns of 2 s."""


class Spent(NamedTuple):
    """Seconds of a program."""

    wall: float
    """Of the clock, in its own turns."""
    parent: float
    """Of the processor, in the process that was started."""
    children: float
    """Of the processor, in the processes it started and waited for."""

    @property
    def cpu(self) -> float:
        return self.parent + self.children


class Program:
    """A program that can be made to stand still, with all it starts."""

    def __init__(self, command: Sequence[str], *, cwd: Path, environment: Mapping[str, str]) -> None:
        self.command = command
        self._cwd, self._environment = cwd, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._wall = 0.0
        self.spent: Spent | None = None
        """None until it has ended."""

    def turn(self, seconds: float) -> None:
        """Let it work so long, or until it ends. Raises SystemExit where it fails."""
        began = time.perf_counter()
        if self._process is None:
            self._process = subprocess.Popen(
                self.command,
                cwd=self._cwd,
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        else:
            os.killpg(self._process.pid, signal.SIGCONT)
        ended = _ends_within(self._process.pid, seconds)
        self._wall += time.perf_counter() - began
        if ended:
            self.spent = self._reap(self._process)
        else:
            os.killpg(self._process.pid, signal.SIGSTOP)

    def _reap(self, process: subprocess.Popen[bytes]) -> Spent:
        used = psutil.Process(process.pid).cpu_times()  # it has ended, and still tells its times
        if process.wait() != 0:
            raise SystemExit(f"exit code {process.returncode}: {' '.join(self.command)}")
        return Spent(self._wall, used.user + used.system, used.children_user + used.children_system)

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self._process is not None and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def take_turns(*programs: Program) -> list[Spent]:
    """Run all to their end, the first one first, and tell what each spent."""
    try:
        while working := [program for program in programs if program.spent is None]:
            for program in working:
                program.turn(TURN_SECONDS)
        return [program.spent for program in programs if program.spent is not None]
    finally:
        for program in programs:
            program.kill()


def _ends_within(pid: int, seconds: float) -> bool:
    handle = os.pidfd_open(pid)
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
