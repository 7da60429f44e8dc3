"""Dates stated for machines."""

import pytest

from pipeline.dates.machine import Moment, near, read


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2018-09-08", "2018-09-08"),
        ("20180908", "2018-09-08"),
        ("2018-09-08T09:45:12+04:30", "2018-09-08T09:45:12+04:30"),
        ("2018-09-08T09:45:00Z", "2018-09-08T09:45+00:00"),
        ("2018-09-08T09:45:12.473Z", "2018-09-08T09:45:12+00:00"),
        ("2018-09-08T09:45+0430", "2018-09-08T09:45+04:30"),
        ("2018-09-08 T 09:45:12 +0430", "2018-09-08T09:45:12+04:30"),
        ("2018-09-08 09:45:12.606", "2018-09-08T09:45:12"),
        ("20180908T094512Z", "2018-09-08T09:45:12+00:00"),
        ("1397-06-17T09:45:12+04:30", "2018-09-08T09:45:12+04:30"),
        ("۱۳۹۷/۰۶/۱۷ - ۰۹:۴۵", "2018-09-08T09:45"),
        ("۱۷ شهریور ۱۳۹۷", "2018-09-08"),
        ("Sat, 08 Sep 2018 09:45:12 +0430", "2018-09-08T09:45:12+04:30"),
        ("9/28/2018 5:57:04 PM", "2018-09-28T17:57:04"),
        ("9/8/2018 5:57:04 PM", "2018-09-08T17:57:04"),
        ("1536387312", "2018-09-08T06:15:12+00:00"),
        ("1536387312000", "2018-09-08T06:15:12+00:00"),
        ("September 8, 2018", "2018-09-08"),
    ],
)
def test_read(value: str, iso: str) -> None:
    moment = read(value)
    assert moment is not None
    assert moment.iso == iso


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2018-13-08",
        "1397-12-30",
        "2018",
        "12",
        "—",
        "0000-00-00",
        "99999999",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59+00:00",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ],
)
def test_no_date(value: str) -> None:
    assert read(value) is None


def test_instants() -> None:
    here, there = read("2018-09-08T09:45+04:30"), read("2018-09-08T05:15Z")
    assert here is not None
    assert there is not None
    assert here.instant() == there.instant() is not None
    assert Moment(here.day, None, None).instant() is None
    assert near(here, there)
