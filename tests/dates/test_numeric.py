"""Dates in figures: which part is the year, and in which calendar."""

import pytest

from pipeline.dates import DateContext, find_dates

SOLAR = DateContext(solar=True)
RECENT = DateContext(solar=True, recent=True)


@pytest.mark.parametrize(
    ("text", "surface", "calendar", "iso"),
    [
        ("۱۳۹۷/۰۶/۱۷", "۱۳۹۷/۰۶/۱۷", "jalali", "2018-09-08"),
        ("1397/6/17", "1397/6/17", "jalali", "2018-09-08"),
        ("1397-06-17", "1397-06-17", "jalali", "2018-09-08"),
        ("1397.06.17", "1397.06.17", "jalali", "2018-09-08"),
        ("مصوب 1397,06,17", "1397,06,17", "jalali", "2018-09-08"),
        ("۱۳۹۷ / ۶ / ۱۷", "۱۳۹۷ / ۶ / ۱۷", "jalali", "2018-09-08"),
        ("17ˏ06ˏ1397", "17ˏ06ˏ1397", "jalali", "2018-09-08"),
        ("۱۷ـ۶ـ۱۳۹۷", "۱۷ـ۶ـ۱۳۹۷", "jalali", "2018-09-08"),
        ("۱۷–۶–۱۳۹۷", "۱۷–۶–۱۳۹۷", "jalali", "2018-09-08"),
        ("(۱۷/۶/۱۳۹۷)", "۱۷/۶/۱۳۹۷", "jalali", "2018-09-08"),
        ("۱۳۹۷/٦/17", "۱۳۹۷/٦/17", "jalali", "2018-09-08"),
        ("مورخ۱۳۹۷/۶/۱۷به", "۱۳۹۷/۶/۱۷", "jalali", "2018-09-08"),
        ("۱۳۹۷/۶/۱۷ ه.ش", "۱۳۹۷/۶/۱۷ ه.ش", "jalali", "2018-09-08"),
        ("1397/06/17 (SH)", "1397/06/17", "jalali", "2018-09-08"),
        ("در ۹۷/۶/۱۷", "۹۷/۶/۱۷", "jalali", "2018-09-08"),
        ("در ۱۷/۶/۹۷", "۱۷/۶/۹۷", "jalali", "2018-09-08"),
        ("مورخ 97-06-17", "97-06-17", "jalali", "2018-09-08"),
        ("در 00/8/30", "00/8/30", "jalali", "2021-11-21"),
        ("۱۲/۴/۲۵۳۶", "۱۲/۴/۲۵۳۶", "imperial", "1977-07-03"),
        ("2536/4/12", "2536/4/12", "imperial", "1977-07-03"),
        ("2018/09/08", "2018/09/08", "gregorian", "2018-09-08"),
        ("۲۰۱۸-۰۹-۰۸", "۲۰۱۸-۰۹-۰۸", "gregorian", "2018-09-08"),
        ("2018.09.08", "2018.09.08", "gregorian", "2018-09-08"),
        ("28/09/2018", "28/09/2018", "gregorian", "2018-09-28"),
        ("09/28/2018", "09/28/2018", "gregorian", "2018-09-28"),
        ("09/09/2018", "09/09/2018", "gregorian", "2018-09-09"),
        ("08.09.2018", "08.09.2018", "gregorian", "2018-09-08"),
        ("در ۰۸/۰۹/۲۰۱۸", "۰۸/۰۹/۲۰۱۸", "gregorian", "2018-09-08"),
        ("۱۴۳۹/۱۲/۲۷ ه.ق", "۱۴۳۹/۱۲/۲۷ ه.ق", "islamic", "2018-09-08"),
        ("بتاريخ 1439/12/27", "1439/12/27", "jalali", "2061-03-17"),
        ("صدر القرار بتاريخ 1439/12/27", "1439/12/27", "islamic", "2018-09-08"),
    ],
)
def test_found(text: str, surface: str, calendar: str, iso: str) -> None:
    (mention,) = find_dates(text)
    assert (mention.surface, mention.calendar, mention.iso) == (surface, calendar, iso)


def test_two_dates_of_a_range() -> None:
    for text in ("1397/06/17-1397/06/29", "۹۷/۶/۱۷ تا ۹۷/۶/۲۹", "۹۷/۶/۱۷الی۹۷/۶/۲۹", "از 1397/06/17 لغایت 1397/06/29"):
        assert [mention.iso for mention in find_dates(text)] == ["2018-09-08", "2018-09-20"], text


def test_minutes_before_a_date_do_not_hide_it() -> None:
    (mention,) = find_dates("۰۹:۴۵ - ۱۷-۰۶-۱۳۹۷")
    assert mention.iso == "2018-09-08T09:45"


def test_the_habit_of_the_page_orders_day_and_month() -> None:
    text = "05/04/2018"
    assert find_dates(text)[0].iso is None
    assert find_dates(text, context=DateContext(day_first=True))[0].iso == "2018-04-05"
    assert find_dates(text, context=DateContext(day_first=False))[0].iso == "2018-05-04"


def test_a_weekday_or_a_neighbour_orders_day_and_month() -> None:
    assert find_dates("Thursday 05/04/2018")[0].iso == "2018-04-05"
    assert find_dates("Friday 05/04/2018")[0].iso == "2018-05-04"
    assert find_dates("05/04/2018 - ۱۴ اردیبهشت ۱۳۹۷")[0].iso == "2018-05-04"


def test_two_digit_years_need_a_persian_text_or_page() -> None:
    assert find_dates("97/06/17") == []
    assert find_dates("97/06/17", context=SOLAR)[0].iso == "2018-09-08"
    assert find_dates("03/06/17", context=SOLAR) == []
    assert find_dates("03/06/17", context=RECENT)[0].iso == "2024-09-07"
