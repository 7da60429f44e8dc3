"""Relative expressions and days without a year: resolved against a reference, never without one."""

from datetime import date, datetime

import pytest

from pipeline.dates import DateContext, find, find_dates

NOW = datetime(2018, 9, 8, 12, 0)  # a Saturday, 17 Shahrivar 1397


@pytest.mark.parametrize(
    ("text", "surface", "iso"),
    [
        ("۲ ساعت پیش", "۲ ساعت پیش", "2018-09-08T10:00"),
        ("سه دقیقه قبل", "سه دقیقه قبل", "2018-09-08T11:57"),
        ("یک روز پیش", "یک روز پیش", "2018-09-07"),
        ("دیروز", "دیروز", "2018-09-07"),
        ("پریروز", "پریروز", "2018-09-06"),
        ("فردا", "فردا", "2018-09-09"),
        ("هفته گذشته", "هفته گذشته", "2018-09-01/2018-09-07"),
        ("last week", "last week", "2018-08-27/2018-09-02"),
        ("Last week the dam broke", "Last week", "2018-08-27/2018-09-02"),
        ("3 days ago", "3 days ago", "2018-09-05"),
        ("an hour ago", "an hour ago", "2018-09-08T11:00"),
        ("Yesterday", "Yesterday", "2018-09-07"),
        ("۵ شهریور امسال", "۵ شهریور", "2018-08-27"),
        ("۵ شهریور سال گذشته", "۵ شهریور", "2017-08-27"),
        ("۲۵ اسفند", "۲۵ اسفند", "2018-03-16"),
        ("۲۵ فروردین", "۲۵ فروردین", "2018-04-14"),
        ("on August 20.", "August 20", "2018-08-20"),
    ],
)
def test_with_a_reference(text: str, surface: str, iso: str) -> None:
    (mention,) = find_dates(text, reference=NOW)
    assert (mention.surface, mention.iso) == (surface, iso)
    assert all(other.iso is None for other in find_dates(text))


def test_a_reference_may_be_a_day() -> None:
    assert find_dates("دیروز", reference=date(2018, 9, 8))[0].iso == "2018-09-07"


def test_months_and_years_ago_get_no_day() -> None:
    assert find_dates("۲ سال پیش", reference=NOW)[0].iso is None


@pytest.mark.parametrize("text", ["۲ ساعت پیش از آن", "امروز", "پیش", "قبل از ۲ ساعت", "ساعت پیش"])
def test_nothing_relative(text: str) -> None:
    assert find_dates(text) == []


def test_words_in_latin_letters_ask_for_a_figure_beside_them() -> None:
    """Without a figure and without one of these few words a text in Latin letters is not looked at further."""
    for word in find._ANCHORS:
        if max(word) < "\u0370" and word.lower() not in find._WITHOUT_FIGURES:
            for text in (f"two {word} one", f"{word} the first, twenty", f"the second {word}"):
                assert list(find._candidates(text, DateContext(solar=True), NOW)) == []
