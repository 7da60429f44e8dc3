"""The progress bar of a run."""

import time
from typing import Self

from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from pipeline.console import err
from pipeline.run import Progress as Standing


class Bar:
    """The progress bar: pages, pages a second, bytes of raw/ that are done, time left."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[pages]:,} pages"),
            _Speed(),
            BarColumn(),
            _Share(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failed]}", style="red"),
            console=err,
            transient=True,
        )
        self._task = self._progress.add_task("clean", total=None, pages=0, failed="")
        self._next = 0.0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._progress.stop()

    def show(self, at: Standing) -> None:
        """Ten times a second is enough for an eye."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + 0.1
        failed = f"{at.quarantined:,} in quarantine" if at.quarantined else ""
        self._progress.update(self._task, completed=at.bytes, total=at.total_bytes, pages=at.pages, failed=failed)


class _Speed(ProgressColumn):
    """Pages a second since the start."""

    def render(self, task: Task) -> Text:
        speed = task.fields["pages"] / task.elapsed if task.elapsed else 0.0
        return Text(f"{speed:,.0f}/s", style="cyan")


class _Share(ProgressColumn):
    """How much is done, once it is known of how much."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.percentage:>3.0f} %" if task.total is not None else "")
