"""Which date of a page is which."""

import pytest

from pipeline.dates import DateContext, MachineDate, StampLine, Stamps, page_stamps
from pipeline.model import Zone

TITLE = "Council opens the new library after two years of work"
BODY = "The library was opened on Monday by the mayor, who had promised it in 2016, after two years of building work."
FA_TITLE = "کتابخانه تازه شهر پس از دو سال گشوده شد"
FA_BODY = "کتابخانه تازه شهر که کار ساختن آن از ۵ مهر ۱۳۹۵ آغاز شده بود، دیروز با حضور شهردار و مردم محله گشوده شد."


def page(*lines: tuple[str | None, str] | str, title: str = TITLE, body: str = BODY) -> list[StampLine]:
    """Lines as (class or None, text); the words ``title`` and ``body`` stand for a kept title and a kept body."""
    made = []
    texts = [(None, title) if line == "title" else (None, body) if line == "body" else line for line in lines]
    first = next((i for i, line in enumerate(lines) if line == "body"), len(lines))
    for i, line in enumerate(texts):
        assert not isinstance(line, str)
        made.append(StampLine(i + 1, line[1], line[0], i < first))
    return made


def stamps(*lines: tuple[str | None, str] | str, machine: list[MachineDate] | None = None, **more: object) -> Stamps:
    return page_stamps(page(*lines), machine or [], **more)  # type: ignore[arg-type]


def fields(found: Stamps) -> list[str | None]:
    return [mention.field for _, mention in found.mentions]


def test_published_and_updated_on_one_line() -> None:
    line = "Sep 08, 2018 09:45 Asia/Tehran [Updated: Nov 08, 2018 21:10 Asia/Tehran]"
    found = stamps(("timestamp", line), "title", "body")
    assert (found.published, found.modified) == ("2018-09-08T09:45+04:30", "2018-11-08T21:10+03:30")
    assert found.zone == Zone("Asia/Tehran", "stated")
    assert fields(found) == ["published", "modified"]


def test_the_stamp_under_the_title_beats_the_clock_over_the_menu() -> None:
    clock = ("timestamp", "November 14, 2024 07:25 (IST)")
    menu = [("nav", name) for name in ("Home", "World", "Sport", "Science", "Culture")]
    found = stamps(clock, *menu, "title", ("timestamp", "| @cityreporter | 08 Sep 2018, 01:39 pm"), "body")
    assert (found.published, found.zone) == ("2018-09-08T13:39", None)
    assert stamps(clock, *menu, *menu, *menu, *menu, *menu, *menu, "title", "body").published is None


def test_a_persian_stamp_in_both_calendars() -> None:
    line = ("timestamp", "تاریخ انتشار: ۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵ 08 September 2018")
    found = page_stamps(page("title", line, "body", title=FA_TITLE, body=FA_BODY), context=DateContext(solar=True))
    assert found.published == "2018-09-08T09:45"
    assert found.zone == Zone("Asia/Tehran", "assumed")
    assert fields(found) == ["published", "published"]
    assert {number for number, _ in found.mentions} == {2}


def test_the_row_of_a_table_dates_what_it_tells_of() -> None:
    row = StampLine(2, "Listed | 16 August 2005", None, True, row=True)
    assert page_stamps([*page("title"), row, *page("body")]).published is None
    said = StampLine(2, "Published | 16 August 2005", None, True, row=True)
    assert page_stamps([*page("title"), said, *page("body")]).published == "2005-08-16"


def test_the_date_a_source_was_read_is_not_that_of_the_page() -> None:
    source = (None, "«کتابخانه‌های شهر». دریافت‌شده در ۲۰۱۹-۰۵-۱۱.")
    changed = ("nav", "این صفحه آخرین‌بار در ‏۴ خرداد ۱۴۰۲ ساعت ۱۶:۳۱ ویرایش شده‌است. همهٔ نوشته‌ها آزاد است.")
    found = page_stamps(page("title", "body", source, changed, title=FA_TITLE, body=FA_BODY))
    assert (found.published, found.modified) == (None, "2023-05-25T16:31")


