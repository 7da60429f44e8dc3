"""Starting a worker process; nothing heavy is imported here, so that it can be the first thing a command does."""

import os
import subprocess
import sys
from collections import deque
from pathlib import Path
from socket import socketpair

import pipeline

NOBODY = -1
"""Instead of a file descriptor: there is no worker before this one, or after it."""


class WorkerProcess:
    """A worker and the two ways to it: a channel for messages, and a lifeline it leaves by when it closes."""

    def __init__(self, before: int = NOBODY, after: int = NOBODY) -> None:
        """Two file descriptors of pipes may be given: it imports nothing until ``before`` ends, and ends ``after``
        once it has imported everything."""
        ours, theirs = socketpair()
        lifeline, self._lifeline = os.pipe()
        given = (theirs.fileno(), lifeline, before, after)
        home = str(Path(pipeline.__file__).parent.parent)
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        # One thread a worker: the cores are shared out by the number of workers.
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.engines.child", *map(str, given)],
                env={**os.environ, **threads, "PYTHONPATH": os.pathsep.join(paths)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("ZOLAL_DEBUG") else subprocess.DEVNULL,
                pass_fds=[one for one in given if one != NOBODY],
            )
        finally:
            theirs.close()
            for one in given[1:]:
                if one != NOBODY:
                    os.close(one)
        self.channel = ours.detach()
        """File descriptor of the channel; belongs to whoever took the process."""

    def kill(self) -> None:
        """End it now; it may be in the middle of anything."""
        self.process.kill()
        self.process.wait()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1


_early: deque[WorkerProcess] = deque()


def start_early(count: int = 1) -> None:
    """Start workers before anything else, so that they import what cleans while the command imports its own things
    and reads its options. They do it one after the other, as together they would take the command's core.
    Those that nobody takes leave with this process."""
    before = NOBODY
    for left in reversed(range(count)):
        next_before, after = os.pipe() if left else (NOBODY, NOBODY)
        _early.append(WorkerProcess(before, after))
        before = next_before


def take() -> WorkerProcess:
    """A worker: the next of those that were started early, or a new one."""
    return _early.popleft() if _early else WorkerProcess()
