"""Dates written anew: in the language and figures of their segment, and nothing around them touched."""

import pytest

from pipeline.config import Dates
from pipeline.dates import Rewritten, find_dates, rewrite
from pipeline.model import Segment


def made(text: str, language: str = "fa", mode: Dates = "convert") -> Rewritten:
    return rewrite(text, find_dates(text), [Segment(0, len(text), language)], mode)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fa", "در ۱۷ شهریور ۱۳۹۷، پایان یافت.", "در ۸ سپتامبر ۲۰۱۸، پایان یافت."),
        ("fa", "در 17 شهریور 1397 بود", "در 8 سپتامبر 2018 بود"),
        ("fa", "هفدهم شهریور ماه سال ۱۳۹۷ خورشیدی", "۸ سپتامبر ۲۰۱۸"),
        ("fa", "هفدهم شهریور هزار و سیصد و نود و هفت", "۸ سپتامبر ۲۰۱۸"),
        ("fa", "شنبه ۱۷ شهریور ۱۳۹۷ ساعت ۹:۴۵", "شنبه ۸ سپتامبر ۲۰۱۸ ساعت ۹:۴۵"),
        ("fa", "متن۱۷شهریور۱۳۹۷چسبیده", "متن۸ سپتامبر ۲۰۱۸چسبیده"),
        ("fa", "۱۷ شهـریور ۱۳۹۷", "۸ سپتامبر ۲۰۱۸"),
        ("fa", "۱۳۹۷/۰۶/۱۷", "۲۰۱۸/۰۹/۰۸"),
        ("fa", "1397-6-17", "2018-09-08"),
        ("fa", "۹۷/۶/۱۷ پایان", "۲۰۱۸/۰۹/۰۸ پایان"),
        ("fa", "۱۷/۶/۱۳۹۷", "۸ سپتامبر ۲۰۱۸"),  # figures alone would leave open which is the day
        ("fa", "۱۲ تیر ۲۵۳۶ شاهنشاهی", "۳ ژوئیه ۱۹۷۷"),
        ("fa", "۲ تا ۶ مهر ۱۳۹۷", "۲۴ تا ۲۸ سپتامبر ۲۰۱۸"),
        ("fa", "۲ تا ۱۶ مهر ۱۳۹۷", "۲۴ سپتامبر تا ۸ اکتبر ۲۰۱۸"),
        ("fa", "۲ الی ۲۰ دی ۱۳۹۷", "۲۳ دسامبر ۲۰۱۸ الی ۱۰ ژانویه ۲۰۱۹"),
        ("fa", "۶ جوزای ۱۴۰۱", "۲۷ می ۲۰۲۲"),
        ("en", "on 17 Shahrivar 1397 he left", "on 8 September 2018 he left"),
        ("en", "on Shahrivar 17, 1397 he left", "on September 8, 2018 he left"),
        ("en", "2-16 Mehr 1397", "24 September - 8 October 2018"),
        ("ps", "د ۱۴۰۱ کال د وري ۶مه", "د ۲۰۲۲ کال د مارچ ۲۶مه"),
        ("ckb", "٦ی خەرمانانی ١٤٠١", "٢٨ ئاب ٢٠٢٢"),
        ("und", "۱۷ شهریور ۱۳۹۷", "۸ سپتامبر ۲۰۱۸"),
        ("und", "17 Shahrivar 1397", "8 September 2018"),
        ("fa", "نشریه 17 Shahrivar 1397 است", "نشریه 8 September 2018 است"),
    ],
)
def test_convert(language: str, text: str, expected: str) -> None:
    assert made(text, language).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵ 08 September 2018", "۸ سپتامبر ۲۰۱۸ - ۰۹:۴۵"),
        ("در ۱۷ شهریور ۱۳۹۷ (۸ سپتامبر ۲۰۱۸) بود", "در ۸ سپتامبر ۲۰۱۸ بود"),
        ("در ۸ سپتامبر ۲۰۱۸ (۱۷ شهریور ۱۳۹۷) بود", "در ۸ سپتامبر ۲۰۱۸ بود"),
        ("۱۷ شهریور ۱۳۹۷ برابر با ۸ سپتامبر ۲۰۱۸ بود", "۸ سپتامبر ۲۰۱۸ بود"),
        ("۸ سپتامبر ۲۰۱۸ - ۱۷ شهریور ۱۳۹۷ ساعت ۹:۴۵ بود", "۸ سپتامبر ۲۰۱۸ ساعت ۹:۴۵ بود"),
        ("شنبه ۱۷ شهریور ۱۳۹۷ - 2018 September 8", "شنبه ۸ سپتامبر ۲۰۱۸"),
        ("۱۳۹۷/۰۶/۱۷ - 2018/09/08", "۲۰۱۸/۰۹/۰۸"),
        ("۱۷ شهریور ۱۳۹۷ | ۲۷ ذی‌الحجه ۱۴۳۹ | 8 September 2018", "۸ سپتامبر ۲۰۱۸ | ۲۷ ذی‌الحجه ۱۴۳۹"),
    ],
)
def test_of_both_calendars_one_remains(text: str, expected: str) -> None:
    result = made(text)
    assert result.text == expected
    for mention in result.mentions:
        assert expected[mention.start : mention.end] == (mention.written or mention.surface)


