"""What an extractor keeps around an article: links above its title, comments below."""

from collections.abc import Sequence

import numpy as np

from pipeline.model import Line
from pipeline.strip.around import around
from tests.strip.pages import PARAGRAPH, PARAGRAPH_TWO, html, view_of

LINKS = [("ul.latest/li/a", f"Story number {number} of the week is told here", 0.7, 1.0) for number in range(5)]
ARTICLE = [("h1", "One story", 1.0, 0.0), *[("div.text/p", text, 1.0, 0.0) for text in (PARAGRAPH, PARAGRAPH_TWO) * 4]]
COMMENTS = [("div#comments/div.comment/p", f"I think the mayor is right in point {number}.", 0.6) for number in "ab"]


def classes(lines: Sequence[Line], title: int | None, *types: str) -> dict[int, str]:
    view = view_of(lines)
    found = around(view, np.ones(len(view), np.bool_), title, types)
    return {index: reason.class_ for index, reason in found.items()}


def test_links_in_a_row_above_the_title() -> None:
    assert classes(html(*LINKS, *ARTICLE), len(LINKS)) == dict.fromkeys(range(len(LINKS)), "related")


def test_a_few_links_above_the_title_may_be_its_section() -> None:
    assert classes(html(*LINKS[:3], *ARTICLE), 3) == {}


def test_links_below_the_title_are_left_to_others() -> None:
    assert classes(html(*ARTICLE, *LINKS), 0) == {}


def test_comments_below_an_article() -> None:
    first = len(ARTICLE)
    assert classes(html(*ARTICLE, *COMMENTS), 0, "NewsArticle") == {first: "comments", first + 1: "comments"}


def test_posts_of_a_forum_are_its_text() -> None:
    assert classes(html(*ARTICLE, *COMMENTS), 0, "DiscussionForumPosting") == {}


def test_a_list_of_links_is_all_there_is() -> None:
    assert classes(html(*LINKS, ("h1", "One story", 1.0), ("p", PARAGRAPH, 1.0)), len(LINKS)) == {}