def test_a_zone_in_front_of_the_date() -> None:
    found = stamps(("timestamp", "Published: 0945 GMT September 8, 2018"), "title", "body")
    assert (found.published, found.zone) == ("2018-09-08T09:45+00:00", Zone("+00:00", "stated"))


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("Posted September 8, 2018 9:45 am", "2018-09-08T09:45", None),
        ("The Valley Courier / September 8, 2018", "2018-09-08", None),
        ("3 min readSeptember 8, 20189:45 AM GMT+2Last Updated 4 min ago", "2018-09-08T09:45+02:00", None),
        ("    By MARY MILLERSEPT. 8, 2018", "2018-09-08", None),
        ("Saturday 8 September 2018 09:45 BST", "2018-09-08T09:45", None),
        ("Ada Demir | 08.09.2018 - Güncelleme : 09.09.2018", "2018-09-08", "2018-09-09"),
        ("Опубликовано 8 сентября 2018", "2018-09-08", None),
        ("  • شنبه / ۱۷ شهریور ۱۳۹۷ / ۰۹:۴۵", "2018-09-08T09:45", None),
        ("دریافت خبر : شنبه 17 شهریور 1397 ساعت 09:45", "2018-09-08T09:45", None),
        ("به روز شده در: ۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵", None, "2018-09-08T09:45"),
        ("مصوب 1397/06/17 هیأت وزیران", "2018-09-08", None),
        ("تاریخ انتشار: 09:45 - 1397/6/17 | 2018.9.8", "2018-09-08T09:45", None),
        ("Received: 3 May 2018", None, None),
        ("تاریخ پذیرش: ۱۳۹۷/۰۶/۱۷", None, None),
    ],
)
def test_lines_between_title_and_body(line: str, published: str | None, modified: str | None) -> None:
    found = stamps("title", ("timestamp", line), "body")
    assert (found.published, found.modified) == (published, modified)


def test_the_label_may_stand_on_the_line_before() -> None:
    found = stamps("title", ("other", "تاریخ انتشار"), ("timestamp", "۱۷ شهریور ۱۳۹۷"), "body")
    assert found.published == "2018-09-08"
    found = stamps("title", ("other", "Updated"), ("timestamp", "8 September 2018"), "body")
    assert (found.published, found.modified) == (None, "2018-09-08")


def test_no_stamp_no_date() -> None:
    caption = "FILE - The mayor, right, visits the old library in the city, Sept. 8, 2018."
    sentence = "The old library was closed on September 8, 2018, when the roof had begun to leak."
    for lines in (
        ("title", "body"),
        ("title", ("caption", caption), "body"),
        ("title", "body", (None, sentence)),
        ("title", "body", ("related", "8 September 2018")),
        ("title", "body", ("comments", "8 September 2018")),
        ("title", "body", ("legal", "© 8 September 2018")),
        ("title", "body", ("nav", "1"), ("nav", "2"), ("nav", "3"), ("nav", "8 September 2018")),
        (("timestamp", "امروز: شنبه ۱۷ شهریور ۱۳۹۷"), "title", "body"),
        (("timestamp", "شنبه ۱۷ شهریور ۱۳۹۷"), "title", "body"),
        (("pageclock", "۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵"), "title", "body"),
    ):
        found = stamps(*lines)
        assert (found.published, found.modified) == (None, None), lines


def test_a_clock_is_called_one() -> None:
    found = stamps(("timestamp", "امروز: شنبه ۱۷ شهریور ۱۳۹۷"), "title", ("timestamp", "۵ مرداد ۱۳۹۷ - ۰۹:۴۵"), "body")
    assert found.published == "2018-07-27T09:45"
    assert fields(found) == ["pageclock", "published"]


def test_the_list_of_other_days_is_no_stamp() -> None:
    items = [("other", f"{day} مرداد ۱۳۹۷ - ۰۹:۴۵") for day in (3, 5, 9, 12, 20)]
    assert stamps("title", "body", *items).published is None


def test_a_kept_stamp_over_the_text_counts() -> None:
    found = stamps("title", (None, "City desk | 8 September 2018 09:45"), "body")
    assert found.published == "2018-09-08T09:45"
    assert found.mentions == []  # a kept line's dates are the text's


def test_machine_values() -> None:
    value = MachineDate("2018-09-08T09:45:12+04:30", "jsonld.datePublished", "published")
    found = stamps("title", "body", machine=[value])
    assert (found.published, found.zone) == ("2018-09-08T09:45:12+04:30", Zone("+04:30", "stated"))
    solar = MachineDate("1397-06-17T09:45", "meta.article:published_time", "published")
    later = MachineDate("1397-06-18T10:00", "meta.article:modified_time", "modified")
    found = stamps("title", "body", machine=[solar, later], site="news.example.ir")
    assert (found.published, found.modified) == ("2018-09-08T09:45", "2018-09-09T10:00")
    assert found.zone == Zone("Asia/Tehran", "site")
    assert stamps("title", "body", machine=[MachineDate("soon", "meta.date", "published")]).published is None
    assert stamps("title", "body", machine=[MachineDate("2018-09-08", "time.datetime", "unknown")]).published is None


