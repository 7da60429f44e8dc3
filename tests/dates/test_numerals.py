"""Numbers in Persian words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates.numerals import NUMBER, Number, number

UNITS = ["", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه"]
TEENS = ["ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده"]
TENS = ["", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
HUNDREDS = ["", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
WHOLE = re.compile(NUMBER)


def spell(value: int) -> str:
    """A number as a Persian writes it."""
    parts = [f"{UNITS[value // 1000]} هزار".strip()] if value >= 1000 else []
    parts.append(HUNDREDS[value // 100 % 10])
    rest = value % 100
    parts += [TEENS[rest - 10]] if 10 <= rest < 20 else [TENS[rest // 10], UNITS[rest % 10]]
    return " و ".join(filter(None, parts))


@given(st.integers(1, 2999))
def test_every_number_that_can_be_a_year(value: int) -> None:
    words = spell(value)
    match = WHOLE.fullmatch(words)
    assert match is not None, words
    assert number(words) == Number(value, ordinal=False)


@given(st.integers(1, 31))
def test_ordinals(value: int) -> None:
    words = spell(value)
    ordinal = words[:-2] + "سوم" if words.endswith("سه") else words + "م"
    for written in (ordinal, ordinal.replace(" و ", "‌و‌"), ordinal.replace(" و ", " و")):
        match = WHOLE.fullmatch(written)
        assert match is not None, written
        assert number(written) == Number(value, ordinal=True)


@pytest.mark.parametrize(
    ("words", "value"),
    [("يكهزار و سيصد", None), ("یکهزار و سیصد", 1300), ("سی‌ام", 30), ("اول", 1), ("هیجده", 18), ("twenty-first", 21)],
)
def test_spellings(words: str, value: int | None) -> None:
    match = WHOLE.fullmatch(words)
    assert (number(words) if match else None) == (None if value is None else Number(value, number(words)[1]))  # type: ignore[index]


@pytest.mark.parametrize("words", ["سه پنج", "بیست و سی", "نه ده", "دوازده و سیزده", "صد و صد", "هزار هزار"])
def test_a_list_of_numbers_is_no_number(words: str) -> None:
    assert number(words) is None
