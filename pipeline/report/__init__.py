"""``python -m pipeline.report clean/``: one page about a folder of documents, in one file that needs no network."""

from typing import Annotated

import typer

from pipeline import console
from pipeline.errors import UsageError
from pipeline.report.gather import gather
from pipeline.report.page import page_of
from pipeline.store.documents import outputs_in
from pipeline.store.names import QUARANTINE, SKIPPED
from pipeline.store.places import open_place, store_error

EXAMPLES = """
python -m pipeline.report clean/
python -m pipeline.report clean/ --out /tmp/report.html --share 0.1
python -m pipeline.report s3://bucket/clean
"""

NAME = "report.html"


def main(
    clean: Annotated[str, typer.Argument(help="A folder of documents, or an fsspec address.")] = "clean",
    out: Annotated[str | None, typer.Option("--out", "-o", help="File to write; by default report.html in it.")] = None,
    share: Annotated[
        float, typer.Option(min=0.0001, max=1, help="Look at this share of the documents, the same ones each time.")
    ] = 1.0,
) -> None:
    """Tell what became of the pages: numbers, charts, samples of what went and why, sites, quarantine.

    Exit codes: 0 done; 2 wrong use.
    """
    place = open_place(clean)
    if all(next(outputs_in(place, where), None) is None for where in ("", SKIPPED, QUARANTINE)):
        raise UsageError(f"{clean} holds no documents that can be read (Markdown cannot); clean a folder first.")
    page = page_of(gather(place, share), clean)
    folder, _, name = out.rpartition("/") if out else (clean, "", NAME)
    target = open_place(folder or ("/" if out and out.startswith("/") else "."))
    try:
        target.write(name, page.encode())
        target.tidy("_work")
    except OSError as error:
        raise store_error(error, folder) from error
    console.out.print(f"Written to {out or clean.rstrip('/') + '/' + NAME}")