def test_the_most_exact_machine_value_of_the_day() -> None:
    values = [
        MachineDate("2018-09-08", "meta.dc.date", "published"),
        MachineDate("2018-09-08T05:15:12Z", "jsonld.datePublished", "published"),
    ]
    assert stamps("title", "body", machine=values).published == "2018-09-08T05:15:12+00:00"


def test_the_visible_stamp_wins_and_a_disagreement_is_told() -> None:
    shown = ("timestamp", "8 September 2018 09:45")
    agree = MachineDate("2018-09-08T05:15:12Z", "jsonld.datePublished", "published")
    other = MachineDate("2019-01-01T05:15:12Z", "jsonld.datePublished", "published")
    found = stamps("title", shown, "body", machine=[agree])
    assert (found.published, found.notes) == ("2018-09-08T09:45", [])
    found = stamps("title", shown, "body", machine=[other])
    assert found.published == "2018-09-08T09:45"
    (note,) = found.notes
    assert "jsonld.datePublished" in note
    assert "2019-01-01" in note


def test_metadata_tell_the_stamp_from_the_clock() -> None:
    clock, shown = ("timestamp", "9 October 2018 10:00"), ("timestamp", "8 September 2018 09:45")
    value = MachineDate("2018-09-08T05:15:12Z", "jsonld.datePublished", "published")
    assert stamps(clock, "title", "body", ("nav", "x"), ("nav", "y"), shown, machine=[value]).published == (
        "2018-09-08T09:45"
    )


def test_oddities_are_told() -> None:
    assert "weekday" in stamps("title", ("timestamp", "Friday 8 September 2018 09:45"), "body").notes[0]
    line = ("timestamp", "۱۷ شهریور ۱۳۹۷ - ۰۹:۴۵ 09 September 2018")
    assert "calendars" in stamps("title", line, "body").notes[0]
    gap = stamps("title", ("timestamp", "Mar 22, 2022 00:30 Asia/Tehran"), "body")
    assert gap.published == "2022-03-22T00:30"
    assert "does not exist" in gap.notes[0]


def test_no_lines() -> None:
    assert page_stamps([]) == Stamps()


def test_a_judge_may_be_wrong_about_a_stamp_under_the_title() -> None:
    for wrong in ("pageclock", "caption", "related", "tags", "comments", "nav"):
        assert stamps("title", (wrong, "8 September 2018, 09:45"), "body").published == "2018-09-08T09:45", wrong
    far = [("nav", name) for name in "abcdefg"]
    assert stamps("title", "body", *far, ("related", "Published 8 September 2018")).published is None


def test_what_stands_before_the_update_is_the_publication() -> None:
    found = stamps("title", "body", ("related", "Ada Demir | 08.09.2018 - Güncelleme : 09.09.2018"))
    assert (found.published, found.modified) == ("2018-09-08", "2018-09-09")


def test_kept_lines_with_many_days_are_a_table() -> None:
    offers = [(None, f"Book by {day} September 2018") for day in (8, 9, 12)]
    assert stamps("title", *offers, "body").published is None


def test_a_notice_of_rights_may_say_when_the_page_was_changed() -> None:
    assert (
        stamps("title", "body", ("legal", "© 2018 Example. Last updated: 8 September 2018.")).modified == "2018-09-08"
    )
    assert stamps("title", "body", ("legal", "© Example 8 September 2018")) == Stamps()


def test_a_glued_label() -> None:
    found = stamps("title", "body", ("other", "خوانده شده ۵۱ بارآخرین ویرایش ۱۷ شهریور ۱۳۹۷ ۰۹:۴۵"))
    assert (found.published, found.modified) == (None, "2018-09-08T09:45")


def test_metadata_add_the_offset_or_the_time_of_the_same_day() -> None:
    stated = [MachineDate("2018-09-08T09:45:12+04:30", "jsonld.datePublished", "published")]
    assert stamps("title", ("timestamp", "8 September 2018 09:45"), "body", machine=stated).published == (
        "2018-09-08T09:45+04:30"
    )
    assert stamps("title", ("timestamp", "8 September 2018"), "body", machine=stated).published == (
        "2018-09-08T09:45:12+04:30"
    )
    utc = [MachineDate("2018-09-08T05:15:12Z", "jsonld.datePublished", "published")]
    assert stamps("title", ("timestamp", "8 September 2018 09:45"), "body", machine=utc).published == "2018-09-08T09:45"


def test_a_comment_of_the_next_day_is_not_what_the_metadata_mean() -> None:
    stated = [MachineDate("2018-09-07T10:00:00+00:00", "jsonld.datePublished", "published")]
    found = stamps("title", "body", ("other", "Orla says: 8th September 2018 at 9:14 am"), machine=stated)
    assert found.published == "2018-09-07T10:00+00:00"
