"""``python -m pipeline.explain PAGE``: one page, line by line: kept, or gone with class, rule and evidence."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from pipeline import console
from pipeline.config import Settings
from pipeline.console import (
    DatesOption,
    DigitsOption,
    DropOption,
    ExtractOption,
    KeepOption,
    ListingsOption,
    MaxBytesOption,
    NormalizeOption,
)
from pipeline.explain.lines import Told, explain, facts_of, find_page
from pipeline.model import Document

EXAMPLES = """
python -m pipeline.explain raw/page.html
python -m pipeline.explain raw/page.html --html why.html
python -m pipeline.explain "raw/crawl.warc.gz#urn:uuid:0f3e9b1c@48213"
curl -s https://example.org/ | python -m pipeline.explain -
"""

_DEFAULTS = Settings()
_COLOURS = ("red", "yellow", "magenta", "cyan", "blue", "bright_red", "bright_yellow", "bright_magenta")


def main(
    page: Annotated[
        str,
        typer.Argument(help="A page, a page in a container (the `source` of its document), or - for stdin."),
    ],
    html: Annotated[Path | None, typer.Option("--html", help="Write it to this file instead of the terminal.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the page, where it does not name it itself.")] = None,
    memory: Annotated[str | None, typer.Option(help="A site memory made by python -m pipeline.learn.")] = None,
    dates: DatesOption = _DEFAULTS.dates,
    normalize: NormalizeOption = _DEFAULTS.normalize,
    digits: DigitsOption = _DEFAULTS.digits,
    extract: ExtractOption = _DEFAULTS.extract,
    keep: KeepOption = None,
    drop: DropOption = None,
    keep_listings: ListingsOption = _DEFAULTS.keep_listings,
    max_bytes: MaxBytesOption = _DEFAULTS.max_bytes,
) -> None:
    """Show a page line by line: what was kept, what went, and why.

    Exit codes: 0 done; 1 the page cannot be made into a document; 2 wrong use.
    """
    settings = console.settings_of(
        dates=dates, normalize=normalize, digits=digits, extract=extract, keep=keep, drop=drop,
        keep_listings=keep_listings, max_bytes=max_bytes,
    )  # fmt: skip
    from pipeline.engines.cleaning import read_memory  # the chain comes with it, and takes its time

    raw = find_page(page, settings.max_bytes)
    document, lines = explain(raw, url, settings, read_memory(memory) if memory else None)
    if html is not None:
        from pipeline.explain.html import page_of

        html.write_text(page_of(document, lines), encoding="utf-8")
        console.out.print(f"Written to {html}")
    else:
        console.out.print(_head(document))
        console.out.print(_table(lines))
    raise typer.Exit(1 if document.outcome.quarantined else 0)


def _head(document: Document) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in facts_of(document):
        table.add_row(name, value)
    return table


def _table(lines: Sequence[Told]) -> Table:
    colours: dict[str, str] = {"kept": "green", "title": "bold green"}
    for line in lines:
        colours.setdefault(line.fate, _COLOURS[len(colours) % len(_COLOURS)])
    table = Table(show_lines=False, expand=False)
    table.add_column("line", justify="right", style="dim")
    table.add_column("fate", no_wrap=True)
    table.add_column("text", overflow="fold", ratio=3)
    table.add_column("rule and evidence", overflow="fold", ratio=2)
    for line in lines:
        style = colours[line.fate]
        why = f"{line.rule}: {line.evidence}" if line.rule else ""
        text = Text(console.printable(line.text.strip()), style="" if line.fate in ("kept", "title") else "dim")
        table.add_row(str(line.number), Text(line.fate, style=style), text, Text(why, style="italic"))
    return table