def test_calendars_that_disagree_both_remain() -> None:
    result = made("۱۷ شهریور ۱۳۹۷ برابر با ۹ سپتامبر ۲۰۱۸")
    assert result.text == "۸ سپتامبر ۲۰۱۸ برابر با ۹ سپتامبر ۲۰۱۸"
    assert [mention.calendars_agree for mention in result.mentions] == [False, False]


@pytest.mark.parametrize(
    "text",
    [
        "در شهریور ۱۳۹۷ و سال ۱۳۹۸",
        "۱۷ شهریور",
        "۱۶ رجب ۱۴۴۱ ه.ق",
        "۸ سپتامبر ۲۰۱۸ و 2018-09-08 و 28/09/2018",
        "تیر تا شهریور ۱۳۹۶",
        "زمستان ۱۳۹۷",
        "https://example.ir/1397/06/17/ و www.example.ir/۱۷-شهریور-۱۳۹۷",
    ],
)
def test_annotated_only(text: str) -> None:
    result = made(text)
    assert (result.text, result.offsets) == (text, None)
    assert result.mentions == find_dates(text)


@pytest.mark.parametrize(
    ("mode", "text", "expected"),
    [
        ("annotate", "در ۱۷ شهریور ۱۳۹۷ بود", "در ۱۷ شهریور ۱۳۹۷ بود"),
        ("append", "در ۱۷ شهریور ۱۳۹۷ بود", "در ۱۷ شهریور ۱۳۹۷ [2018-09-08] بود"),
        ("append", "۱۷ شهریور ۱۳۹۷ ساعت ۹:۴۵ بود", "۱۷ شهریور ۱۳۹۷ ساعت ۹:۴۵ [2018-09-08] بود"),
        ("append", "۲ تا ۶ مهر ۱۳۹۷", "۲ تا ۶ مهر ۱۳۹۷ [2018-09-24/2018-09-28]"),
        ("append", "۸ سپتامبر ۲۰۱۸", "۸ سپتامبر ۲۰۱۸"),
        ("iso", "در ۱۷ شهریور ۱۳۹۷ بود", "در 2018-09-08 بود"),
        ("iso", "شنبه ۱۷ شهریور ۱۳۹۷ ساعت ۹:۴۵", "شنبه 2018-09-08 ساعت ۹:۴۵"),
        ("iso", "on 8 September 2018", "on 2018-09-08"),
        ("iso", "۲ تا ۶ مهر ۱۳۹۷", "2018-09-24/2018-09-28"),
        ("iso", "۱۷ شهریور ۱۳۹۷ (۸ سپتامبر ۲۰۱۸)", "2018-09-08"),
    ],
)
def test_modes(mode: Dates, text: str, expected: str) -> None:
    assert made(text, mode=mode).text == expected
    assert made(expected, mode=mode).text == expected


def test_each_date_in_the_language_of_its_segment() -> None:
    text = "در ۱۷ شهریور ۱۳۹۷ نوشت: on 17 Shahrivar 1397 it began"
    cut = text.index("on ")
    segments = [Segment(0, cut, "fa"), Segment(cut, len(text), "en")]
    result = rewrite(text, find_dates(text), segments, "convert")
    assert result.text == "در ۸ سپتامبر ۲۰۱۸ نوشت: on 8 September 2018 it began"


def test_mentions_and_offsets_follow() -> None:
    text = "از ۱۷ شهریور ۱۳۹۷ تا مرداد ۱۳۹۸ و بعد"
    result = made(text)
    first, second = result.mentions
    assert result.text[first.start : first.end] == first.written == "۸ سپتامبر ۲۰۱۸"
    assert first.surface == "۱۷ شهریور ۱۳۹۷"
    assert (result.text[second.start : second.end], second.written) == ("مرداد ۱۳۹۸", None)
    assert result.offsets is not None
    assert len(result.offsets) == len(text) + 1
    assert result.text[result.offsets[text.index("و بعد")] :] == "و بعد"
    assert result.offsets[-1] == len(result.text)


def test_no_mention_no_change() -> None:
    assert rewrite("هیچ", [], [], "convert") == Rewritten("هیچ", [], None)
