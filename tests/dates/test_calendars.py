"""Calendars: every end of Esfand against other sources, lunar and imperial dates, years and months as intervals."""

from datetime import date, timedelta

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import calendars
from tests.dates import icu

YEARS = range(1206, 1499)


def leap_by_cycle(year: int) -> bool:
    """The 33-year rule; it agrees with the astronomical one from 1178 to 1502."""
    return (25 * year + 11) % 33 < 8


def new_year_by_cycle(year: int) -> date:
    """First of Farvardin, counted from 1 Farvardin 1400 by the 33-year rule."""
    first = date(2021, 3, 21)
    days = sum(366 if leap_by_cycle(y) else 365 for y in range(min(year, 1400), max(year, 1400)))
    return first + timedelta(days=days if year >= 1400 else -days)


@pytest.mark.parametrize("day", [29, 30])
def test_esfand_against_jdatetime(day: int) -> None:
    for year in YEARS:
        try:
            expected = jdatetime.date(year, 12, day).togregorian()
        except ValueError:
            expected = None
        assert calendars.day("jalali", year, 12, day) == expected, year


@pytest.mark.parametrize("day", [29, 30])
def test_esfand_against_the_cycle(day: int) -> None:
    for year in YEARS:
        expected = new_year_by_cycle(year) + timedelta(days=336 + day - 1)
        if day == 30 and not leap_by_cycle(year):
            assert calendars.day("jalali", year, 12, day) is None, year
        else:
            assert calendars.day("jalali", year, 12, day) == expected, year


def test_every_day_against_icu() -> None:
    other = icu.load()
    if other is None:
        pytest.skip("no ICU on this system")
    for year in YEARS:
        for month in range(1, 13):
            last = 31 if month < 7 else 30 if month < 12 or leap_by_cycle(year) else 29
            for day in (1, 15, 29, last):
                assert calendars.day("jalali", year, month, day) == other.day(year, month, day), (year, month, day)


@pytest.mark.parametrize(
    ("ymd", "expected"),
    [
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1408, 12, 30), date(2030, 3, 20)),
        ((1404, 12, 30), None),
        ((1398, 12, 30), None),
        ((1298, 5, 28), date(1919, 8, 20)),
        ((1304, 1, 11), date(1925, 3, 31)),
        ((1399, 7, 31), None),
        ((1399, 13, 1), None),
        ((1399, 0, 1), None),
        ((0, 1, 1), None),
    ],
)
def test_solar_days(ymd: tuple[int, int, int], expected: date | None) -> None:
    assert calendars.day("jalali", *ymd) == expected


@pytest.mark.parametrize("year", [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412])
def test_leap_years(year: int) -> None:
    assert calendars.day("jalali", year, 12, 30) is not None
    assert calendars.day("jalali", year + 1, 12, 30) is None


@pytest.mark.parametrize(
    ("ymd", "known", "slack"),
    [
        ((1, 1, 1), date(622, 7, 19), 1),
        ((1400, 1, 1), date(1979, 11, 21), 1),
        ((1441, 9, 1), date(2020, 4, 24), 1),
        ((1445, 10, 1), date(2024, 4, 10), 1),
        ((61, 1, 10), date(680, 10, 13), 1),
    ],
)
def test_lunar_days_are_near_the_known_ones(ymd: tuple[int, int, int], known: date, slack: int) -> None:
    found = calendars.day("islamic", *ymd)
    assert found is not None
    assert abs((found - known).days) <= slack


def test_lunar_years_join_without_gap_or_overlap() -> None:
    for year in range(1, 1500):
        span, following = calendars.year_span("islamic", year), calendars.year_span("islamic", year + 1)
        assert span is not None
        assert following is not None
        assert span[1] + timedelta(days=1) == following[0]
        assert (span[1] - span[0]).days in (353, 354)


def test_imperial_year_is_the_solar_one_and_1180() -> None:
    assert calendars.day("imperial", 2535, 1, 1) == calendars.day("jalali", 1355, 1, 1)
    assert calendars.native("imperial", 2535, 1, 1) == "1355-01-01"


def test_months_and_years_as_intervals() -> None:
    assert calendars.month_iso("jalali", 1398, 12) == "2020-02-20/2020-03-19"
    assert calendars.month_iso("gregorian", 2020, 2) == "2020-02"
    assert calendars.month_iso("jalali", 1398, 13) is None
    assert calendars.year_iso("jalali", 1399) == "2020-03-20/2021-03-20"
    assert calendars.year_iso("gregorian", 2020) == "2020"


@given(
    st.dates(date(1000, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["jalali", "gregorian", "islamic", "imperial"]),
)
def test_a_day_lies_in_its_year(when: date, calendar: str) -> None:
    span = calendars.year_span(calendar, calendars.year_of(calendar, when))
    assert span is not None
    assert span[0] <= when <= span[1]
