"""The table at the end of a run."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.console import out, printable
from pipeline.model import Outcome
from pipeline.run import RunSummary


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
    speed = summary.done / summary.seconds if summary.seconds else 0.0
    rate = f", {speed:,.{0 if speed >= 10 else 1}f} pages/s" if speed else ""
    table.add_row("cleaned now", _n(summary.done), f"in {summary.seconds:,.1f} s{rate}")
    if summary.unchanged:
        table.add_row("clean already", _n(summary.unchanged), "the same bytes, settings and code")
    table.add_section()
    table.add_row("documents", _n(summary.documents), _counts(summary.languages))
    skipped = {name: n for name, n in summary.outcomes.items() if Outcome(name).skipped}
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


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _n(count: int) -> str:
    return f"{count:,}"
