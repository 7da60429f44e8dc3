"""What is skipped for speed changes nothing: the short way and the long way give one answer."""

import pytest

from pipeline.compose import language_shares, main_language, set_right, spelled
from pipeline.config import Settings
from pipeline.text.language import segment
from pipeline.text.persian import is_normal, normalize

TEXTS = (
    "A plain line.",
    " a line with an edge",
    "two  spaces",
    "a\ttab",
    "naïve café’s menu",
    "کتاب ها را می خوانم",
    "On 11 Esfand 1398 it rained.",
    "«نقل قول» and English",
    "123 — 456",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_called_normal_is_left_alone(text: str) -> None:
    assert not is_normal(text) or normalize(text).text == text


def test_odd_spaces_are_not_normal() -> None:
    assert is_normal("A plain line.")
    assert not any(map(is_normal, (" edge", "two  spaces", "a\ttab", "caf\u00a0é", "کتاب")))


@pytest.mark.parametrize("text", TEXTS)
def test_a_title_is_spelled_as_a_line_whose_dates_stay(text: str) -> None:
    assert spelled(text, Settings()) == set_right(text, segment(text), Settings(dates="annotate"), None).text


@pytest.mark.parametrize("text", TEXTS)
def test_letters_are_counted_as_python_counts_them(text: str) -> None:
    segments = segment(text)
    assert bool(language_shares(text, segments)) == any(map(str.isalpha, text))
    assert main_language(text, segments) == next(iter(language_shares(text, segments)), "und")
