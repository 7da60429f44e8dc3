"""Times and zones beside a date, and the clock of Tehran."""

from datetime import date

import pytest

from pipeline.dates import clock, find_dates


@pytest.mark.parametrize(
    ("text", "surface", "iso"),
    [
        ("۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵", "۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵", "2018-09-08T09:45"),
        ("۰۹:۴۵ - ۱۷ شهریور ۱۳۹۷", "۰۹:۴۵ - ۱۷ شهریور ۱۳۹۷", "2018-09-08T09:45"),
        ("شنبه ۱۷ شهریور ۱۳۹۷ ساعت ۹:۴۵", "شنبه ۱۷ شهریور ۱۳۹۷ ساعت ۹:۴۵", "2018-09-08T09:45"),
        ("شنبه / ۱۷ شهریور ۱۳۹۷ / ۰۹:۴۵", "شنبه / ۱۷ شهریور ۱۳۹۷ / ۰۹:۴۵", "2018-09-08T09:45"),
        ("۱۳۹۷/۰۶/۱۷ | ۰۹:۴۵:۱۲", "۱۳۹۷/۰۶/۱۷ | ۰۹:۴۵:۱۲", "2018-09-08T09:45:12"),
        ("ساعت ۰۹:۴۵روز ۱۳۹۷/۰۶/۱۷", "ساعت ۰۹:۴۵روز ۱۳۹۷/۰۶/۱۷", "2018-09-08T09:45"),
        ("۱۷ شهریور ۱۳۹۷، ۹:۴۵ ب.ظ", "۱۷ شهریور ۱۳۹۷، ۹:۴۵ ب.ظ", "2018-09-08T21:45"),
        ("۱۷ شهریور ۱۳۹۷ ۱۲:۱۵ ق.ظ", "۱۷ شهریور ۱۳۹۷ ۱۲:۱۵ ق.ظ", "2018-09-08T00:15"),
        ("۱۷ شهریور ۱۳۹۷ ۲۱:۴۵ ب.ظ", "۱۷ شهریور ۱۳۹۷ ۲۱:۴۵ ب.ظ", "2018-09-08T21:45"),
        ("۱۷ شهریور ۱۳۹۷ ساعت ۸ صبح", "۱۷ شهریور ۱۳۹۷ ساعت ۸ صبح", "2018-09-08T08:00"),
        ("۱۷ شهریور ۱۳۹۷ ساعت ۸ و ۲۵ دقیقه", "۱۷ شهریور ۱۳۹۷ ساعت ۸ و ۲۵ دقیقه", "2018-09-08T08:25"),
        ("ساعت ۵ عصر ۱۷ شهریور ۱۳۹۷", "ساعت ۵ عصر ۱۷ شهریور ۱۳۹۷", "2018-09-08T17:00"),
        ("۱۷ شهریور ۱۳۹۷ ساعت ۲ بعد از ظهر", "۱۷ شهریور ۱۳۹۷ ساعت ۲ بعد از ظهر", "2018-09-08T14:00"),
        ("8 September 2018, 09:45 pm", "8 September 2018, 09:45 pm", "2018-09-08T21:45"),
        ("September 8 2018, 9:45 a.m.", "September 8 2018, 9:45 a.m.", "2018-09-08T09:45"),
        ("Sep 8, 2018, at 3 p.m. EDT", "Sep 8, 2018, at 3 p.m. EDT", "2018-09-08T15:00-04:00"),
        ("Sat 8 Sep 2018 09.45 CEST", "Sat 8 Sep 2018 09.45 CEST", "2018-09-08T09:45+02:00"),
        ("0945 GMT September 8, 2018", "0945 GMT September 8, 2018", "2018-09-08T09:45+00:00"),
        ("Sep 08, 2018 09:45 Asia/Tehran", "Sep 08, 2018 09:45 Asia/Tehran", "2018-09-08T09:45+04:30"),
        ("Sep 08, 2018 09:45 (Tehran time)", "Sep 08, 2018 09:45 (Tehran time)", "2018-09-08T09:45+04:30"),
        ("Sep 08, 2018 09:45 UTC+3", "Sep 08, 2018 09:45 UTC+3", "2018-09-08T09:45+03:00"),
        ("۱۷ شهریور ۱۳۹۷ ۰۹:۴۵ به وقت تهران", "۱۷ شهریور ۱۳۹۷ ۰۹:۴۵ به وقت تهران", "2018-09-08T09:45+04:30"),
        ("۸ سپتامبر ۲۰۱۸ - ۰۹:۴۵ گرینویچ", "۸ سپتامبر ۲۰۱۸ - ۰۹:۴۵ گرینویچ", "2018-09-08T09:45+00:00"),
        ("2018-09-08T09:45:12Z", "2018-09-08T09:45:12Z", "2018-09-08T09:45:12+00:00"),
        ("2018-09-08T09:45:12.345+04:30", "2018-09-08T09:45:12.345+04:30", "2018-09-08T09:45:12+04:30"),
        ("2018-09-08@09:45:12 GMT", "2018-09-08@09:45:12 GMT", "2018-09-08T09:45:12+00:00"),
        ("1397-06-17T09:45:12+04:30", "1397-06-17T09:45:12+04:30", "2018-09-08T09:45:12+04:30"),
        ("Sat, 8 Sep 2018 09:45:12 +0430", "Sat, 8 Sep 2018 09:45:12 +0430", "2018-09-08T09:45:12+04:30"),
        ("8 September 2018 Saturday 09:45", "8 September 2018 Saturday 09:45", "2018-09-08T09:45"),
    ],
)
def test_time_beside_a_date(text: str, surface: str, iso: str) -> None:
    (mention,) = find_dates(text)
    assert (mention.surface, mention.iso) == (surface, iso)


