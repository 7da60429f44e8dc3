"""Folding: what looks alike becomes one, and every place leads back to the text as it was."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates.fold import fold

MARKS = "\u200c\u200f\u200e\u200d\u0640\u064b\u0651\u0654\ufeff"


def test_letters_and_marks() -> None:
    assert fold("كتاب‌هاي «مِهرـ»").text == "کتاب‌های «مهر»"


def test_tatweel_between_figures_is_a_dash() -> None:
    assert fold("۱۳۵۷ـ۱۳۵۵ شهـریور").text == "۱۳۵۷ـ۱۳۵۵ شهریور"


@given(st.text(alphabet="ابي ۱2/" + MARKS, max_size=60))
def test_places_lead_back(text: str) -> None:
    folded = fold(text)
    kept = range(len(folded.text))
    back = [folded.start(i) for i in kept]
    assert back == sorted(set(back))
    assert "".join(fold(text[at]).text or text[at] for at in back) == folded.text
    for i in kept:
        assert folded.start(i) < folded.end(i + 1, text) <= len(text)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once
