"""Lists of stories on HTML pages, and pages that only have one beside their text."""

from pipeline.strip.fronts import Stories, list_of_stories
from tests.strip.pages import PARAGRAPH, PARAGRAPH_TWO, html, keeping, view_of

STORIES = [
    f"{what} {where} the {thing} of the old town"
    for what in ("Bakers close", "Ferries leave", "Teachers paint")
    for where, thing in (("beside", "market"), ("behind", "bridge"), ("above", "school"))
]


def cards(vote: float = 0.0) -> list[tuple[str, str, float, float]]:
    return [
        row
        for story in STORIES
        for row in (("div.card/h3", story, vote, 1.0), ("div.card/p", "Two words on it.", vote, 0.0))
    ]


def stories(
    *rows: tuple[str, str, float, float], title: int | None = None, types: tuple[str, ...] = ()
) -> Stories | None:
    view = view_of(html(*rows))
    return list_of_stories(view, keeping(view, PARAGRAPH, PARAGRAPH_TWO), title, types)


def test_headlines_that_are_links_and_nothing_else() -> None:
    found = stories(*cards())
    assert found is not None
    assert found.headlines == len(STORIES)


def test_an_article_with_as_many_headlines_below_it() -> None:
    assert stories(("h1", "One story", 1.0, 0.0), ("p", PARAGRAPH, 1.0, 0.0), *cards(), title=0) is None


def test_text_of_its_own_without_a_title() -> None:
    own = [("div.text/p", text, 1.0, 0.0) for text in (PARAGRAPH, PARAGRAPH_TWO) * 2]
    assert stories(*own, *cards()) is None


def test_a_page_that_says_it_is_about_one_thing() -> None:
    assert stories(*cards(), types=("Product",)) is None


def test_few_headlines() -> None:
    assert stories(*cards()[:8]) is None


def test_an_empty_page() -> None:
    assert stories(("p", "Hello", 1.0, 0.0)) is None
