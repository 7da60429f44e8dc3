"""The title of a text page: what is said of the lines above the text, and which of them is it."""

import numpy as np
import pytest

from pipeline.strip.features import features
from pipeline.strip.headline import Candidates, Title, found, headline_weights, weigh
from tests.strip.pages import PARAGRAPH, PARAGRAPH_FA, PARAGRAPH_TWO, keeping, pointers_of, view_of


def candidates(page: str, *kept: str) -> Candidates:
    view = view_of(page)
    keep = keeping(view, *kept)
    return Candidates(view, features(view, pointers_of(view)), np.where(keep, 0.95, 0.05).astype(np.float32), keep)


def title_of(page: str, *kept: str) -> tuple[str | None, Title]:
    title = found(candidates(page, *kept), headline_weights())
    text = page.split("\n")
    lines = [line for line in text if line.strip()]
    return (lines[title.index] if title.index is not None else None), title


STAMP = "کد خبر: ۴۴۱۲\n۱۲ اسفند ۱۳۹۹ - ۱۰:۲۰"
TEXT_FA = f"{PARAGRAPH_FA}\n\n{PARAGRAPH_FA} {PARAGRAPH_FA}"
MENU = "• Home\n• Politics\n• Sport\n• Contact us\n\n"


def test_the_line_whose_words_come_back() -> None:
    page = (
        f"{MENU}The Riverside Courier\n\nCouncil agrees on the budget of next year\n\n12 March 2021\n\n"
        f"{PARAGRAPH}\n\n{PARAGRAPH_TWO}"
    )
    text, title = title_of(page, "Council agrees", PARAGRAPH, PARAGRAPH_TWO)
    assert text == "Council agrees on the budget of next year"
    assert title.told > 0.5


def test_a_clean_text_has_no_title() -> None:
    text, title = title_of(f"{PARAGRAPH}\n\n{PARAGRAPH_TWO}", PARAGRAPH, PARAGRAPH_TWO)
    assert text is None
    assert title.index is None


def test_under_a_kicker_stands_the_title() -> None:
    kicker, headline = "پس از دو ساعت گفت‌وگو در شورای شهر", "شهردار: بودجهٔ سال آینده به تصویب رسید"
    page = f"{STAMP}\n\n{kicker}\n\n{headline}\n\n{TEXT_FA}"
    assert title_of(page, kicker, headline, PARAGRAPH_FA)[0] == headline


def test_an_unlikely_line_under_the_title_does_not_take_its_place() -> None:
    headline = "بودجهٔ سال آینده در شورای شهر به تصویب رسید"
    page = f"{STAMP}\n\n{headline}\n\nنسخهٔ آزمایشی پایگاه نمونه\n\n{TEXT_FA}"
    assert title_of(page, headline, PARAGRAPH_FA)[0] == headline


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Council agrees on budget", "told"),
        ("Mayor: budget of the coming year agreed", "speaker"),
        ("Was the budget agreed?", "question"),
        ("The budget was agreed.", "ends like a sentence"),
        ("By Sara Example", "byline"),
        ("Courier | Council", "bar"),
        ("Weather", "one word"),
        ("Umbrellas sold cheaply abroad", "untold"),
    ],
)
def test_what_is_said_of_a_line(line: str, said: str) -> None:
    found = candidates(f"{line}\n\n{PARAGRAPH}\n\n{PARAGRAPH_TWO}", line, PARAGRAPH, PARAGRAPH_TWO)
    assert found.places == [0]
    assert said in found.said[0]


def test_all_that_is_said_has_a_weight() -> None:
    top = f"{MENU}Some page\n\nCouncil agrees on budget\nBy Sara Example\n\n12 March 2021"
    page = f"{top}\n\n{PARAGRAPH}\n\n{PARAGRAPH_TWO}"
    made = candidates(page, "Council agrees", PARAGRAPH, PARAGRAPH_TWO)
    unknown = {name for said in (*made.said, made.none) for name in said} - set(headline_weights())
    assert not unknown


def test_the_sum_is_linear() -> None:
    assert weigh({"a": 2.0, "b": 1.0, "new": 1.0}, {"a": 0.5, "b": -1.0}) == 0.0
