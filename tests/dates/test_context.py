"""Habits of a page."""

from pipeline.dates import DateContext, page_context


def test_a_page_that_shows_solar_dates_is_solar() -> None:
    assert page_context(["متن", "۱۷ شهریور ۱۳۹۷"]) == DateContext(solar=True)
    assert page_context(["code 1397/06/17"]).solar
    assert page_context(["17 Shahrivar 1397"]).solar


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
