"""What an extractor keeps around an article: links, bylines, comments, and boxes in it."""

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


def test_a_small_box_named_for_a_newsletter() -> None:
    box = [("div.text/aside.footer-newsletter/p", "A letter from the harbour, every Saturday at seven.", 0.7)]
    assert classes(html(*ARTICLE[:3], *box, *ARTICLE[3:]), 0) == {3: "subscribe"}


def test_a_page_or_a_heading_may_be_named_so_too() -> None:
    page = [("div.newsletter-page/p", text, 0.8) for text in (PARAGRAPH, PARAGRAPH_TWO) * 4]
    heading = [("div.text/h2#newsletter", "What a newsletter is", 0.8)]
    assert classes(html(*ARTICLE[:3], *heading, *ARTICLE[3:]), 0) == {}
    assert classes(html(("h1", "One story", 1.0), *page), 0) == {}


def test_a_box_voted_for_with_all_certainty_stays() -> None:
    box = [("div.text/aside.newsletter/p", "A letter from the harbour, every Saturday at seven.", 0.95)]
    assert classes(html(*ARTICLE[:3], *box, *ARTICLE[3:]), 0) == {}


def test_other_stories_in_a_box_are_links() -> None:
    link = ("div.text/div.inline_news_box/ul/li/a", "Bakers ask for cheaper flour", 0.6, 1.0)
    said = ("div.text/div.inline_news_box/p", "The council has decided on the matter before.", 0.6, 0.0)
    assert classes(html(*ARTICLE[:3], link, said, *ARTICLE[3:]), 0) == {3: "related"}


def test_who_wrote_a_post_and_when() -> None:
    post = [("article.message/div.post-meta/span", "sara, 12 March 2021, 9:45 pm", 0.6)]
    undated = [("article.message/div.post-meta/span", "A remark of the writer", 0.6)]
    assert classes(html(*ARTICLE[:3], *post, *undated, *ARTICLE[3:]), 0) == {3: "timestamp"}


def test_bylines_above_and_below_the_text() -> None:
    byline = [("div.text/p.by", "By Sara Example", 0.7)]
    assert classes(html(ARTICLE[0], *byline, *ARTICLE[1:], *byline), 0) == {
        1: "timestamp",
        len(ARTICLE) + 1: "timestamp",
    }
    assert classes(html(*ARTICLE[:3], *byline, *ARTICLE[3:]), 0) == {}


def test_links_below_the_text_under_their_heading() -> None:
    lines = html(*ARTICLE, ("h3", "مطالب مرتبط", 0.2), *LINKS[:2])
    view = view_of(lines)
    keep = np.ones(len(view), np.bool_)
    keep[len(ARTICLE)] = False
    found = around(view, keep, 0, ())
    assert {index: reason.rule for index, reason in found.items()} == dict.fromkeys(
        (len(ARTICLE) + 1, len(ARTICLE) + 2), "related.links"
    )