def test_an_unclear_zone_is_named_and_never_applied() -> None:
    (mention,) = find_dates("September 8, 2018 09:45 (IST)")
    assert (mention.iso, mention.zone) == ("2018-09-08T09:45", "IST")


def test_a_time_goes_to_the_date_it_stands_with() -> None:
    first, second = find_dates("۰۹:۴۵ - ۱۷ شهریور ۱۳۹۷ | ۱۰:۲۰ - ۱۸ شهریور ۱۳۹۷")
    assert (first.iso, second.iso) == ("2018-09-08T09:45", "2018-09-09T10:20")


@pytest.mark.parametrize(
    ("day", "time", "offset"),
    [
        (date(1930, 5, 1), "12:00", "+03:26"),  # local mean time, rounded to the minute
        (date(1978, 1, 1), "12:00", "+04:00"),
        (date(1985, 7, 1), "12:00", "+03:30"),  # no summer time 1981-90
        (date(2006, 7, 1), "12:00", "+03:30"),  # nor 2006-07
        (date(2020, 3, 5), "09:59", "+03:30"),
        (date(2020, 7, 5), "21:38", "+04:30"),
        (date(2023, 7, 5), "21:38", "+03:30"),  # nor after 2022
        (date(2022, 3, 22), "00:30", None),  # the hour summer time left out
        (date(2021, 9, 21), "23:30", "+04:30"),  # there twice: the first is meant
    ],
)
def test_tehran(day: date, time: str, offset: str | None) -> None:
    assert clock.offset_at("Asia/Tehran", day, time) == offset
    assert clock.exists("Asia/Tehran", day, time) is (offset is not None)


def test_kabul_has_one_offset_since_1945() -> None:
    assert {clock.offset_at("Asia/Kabul", date(year, 7, 1), "12:00") for year in range(1945, 2025)} == {"+04:30"}


def test_zone_names() -> None:
    assert clock.zone_name("GMT+2") == "+02:00"
    assert clock.zone_name("UTC-03:30") == "-03:30"
    assert clock.zone_name("به وقت کابل") == "Asia/Kabul"
    assert clock.zone_name("Asia/Nowhere") is None
    assert clock.zone_name("IST") == "IST"
