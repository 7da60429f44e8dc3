"""What a run leaves on the screen: live progress, a table of shards, a summary, a link to the report."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.exceptions import PrefectHTTPStatusError
from prefect.logging import get_run_logger

from flows.summary import report, sentence
from pipeline.run import RunSummary

_UNFIT = re.compile(r"[^a-z0-9]+")
SECONDS_BETWEEN_UPDATES = 3.0
_MOST_SECONDS = 15.0
_SHARE = 0.1
"""Of the time run so far: in a long run the bar moves less often, as each time costs some milliseconds."""


class LiveProgress:
    """A progress bar on the run's page, moved every three seconds at most, and less often in a long run."""

    def __init__(self, clean: str, total: int) -> None:
        """``total``: what 100 % is, in bytes."""
        self._total = total
        self._shown = -1.0
        self._began = self._next = time.monotonic()
        made = _try(lambda: create_progress_artifact(0.0, key=key("progress", clean), description="Begun"))
        self._id = cast(UUID | None, made)  # a coroutine only where an event loop runs, which is not the case here

    def show(self, done: int, description: str) -> None:
        """Move to ``done`` of the total, unless it moved a moment ago or by less than a tenth of 1 %."""
        percent = round(100 * done / self._total, 1) if self._total else 100.0
        now = time.monotonic()
        if self._id is None or percent == self._shown or (now < self._next and percent < 100):
            return
        artifact, self._shown = self._id, percent
        self._next = now + max(SECONDS_BETWEEN_UPDATES, min(_MOST_SECONDS, _SHARE * (now - self._began)))
        _try(lambda: update_progress_artifact(artifact, percent, description=description))


def leave_table(clean: str, rows: Sequence[Mapping[str, object]]) -> None:
    """The table of shards."""
    text = f"The shards of the last run into {clean}"
    _try(lambda: create_table_artifact([dict(row) for row in rows], key=key("shards", clean), description=text))


def leave_summary(summary: RunSummary) -> None:
    """The summary of a run in markdown."""
    text = report(summary)
    _try(lambda: create_markdown_artifact(text, key=key("summary", summary.clean), description=sentence(summary)))


def leave_link(clean: str) -> None:
    """A link to ``report.html``, where ``python -m pipeline.report`` has made one."""
    page = Path(clean) / "report.html"
    if "://" not in clean and page.is_file():
        link, name = page.resolve().as_uri(), key("report", clean)
        _try(lambda: create_link_artifact(link, link_text=page.name, key=name, description="The whole report"))


def key(kind: str, clean: str) -> str:
    """The name that joins the artifacts of one folder over all its runs, such as ``summary-news-clean``."""
    return "-".join(filter(None, [kind, *_UNFIT.sub("-", clean.lower()).strip("-").split("-")[-4:]]))


def _try[T](call: Callable[[], T]) -> T | None:
    """A server that is away for a while costs a picture of the run, not the run."""
    try:
        return call()
    except (httpx.HTTPError, PrefectHTTPStatusError) as error:
        get_run_logger().warning("An artifact could not be written: %s", error)
        return None
