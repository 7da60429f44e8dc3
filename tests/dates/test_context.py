"""Habits of a page."""

import pytest

from pipeline.dates import DateContext, page_context


def test_a_page_that_shows_solar_dates_is_solar() -> None:
    assert page_context(["متن", "۱۷ شهریور ۱۳۹۷"]) == DateContext(solar=True)
    assert page_context(["code 1397/06/17"]).solar
    assert page_context(["17 Shahrivar 1397"]).solar


@pytest.mark.parametrize("text", ["۰۹ مهر ۱۴۰۲ - ۰۸:۱۵", "۳ دی ماه ۱۴۰۰", "۱۲ تير ۱۳۹۸", "1 آذر 1401", "12 Tir 1398"])
def test_a_month_that_is_a_word_too_counts_between_day_and_year(text: str) -> None:
    assert page_context([text]).solar


@pytest.mark.parametrize("text", ["خبرگزاری مهر در سال ۱۴۰۲ نوشت", "بخش ۲ تیر آهن ۱۴"])
def test_a_word_that_is_a_month_too_counts_for_nothing(text: str) -> None:
    assert not page_context([text]).solar


def test_years_from_1400_on_are_recent() -> None:
    assert page_context(["۱۷ شهریور ۱۴۰۲"]).recent
    assert page_context(["۱۴۰۲/۰۶/۱۷"]).recent


def test_an_address_counts_for_persian_pages_only() -> None:
    assert page_context(["چاپ و پخش"], url="https://www.example.ir/a").solar
    assert not page_context(["print and share"], url="https://www.example.ir/a").solar
    assert page_context(["چاپ و پخش"], language="fa-IR").solar
    assert not page_context(["چاپ و پخش"], url="https://example.com/").solar


def test_unambiguous_dates_show_the_order_of_day_and_month() -> None:
    assert page_context(["28/09/2018"]).day_first is True
    assert page_context(["09/28/2018"]).day_first is False
    assert page_context(["28/09/2018", "09/28/2018"]).day_first is None
    assert page_context(["08/09/2018"]).day_first is None
    assert page_context([]) == DateContext()
