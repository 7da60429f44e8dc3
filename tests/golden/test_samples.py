"""The sample pages of raw/, each against what a person expects of it."""

from pathlib import Path

import pytest

from pipeline import Document
from tests.golden.expectations import (
    HERE,
    RAW,
    Expectation,
    differences,
    document,
    expectations,
    folded,
    mention,
    same_encoding,
    same_moment,
    text_lines,
)

MORE = HERE / "more"
SAMPLES = {
    **{name: (RAW, expected) for name, expected in expectations(HERE / "expected").items()},
    **{name: (MORE, expected) for name, expected in expectations(MORE).items()},
}

every_page = pytest.mark.parametrize(("folder", "expected"), list(SAMPLES.values()), ids=list(SAMPLES))


def cleaned(folder: Path, expected: Expectation) -> Document:
    return document(folder / expected.page, expected.page)


def test_every_sample_page_has_an_expectation() -> None:
    pages = {path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file()}
    assert pages == {expected.page for folder, expected in SAMPLES.values() if folder == RAW}


@every_page
def test_outcome(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    assert made.outcome == expected.outcome, made.error


@every_page
def test_who_wrote_what(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    if expected.title is not None:
        assert made.title == expected.title
        assert expected.title not in made.text.split("\n")
    if expected.authors is not None:
        assert made.authors == expected.authors
    assert set(expected.tags) <= set(made.tags)
    for caption in expected.captions:
        assert any(caption in folded(found) for found in made.captions), made.captions


@every_page
def test_when(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    if expected.published is not None:
        assert same_moment(made.published, expected.published), (made.published, expected.published)
    if expected.modified is not None:
        assert same_moment(made.modified, expected.modified), (made.modified, expected.modified)


@every_page
def test_language_and_encoding(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    if expected.language is not None:
        assert made.language == expected.language, made.languages
    for language in expected.languages:
        assert made.languages.get(language, 0) > 0.1, made.languages
    if expected.encoding is not None:
        assert same_encoding(made.raw.encoding, expected.encoding), made.raw


@every_page
def test_text_is_the_article_whole_and_nothing_else(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    if expected.lines is None:
        return
    assert differences(text_lines(made, expected.optional), expected.lines) == []
    if expected.paragraphs is not None:
        parts = [part for part in made.text.split("\n\n") if part not in expected.optional]
        assert len(parts) == expected.paragraphs


@every_page
def test_no_furniture_in_the_text(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    assert [string for string in expected.gone if string in made.text] == []


@every_page
def test_reasons(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    wrong = []
    for reason in expected.removed:
        classes = {r.class_ for r in made.removed if folded(reason.line) in folded(r.text)}
        if not classes & set(reason.classes):
            wrong.append(f"{reason.line}: {sorted(classes) or 'no removal'}, not {list(reason.classes)}")
    assert wrong == []


@every_page
def test_dates(folder: Path, expected: Expectation) -> None:
    made = cleaned(folder, expected)
    found = [(date.surface, date.calendar, date.iso) for date in made.dates]
    for day in expected.dates:
        date = mention(made, day)
        assert date is not None, (day, found)
        if day.written is not None:
            assert day.written in (date.written or ""), date
            assert day.written in made.text[date.start : date.end], date
            assert day.surface not in made.text


@every_page
def test_half_spaces(folder: Path, expected: Expectation) -> None:
    """Every ZWNJ of the article is in the text, and none was made up: these pages are typed as they should be."""
    made = cleaned(folder, expected)
    if expected.zwnj is None:
        return
    assert sum(line.count("\u200c") for line in text_lines(made, expected.optional)) == expected.zwnj
