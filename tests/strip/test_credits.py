"""Who wrote a page, its captions and tags."""

import numpy as np
import pytest

from pipeline.strip.credits import byline, credits_of, whole_tags
from pipeline.strip.reasons import Reason
from tests.strip.pages import PARAGRAPH, keeping, view_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Sara Example", ["Sara Example"]),
        ("By Sara Example and John van der Probe", ["Sara Example", "John van der Probe"]),
        ("By Sara Example | Published 20 March 2024, 6:15 am", ["Sara Example"]),
        ("By Sara Example April 3, 2020", ["Sara Example"]),
        ("By Sara Example, Associated Press", ["Sara Example"]),
        ("Reporting by Sara Example; Editing by John Probe", ["Sara Example"]),
        ("نویسنده: مریم نمونه", ["مریم نمونه"]),
        ("نويسنده : مريم نمونه", ["مريم نمونه"]),
        ("نوشتهٔ مریم نمونه‌نیا | ۲۳ تیر ۱۴۰۰", ["مریم نمونه‌نیا"]),
        ("به قلم مریم نمونه و سارا آزمون", ["مریم نمونه", "سارا آزمون"]),
        ("خبرنگار : 71038", []),
        ("گزارش: گروه سیاسی", []),
        ("نویسنده: مدیر سایت", []),
        ("By Staff Reporter", []),
        ("Author: admin", []),
        ("By Monday Evening", []),
        ("By the end of the year prices had fallen.", []),
        ("By SARA EXAMPLEOCT. 9, 2003", []),
        ("نوشته شده توسط مریم نمونه در ۱۲ مهر ۱۴۰۰", ["مریم نمونه"]),
        ("نوشته‌های اخیر", []),
        ("نوشته شده در شنبه بیست و سوم اردیبهشت ۱۴۰۲", []),
        (PARAGRAPH, []),
    ],
)
def test_byline(text: str, names: list[str]) -> None:
    assert byline(text) == names


def test_a_byline_inside_a_stamp() -> None:
    blog = "+ نوشته شده در شنبه بیست و سوم اردیبهشت ۱۴۰۲ ساعت 18:42 توسط مریم نمونه | 7 نظر"
    assert byline(blog, inside=True) == ["مریم نمونه"]
    assert byline("Posted on 12 September 2023 by Sara Example", inside=True) == ["Sara Example"]
    assert byline("Posted on 12 September 2023 by Sara Example") == []
    assert byline("Posted by Sara Example on 12 September 2023", inside=True) == ["Sara Example"]


def test_a_sentence_with_a_date_names_no_writer() -> None:
    assert byline("The bridge was built by Sara Example in May 2021", inside=True) == []
    assert byline("این پل توسط مهندسان ایرانی در ۱۳ آبان ۱۴۰۲ ساخته شد", inside=True) == []


REASONS = {
    "caption": Reason("caption", "caption.credit", ""),
    "tags": Reason("tags", "tags.header", ""),
    "nav": Reason("nav", "model.line", ""),
}


def credits_in(*lines: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Authors, captions and tags of a page whose lines are (text, class of removal or nothing)."""
    view = view_of("\n".join(text for text, _ in lines))
    keep = np.array([not class_ for _, class_ in lines])
    reasons = {index: REASONS[class_] for index, (_, class_) in enumerate(lines) if class_}
    found = credits_of(view, keep, reasons, 0)
    return found.authors, found.captions, found.tags


def test_authors_stand_near_the_title_or_behind_the_text() -> None:
    far = [("Word of the day", "nav")] * 12
    assert credits_in(("A title here", ""), ("By Sara Example", ""), (PARAGRAPH, ""))[0] == ("Sara Example",)
    assert credits_in(("A title here", ""), (PARAGRAPH, ""), *far, ("By Sara Example", "nav"))[0] == ()
    assert credits_in(("A title here", ""), *[(PARAGRAPH, "")] * 15, ("Reporting by Sara Example", ""))[0] == (
        "Sara Example",
    )


def test_a_caption_stands_once_with_its_credit() -> None:
    caption = "Loaves cool on the sill of the bakery"
    lines = [
        ("A title here", ""),
        (caption, "caption"),
        (f"{caption}. Photo: Sara Example", "caption"),
        ("Photo: John", "caption"),
    ]
    assert credits_in(*lines)[1] == (f"{caption}. Photo: Sara Example",)


@pytest.mark.parametrize(
    ("text", "class_", "tags"),
    [
        ("برچسب‌ها: نان، آرد", "tags", ("نان", "آرد")),
        ("# نان # آرد گندم", "tags", ("نان", "آرد گندم")),
        ("#bread #cheap_flour", "tags", ("bread", "cheap flour")),
        ("Keywords: whales; sonar", "tags", ("whales", "sonar")),
        ("Posted in MuseumsTagged chairs, lending", "nav", ("chairs", "lending")),
        ("شناسه: ۱۲ دسته: ظرف برچسب: سماور، برنج", "nav", ("سماور", "برنج")),
        ("برچسب‌ها / Tags", "tags", ()),
        ("Tags:", "tags", ()),
        ("Hot topics", "tags", ()),
        ("Home, Markets", "nav", ()),
    ],
)
def test_tags(text: str, class_: str, tags: tuple[str, ...]) -> None:
    assert credits_in(("A title here", ""), (text, class_), (PARAGRAPH, ""))[2] == tags


def test_links_tell_tags_apart_and_metadata_make_them_whole() -> None:
    assert whole_tags(["نان گرم آرد"], ["نان گرم", "آرد"], []) == ("نان گرم", "آرد")
    assert whole_tags(["bread"], [], ["Bread", "flour"]) == ("Bread", "flour")
    assert whole_tags(["bread", "ovens"], [], ["bread", "flour"]) == ("bread", "ovens")
    assert whole_tags([], [], ["bread"]) == ("bread",)


def test_a_page_that_keeps_nothing_has_no_authors() -> None:
    view = view_of("By Sara Example")
    assert credits_of(view, keeping(view, "nothing"), {}, None).authors == ()
