"""``python -m pipeline.export clean/ --to parquet``: a folder of documents as one data set."""

import os
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
import typer

from pipeline import console
from pipeline.errors import UsageError
from pipeline.model import SCHEMA_VERSION, Document
from pipeline.store.documents import documents_in, outputs_in
from pipeline.store.places import Place, open_place, store_error
from pipeline.store.writers import line_of, open_rows

EXAMPLES = """
python -m pipeline.export clean/ --to parquet
python -m pipeline.export clean/ --to jsonl --out corpus.jsonl.zst
python -m pipeline.export s3://bucket/clean --to hf --out s3://bucket/corpus
"""

To = Literal["parquet", "jsonl", "hf"]

_CARD = """---
language: {languages}
configs:
- config_name: default
  data_files:
  - split: train
    path: data/train-*.parquet
---

# {name}

{count:,} documents, cleaned by zolal (schema {schema}). `text` is the document; `removed` names every line that went,
with its class, rule and evidence; `dates`, `segments` and `blocks` hold offsets into `text`, in code points.
"""


def main(
    clean: Annotated[str, typer.Argument(help="A folder of documents, or an fsspec address.")] = "clean",
    to: Annotated[
        To, typer.Option(help="parquet: one file; jsonl: one file; hf: a folder for load_dataset.")
    ] = "parquet",
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", help="File (hf: folder) to write; by default named after the folder."),
    ] = None,
    shard_bytes: Annotated[
        int, typer.Option(min=1_000_000, help="Bytes of documents in a file of an hf folder.")
    ] = 500_000_000,
) -> None:
    """Gather the documents of a folder into one data set.

    Only what stands in the folder itself is taken: nothing skipped, nothing quarantined.

    Exit codes: 0 done; 2 wrong use.
    """
    place = open_place(clean)
    if next(outputs_in(place), None) is None:
        raise UsageError(f"{clean} holds no documents that can be read (Markdown cannot); clean a folder first.")
    name = os.path.basename(clean.rstrip("/")) or "corpus"
    target = out or {"parquet": f"{name}.parquet", "jsonl": f"{name}.jsonl", "hf": f"{name}-hf"}[to]
    try:
        count = _write_folder(place, target, name, shard_bytes) if to == "hf" else _write_file(place, target, to)
    except OSError as error:
        raise store_error(error, target) from error
    console.out.print(f"{count:,} documents → {target}")


def _write_file(clean: Place, target: str, to: Literal["parquet", "jsonl"]) -> int:
    folder, _, name = target.rpartition("/")
    count = 0
    place = open_place(folder or ("/" if target.startswith("/") else "."))
    with place.create(name) as file, open_rows(file, to, zstd=name.endswith(".zst")) as rows:
        for count, document in enumerate(documents_in(clean), 1):  # noqa: B007  # the last number is the count
            rows.add(line_of(document))
    place.tidy("_work")
    return count


def _write_folder(clean: Place, target: str, name: str, shard_bytes: int) -> int:
    """Parquet files as ``datasets.load_dataset(folder)`` looks for them, and a card."""
    place = open_place(target)
    languages: set[str] = set()
    count = 0
    for number, shard in enumerate(_shards(documents_in(clean), shard_bytes)):
        path = f"data/train-{number:05d}.parquet"
        with place.create(path) as file, open_rows(file, "parquet", zstd=False) as rows:
            for document, encoded in shard:
                rows.add(encoded)
                languages.add(document.language)
                count += 1
    known = sorted(languages - {"und"})
    card = _CARD.format(languages=msgspec.json.encode(known).decode(), name=name, count=count, schema=SCHEMA_VERSION)
    place.write("README.md", card.encode())
    place.tidy("_work")
    return count


def _shards(documents: Iterator[Document], shard_bytes: int) -> Iterator[Iterator[tuple[Document, bytes]]]:
    """Documents in runs of about so many bytes; each run has to be read before the next."""
    first = next(documents, None)

    def run(at: Document) -> Iterator[tuple[Document, bytes]]:
        nonlocal first
        size = 0
        current: Document | None = at
        while current is not None:
            encoded = line_of(current)
            size += len(encoded)
            yield current, encoded
            current = next(documents, None)
            if size >= shard_bytes:
                break
        first = current

    while first is not None:
        yield run(first)


if __name__ == "__main__":
    console.run_command(main, "export", EXAMPLES)
