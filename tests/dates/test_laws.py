"""What holds for every date: it comes back from every shape, offsets are right, writing twice is writing once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from pipeline.config import Dates
from pipeline.dates import find_dates, rewrite
from pipeline.dates.vocabulary import MONTHS_TOML, WRITTEN
from pipeline.model import Segment
from tests.dates.test_numerals import spell

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SOLAR = [names[0] for names in MONTHS_TOML["jalali"]["fa"]["names"]]
LATIN = [names[0] for names in MONTHS_TOML["jalali"]["latin"]["names"]]
AFGHAN = [names[0] for names in MONTHS_TOML["jalali"]["fa-AF"]["names"]]
PASHTO = [names[0] for names in MONTHS_TOML["jalali"]["ps"]["names"]]
KURDISH = [names[0] for names in MONTHS_TOML["jalali"]["ckb"]["names"]]
WEEKDAYS = ["دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"]

SHAPES = {
    "named": lambda y, m, d, w: f"{d} {SOLAR[m - 1]} {y}",
    "glued": lambda y, m, d, w: f"{d}{SOLAR[m - 1]}{y}",
    "mah": lambda y, m, d, w: f"{d:02} {SOLAR[m - 1]}‌ماه سال {y} خورشیدی",
    "weekday": lambda y, m, d, w: f"{WEEKDAYS[w]}، {d} {SOLAR[m - 1]} {y}",
    "turned": lambda y, m, d, w: f"{y} {SOLAR[m - 1]} {d}",
    "words": lambda y, m, d, w: f"{spell(d)} {SOLAR[m - 1]} {spell(y)}",
    "slashes": lambda y, m, d, w: f"{y}/{m:02}/{d:02}",
    "short slashes": lambda y, m, d, w: f"{y}/{m}/{d}",
    "dashes": lambda y, m, d, w: f"{d:02}-{m:02}-{y}",
    "dots": lambda y, m, d, w: f"{y}.{m:02}.{d:02}",
    "latin": lambda y, m, d, w: f"{d} {LATIN[m - 1]} {y}",
    "latin turned": lambda y, m, d, w: f"{LATIN[m - 1]} {d}, {y}",
    "afghan": lambda y, m, d, w: f"{d} {AFGHAN[m - 1]} {y}",
    "pashto": lambda y, m, d, w: f"د {y} کال د {PASHTO[m - 1]} {d}مه",
    "kurdish": lambda y, m, d, w: f"{d}ی {KURDISH[m - 1]}ی {y}",
}
days = st.dates(date(1826, 3, 21), date(2035, 12, 31))  # 1205/1414 and so inside what a bare year may be
texts = st.text(alphabet="۰۱۲۳۹1250/-–:.،() \u200c\u200f\nاسفندمهریتوب", max_size=40)
pieces = st.lists(
    st.one_of(
        texts,
        st.sampled_from(
            ["۱۷ شهریور ۱۳۹۷", "(8 September 2018)", "۱۳۹۷/۰۶/۱۷", "برابر با", "۹:۴۵", "شنبه", " - ", "۲ تا ۶ مهر ۱۳۹۷",
             "[2018-09-08]", "سال ۱۳۹۷", "17 Shahrivar 1397", "۱۶ رجب ۱۴۴۱", "ساعت", "تا", "میلادی"]
        ),
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@given(when=days, figures=st.sampled_from([None, PERSIAN, ARABIC]))
def test_a_solar_date_comes_back_from_every_shape(shape: str, when: date, figures: dict[int, int] | None) -> None:
    solar = JalaliDate(when)
    written = SHAPES[shape](solar.year, solar.month, solar.day, when.weekday())
    written = written.translate(figures) if figures else written
    (mention,) = find_dates(f"در {written} بود")
    assert (mention.iso, mention.calendar) == (when.isoformat(), "jalali")
    assert mention.native == f"{solar.year:04}-{solar.month:02}-{solar.day:02}"
    assert mention.weekday_ok is (True if shape == "weekday" else None)


@pytest.mark.parametrize("language", WRITTEN)
@given(when=st.dates(date(1700, 1, 1), date(2199, 12, 31)))
def test_what_we_write_is_read_again(language: str, when: date) -> None:
    (mention,) = find_dates(f"{when.day} {WRITTEN[language][when.month - 1]} {when.year}")
    assert (mention.iso, mention.calendar) == (when.isoformat(), "gregorian")


@given(pieces)
def test_mentions_stand_where_they_say(text: str) -> None:
    last = 0
    for mention in find_dates(text):
        assert last <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert mention.iso is None or mention.precision != "none"
        last = mention.end


@pytest.mark.parametrize("mode", ["convert", "append", "iso"])
@given(text=pieces)
def test_writing_twice_is_writing_once(mode: Dates, text: str) -> None:
    once = rewrite(text, find_dates(text), [Segment(0, len(text), "fa")], mode)
    twice = rewrite(once.text, find_dates(once.text), [Segment(0, len(once.text), "fa")], mode)
    assert twice.text == once.text


@pytest.mark.parametrize("mode", ["annotate", "convert", "append", "iso"])
@given(text=pieces)
def test_nothing_but_dates_is_touched(mode: Dates, text: str) -> None:
    before = find_dates(text)
    result = rewrite(text, before, [Segment(0, len(text), "fa")], mode)
    assert len(result.mentions) == len(before)
    for mention in result.mentions:
        stands = result.text[mention.start : mention.end]
        assert stands == (mention.surface if mention.written is None else mention.written)
    if result.offsets is None:
        assert result.text == text
        return
    assert len(result.offsets) == len(text) + 1
    assert result.offsets == sorted(result.offsets)
    assert result.offsets[-1] == len(result.text)
    if all(mention.calendars_agree is None for mention in before):
        # without twins, which take the words between them along, everything outside a mention stays
        inside = {i for mention in before for i in range(mention.start, mention.end)}
        assert all(result.text[result.offsets[i]] == text[i] for i in range(len(text)) if i not in inside)
