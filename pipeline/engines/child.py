"""The worker process: ``python -m pipeline.engines.child``, started and held to its limits by ``hand.py``.

It is a program of its own and no fork: it never imports the caller's ``__main__``, may be started from any
thread or daemon, and shares no memory with the process that must outlive it.
"""

import fcntl
import gc
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING

from msgspec import Struct

from pipeline.engines.channel import Channel
from pipeline.engines.process import NOBODY
from pipeline.engines.work import Job, Shard
from pipeline.errors import ZolalError
from pipeline.store.readers import Failure
from pipeline.store.records import PageRecord

if TYPE_CHECKING:
    from pipeline.engines.learning import Learner


class Order(Struct, frozen=True, kw_only=True):
    """To the worker: do this shard."""

    shard: Shard
    done: int = 0
    """So many files of it are done."""
    failure: Failure | None = None
    """The first page is not to be tried, but recorded as this."""
    blind: bool = False
    """It is not even to be looked at: reading it kills the worker."""


class Ready(Struct, frozen=True, tag=True):
    """From the worker: everything is imported."""


class Done(Struct, frozen=True, tag=True):
    """From the worker: a page is done, its output in place."""

    record: PageRecord


class Finished(Struct, frozen=True, tag=True):
    """From the worker: the shard is done."""


class Broken(Struct, frozen=True, tag=True):
    """From the worker: the shard cannot be done, whatever the page."""

    error: str


Message = Ready | Done | Finished | Broken


def main(channel: int, lifeline: int, before: int = NOBODY, after: int = NOBODY) -> None:
    """Serve orders until the other side closes the channel; ``before`` and ``after`` as in ``WorkerProcess``."""
    _leave_with_parent(lifeline)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C in the terminal is the parent's to answer
    if before != NOBODY:
        os.read(before, 1)  # nothing is ever written: it ends when the worker before this one is done, or dead
    from pipeline.engines.cleaning import Cleaner  # everything that cleans: it is loaded while the parent plans

    if after != NOBODY:
        os.close(after)

    frozen = False
    worker: Cleaner | Learner | None = None
    keeper: Channel[Order] = Channel(channel, Order)
    keeper.send(Ready())
    while True:
        try:
            (order,) = keeper.receive()
        except EOFError:
            return
        try:
            if worker is None or worker.job != order.shard.job:
                _limit_memory(order.shard.job.limits.memory)
                worker = _learner(order.shard.job) if order.shard.job.task == "learn" else Cleaner(order.shard.job)
            for record in worker.pages(order.shard, done=order.done, failure=order.failure, blind=order.blind):
                keeper.send(Done(record))
                if not frozen:
                    gc.freeze()  # code and models stay; the collector need not look at them again and again
                    frozen = True
            answer: Message = Finished()
        except ZolalError as error:
            answer = Broken(str(error))
        keeper.send(answer)


def _learner(job: Job) -> "Learner":
    from pipeline.engines.learning import Learner  # few runs learn

    return Learner(job)


def _leave_with_parent(lifeline: int) -> None:
    """Have the kernel end this process when the parent's end of the pipe closes, however the parent ended.

    SIGIO ends a process by default, and comes even while C code holds the interpreter; a thread that watches
    the pipe would not get its turn.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC | os.O_NONBLOCK)
    try:
        gone = os.read(lifeline, 1) == b""
    except BlockingIOError:
        gone = False
    if gone:  # it had left before we began to listen
        sys.exit(0)


def _limit_memory(limit: int) -> None:
    """A second line behind the parent's watch: it looks ten times a second, and a page can be faster."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    ceiling = limit + limit // 4
    resource.setrlimit(resource.RLIMIT_DATA, (ceiling if hard == resource.RLIM_INFINITY else min(ceiling, hard), hard))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
