"""What the commands share: options for the settings, errors as sentences, the summary of a run."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
import typer
from msgspec import Meta
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.config import Dates, Digits, Extract, Normalize, Settings
from pipeline.errors import ZolalError
from pipeline.run import RunSummary

WRONG_USE = 2

out = Console()
err = Console(stderr=True)


def _told(name: str) -> dict[str, str]:
    """Help of a setting, from the one place where it is described."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    meta = next(arg for arg in get_args(hint) if isinstance(arg, Meta)) if get_origin(hint) is Annotated else Meta()
    return {"help": meta.description or "", "rich_help_panel": "What becomes of a page"}


DatesOption = Annotated[Dates, typer.Option("--dates", **_told("dates"))]
NormalizeOption = Annotated[Normalize, typer.Option("--normalize", **_told("normalize"))]
DigitsOption = Annotated[Digits, typer.Option("--digits", **_told("digits"))]
ExtractOption = Annotated[Extract, typer.Option("--extract", **_told("extract"))]
KeepOption = Annotated[list[str] | None, typer.Option("--keep", metavar="CLASS", **_told("keep"))]
DropOption = Annotated[list[str] | None, typer.Option("--drop", metavar="CLASS", **_told("drop"))]
ListingsOption = Annotated[bool, typer.Option("--keep-listings", **_told("keep_listings"))]
MaxBytesOption = Annotated[int, typer.Option("--max-bytes", min=1, **_told("max_bytes"))]


def settings_of(**given: Any) -> Settings:
    """Settings out of options; a class that does not exist is wrong use."""
    given = {name: tuple(value or ()) if name in ("keep", "drop") else value for name, value in given.items()}
    try:
        return msgspec.convert(given, Settings)
    except msgspec.ValidationError as error:
        raise typer.BadParameter(str(error)) from error


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Errors raised on purpose become a sentence and exit code 2."""
    try:
        yield
    except ZolalError as error:
        err.print(Text.assemble(("zolal: ", "bold red"), str(error)))
        raise typer.Exit(WRONG_USE) from error


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """The first SIGINT or SIGTERM ends the run in good order, the second one at once."""
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_command(command: Callable[..., None], name: str, examples: str) -> None:
    """Run a module's command as a program: ``python -m pipeline.clean``."""
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    register(app, command, name, examples)
    app(prog_name=f"python -m pipeline.{name}")


def register(app: typer.Typer, command: Callable[..., None], name: str, examples: str) -> None:
    """Add a command with its examples to a program."""

    @wraps(command)
    def spoken(**given: Any) -> None:
        with errors_as_sentences():
            command(**given)

    lines = [f"  {line.strip()}" for line in examples.strip().splitlines()]
    app.command(name, epilog="Examples:\n\n\b\n" + "\n".join(lines))(spoken)


def show_summary(summary: RunSummary) -> None:
    """The table at the end of a run."""
    out.print(summary_of(summary))


def summary_of(summary: RunSummary) -> RenderableType:
    """Pages by outcome, lines kept and removed by class, languages, dates, and where to look."""
    parts: list[RenderableType] = [_numbers(summary)]
    if summary.failures:
        parts.append(_failures(summary))
    parts += [Text(f"! {sentence}", style="yellow") for sentence in summary.drifted]
    if summary.vanished and not summary.pruned:
        parts.append(
            Text(f"{len(summary.vanished):,} pages vanished from {summary.raw}; --prune removes their outputs.")
        )
    parts.append(_ending(summary))
    return Group(*parts)


def _numbers(summary: RunSummary) -> Table:
    table = Table(title=f"{summary.raw} → {summary.clean}", title_justify="left", show_header=False, min_width=64)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    rate = f", {summary.done / summary.seconds:,.0f} pages/s" if summary.done and summary.seconds else ""
    table.add_row("cleaned now", _n(summary.done), f"in {summary.seconds:,.1f} s{rate}")
    if summary.unchanged:
        table.add_row("clean already", _n(summary.unchanged), "the same bytes, settings and code")
    table.add_section()
    table.add_row("documents", _n(summary.documents), _counts(summary.languages))
    skipped = {name: n for name, n in summary.outcomes.items() if name in _skipped_names()}
    failed = {name: n for name, n in summary.outcomes.items() if name != "ok" and name not in skipped}
    table.add_row("skipped", _n(summary.skipped), _counts(skipped))
    style = "red" if summary.quarantined else ""
    table.add_row(Text("quarantined", style=style), Text(_n(summary.quarantined), style=style), _counts(failed))
    if summary.duplicates:
        table.add_row("duplicates", _n(summary.duplicates), "documents that repeat another one")
    if summary.passed_over:
        table.add_row("no pages", _n(sum(summary.passed_over.values())), _counts(summary.passed_over))
    table.add_section()
    table.add_row("lines kept", _n(summary.kept), "")
    table.add_row("lines removed", _n(sum(summary.removed.values())), _counts(summary.removed))
    table.add_row("dates", _n(summary.dates), f"{summary.converted:,} written as Gregorian dates")
    return table


def _failures(summary: RunSummary) -> Table:
    table = Table(title="In quarantine", title_justify="left", min_width=64)
    table.add_column("page", overflow="fold")
    table.add_column("outcome", no_wrap=True)
    table.add_column("why", overflow="fold")
    for failure in summary.failures[:10]:
        table.add_row(printable(failure.source), failure.outcome, failure.error or "")
    more = summary.quarantined - len(summary.failures[:10])
    if more > 0:
        table.add_row(f"and {more:,} more", "", f"all in {summary.clean}/_quarantine")
    return table


def _ending(summary: RunSummary) -> Text:
    if summary.stopped:
        return Text("Stopped. Run the same command again and it goes on from here.", style="yellow")
    if not summary.done:
        which = f"all {summary.unchanged:,} pages are clean already" if summary.unchanged else "no pages were found"
        return Text(f"Nothing to do: {which}.", style="green" if summary.unchanged else "yellow")
    places = [f"documents in {summary.clean}/"]
    if summary.skipped:
        places.append(f"what is no document in {summary.clean}/_skipped/")
    if summary.quarantined:
        places.append(f"what failed in {summary.clean}/_quarantine/")
    return Text(f"Look at: {', '.join(places)}; numbers in {summary.clean}/_run.json.", style="green")


def printable(text: str) -> str:
    """A name without control characters: a file may be called anything."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)


def _skipped_names() -> set[str]:
    from pipeline.model import Outcome

    return {outcome.value for outcome in Outcome if outcome.skipped}


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _n(count: int) -> str:
    return f"{count:,}"
