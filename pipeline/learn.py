"""``python -m pipeline.learn raw/``: the memory of what repeats on a site."""

from typing import Annotated

import typer

from pipeline import console
from pipeline.console import stop_on_signals
from pipeline.corpus.repeats import MIN_PAGES, SHARE, freeze
from pipeline.engines import EngineName
from pipeline.run.learning import learn_folder, read_evidence, save_memory

EXAMPLES = """
python -m pipeline.learn raw/ --out sites.memory
python -m pipeline.clean raw/ --memory sites.memory
python -m pipeline.learn raw/ --join other-machine.memory --out sites.memory
python -m pipeline.learn --join a.memory --join b.memory --out both.memory
"""


def main(
    raw: Annotated[str | None, typer.Argument(help="A folder, a file, or an fsspec address to learn from.")] = None,
    out: Annotated[str, typer.Option("--out", "-o", help="File or fsspec address of the memory.")] = "sites.memory",
    join: Annotated[
        list[str] | None, typer.Option("--join", metavar="FILE", help="A memory to take in; repeatable.")
    ] = None,
    share: Annotated[float, typer.Option(min=0.01, max=1, help="Share of a site's pages a line repeats on.")] = SHARE,
    min_pages: Annotated[int, typer.Option(min=2, help="Sites with fewer pages teach nothing.")] = MIN_PAGES,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes; one a core.")] = None,
    engine: Annotated[EngineName, typer.Option(help="Who does the work.")] = "local",
    address: Annotated[str | None, typer.Option(help="Scheduler of the dask cluster.")] = None,
) -> None:
    """Learn what repeats on each site, so that `clean --memory` takes it out.

    A line counts at its place on the page. The file holds hashes alone, no text; it can be joined with those of
    other machines. Documents name the memory they were made with.

    Exit codes: 0 done; 1 stopped; 2 wrong use.
    """
    if raw is None and not join:
        raise typer.BadParameter("give a folder to learn from, or --join")
    joined = [read_evidence(one) for one in join or ()]
    with stop_on_signals() as stop, console.progress() as watch:
        if raw is not None:
            _, evidence = learn_folder(raw, engine=engine, jobs=jobs, address=address, stop=stop, watch=watch)
            joined.append(evidence)
    if stop.is_set():
        raise typer.Exit(1)
    whole = joined[0]
    for other in joined[1:]:
        whole.join(other)
    memory = freeze(whole, share, min_pages)
    save_memory(out, memory, whole)
    lines = sum(map(len, memory.sites.values()))
    pages = sum(map(len, whole.sites.values()))
    console.out.print(
        f"{lines:,} keys of repeated lines on {len(memory.sites):,} of {len(whole.sites):,} sites "
        f"({pages:,} pages remembered) → {out}, memory {memory.digest}"
    )


if __name__ == "__main__":
    console.run_command(main, "learn", EXAMPLES)
