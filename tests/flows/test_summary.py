"""What a person reads about a run."""

from flows.artifacts import key
from flows.names import short
from flows.summary import isolated, report, sentence, shard_row
from pipeline.config import Settings
from pipeline.engines.work import Job, PageFile, Shard, ShardResult
from pipeline.model import Outcome
from pipeline.run.options import Failed, RunSummary, Slow
from pipeline.store.records import PageRecord


def summary(**changed: object) -> RunSummary:
    known: dict[str, object] = {
        "raw": "news/raw",
        "clean": "news/clean",
        "version": "1.2",
        "settings": "0123456789ab",
        "started": "2026-11-22T05:30:00+00:00",
        "seconds": 12.34,
        "done": 1240,
        "unchanged": 60,
        "pages": 1300,
        "documents": 1200,
        "skipped": 80,
        "quarantined": 20,
        "outcomes": {"ok": 1200, "listing": 80, "not_text": 20},
        "kept": 9000,
        "removed": {"ad": 250, "share": 750},
        "languages": {"fa": 900, "en": 300},
        "dates": 2100,
        "converted": 1900,
        "bytes": 52_000_000,
    }
    return RunSummary(**(known | changed))  # type: ignore[arg-type]


def rows(markdown: str, heading: str) -> list[list[str]]:
    """Cells of the table below a heading, without its head."""
    part = markdown.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_run_in_one_sentence() -> None:
    assert sentence(summary()) == "1,240 pages cleaned, 60 unchanged; 1,200 documents, 80 skipped, 20 in quarantine"
    assert sentence(summary(done=1)).startswith("1 page cleaned")
    assert sentence(summary(stopped=True)).endswith("stopped before the end")


def test_counts_stand_with_their_shares_the_largest_first() -> None:
    text = plain(report(summary()))
    assert [row[:2] for row in rows(text, "Pages")] == [["ok", "1,200"], ["listing", "80"], ["not\\_text", "20"]]
    assert "1,000 of 10,000 lines (10%)" in text
    assert [(row[0], row[2].split()[-1]) for row in rows(text, "Lines removed")] == [
        ("share", "75.0%"),
        ("ad", "25.0%"),
    ]
    assert [row[0] for row in rows(text, "Languages")] == ["Persian", "English"]
    assert "2,100 found, 1,900 written anew" in text


def test_quarantine_tells_page_outcome_and_why() -> None:
    page = Failed("اخبار/صفحهٔ|یک.html", "not_text", "Half of its bytes are zero.")
    text = report(summary(failures=(page,)))
    (row,) = rows(plain(text), "Quarantine")
    assert row == ["اخبار/صفحهٔ\\|یک.html", "not_text", "Half of its bytes are zero."]
    assert "… and 19 more" in text


def test_slow_pages_drift_and_what_was_passed_over() -> None:
    slow = Slow("a.html", 1.5, 4096)
    text = plain(report(summary(slowest=(slow,), drifted=("khabar.example moved",), passed_over={"empty folder": 3})))
    assert rows(text, "Slowest pages of this run") == [["a.html", "1.50 s", "4,096"]]
    assert "- khabar.example moved" in text
    assert rows(text, "Passed over") == [["empty folder", "3"]]


def test_an_empty_folder_has_a_summary_too() -> None:
    nothing = summary(outcomes={}, removed={}, languages={}, kept=0, done=0, pages=0, documents=0, skipped=0)
    assert "0 of 0 lines (none)" in report(nothing)


def test_text_of_pages_is_no_markup_and_keeps_its_direction() -> None:
    assert isolated("a|b  <i>*c*") == "\u2068a\\|b &lt;i&gt;\\*c\\*\u2069"
    assert plain(isolated("[تیتر](x)_")) == "\\[تیتر\\](x)\\_"


def test_a_shard_that_failed_is_not_whole() -> None:
    job = Job(raw="raw", clean="clean", settings=Settings(), made="")
    shard = Shard(number=3, job=job, files=(PageFile("a.html", 10, 0), PageFile("b.html", 10, 0)), bytes=20)
    record = PageRecord(source="a.html", outcome=Outcome.OK)
    done = ShardResult(shard=shard, records=(record, record), seconds=0.5)
    assert shard_row(4, [shard], [done]) == {
        "shard": 4, "first page": "a.html … b.html", "pages": 2, "documents": 2, "skipped": 0, "quarantined": 0,
        "seconds": 0.5, "whole": "yes",
    }  # fmt: skip
    assert shard_row(4, [shard], [])["whole"] == "no"
    half = ShardResult(shard=shard, records=(record,), seconds=0.5, complete=False)
    assert shard_row(4, [shard], [half])["whole"] == "no"


def test_artifacts_of_a_folder_share_a_key_the_server_allows() -> None:
    assert key("summary", "clean") == "summary-clean"
    assert key("summary", "s3://Bucket/News_1/clean/") == "summary-bucket-news-1-clean"
    assert key("summary", "تمیز") == "summary"


def test_long_addresses_are_shortened_in_names() -> None:
    assert [short(address) for address in ("raw", "a/b/c/", "s3://b/raw")] == ["raw", "b/c", "b/raw"]
