"""Normalization step by step, and its laws. Every text here is our own."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import Digits, Normalize
from pipeline.model import Segment
from pipeline.text.language import segment
from pipeline.text.persian import Normalized, normalize
from tests.text.mixed import TOKENS, mixed_texts

ZWNJ = "\u200c"


def persian(text: str, *, level: Normalize = "standard", digits: Digits = "keep") -> Normalized:
    return normalize(text, [Segment(0, len(text), "fa")], level=level, digits=digits)


@pytest.mark.parametrize(
    ("step", "text", "expected"),
    [
        ("letters", "كيك و چاي", "کیک و چای"),
        ("letters", "موسى", "موسی"),
        ("letters", "ھمہ", "همه"),
        ("nfc", "ا\u0653سمان و مسو\u0654ول", "آسمان و مسؤول"),
        ("presentation_forms", "ﺑﺎﻍ", "باغ"),
        ("presentation_forms", "ﻻﻟﻪ", "لاله"),
        ("tatweel", "ســـلام", "سلام"),
        ("bidi_marks", "\u202bباران\u202c", "باران"),
        ("bidi_marks", "باران\u200f و برف", "باران و برف"),
        ("spaces", "باران  و\u00a0برف", "باران و برف"),
        ("line_edges", " باران \n برف ", "باران\nبرف"),
        ("blank_lines", "باران\n\n\n\nبرف", "باران\n\nبرف"),
        ("newlines", "باران\r\nبرف", "باران\nبرف"),
        ("control_characters", "با\x00ران\ufeff", "باران"),
        ("typed_half_spaces", "می\u200fرود", f"می{ZWNJ}رود"),
        ("typed_half_spaces", "کتاب\u00adها", f"کتاب{ZWNJ}ها"),
        ("typed_half_spaces", "خانه\u00acها", f"خانه{ZWNJ}ها"),
        ("zwnj_runs", f"خانه{ZWNJ}{ZWNJ}ها", f"خانه{ZWNJ}ها"),
        ("zwnj_edges", f"خانه{ZWNJ} و {ZWNJ}باغ{ZWNJ}.", "خانه و باغ."),
        ("mi", "او می نویسد و نمی خواند", f"او می{ZWNJ}نویسد و نمی{ZWNJ}خواند"),
        ("suffixes", "درخت ها و گل های باغ", f"درخت{ZWNJ}ها و گل{ZWNJ}های باغ"),
        ("suffixes", "رفته اند به خانه ای دور", f"رفته{ZWNJ}اند به خانه{ZWNJ}ای دور"),
        ("suffixes", "خانه ی ما", f"خانه{ZWNJ}ی ما"),
        ("suffixes", "بزرگ ترین و سریع تر", f"بزرگ{ZWNJ}ترین و سریع{ZWNJ}تر"),
        ("punctuation_spaces", "باران ، برف ؛ تگرگ .", "باران، برف؛ تگرگ."),
        ("punctuation_spaces", "باران،برف", "باران، برف"),
        ("punctuation_spaces", "« باران » و ( برف )", "«باران» و (برف)"),
    ],
)
def test_every_step_has_a_name_and_a_count(step: str, text: str, expected: str) -> None:
    done = persian(text)
    assert done.text == expected
    assert set(done.counts) == {step}
    assert normalize(expected, [Segment(0, len(expected), "fa")]).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "نامهٔ دوستم",
        "خانۀ ما",
        "آسمان، رئیس و مسئول",
        "پیامبر ﷺ و بهای ۱۰ ﷼",
        "سال ۶۱ ه.ق. و ۱۲۰۰ هـ",
        "وَ قَالَ رَبُّكُمُ".replace("ك", "ک"),
        "ماه می سال نو",
        "در ۵ می رفت و آمد کردیم",
        "شبی می ناب",
        "چشم تر و لب خشک",
        "همه ای دوستان",
        f"می{ZWNJ}روم، خانه{ZWNJ}ها، PDF{ZWNJ}ها، ۲۰{ZWNJ}ساله",
        "نقل قول 'ساده' و \"دوتایی\" – همین…",
        "ساعت ۱۲ : ۳۰",
        "و / یا",
    ],
)
def test_what_is_right_stays_as_it_is(text: str) -> None:
    assert persian(text) == Normalized(text, {}, None)


@pytest.mark.parametrize(
    "text",
    [
        "The  “old” house – don't",
        "ذهب إلى المدرسة كعادته ،ثم عاد",
        "ئۇ  كىتاب",
        "پوهنتون ته  ولاړل کي",
    ],
)
def test_other_languages_lose_odd_white_space_alone(text: str) -> None:
    for language in ("en", "ar", "ug", "und"):
        assert normalize(text, [Segment(0, len(text), language)]).text == text.replace("  ", " ")


def test_only_the_persian_spans_of_a_mixed_text_change() -> None:
    text = "كتاب ها | كتاب ها"
    done = normalize(text, [Segment(0, 8, "fa"), Segment(8, len(text), "ar")])
    assert done.text == f"کتاب{ZWNJ}ها | كتاب ها"


def test_light_leaves_spaces_and_half_spaces() -> None:
    text = f"كتاب ها می شود ،سپس خانه{ZWNJ}{ZWNJ}ها می\u200fرود"
    assert persian(text, level="light").text == text.replace("ك", "ک")


def test_none_leaves_everything() -> None:
    text = "  كتاب\u00a0ها  "
    assert normalize(text, level="none") == Normalized(text, {}, None)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("keep", "۱۲ نفر، 34 خانه، ٥٦ باغ، 7٫5 درصد، نسخهٔ 3.12.1، GPT-4، a1@example.com"),
        ("persian", "۱۲ نفر، ۳۴ خانه، ۵۶ باغ، ۷٫۵ درصد، نسخهٔ 3.12.1، GPT-4، a1@example.com"),
        ("latin", "12 نفر، 34 خانه، 56 باغ، 7٫5 درصد، نسخهٔ 3.12.1، GPT-4، a1@example.com"),
    ],
)
def test_the_digits_policy_is_about_amounts(policy: Digits, expected: str) -> None:
    text = "۱۲ نفر، 34 خانه، ٥٦ باغ، 7٫5 درصد، نسخهٔ 3.12.1، GPT-4، a1@example.com"
    done = normalize(text, digits=policy)
    assert done.text == expected
    assert ("digits" in done.counts) == (policy != "keep")


def test_digits_of_english_stay() -> None:
    assert normalize("It rained 12 days in 1998.", digits="persian").text == "It rained 12 days in 1998."


def test_given_spans_are_never_touched() -> None:
    text = "روز  ١٢  مهر ماه در كتاب ها"
    start = text.index("١٢")
    end = text.index(" ماه")
    done = normalize(text, protected=[(start, end)], digits="latin")
    assert "١٢  مهر" in done.text
    assert done.offsets is not None
    assert done.text[done.offsets[start] : done.offsets[end]] == text[start:end]


def test_the_page_may_hold_the_filler_itself() -> None:
    assert persian("كتاب \uf8ff ها").text == "کتاب \uf8ff ها"


# Laws

LEVELS: list[Normalize] = ["light", "standard"]


@given(mixed_texts(), st.sampled_from(LEVELS))
@settings(max_examples=150, deadline=None)
def test_protected_tokens_are_byte_identical(case: tuple[str, list[tuple[int, int]]], level: Normalize) -> None:
    text, spans = case
    done = normalize(text, level=level)
    offsets = done.offsets or list(range(len(text) + 1))
    for start, end in spans:
        assert done.text[offsets[start] : offsets[end]] == text[start:end]


@given(mixed_texts(), st.sampled_from(LEVELS), st.sampled_from(["keep", "persian", "latin"]))
@settings(max_examples=150, deadline=None)
def test_twice_is_once(case: tuple[str, list[tuple[int, int]]], level: Normalize, digits: Digits) -> None:
    once = normalize(case[0], level=level, digits=digits)
    twice = normalize(once.text, level=level, digits=digits)
    assert twice.text == once.text
    assert twice.counts == {}


@given(mixed_texts())
@settings(max_examples=150, deadline=None)
def test_no_zwnj_comes_or_goes_but_by_a_named_step(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, _ = case
    done = normalize(text)
    more = done.text.count(ZWNJ) - text.count(ZWNJ)
    written = sum(done.counts.get(step, 0) for step in ("typed_half_spaces", "mi", "suffixes"))
    if "zwnj_runs" in done.counts or "zwnj_edges" in done.counts:
        assert more < written
    else:
        assert more == written
    assert normalize(text, level="light").text.count(ZWNJ) == text.count(ZWNJ)


ANYTHING = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            f"کتابهاميكىةۀ{ZWNJ}\u200d\u200e\u200f\u00ad\u00ac\u200b\u0654\u064eـ «»()،؛؟.:۱۲٣12abXY\n\t\u00a0"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_the_map_of_offsets_is_right_for_any_text(text: str) -> None:
    done = persian(text)
    if done.offsets is None:
        assert len(done.text) == len(text)
        return
    assert len(done.offsets) == len(text) + 1
    assert done.offsets == sorted(done.offsets)
    assert (done.offsets[0], done.offsets[-1]) == (0, len(done.text))
    # letters that no step is about are where the map says, in their order
    for i, letter in enumerate(text):
        if letter in "بتXYab۱۲":
            assert done.text[done.offsets[i]] == letter


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_any_text_called_persian_is_normal_after_one_pass(text: str) -> None:
    once = persian(text).text
    assert persian(once).text == once


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_any_text_called_english_keeps_all_that_is_seen(text: str) -> None:
    done = normalize(text, [Segment(0, len(text), "en")] if text else [])
    seen = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]+")
    assert seen.sub("", done.text) == seen.sub("", text)


@given(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6))
@settings(deadline=None)
def test_segments_of_the_old_text_can_be_carried_over(tokens: list[str]) -> None:
    text = " و كتاب ها، ".join(tokens)
    segments = segment(text)
    done = normalize(text, segments)
    offsets = done.offsets or list(range(len(text) + 1))
    assert "".join(done.text[offsets[s.start] : offsets[s.end]] for s in segments) == done.text


@pytest.mark.parametrize(
    "unit", ["می ", "س ها", "« ", " ،", "\u200fس", f"س{ZWNJ}", "ـس", "\u00ad", "1,", "ﻻ", "س\u0654"]
)
def test_hostile_repetition_comes_to_an_end(unit: str) -> None:
    text = unit * 100_000
    assert len(persian(text).text) <= 2 * len(text)
