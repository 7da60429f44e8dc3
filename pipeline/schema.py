"""``python -m pipeline.schema``: the JSON Schema of a document, made of the structs that are written."""

import json
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from pipeline import console
from pipeline.model import SCHEMA_VERSION, Document

EXAMPLES = """
python -m pipeline.schema
python -m pipeline.schema --out document.schema.json
"""


def document_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"zolal document {SCHEMA_VERSION}",
        **msgspec.json.schema(Document),
    }


def main(
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File to write; stdout without it.")] = None,
) -> None:
    """Print the JSON Schema of the documents in clean/."""
    text = json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        print(text, end="")
    else:
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    console.run_command(main, "schema", EXAMPLES)
