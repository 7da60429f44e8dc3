"""Many short stories or a long one, and pages whose title says that they are lists."""

import pytest

from pipeline.model import Outcome
from pipeline.strip.page import judge_page
from pipeline.strip.stories import Told, told
from tests.strip.pages import PARAGRAPH, PARAGRAPH_FA, PARAGRAPH_TWO, keeping, pointers_of, view_of

FRONT = [
    (
        "Bakers close beside the old market",
        "Three bakers close their shops beside the market, as the rents rise again.",
    ),
    ("Ferries leave the harbour later", "From Monday on all ferries leave the harbour an hour later than before."),
    (
        "Teachers paint a school bridge",
        "Forty teachers came to paint the bridge that leads from school to the park.",
    ),
]
THIRD = "The council will meet again in the spring, and the budget of the year will be printed."


def told_of(page: str, title: int | None = None) -> Told:
    view = view_of(page)
    return told(view, range(len(view)), title)


def test_headlines_with_a_teaser_each() -> None:
    page = told_of("\n\n".join(f"{headline}\n\n{teaser}" for headline, teaser in FRONT))
    assert page.teasers == len(FRONT)
    assert page.teaser_share == 1.0


def test_one_text_comes_back_to_its_words() -> None:
    article = told_of("\n\n".join(("Council agrees on the budget", PARAGRAPH, PARAGRAPH_TWO, THIRD)), 0)
    front = told_of("\n\n".join(f"{headline}\n\n{teaser}" for headline, teaser in FRONT), 0)
    assert article.cohesion > front.cohesion
    assert article.title_again > front.title_again


def test_a_second_paragraph_is_no_teaser() -> None:
    headline, teaser = FRONT[0]
    assert told_of(f"{headline}\n\n{teaser}\n\n{teaser} {PARAGRAPH}").teasers == 1


def test_nothing_kept() -> None:
    assert told(view_of(PARAGRAPH), [], None) == Told(0, 0.0, -1.0, -1.0)


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("Search results for bridges", Outcome.LISTING),
        ("Archives", Outcome.LISTING),
        ("نتایج جستجو برای پل", Outcome.LISTING),
        ("آرشیو اخبار هفته", Outcome.LISTING),
        ("Archives burn in the old town hall", Outcome.OK),
        ("Bridge results in new road", Outcome.OK),
        ("آرشیو شهر در آتش سوخت", Outcome.OK),
    ],
)
def test_a_title_that_says_it_is_a_list(title: str, outcome: Outcome) -> None:
    view = view_of(f"{title}\n\n{PARAGRAPH}\n\n{PARAGRAPH_FA}")
    keep = keeping(view, title, PARAGRAPH, PARAGRAPH_FA)
    assert judge_page(view, pointers_of(view), keep, 0, 0.1, None).outcome is outcome
