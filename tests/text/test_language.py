"""Segments and labels. Every text here is our own."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.language import detect, segment, segment_lines


def spans(text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.language) for s in segment(text)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("دیروز باران تندی در روستای ما بارید و رودخانه بالا آمد.", "fa"),
        ("باران", "fa"),
        ("همسایه‌ها", "fa"),
        ("نمی‌دانستیم", "fa"),
        ("آشپزخانه", "fa"),
        ("گزارش هفتگی بازار", "fa"),
        ("خبرگزاري: سخنگوي شوراي شهر از افزايش بليت‌ها گفت", "fa"),
        ("ا\u0653ب و نان", "fa"),
        ("The kettle was still warm when we came home.", "en"),
        ("weather", "en"),
        ("READ THE WHOLE STORY", "en"),
        ("Don’t forget your umbrella", "en"),
        ("kitchens", "en"),
        ("ذهب الأطفال إلى المدرسة في الصباح الباكر", "ar"),
        ("المدرسة", "ar"),
        ("بچے صبح سویرے اسکول گئے ہیں", "ur"),
        ("ماشومان سهار وختي ښوونځي ته ولاړل", "ps"),
        ("منداڵەکان بەیانی زوو چوون بۆ قوتابخانە", "ckb"),
        ("بالىلار ئەتىگەندە مەكتەپكە كەتتى", "ug"),
        ("اوشاقلار سحر تئزدن مکتبه گئتدیلر", "azb"),
        ("Die Kinder gingen früh am Morgen in die Schule", "de"),
        ("Les enfants sont allés à l'école ce matin", "fr"),
        ("Çocuklar sabah erkenden okula gittiler", "tr"),
        ("Дети рано утром пошли в школу", "ru"),
        ("Кӯдакон субҳи барвақт ба мактаб рафтанд", "tg"),
        ("הילדים הלכו לבית הספר", "he"),
        ("ꯃꯤꯇꯩ", "und"),
    ],
)
def test_one_label_for_a_string(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "۱۴۰۲",
        "1,250.50",
        "۷۵٪",
        "12:45 - 13:30",
        "https://example.ir/باران-بهاری?page=2",
        "www.example.com",
        "desk@example.com",
        "🌧️",
        "؟!",
        ":D",
        "$ make install",
        "const rain = 5;",
        "if (a == b) {",
        "&nbsp;",
        "`باران`",
    ],
)
def test_what_has_no_language_is_und(text: str) -> None:
    assert detect(text) == "und"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("۱۲", [("۱۲", "und")]),
        ("سلام دنیا", [("سلام دنیا", "fa")]),
        ("بهای BMW بالا رفت", [("بهای ", "fa"), ("BMW", "en"), (" بالا رفت", "fa")]),
        (
            "رود (به انگلیسی: river) بزرگ است",
            [("رود (به انگلیسی: ", "fa"), ("river)", "en"), (" بزرگ است", "fa")],
        ),
        (
            "نشانی ما https://example.ir/a است",
            [("نشانی ما ", "fa"), ("https://example.ir/a", "und"), (" است", "fa")],
        ),
        (
            "The word باران means rain in Persian.",
            [("The word ", "en"), ("باران", "fa"), (" means rain in Persian.", "en")],
        ),
        (
            "واعظ گفت إِنَّ الصَّبْرَ مِفْتَاحُ الفَرَجِ و رفت به خانه",
            [("واعظ گفت ", "fa"), ("إِنَّ الصَّبْرَ مِفْتَاحُ الفَرَجِ", "ar"), (" و رفت به خانه", "fa")],
        ),
        (
            "باشگاه Bayern München در این بازی پیروز شد",
            [("باشگاه ", "fa"), ("Bayern München", "und"), (" در این بازی پیروز شد", "fa")],
        ),
    ],
)
def test_segments_of_a_line(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(part.replace(")", ""), label) for part, label in spans(text)] == [
        (part.replace(")", ""), label) for part, label in expected
    ]


def test_lines_are_judged_one_by_one() -> None:
    text = "باغبان درخت‌ها را آب داد.\nThe gardener watered the trees.\nسپس به خانه برگشت."
    assert [label for _, label in spans(text)] == ["fa", "en", "fa"]


def test_a_line_of_digits_joins_its_neighbours() -> None:
    assert spans("باغبان آمد.\n۱۲ - ۱۳\nباغبان رفت.") == [("باغبان آمد.\n۱۲ - ۱۳\nباغبان رفت.", "fa")]


def test_a_doubtful_line_takes_the_language_of_its_document() -> None:
    alone = "معلومات عمومی"
    around = "این کتاب را برای کسانی نوشته‌ایم که می‌خواهند بیشتر بدانند.\n"
    assert [label for _, label in spans(around + alone)] == ["fa"]


def test_short_lines_are_read_beside_the_others_of_their_document() -> None:
    story = "The kettle was still warm when we came home, and nobody had touched the bread."
    lines = [
        story,
        "Programme",
        "June 7, 2022 · 31 min",
        "Transcript",
        "« »",
        "Le petit chat dort sur la table de la cuisine.",
    ]
    assert [[s.language for s in found] for found in segment_lines(lines)] == [*[["en"]] * 4, ["und"], ["fr"]]
    assert segment_lines(["", story]) == [[], segment(story)]


def test_a_foreign_paragraph_stays_foreign_beside_persian() -> None:
    text = "کودکان امروز به باغ رفتند و میوه چیدند.\nذهب الأطفال اليوم إلى الحديقة وقطفوا الثمار من الأشجار."
    assert [label for _, label in spans(text)] == ["fa", "ar"]


ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("بارانچشمهۀيكةى\u200c\u200d\u200e\u0654\u064e «»()،؛؟.۱۲٣abcXYZé's-_/@:<>&;`\n"),
        st.characters(),
    ),
    max_size=80,
)


@given(ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_segments_cover_the_text_without_gap_or_overlap(text: str) -> None:
    found = segment(text)
    assert "".join(text[s.start : s.end] for s in found) == text
    assert [s.start for s in found[1:]] == [s.end for s in found[:-1]]
    assert all(s.start < s.end for s in found)
    assert all(a.language != b.language for a, b in pairwise(found))
    assert isinstance(detect(text), str)


MANY = ["باران آمد", "weather report", "کشمیر", "Straße", "قلم", "relation", "ولایت", "1,200", "شهر تهران", "Café"]
PROGRAM = f"""
from pipeline.text.language import detect, segment
print([(detect(t), [(s.start, s.end, s.language) for s in segment(t)]) for t in {MANY!r}])
"""


def test_the_same_in_every_process_and_hash_seed() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(answers) == 1


def test_first_use_from_several_threads() -> None:
    program = f"""
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pipeline.text.language import detect
with ThreadPoolExecutor(8) as pool:
    print([list(pool.map(detect, {MANY!r})) for _ in range(3)])
"""
    threaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    with ThreadPoolExecutor(4) as pool:
        assert threaded.strip() == str([list(pool.map(detect, MANY))] * 3)


@pytest.mark.parametrize("unit", ["س\n", "س(", "سa", "ال", "« ", "0a", " | ", "\u064e", "س\u064e", "بَبَ ", "x-"])
def test_hostile_repetition_comes_to_an_end(unit: str) -> None:
    text = unit * 20_000
    assert segment(text)[-1].end == len(text)
