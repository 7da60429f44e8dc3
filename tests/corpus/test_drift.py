"""Drift: a site whose pages read otherwise than in the last runs is named, and no other."""

from pathlib import Path

import pytest

from pipeline.corpus.drift import Shares, drifted
from pipeline.run import Options, RunSummary, clean_folder
from tests.run.pages import article


def shares(pages: int = 100, **moved: float) -> Shares:
    usual = {"ok": 0.95, "kept": 0.4, "titled": 1.0, "dated": 0.9}
    return Shares(pages=pages, **{**usual, **moved})


BEFORE = {"a.example": [shares(), shares(kept=0.42), shares(titled=0.98)]}


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (shares(dated=0.1), "dates found 90% → 10%"),
        (shares(titled=0.5), "titles found 99% → 50%"),
        (shares(kept=0.1), "lines kept 41% → 10%"),
        (shares(ok=0.3), "pages that become documents 95% → 30%"),
        (shares(kept=0.9, ok=0.2), "pages that become documents 95% → 20%, lines kept 41% → 90%"),
    ],
)
def test_what_moved_is_told_with_its_numbers(now: Shares, words: str) -> None:
    assert list(drifted({"a.example": now}, BEFORE)) == [f"a.example: {words} (100 pages)"]


@pytest.mark.parametrize(
    "now",
    [
        shares(kept=0.45),  # no news
        shares(pages=9, dated=0.0),  # too few pages to say
        shares(pages=12, kept=0.7),  # so few pages vary that much
    ],
)
def test_chance_is_no_drift(now: Shares) -> None:
    assert list(drifted({"a.example": now}, BEFORE)) == []


def test_a_new_site_and_old_runs_of_few_pages_are_no_measure() -> None:
    assert list(drifted({"new.example": shares(dated=0.0)}, BEFORE)) == []
    assert list(drifted({"a.example": shares(dated=0.0)}, {"a.example": [shares(pages=3)]})) == []


def test_only_the_last_five_runs_count() -> None:
    long_ago = [shares(dated=0.0)] * 20 + [shares()] * 5
    assert list(drifted({"a.example": shares()}, {"a.example": long_ago})) == []


def clean(raw: Path, out: Path) -> RunSummary:
    return clean_folder(raw, out, options=Options(), engine="serial")


def test_a_run_names_the_site_that_lost_its_dates(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    raw.mkdir()
    for number in range(12):
        (raw / f"{number}.html").write_text(article(number), encoding="utf-8")
    assert clean(raw, out).drifted == ()
    for number in range(12, 24):
        page = article(number).replace("تاریخ انتشار", "").replace('class="stamp">', 'class="x" hidden>')
        (raw / f"{number}.html").write_text(page, encoding="utf-8")
    (told,) = clean(raw, out).drifted
    assert told.startswith("peyk.example: dates found 100% → ")
    assert clean(raw, out).drifted == ()  # nothing was done, so nothing moved
