"""The block model and what it sees: structure handed down, pages cut where it is best, furniture voted down."""

import numpy as np
import pytest

from pipeline.config import Settings
from pipeline.html import HtmlPage, read_html
from pipeline.html.blocks import threshold, votes
from pipeline.html.context import expected_f1
from pipeline.html.features import About, features
from pipeline.html.lines import Walk, walk
from pipeline.html.names import NameWeights
from pipeline.html.structure import INSIDE, Elements, mean_by, means_by, running, shifted, since, until, windows
from pipeline.html.tree import parse
from pipeline.model import Page

ARTICLE = [
    "آب قنات روستا پس از سه سال خشک‌سالی دوباره به راه افتاده است و کشاورزان، زمین‌های پایین‌دست را برای کشت "
    "پاییزه آماده می‌کنند. پیران روستا می‌گویند چنین پاییز پربارانی را از چهل سال پیش به یاد ندارند.",
    "لای‌روبی قنات دو ماه زمان برد و همهٔ خانواده‌های روستا در آن سهم داشتند؛ هر روز ده نفر پایین می‌رفتند و خاک را "
    "با چرخ چاه بالا می‌کشیدند. مقنی پیری از روستای همسایه، کار را راهنمایی می‌کرد.",
    "اکنون شورای روستا می‌خواهد نوبت آب را از نو بنویسد تا به باغ‌های بالا و پایین به یک اندازه آب برسد. نخستین نشست "
    "آن هفتهٔ آینده در مسجد روستا برگزار می‌شود و همهٔ حق‌آبه‌داران به آن خوانده شده‌اند.",
]
MENU = ["خانه", "سیاست", "اقتصاد", "ورزش", "فرهنگ", "تماس با ما"]


def news(extra: str = "") -> str:
    menu = "".join(f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(MENU))
    text = "".join(f"<p>{one}</p>" for one in ARTICLE)
    return (
        f'<html><body><nav class="menu"><ul>{menu}</ul></nav><main><article><h1>بازگشت آب به قنات روستا</h1>'
        f'<div class="post-content">{text}</div></article></main><footer class="footer">همهٔ حقوق محفوظ است</footer>'
        f"{extra}</body></html>"
    )


def read(page: str) -> HtmlPage:
    return read_html(Page(text=page, is_html=True), None, Settings())


def walked(body: str) -> Walk:
    return walk(parse(f"<html><body>{body}</body></html>").source())


def test_the_article_is_voted_for_and_the_furniture_is_not() -> None:
    page = read(news())
    vote = {line.text: line.vote or 0.0 for line in page.lines}
    assert min(vote[text] for text in ARTICLE) >= 0.5
    assert max(vote[text] for text in [*MENU, "همهٔ حقوق محفوظ است"]) < 0.5
    assert not page.asked


def test_votes_are_chances_and_every_visible_line_has_one() -> None:
    page = read(news("<div style='display:none'>نهان</div>"))
    assert [line.number for line in page.lines] == list(range(1, len(page.lines) + 1))
    assert all(line.vote is not None and 0.0 <= line.vote <= 1.0 for line in page.lines)
    assert "نهان" not in [line.text for line in page.lines if (line.vote or 0.0) < 0.5]


def test_a_page_read_after_others_is_read_the_same() -> None:
    first = read(news())
    read("<html><body><div class='post-content menu footer'>چیز دیگری</div></body></html>")
    assert read(news()).lines == first.lines


def test_elements_hand_down_what_they_inherit() -> None:
    w = walked('<div class="bad"><article><p>one <b>bold</b></p><p>two</p></article></div><p>three</p>')
    weights = NameWeights({"bad": -2.0, "<p": 1.0, "<article": 0.5})
    t = Elements(w, weights)
    one, two, three = t.elements
    assert (t.depth[one], t.depth[three]) == (3, 1)
    article, inside_p = 1 << INSIDE.index("article"), 1 << INSIDE.index("p")
    assert (t.inside[one], t.inside[three]) == (article | inside_p, inside_p)
    assert (t.lowest[one], t.lowest[three]) == (-2.0, 0.0)
    assert t.kind[one] == t.kind[two] != t.kind[three]
    assert t.total[one] == 1.0
    larger = t.larger[one]
    assert (t.begins[larger], t.ends[larger]) == (0, 2)
    assert t.larger[larger] == 0  # the div holds no more lines than the article in it


@pytest.mark.parametrize("depth", [1, 2, 3, 64, 1_000])
def test_inheritance_reaches_down_any_depth(depth: int) -> None:
    t = Elements(
        walked("<div class='bad'>" + "<div>" * depth + "deep" + "</div>" * depth + "</div>"), NameWeights({"bad": -1.0})
    )
    assert t.depth[t.elements[0]] == depth + 1
    assert t.lowest[t.elements[0]] == -1.0
    assert t.larger[t.elements[0]] == 0


def test_columns_have_a_finite_number_for_every_line() -> None:
    for body in ("one", "<p>one<p>two", "<ul>" + "<li><a href=/>same</a>" * 30 + "</ul>", "漢字。<br>😀"):
        w = walked(body)
        seen = features(w, About(titles=("one two",), body="one"), NameWeights({}))
        for name, column in seen.columns.items():
            assert len(column) == len(w.texts), name
            assert np.isfinite(column.astype(float)).all(), name


def test_helpers_over_lines() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0])
    mark = np.array([False, True, False, False])
    assert since(mark).tolist() == pytest.approx([-1, 0, np.log(2), np.log(3)])
    assert until(mark).tolist() == pytest.approx([np.log(2), 0, -1, -1])
    assert shifted(values, 1, -1.0).tolist() == [2, 3, 4, -1]
    assert shifted(values, -2, -1.0).tolist() == [-1, -1, 1, 2]
    assert shifted(values, 9, -1.0).tolist() == [-1] * 4
    assert running(values).tolist() == [0, 1, 3, 6, 10]
    assert [found.tolist() for found in windows(values, 1, 9)] == [[3, 6, 9, 7], [10] * 4]
    group = np.array([0, 1, 0, 1])
    assert [found.tolist() for found in means_by(group, values, -values)] == [[2, 3, 2, 3], [-2, -3, -2, -3]]
    assert mean_by(group, values, np.array([1.0, 1.0, 3.0, 0.0])).tolist() == [2.5, 2, 2.5, 2]


def test_helpers_take_rows_of_columns() -> None:
    rows = np.array([[1.0, 2.0, 3.0], [0.0, 5.0, 0.0]])
    for helper in (running, since, until):
        assert helper(rows > 1 if helper is not running else rows).tolist() == [
            helper(row > 1 if helper is not running else row).tolist() for row in rows
        ]
    assert next(windows(rows, 2)).tolist() == [next(windows(row, 2)).tolist() for row in rows]


def test_pages_of_running_text_are_cut_at_even_odds_others_lower() -> None:
    p = np.array([0.9, 0.45, 0.3])
    assert threshold(p, np.array([900.0, 300.0, 10.0]), 0.8) == 0.5
    cut = threshold(p, np.array([90.0, 30.0, 10.0]), 0.8)
    assert 0.25 <= cut < 0.5
    stretched = votes(p, cut)
    assert ((stretched >= 0.5) == (p >= cut)).all()


def test_expected_f1_of_sure_lines_is_one() -> None:
    assert expected_f1(np.array([1.0, 0.0]), np.array([10.0, 90.0])) == (1.0, 1.0)
