"""Weekdays and second calendars: reported where they disagree, never repaired."""

import pytest

from pipeline.dates import find_dates


@pytest.mark.parametrize(
    ("text", "surface", "agrees"),
    [
        ("شنبه ۱۷ شهریور ۱۳۹۷", "شنبه ۱۷ شهریور ۱۳۹۷", True),
        ("شنبه، ۱۷ شهریور ، ۱۳۹۷", "شنبه، ۱۷ شهریور ، ۱۳۹۷", True),
        ("یک‌شنبه ۱۷ شهریور ۱۳۹۷", "یک‌شنبه ۱۷ شهریور ۱۳۹۷", False),
        ("۱۳۹۷ شهریور ۱۷, شنبه", "۱۳۹۷ شهریور ۱۷, شنبه", True),
        ("Sat 8 September 2018", "Sat 8 September 2018", True),
        ("Sunday, 8 September , 2018", "Sunday, 8 September , 2018", False),
        ("السبت 8 سبتمبر 2018", "السبت 8 سبتمبر 2018", True),
        ("17 Shahrivar 1397", "17 Shahrivar 1397", None),
    ],
)
def test_weekday(text: str, surface: str, agrees: bool | None) -> None:
    (mention,) = find_dates(text)
    assert (mention.surface, mention.weekday_ok) == (surface, agrees)
    assert (mention.iso or "")[:10] == "2018-09-08"


def test_a_weekday_belongs_to_the_date_it_stands_before() -> None:
    first, second = find_dates("۲۷ ذی‌الحجه ۱۴۳۹ Saturday, 8 September , 2018")
    assert first.weekday_ok is None
    assert second.surface == "Saturday, 8 September , 2018"


@pytest.mark.parametrize(
    ("text", "agree"),
    [
        ("۱۷ شهریور ۱۳۹۷ (۸ سپتامبر ۲۰۱۸)", True),
        ("۱۷ شهریور ۱۳۹۷ برابر با ۸ سپتامبر ۲۰۱۸", True),
        ("۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵ 08 September 2018", True),
        ("۱۳۹۷/۰۶/۱۷ - 2018/09/08", True),
        ("09/08/2018 - شنبه 17 شهریور 1397", True),
        ("شنبه، 17 شهریور ماه 1397 = 08-09 2018", True),
        ("۱۷ شهریور ۱۳۹۷ | ۲۸ ذی‌الحجه ۱۴۳۹", True),  # the sighted month is a day off the tabular one
        ("۱۷ شهریور ۱۳۹۷ برابر با ۹ سپتامبر ۲۰۱۸", False),
        ("۱۷ شهریور ۱۳۹۷ ـ ۹ سپتامبر ۲۰۱۸", False),
        ("۱۷ شهریور ۱۳۹۷ برابر با ۸ سپتامبر ۲۰۱۹", False),
        ("از ۱۷ شهریور ۱۳۹۷ و ۵ مارس ۲۰۲۰", None),
        ("۱۷ شهریور ۱۳۹۷ - ۵ مارس ۲۰۲۰", None),
        ("۱۷ شهریور ۱۳۹۷ آغاز و ۸ سپتامبر ۲۰۱۸ تمام شد", None),
    ],
)
def test_calendars(text: str, agree: bool | None) -> None:
    assert [mention.calendars_agree for mention in find_dates(text)] == [agree, agree]


def test_three_calendars() -> None:
    found = find_dates("۱۷ شهریور ۱۳۹۷ | ۲۷ ذی‌الحجه ۱۴۳۹ | 8 September 2018")
    assert [mention.calendars_agree for mention in found] == [True, True, True]
