"""Lines folded together read as each of them folded alone."""

import pytest

from pipeline.strip.fold import fold, fold_lines, plain
from tests.strip.pages import view_of

LINES = (
    "Share this article",
    "  Don't  PANIC: 12 people, 3,400 loaves at 08:15 ",
    "Café “Nāmune” — № 7, ½ price",
    "كتاب‌هاي تازهٔ نويسنده: ۱۲۳٬۴۵۶ نسخه",
    "ﻛﺘﺎﺏ ﺗﺎﺯﻩ",  # presentation forms, which are composed alone
    "# not a number #",
    "\x01 nor is this",
    "if x:\n    return 12",
    "\x1c\x0b\u2028 odd \u00a0 spaces \ufeff",
    "•",
    "",
)


@pytest.mark.parametrize("page", [LINES, LINES[:2], LINES[2:4], LINES[4:5], LINES[7:8], ()])
def test_a_page_is_folded_line_by_line(page: tuple[str, ...]) -> None:
    assert fold_lines(page) == {line: (plain(line), fold(line)) for line in page}


def test_a_mark_is_found_in_every_line_that_has_it() -> None:
    texts = ("a=b", "none", "==", "c = d = e", "f", "=")
    view = view_of("\n".join(texts))
    assert list(view.having("=")) == [index for index, text in enumerate(texts) if "=" in text]
    assert list(view.having("missing")) == []
