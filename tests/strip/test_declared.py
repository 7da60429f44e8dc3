"""Which line is the title that the metadata declare."""

import pytest

from pipeline.strip.declared import Shown, declared
from pipeline.strip.view import View
from tests.strip.pages import PARAGRAPH, html, keeping, view_of

TITLE = "Bakers form a club to buy their flour"


def shown(titles: tuple[str, ...], *rows: tuple[str, str] | tuple[str, str, float, float]) -> Shown | None:
    view = view_of(html(*rows, ("article/p", PARAGRAPH, 1.0, 0.0)))
    return declared(view, titles, keeping(view, PARAGRAPH))


@pytest.mark.parametrize(
    "titles",
    [
        (TITLE,),
        (f"{TITLE} | The Tollgate",),
        (f"The Tollgate - {TITLE}",),
        ("Bakers form a club to buy their …",),
        (f"{TITLE} - Markets - The Tollgate, the paper of the three valleys since 1902",),
        ("Something else for the search engines", TITLE),
        (),
    ],
)
def test_a_line_that_says_what_is_declared(titles: tuple[str, ...]) -> None:
    found = shown(
        titles,
        ("header/a", "The Tollgate", 0.0, 1.0),
        ("article/h1", TITLE),
        ("article/div", "By Sara Example"),
    )
    assert found is not None
    assert (found.text, found.index) == (TITLE, 1)


def test_the_reader_is_shown_another_title_than_the_search_engine() -> None:
    found = shown(("Flour prices: why bakers buy together",), ("article/h1", "Why bakers buy flour together"))
    assert found == Shown("Why bakers buy flour together", 0)


def test_of_two_copies_above_the_text_the_lower_is_it_and_the_other_a_copy() -> None:
    found = shown((TITLE,), ("nav/span", TITLE), ("article/h1", TITLE))
    assert found == Shown(TITLE, 1, (0,))


def test_a_link_to_the_page_in_a_list_is_no_title() -> None:
    found = shown((TITLE,), ("article/h1", TITLE), ("aside/li", TITLE, 0.0, 1.0))
    assert found == Shown(TITLE, 0, (1,))


def test_a_copy_with_the_name_of_the_site_is_a_copy() -> None:
    found = shown((TITLE,), ("div", f"{TITLE} - The Tollgate"), ("article/h1", TITLE))
    assert found == Shown(TITLE, 1, (0,))


def test_nothing_shown_resembles_it() -> None:
    found = shown(("Grain and flour in numbers",), ("div", "Markets"), ("div", "Weather"))
    assert found == Shown("Grain and flour in numbers", None)


def test_nothing_declared_and_no_heading() -> None:
    assert shown((), ("div", "Markets"), ("div", "Weather")) is None


def test_a_persian_title_with_other_letters_and_a_bar() -> None:
    found = shown(("نانوايان با هم آرد مي‌خرند | روزنامه نمونه",), ("article/h1", "نانوایان با هم آرد می‌خرند"))
    assert found == Shown("نانوایان با هم آرد می‌خرند", 0)


def test_a_mark_for_linking_is_no_part_of_it() -> None:
    found = shown((TITLE,), ("article/h1", f"{TITLE}¶"))
    assert found == Shown(TITLE, 0)


@pytest.mark.parametrize(("path", "expected"), [("div/h2.title/span", 2), ("div.h1/p", 0), ("h1#top", 1), ("", 0)])
def test_level(path: str, expected: int) -> None:
    assert View(html((path, "x"))).levels == [expected]
