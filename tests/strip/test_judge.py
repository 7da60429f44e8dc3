"""One page judged: what no rule may take, and pages that say they have no text."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from pipeline.config import Settings
from pipeline.model import Outcome
from pipeline.strip import Hints, Verdict, judge
from pipeline.text.lines import text_lines
from tests.strip.pages import PARAGRAPH, PARAGRAPH_FA, PARAGRAPH_TWO, html


def judged(*rows: tuple[str, str] | tuple[str, str, float] | tuple[str, str, float, float]) -> Verdict:
    return judge(html(*rows), Hints(is_html=True, titles=(rows[0][1],)), Settings())


def test_code_is_not_read_by_rules() -> None:
    lines = html(
        ("article/h1", "Configuring retries"),
        ("article/p", PARAGRAPH, 1.0),
        ("article/pre", "client = Client(", 1.0),
        ("article/pre", ")", 1.0),
    )
    lines = [line if "pre" not in line.path else replace(line, kind="code") for line in lines]
    verdict = judge(lines, Hints(is_html=True, titles=("Configuring retries",)), Settings())
    assert [line.text for line in verdict.kept][2:] == ["client = Client(", ")"]


def code_kept(inside: Sequence[float], after: Sequence[float]) -> list[str]:
    """The code that stays of a page with one piece between its paragraphs and one after them; a vote a line."""
    lines = html(
        ("article/h1", "Configuring retries"),
        ("article/p", PARAGRAPH, 1.0),
        *(("article/pre", f"limit_{number} = {number}", vote) for number, vote in enumerate(inside)),
        ("article/p", PARAGRAPH_TWO, 1.0),
        *(("article/pre", f"menu_{number} = {number}", vote) for number, vote in enumerate(after)),
    )
    lines = [replace(line, kind="code") if "pre" in line.path else line for line in lines]
    verdict = judge(lines, Hints(is_html=True, titles=("Configuring retries",)), Settings())
    return [line.text for line in verdict.kept if line.kind == "code"]


LIMITS = [f"limit_{number} = {number}" for number in range(6)]


def test_code_stays_whole_or_not_at_all() -> None:
    kept = code_kept([0.9, 0.9, 0.9, 0.2, 0.9, 0.9], [0.1, 0.1, 0.1, 0.6, 0.1, 0.1])
    assert kept[:6] == LIMITS
    assert "menu_0 = 0" not in kept


def test_code_in_the_midst_of_the_text_needs_fewer_votes() -> None:
    assert code_kept([0.2] * 6, [0.2] * 6) == LIMITS


def test_a_button_between_a_heading_and_its_text_takes_neither_away() -> None:
    lines = html(
        ("article/h1", "Lake Sorin"),
        ("article/p", PARAGRAPH, 1.0),
        ("article/h2", "History", 0.3),
        ("article/h2", "[edit]", 0.1),
        ("article/p", PARAGRAPH_TWO, 1.0),
        ("article/h2", "See also", 0.3),
        ("article/h2", "[edit]", 0.1),
        ("article/p", "Sitemap", 0.0),
        ("article/p", PARAGRAPH, 1.0),
    )
    verdict = judge(lines, Hints(is_html=True, titles=("Lake Sorin",)), Settings())
    kept = [line.text for line in verdict.kept]
    assert "History" in kept
    assert "[edit]" not in kept
    assert "See also" not in kept


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("خطای ۴۰۴", "صفحه‌ای که به دنبال آن هستید پیدا نشد. ممکن است نشانی را اشتباه وارد کرده باشید."),
        ("روزنامهٔ نمونه", "متأسفانه صفحهٔ مورد نظر شما یافت نشد و شاید از این پایگاه پاک شده باشد."),
        ("Page not found", "We looked everywhere, but there is nothing at this address any more."),
        ("The Tollgate", "Sorry, we couldn’t find what you were looking for in our archive of stories."),
    ],
)
def test_a_page_that_says_it_is_not_there(title: str, text: str) -> None:
    verdict = judged(("main/h1", title), ("main/p", text, 1.0))
    assert verdict.outcome == Outcome.EMPTY
    assert verdict.why is not None
    assert "not there" in verdict.why


def test_a_story_about_a_page_that_is_not_there() -> None:
    story = [("main/p", text, 1.0) for text in (PARAGRAPH, PARAGRAPH_TWO, " ".join(reversed(PARAGRAPH.split())))]
    verdict = judged(("main/h1", "Page not found: how a library lost its catalogue"), *story)
    assert verdict.outcome == Outcome.OK


def test_a_form_to_sign_in() -> None:
    form = (("main/h1", "ورود به سامانه"), ("main/a", "رمز عبور خود را فراموش کرده‌اید؟", 0.6))
    assert judged(*form).outcome == Outcome.EMPTY
    assert judged(*form, ("main/p", f"{PARAGRAPH} {PARAGRAPH}", 1.0)).outcome == Outcome.OK


def test_headlines_below_read_on_are_no_comments() -> None:
    headlines = ("برنامه هفته یازدهم لیگ یک", "پنج بازیکن محروم شدند")
    form = ("نظرات بینندگان", "ناشناس", "داور پنالتی ما را نگرفت!", "پاسخ", "نام:", "ایمیل:", "* نظر:")
    second = "شهردار گفت سهم مدرسه‌ها و راه‌های روستایی از این بودجه بیشتر از پارسال است و کار از مهر آغاز می‌شود."
    page = ("بودجهٔ شهر تصویب شد", PARAGRAPH_FA, second, "بیشتر بخوانید", *headlines, *form)
    verdict = judge(text_lines("\n".join(page)), Hints(is_html=False), Settings())
    classes = {removal.text: removal.class_ for removal in verdict.removed}
    assert [classes[text] for text in (*headlines, *form[:3])] == ["related"] * 2 + ["comments"] * 3


def test_a_table_and_a_heading_inside_the_text_are_text() -> None:
    table = [
        replace(line, kind="table")
        for line in html(("main/table/tr", "سکه | ۲۷٬۸۰۰", 0.4), ("main/table/tr", "دلار | ۵۱", 0.3))
    ]
    above = html(("main/h1", "قیمت سکه"), ("main/p", PARAGRAPH_FA, 1.0), ("main/h2", "بهای امروز", 0.3))
    below = html(
        ("main/h2", "چشم‌انداز", 0.4), ("main/p", PARAGRAPH, 1.0), ("aside/h3", "بازار", 0.3), ("aside/p", "طلا", 0.1)
    )
    lines = [replace(line, number=number) for number, line in enumerate([*above, *table, *below], 1)]
    verdict = judge(lines, Hints(is_html=True, titles=("قیمت سکه",)), Settings())
    assert [removal.line for removal in verdict.removed] == [8, 9]


def test_a_title_alone_is_no_document() -> None:
    verdict = judged(("main/h1", "فوری: فرودگاه مهرآباد باز شد"), ("main/span", "۱۴ دی ۱۴۰۱ - ۰۷:۲۰"))
    assert (verdict.outcome, verdict.title) == (Outcome.EMPTY, "فوری: فرودگاه مهرآباد باز شد")
    assert verdict.why == "There is no running text on this page under its title."
