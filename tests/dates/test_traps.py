"""What looks like a date and is none, or is one that no calendar has."""

import pytest

from pipeline.dates import DateContext, find_dates

NOTHING = [
    # days no calendar has: no clamping, and nothing of them is saved
    "۳۱ آبان ۱۳۹۷", "۳۰ اسفند ۱۴۰۰", "۳۲ تیر ۱۳۹۵", "۰ تیر ۱۳۹۵", "31 Bahman 1397", "31 April 2019", "2019-02-29",
    "۱۳۹۷/۱۳/۰۱", "1400/12/30", "۳۰/۱۲/۱۴۰۰", "2019/13/01",
    # names and everyday words
    "خبرگزاری مهر ۵ خبرنگار دارد", "مهر و موم شد", "تیر آهن ۱۴", "میزان ۳۰ درصد", "سرطان ۱۲ نفر", "شیر و سرطان",
    "بهمن ۴ کشته داشت", "آذر ۲۷ ساله است", "سه دی و آبان", "سی دی ۷۰۰ مگابایتی", "هفت تیر کشید", "۲ دی وی دی",
    "دو می‌شود", "۱۲ می‌رسد", "۱ و ۳ دی‌اکسید", "صفر تا صد", "۳ بر صفر", "به میزان ۱۴۰۰ مگاوات", "بن اسد ۱۴۰۰",
    "سیگار بهمن ۵۰ نخ", "دی ماه", "می ۲۰ نفر",
    # places that carry a date in their name
    "میدان ۷ تیر", "خیابان ۱۷ شهریور", "بیمارستان ۱۵ خرداد", "ورزشگاه شهدای ۱۲ فروردین", "پل ۲۲ بهمن", "میدان هفتم تیر",
    # money, shares, scores, ids, versions, addresses
    "۱۳۹۷ تومان", "۱۳۹۷/۵۰ ریال", "مهر ۱۳۹۷ واحد", "۱۲/۵ درصد", "۵۰ / ۲۰ / ۳۰", "ایران ۳ - ۲ ژاپن", "تلفن ۰۲۱-۸۸-۱۳",
    "کد ۱۳۹۷۰۶۱۷", "۱۳۹۷۰۶۱۷", "نامه شماره ۹۷/۵/۱۲", "Debian 5.4.2019", "نسخه ۵.۴.۲۰۱۹", "v1.2.2019", "10.97.12.11",
    "https://example.ir/fa/1397/06/17/x", "www.example.ir/۱۷-شهریور-۱۳۹۷", "example.ir/news/1397/06/17", "a@1397/06/17",
    "img-1397-06-17.jpg", "1397/06/17/2", "EN1397-06-17", "98-12-11-5",
    # the years before Christ and before the Hijra
    "۵۵۰ ق.م", "سال ۵۵۰ پیش از میلاد", "(۶۵۰–۵۵۰ ق م)", "۲ ق.ه",
    # English years and plain words
    "pp. 1397-1401", "The 1397 union", "Mehr 20 goals", "May 20 people", "Tir 15 rifle", "you may 5", "march 12 miles",
    # clocks, numbers and fractions alone
    "ساعت ۱۴", "ساعت ۱۲:۳۰", "قطعنامه ۵۹۸", "۷۳ / ۵", "دقیقه ۹۰+۲", "۱/۲/۳", "قرن ۱۴", "۴۰ روز", "۵ ماه",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text",
    ["02/03/15", "12/03/2019", "5.4.19", "97/06/17", "۱۰/۱۱/۱۲", "سال‌های ۱۳۲۸ تا ۱۴۵۰", "۹ آبان", "دیروز", "۳ روز پیش"],
)
def test_never_converted(text: str) -> None:
    assert [mention.iso for mention in find_dates(text) if mention.iso] == []


def test_a_range_over_a_century_with_a_future_end_is_left_open() -> None:
    (mention,) = find_dates("در سال‌های ۱۳۲۸ تا ۱۴۵۰")
    assert (mention.calendar, mention.iso) == ("unknown", None)


def test_even_a_solar_page_does_not_make_a_date_of_money() -> None:
    page = DateContext(solar=True, recent=True)
    assert find_dates("بهای هر سهم ۱۳۹۷ تومان و ۹۷/۵ درصد", context=page) == []


def test_an_invalid_date_does_not_hide_its_neighbour() -> None:
    (mention,) = find_dates("نه ۳۱ آبان ۱۳۹۷ بلکه ۳۰ آبان ۱۳۹۷")
    assert mention.iso == "2018-11-21"
