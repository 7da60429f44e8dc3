"""The five seed pages against the reading of them that stands beside the project; not a word of them stands here."""

import hashlib
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline import Document, Outcome, clean_page
from tests.golden.expectations import same_moment

SEEDS = (
    "000_17be283fec217cf9",
    "001_09345a79d6a178dc",
    "002_d10fa6e40adbe41a",
    "003_27d85bf53d7b9cbc",
    "004_fedec94c8fe0c9b1",
)
PUBLISHED = ("2020-03-05T09:59+03:30", "", "2020-03-02T13:39", "2020-03-01T11:34", "2018-09-14T03:33+00:00")
MODIFIED = ("2020-07-05T21:38+04:30", "", "", "", "")
TITLES = ("10098669a07d", "464d8e85ee11", "09df1fbaff42", "7083341c801c", "faf7a45660d7")
ARTICLES = (
    (11, "665e92dde1cc"),
    (10, "8977c689be0b"),
    (5, "0593cca4372e"),
    (9, "a034febad53f"),
    (13, "69949d4c736c"),
)
"""Paragraphs of each article without its title, and the fingerprint of them all; a lead that stands twice on the page
counts once."""

CLASSES = {
    "ad": {"ad"},
    "appeal": {"appeal"},
    "caption": {"caption"},
    "caption_dup": {"caption", "repeated"},
    "captcha": {"captcha"},
    "counter": {"counter"},
    "id": {"id"},
    "nav": {"nav", "accessibility", "ticker"},
    "related": {"related"},
    "share": {"share"},
    "tags": {"tags"},
    "ticker": {"ticker"},
    "timestamp": {"timestamp"},
    "timestamp/pageclock": {"pageclock"},
    "title_dup": {"title_dup", "repeated"},
    "other/breakpoints": {"other", "fontsize"},
    "other/gentime": {"other", "counter"},
    "other/lead_dup": {"body_dup", "repeated"},
}
"""How our classes call what the reading calls by the name on the left."""

_SPACE = re.compile(r"\s+")
_MARKS = str.maketrans("", "", "\u200c\ufeff")


def normal(line: str) -> str:
    """A line as the reading compares it: bullets, ZWNJ and outer blanks do not count."""
    return _SPACE.sub(" ", line.translate(_MARKS)).strip(" •*-\t")


def fingerprint(text: str) -> str:
    """12 hex digits of a text whose paragraphs are normal."""
    return hashlib.sha256("\n\n".join(map(normal, text.split("\n\n"))).encode()).hexdigest()[:12]


@cache
def gold(shared: Path) -> dict[str, dict[str, Any]]:
    pages = map(json.loads, (shared / "gold/lines/gold.jsonl").read_text("utf-8").splitlines())
    return {page["id"].removesuffix(".txt"): page for page in pages if page["variant"] == "seed"}


@cache
def cleaned(shared: Path, seed: str) -> Document:
    path = shared / "seeds" / f"{seed}.txt"
    if not path.is_file():
        pytest.skip("no ../shared/seeds beside the project")
    return clean_page(path.read_bytes(), source=path.name)


def in_order(values: tuple[object, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("seed", "expected"), list(zip(SEEDS, values, strict=True)), ids=SEEDS)


each_seed = pytest.mark.parametrize("seed", SEEDS)


@each_seed
def test_outcome_and_language(shared: Path, seed: str) -> None:
    made = cleaned(shared, seed)
    assert (made.outcome, made.language) == (Outcome.OK, "en")


@in_order(TITLES)
def test_title_stands_in_title_and_not_in_text(shared: Path, seed: str, expected: str) -> None:
    made = cleaned(shared, seed)
    assert made.title is not None
    assert fingerprint(made.title) == expected
    assert normal(made.title) not in map(normal, made.text.split("\n"))


@in_order(PUBLISHED)
def test_published(shared: Path, seed: str, expected: str) -> None:
    made = cleaned(shared, seed)
    assert same_moment(made.published, expected), made.published


@in_order(MODIFIED)
def test_modified(shared: Path, seed: str, expected: str) -> None:
    made = cleaned(shared, seed)
    assert same_moment(made.modified, expected), made.modified


@in_order(ARTICLES)
def test_text_holds_every_paragraph_once_and_nothing_else(shared: Path, seed: str, expected: tuple[int, str]) -> None:
    text = cleaned(shared, seed).text
    assert (len(text.split("\n\n")), fingerprint(text)) == expected


@each_seed
def test_lines_stay_and_go_as_a_reader_would_have_it(shared: Path, seed: str) -> None:
    page = gold(shared)[seed]
    gone = {removal.line for removal in cleaned(shared, seed).removed}
    expected = Counter(normal(line["text"]) for line in page["lines"] if line["keep"])
    kept = Counter(normal(line["text"]) for line in page["lines"] if line["n"] not in gone)
    assert (expected - kept, kept - expected) == (Counter(), Counter())


def allowed(line: dict[str, Any]) -> set[str]:
    fine = f"{line['cls']}/{line.get('sub')}"
    return CLASSES[fine if fine in CLASSES else line["cls"]]


@each_seed
def test_every_line_that_went_has_its_class(shared: Path, seed: str) -> None:
    page = gold(shared)[seed]
    classes = {removal.line: removal.class_ for removal in cleaned(shared, seed).removed}
    wrong = [
        (line["n"], line["cls"], classes[line["n"]])
        for line in page["lines"]
        if line["n"] in classes and not line["keep"] and classes[line["n"]] not in allowed(line)
    ]
    assert wrong == []


@each_seed
def test_every_full_date_is_found(shared: Path, seed: str) -> None:
    """Dates of the text and its stamps that name their year; the two calendars of one stamp may be one mention."""
    made = cleaned(shared, seed)
    classes = {removal.line: removal.class_ for removal in made.removed}
    found = {(date.iso or "")[:10] for date in made.dates}
    expected = {
        date["iso"]
        for date in gold(shared)[seed]["dates"]
        if classes.get(date["line"], "timestamp") == "timestamp" and not date["iso"].startswith("--")
    }
    assert expected <= found


def test_the_jalali_date_of_the_fourth_page(shared: Path) -> None:
    jalali = [date for date in cleaned(shared, SEEDS[3]).dates if date.calendar == "jalali" and "۱۳۹۸" in date.surface]
    assert [(date.iso or "")[:10] for date in jalali] == ["2020-03-01"]
    assert jalali[0].surface.startswith("۱۱ اسفند ۱۳۹۸")
