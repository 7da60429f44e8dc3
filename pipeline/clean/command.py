"""The command: its options, and what it does with them."""

import sys
from typing import Annotated

import typer

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
from pipeline.console.summary import show_summary
from pipeline.engines import EngineName
from pipeline.engines.work import Limits
from pipeline.run import DEFAULTS, Options, clean_folder
from pipeline.run.options import Duplicates
from pipeline.store.readers import Columns
from pipeline.store.writers import Format

EXAMPLES = """
python -m pipeline.clean raw/
python -m pipeline.clean raw/ --out s3://bucket/clean --format parquet -j 8
python -m pipeline.clean page.html --out clean/ --dates annotate --digits persian
python -m pipeline.clean crawl.warc.gz --limit 100 --drop counter --keep caption
curl -s https://example.org/ | python -m pipeline.clean -
"""

_HOW = "How the run goes about it"
_WHICH = "Which pages"
_DEFAULTS = Settings()
MEMORY = "_sites.memory"


def _rules(wanted: bool) -> None:
    if wanted:
        from pipeline.clean.listing import show_rules  # the rules take a quarter of a second to import

        show_rules()
        raise typer.Exit


def main(
    raw: Annotated[
        str,
        typer.Argument(help="A folder, a file, an fsspec address such as s3://bucket/raw, or - for a page on stdin."),
    ],
    out: Annotated[str, typer.Option("--out", "-o", help="Folder or fsspec address of the documents.")] = "clean",
    format: Annotated[
        Format,
        typer.Option(help="What documents are written as; those of a container as jsonl where json is asked for."),
    ] = "json",
    zstd: Annotated[bool, typer.Option("--zstd", help="Compress the outputs of containers.")] = False,
    dates: DatesOption = _DEFAULTS.dates,
    normalize: NormalizeOption = _DEFAULTS.normalize,
    digits: DigitsOption = _DEFAULTS.digits,
    extract: ExtractOption = _DEFAULTS.extract,
    keep: KeepOption = None,
    drop: DropOption = None,
    keep_listings: ListingsOption = _DEFAULTS.keep_listings,
    max_bytes: MaxBytesOption = _DEFAULTS.max_bytes,
    memory: Annotated[
        str | None,
        typer.Option(
            help="A site memory made by python -m pipeline.learn: what repeats on a site goes.",
            rich_help_panel="What becomes of a page",
        ),
    ] = None,
    learn: Annotated[
        bool,
        typer.Option(
            "--learn",
            help="First learn from these pages what repeats on their sites, then clean with that.",
            rich_help_panel="What becomes of a page",
        ),
    ] = False,
    duplicates: Annotated[
        Duplicates,
        typer.Option(
            help="Documents that repeat another: mark names it in duplicate_of; skip also takes them out.",
            rich_help_panel="What becomes of a page",
        ),
    ] = "off",
    similarity: Annotated[
        float,
        typer.Option(
            min=0.5,
            max=1,
            help="From which share of common three-word runs on.",
            rich_help_panel="What becomes of a page",
        ),
    ] = DEFAULTS.similarity,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="At most so many pages, in the order of their names.", rich_help_panel=_WHICH),
    ] = None,
    sample: Annotated[
        float,
        typer.Option(min=0, max=1, help="This share of the pages, the same ones each time.", rich_help_panel=_WHICH),
    ] = 1.0,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try the pages in quarantine again.", rich_help_panel=_WHICH)
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove outputs whose page has vanished.", rich_help_panel=_WHICH)
    ] = False,
    page_column: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Field of a JSONL or Parquet file with the page; by default html, content, text and the like.",
            rich_help_panel=_WHICH,
        ),
    ] = None,
    url_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field with the address.", rich_help_panel=_WHICH)
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field with the id.", rich_help_panel=_WHICH)
    ] = None,
    fetched_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field with the time of the fetch.", rich_help_panel=_WHICH)
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; one a core.", rich_help_panel=_HOW)
    ] = None,
    engine: Annotated[
        EngineName,
        typer.Option(
            help="local: worker processes; serial: this process, no limits; dask: a cluster.", rich_help_panel=_HOW
        ),
    ] = "local",
    address: Annotated[
        str | None, typer.Option(metavar="TCP://HOST:PORT", help="Scheduler of the dask cluster.", rich_help_panel=_HOW)
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds a page may take.", rich_help_panel=_HOW)
    ] = Limits().seconds,
    max_memory: Annotated[
        int, typer.Option(min=200, help="Megabytes a worker may hold.", rich_help_panel=_HOW)
    ] = Limits().memory // 1_000_000,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.", rich_help_panel=_HOW)
    ] = False,
    rules: Annotated[
        bool, typer.Option("--rules", is_eager=True, callback=_rules, help="List the rules that take lines out.")
    ] = False,
) -> None:
    """Clean pages: the article whole, the furniture gone with a reason for every line.

    What was done stands in the output folder, so the same command again does only what is new or changed, and
    goes on where it was stopped or killed.

    Exit codes: 0 done; 1 finished, but some pages are in quarantine; 2 wrong use, or nothing can be written.
    """
    settings = console.settings_of(
        dates=dates, normalize=normalize, digits=digits, extract=extract, keep=keep, drop=drop,
        keep_listings=keep_listings, max_bytes=max_bytes,
    )  # fmt: skip
    if raw == "-":
        raise typer.Exit(_clean_stdin(settings, format))
    if learn:
        memory = _learned(raw, out, memory, engine, jobs, address, quiet)
    options = Options(
        format=format, zstd=zstd, limit=limit, sample=sample, retry=retry, prune=prune, memory=memory,
        duplicates=duplicates, similarity=similarity,
        columns=Columns(id=id_column, url=url_column, page=page_column, fetched=fetched_column),
        limits=Limits(seconds=timeout, memory=max_memory * 1_000_000),
    )  # fmt: skip
    with console.stop_on_signals() as stop, console.progress(quiet) as watch:
        summary = clean_folder(
            raw, out, settings, options=options, engine=engine, jobs=jobs, address=address, stop=stop, watch=watch
        )
    if not quiet:
        show_summary(summary)
    raise typer.Exit(summary.exit_code)


def _learned(
    raw: str, out: str, known: str | None, engine: EngineName, jobs: int | None, address: str | None, quiet: bool
) -> str:
    """Learn from the pages, and from what was learned before; the address of the memory in the output folder."""
    from pipeline.corpus.repeats import freeze
    from pipeline.run.learning import learn_folder, read_evidence, save_memory

    home = f"{out.rstrip('/')}/{MEMORY}"
    with console.stop_on_signals() as stop, console.progress(quiet) as watch:
        memory, evidence = learn_folder(
            raw, clean=out, engine=engine, jobs=jobs, address=address, stop=stop, watch=watch
        )
        if stop.is_set():
            raise typer.Exit(1)
    if known is not None:
        evidence.join(read_evidence(known))
        memory = freeze(evidence)
    save_memory(home, memory, evidence)
    return home


def _clean_stdin(settings: Settings, format: Format) -> int:
    from pipeline.chain import clean_page  # heavy; a folder is cleaned in other processes
    from pipeline.store.writers import encode

    document = clean_page(sys.stdin.buffer.read(settings.max_bytes + 1), source="-", settings=settings)
    sys.stdout.buffer.write(encode(document, format))
    if document.error:
        console.err.print(document.error)
    return 1 if document.outcome.quarantined else 0
