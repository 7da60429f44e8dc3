"""The chain without an engine: read, clean, encode, write. What ``benchmarks.engine`` compares with."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline import clean_page
from pipeline.store.writers import json_of


def main(raw: str) -> None:
    with TemporaryDirectory() as out:
        for path in sorted(Path(raw).rglob("*.html")):
            document = clean_page(path.read_bytes(), source=path.name)
            (Path(out) / f"{path.name}.json").write_bytes(json_of(document))


if __name__ == "__main__":
    main(sys.argv[1])
