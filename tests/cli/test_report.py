"""The report about a folder."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.__main__ import program
from pipeline.report.charts import bars, columns, line
from pipeline.run import Options, clean_folder
from tests.run.pages import write_folder, write_warc


class Balance(HTMLParser):
    """Counts elements, and remembers addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def report(clean: Path, *arguments: str | Path) -> str:
    result = CliRunner().invoke(program(), ["report", str(clean), *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return (clean / "report.html").read_text(encoding="utf-8") if not arguments else ""


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    raw, out = tmp_path / "raw", tmp_path / "clean"
    write_folder(raw, 8)
    write_warc(raw / "x.warc.gz", 4)
    (raw / "<script>alert(1)<&.html").write_bytes(b"\xff" * 800)
    (raw / "none.html").write_bytes(b"")
    clean_folder(raw, out, engine="serial")
    return out


def test_the_report_tells_what_became_of_the_pages(clean: Path) -> None:
    text = report(clean)
    page = Balance(text)
    for word in ("14 pages", "<b>12</b>documents", "<b>1</b>skipped", "<b>1</b>in quarantine", "jalali", "nav", "خانه"):
        assert word in text
    assert page.addresses == []
    assert "script" not in page.tags
    assert "&lt;script&gt;alert(1)" in text
    assert page.tags["svg"] >= 6
    assert "peyk.example" in text
    assert report(clean) == text


def test_the_report_stands_beside_the_documents_and_is_no_document(clean: Path) -> None:
    report(clean)
    raw = clean.parent / "raw"
    assert clean_folder(raw, clean, engine="serial").done == 0
    assert (clean / "report.html").exists()


def test_another_place_and_a_share(clean: Path, tmp_path: Path) -> None:
    report(clean, "--out", tmp_path / "r.html", "--share", "0.5")
    assert "a sample of 50.0%" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_containers_and_formats_count_alike(clean: Path, tmp_path: Path) -> None:
    raw = clean.parent / "raw"
    clean_folder(raw, tmp_path / "other", options=Options(format="parquet"), engine="serial")
    one, two = (re.findall(r"<b>[^<]*</b>[^<]*", report(folder)) for folder in (clean, tmp_path / "other"))
    assert one == two


def test_nothing_to_report_is_wrong_use(tmp_path: Path) -> None:
    assert CliRunner().invoke(program(), ["report", str(tmp_path)]).exit_code == 2


def test_charts_sum_up_what_does_not_fit() -> None:
    chart = bars({f"name{n}": n for n in range(1, 31)}, most=5)
    assert "26 others" in chart
    assert chart.count("<rect") == 5
    assert bars({}) == columns({}) == "<p class=none>none</p>"
    assert line([0.5]) == ""
    assert line([0.0, 1.0]).count(",") == 2
    assert "<b>" not in bars({"<b>": 1})
