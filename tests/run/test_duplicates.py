"""Duplicates over a folder and over runs."""

import json
from pathlib import Path

import pytest

from pipeline.model import Document, Outcome
from pipeline.run import Options, RunSummary, clean_folder
from pipeline.store.documents import documents_in
from pipeline.store.places import LocalPlace
from tests.run.pages import article, tree


def clean(raw: Path, out: Path, **options: object) -> RunSummary:
    return clean_folder(raw, out, options=Options(**options), engine="serial")  # type: ignore[arg-type]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, number in {"a": 1, "b": 2, "c": 1, "d": 3}.items():
        (folder / f"{name}.html").write_text(article(number), encoding="utf-8")
    rows = [{"id": f"r{n}", "html": article(n % 10)} for n in (5, 2, 6, 15, 7)]
    (folder / "x.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def sources(out: Path, place: str = "") -> dict[str, Document]:
    return {document.source: document for document in documents_in(LocalPlace(str(out)), place)}


@pytest.mark.parametrize("format", ["json", "jsonl", "parquet"])
def test_skipped_and_taken_back(raw: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "clean"
    summary = clean(raw, out, duplicates="skip", format=format)
    assert (summary.documents, summary.skipped, summary.duplicates) == (6, 3, 3)
    kept, skipped = sources(out), sources(out, "_skipped")
    assert sorted(kept) == ["a.html", "b.html", "d.html", "x.jsonl#r15", "x.jsonl#r6", "x.jsonl#r7"]
    assert all(document.outcome is Outcome.DUPLICATE for document in skipped.values())
    assert skipped["c.html"].duplicate_of == "a.html"
    assert skipped["c.html"].text == kept["a.html"].text
    assert "a.html" in (skipped["c.html"].error or "")

    before = tree(out)
    again = clean(raw, out, duplicates="skip", format=format)
    assert (again.done, again.duplicates, tree(out)) == (0, 3, before)

    (raw / "a.html").write_text(article(30), encoding="utf-8")
    clean(raw, out, duplicates="skip", format=format)
    back = sources(out)["c.html"]
    assert (back.outcome, back.duplicate_of, back.error) == (Outcome.OK, None, None)
    assert not any("duplicate" in note for note in back.notes)


def test_marked_documents_stay(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean"
    summary = clean(raw, out, duplicates="mark")
    assert (summary.documents, summary.duplicates) == (9, 3)
    assert sources(out)["c.html"].duplicate_of == "a.html"
    assert clean(raw, out, duplicates="skip").documents == 6
    assert clean(raw, out, duplicates="mark").documents == 9


def test_the_outcome_is_that_of_one_run_over_all(raw: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    clean(raw, one, duplicates="skip")
    clean(raw, two, duplicates="skip", limit=2)
    clean(raw, two)
    assert clean(raw, two, duplicates="skip").duplicates == 3
    assert tree(one) == tree(two)


def test_a_container_keeps_its_order(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean"
    clean(raw, out)
    before = list(sources(out))
    clean(raw, out, duplicates="skip")
    clean(raw, out, duplicates="mark")
    assert list(sources(out)) == before


def test_rows_with_one_id_stay_as_they_are(raw: Path, tmp_path: Path) -> None:
    rows = [{"id": "same", "html": article(n)} for n in (5, 5, 6)] + [{"id": "other", "html": article(2)}]
    (raw / "x.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    summary = clean(raw, tmp_path / "clean", duplicates="skip")
    assert (summary.pages, summary.documents, summary.duplicates) == (8, 6, 2)
