import pytest

from pipeline.text.lexicon import comparable, fold, hazm_data, mi_verb, persian_words, stem


def test_hazms_words_with_their_uses() -> None:
    words = persian_words()
    assert len(words) > 100_000
    assert words["کتاب"] > words["آباجی"] == 0


def test_hazms_list_is_read_like_hazm_reads_it() -> None:
    from hazm.utils import words_list

    assert persian_words() == {word: uses for word, uses, _ in words_list()}


@pytest.mark.parametrize("word", ["شود", "کنم", "خواهند", "رفتیم", "گفته", "آید"])
def test_verb_forms_after_mi(word: str) -> None:
    assert mi_verb().fullmatch(word)


@pytest.mark.parametrize("word", ["سال", "ناب", "و", "یا", "دیروز"])
def test_no_verb_forms(word: str) -> None:
    assert mi_verb().fullmatch(word) is None


def test_adjectives_that_compare() -> None:
    assert {"بزرگ", "سریع", "مهم"} <= comparable()
    assert "چشم" not in comparable()


def test_fold_and_stem() -> None:
    assert fold("كتابي") == "کتابی"
    assert stem("درخت‌های") == "درخت"
    assert stem("درخت") == "درخت"


def test_a_file_hazm_does_not_have() -> None:
    assert not hazm_data("nothing.dat").exists()
