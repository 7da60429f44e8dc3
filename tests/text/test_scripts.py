import pytest

from pipeline.text.scripts import script_runs


def parts(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], script) for start, end, script in script_runs(text)]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("۱۲۳ - 45 !", []),
        ("باران بارید.", [("باران بارید.", "Arab")]),
        ("نسخهٔ Linux تازه", [("نسخهٔ ", "Arab"), ("Linux ", "Latn"), ("تازه", "Arab")]),
        ("۱۲ درصد رشد 5%", [("درصد رشد 5%", "Arab")]),
        ("می‌روم", [("می‌روم", "Arab")]),
        ("погода weather", [("погода ", "Cyrl"), ("weather", "Latn")]),
        ("שלום", [("שלום", "Hebr")]),
        ("天気 sun", [("天気 ", "other"), ("sun", "Latn")]),
        ("رود (آب) ماند", [("رود ", "Arab"), ("آب", "Arab"), (" ماند".strip(), "Arab")]),
        ("گفت: «برو» و رفت", [("گفت: ", "Arab"), ("برو", "Arab"), ("و رفت", "Arab")]),
    ],
)
def test_runs_are_parted_by_script_and_brackets(text: str, runs: list[tuple[str, str]]) -> None:
    assert parts(text) == runs


def test_a_decomposed_letter_stays_in_its_run() -> None:
    assert parts("ا\u0653ب cafe\u0301") == [("ا\u0653ب ", "Arab"), ("cafe\u0301", "Latn")]


def test_a_part_of_a_text_keeps_its_offsets() -> None:
    assert script_runs("abc دود xyz", 4, 7) == [(4, 7, "Arab")]
