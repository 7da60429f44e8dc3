"""One data set out of a folder, opened by those who read it as it is."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import zstandard
from typer.testing import CliRunner

from pipeline.__main__ import program
from pipeline.run import Options, clean_folder
from tests.run.pages import write_folder, write_warc


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw, out = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("data") / "clean"
    write_folder(raw, 7)
    write_warc(raw / "x.warc.gz", 5)
    (raw / "bad.html").write_bytes(b"\xff" * 500)
    clean_folder(raw, out, engine="serial")
    return out


def export(clean: Path, *arguments: str | Path) -> str:
    result = CliRunner().invoke(program(), ["export", str(clean), *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_parquet_opens_in_pandas_and_duckdb(clean: Path, tmp_path: Path) -> None:
    path = tmp_path / "corpus.parquet"
    assert "12 documents" in export(clean, "--to", "parquet", "--out", path)
    frame = pd.read_parquet(path)
    assert len(frame) == 12
    assert set(frame["outcome"]) == {"ok"}
    assert frame["removed"][0][0]["class"]
    rows = duckdb.sql(
        f"SELECT removed.class AS class, count(*) FROM (SELECT unnest(removed) AS removed FROM '{path}') GROUP BY class"
    ).fetchall()
    assert dict(rows)["nav"] > 0
    assert [path.name for path in tmp_path.iterdir()] == ["corpus.parquet"]


def test_jsonl_opens_in_pandas(clean: Path, tmp_path: Path) -> None:
    export(clean, "--to", "jsonl", "--out", tmp_path / "corpus.jsonl")
    frame = pd.read_json(tmp_path / "corpus.jsonl", lines=True)
    assert len(frame) == 12
    export(clean, "--to", "jsonl", "--out", tmp_path / "corpus.jsonl.zst")
    packed = zstandard.ZstdDecompressor().stream_reader((tmp_path / "corpus.jsonl.zst").read_bytes()).read()
    assert packed == (tmp_path / "corpus.jsonl").read_bytes()


def test_a_folder_opens_in_datasets(clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    datasets = pytest.importorskip("datasets")
    export(clean, "--to", "hf", "--out", tmp_path / "corpus", "--shard-bytes", "1000000")
    card = (tmp_path / "corpus/README.md").read_text(encoding="utf-8")
    assert '"fa"' in card
    found = datasets.load_dataset(str(tmp_path / "corpus"), split="train", cache_dir=str(tmp_path / "cache"))
    assert found.num_rows == 12
    assert found[0]["removed"][0]["class"]


@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_every_format_that_can_be_read_again_gives_the_same_data(clean: Path, tmp_path: Path, format: str) -> None:
    raw = tmp_path / "raw"
    write_folder(raw, 7)
    write_warc(raw / "x.warc.gz", 5)
    clean_folder(raw, tmp_path / "other", options=Options(format=format, zstd=True), engine="serial")  # type: ignore[arg-type]
    for folder, name in ((clean, "one"), (tmp_path / "other", "two")):
        export(folder, "--to", "jsonl", "--out", tmp_path / f"{name}.jsonl")
    one, two = (
        [json.loads(line) for line in (tmp_path / f"{name}.jsonl").read_bytes().splitlines()] for name in ("one", "two")
    )
    assert one == two


def test_an_empty_folder_is_wrong_use(tmp_path: Path) -> None:
    result = CliRunner().invoke(program(), ["export", str(tmp_path)])
    assert result.exit_code == 2
    assert "no documents" in " ".join(result.output.split())
