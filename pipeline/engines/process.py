"""Starting a worker process; nothing heavy is imported here, so that it can be the first thing a command does."""

import os
import subprocess
import sys
from pathlib import Path
from socket import socketpair

import pipeline


class WorkerProcess:
    """A worker and the two ways to it: a channel for messages, and a lifeline it leaves by when it closes."""

    def __init__(self) -> None:
        ours, theirs = socketpair()
        lifeline, self._lifeline = os.pipe()
        home = str(Path(pipeline.__file__).parent.parent)
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        # One thread a worker: the cores are shared out by the number of workers.
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.engines.child", str(theirs.fileno()), str(lifeline)],
                env={**os.environ, **threads, "PYTHONPATH": os.pathsep.join(paths)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("ZOLAL_DEBUG") else subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), lifeline),
            )
        finally:
            theirs.close()
            os.close(lifeline)
        self.channel = ours.detach()
        """File descriptor of the channel; belongs to whoever took the process."""

    def kill(self) -> None:
        """End it now; it may be in the middle of anything."""
        self.process.kill()
        self.process.wait()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1


_early: list[WorkerProcess] = []


def start_early(count: int = 1) -> None:
    """Start workers before anything else, so that they import what cleans while the command reads its options.
    Those that nobody takes leave with this process."""
    _early.extend(WorkerProcess() for _ in range(count))


def take() -> WorkerProcess:
    """A worker: one that was started early, or a new one."""
    return _early.pop() if _early else WorkerProcess()
