"""hazm behind the shield. Every text here is our own."""

import pytest
from hypothesis import given, settings

from pipeline.model import Segment
from pipeline.text.persian import normalize
from tests.text.mixed import mixed_texts


def full(text: str) -> str:
    return normalize(text, [Segment(0, len(text), "fa")], level="full").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('گفت "باران" آمد', "گفت «باران» آمد"),
        ("نمیدانم چه شد", "نمی\u200cدانم چه شد"),
        ("سلاممممم", "سلام"),
        ("باران آمد ...", "باران آمد …"),
        ("زمین لرزه", "زمین\u200cلرزه"),
    ],
)
def test_hazm_does_what_the_steps_do_not(text: str, expected: str) -> None:
    done = normalize(text, [Segment(0, len(text), "fa")], level="full")
    assert done.text == expected
    assert "hazm" in done.counts


@pytest.mark.parametrize(
    "text",
    [
        "نامهٔ من و خانۀ تو",
        "قُلْ و ﷺ و ٱ",
        "ماه می سال نو",
        "۱٬۲۵۰ تومان و 1,250.50 دلار در 1398/05/12 ساعت 12:30",
        "https://example.com/a?x=1 و info@example.ir",
        "۱۲۰۰ هـ و ۶۱ ه.ق.",
        "نسخهٔ 3.12.1 در 192.168.1.10",
    ],
)
def test_what_hazm_breaks_comes_through(text: str) -> None:
    assert full(text) == text


@given(mixed_texts())
@settings(max_examples=40, deadline=None)
def test_the_laws_hold_behind_hazm_too(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    done = normalize(text, level="full")
    offsets = done.offsets or list(range(len(text) + 1))
    assert offsets == sorted(offsets)
    assert (len(offsets), offsets[-1]) == (len(text) + 1, len(done.text))
    for start, end in spans:
        assert done.text[offsets[start] : offsets[end]] == text[start:end]
    assert normalize(done.text, level="full").text == done.text


def test_english_is_not_shown_to_hazm() -> None:
    text = 'It was "raining" ... 12 times.'
    assert normalize(text, level="full").text == text
