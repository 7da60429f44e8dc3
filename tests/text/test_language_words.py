"""The facts in the two TOML files, and what is made of them."""

import re
import tomllib
from pathlib import Path

import pytest

import pipeline.text
from pipeline.text.language_words import table

FOLDER = Path(pipeline.text.__file__).parent
NAMES = ["arabic", "latin"]


def facts(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{name}_script.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_language_has_letters_and_words(name: str) -> None:
    for language, fact in facts(name).items():
        assert re.fullmatch("[a-z]{2,3}", language)
        assert len(fact["words"].split()) >= 15, language
        assert set(fact) <= {"letters", "words", "forms", "endings"}


def test_words_are_spelled_with_the_letters_of_their_language() -> None:
    marks = set("\u064b\u064e\u064f\u0650\u0651\u0652\u0654\u0670\u200c\u02c7\u065a")
    for language, fact in facts("arabic").items():
        strange = {
            word: set(word) - set(fact["letters"]) - marks
            for word in fact["words"].split()
            if set(word) - set(fact["letters"]) - marks
        }
        assert not strange, language


def test_latin_words_are_small_letters() -> None:
    for language, fact in facts("latin").items():
        for word in fact["words"].split():
            assert word == word.lower(), language
            assert set(word) - set("abcdefghijklmnopqrstuvwxyz'-") <= set(fact["letters"]), (language, word)


def test_a_word_of_several_languages_speaks_for_all_of_them() -> None:
    latin = table("latin")
    assert {latin.languages[place] for place in latin.words["de"]} >= {"fr", "es", "nl"}


def test_a_letter_speaks_for_the_languages_that_have_it() -> None:
    arabic = table("arabic")
    sign, places = arabic.letters["ہ"]
    assert sign == 1
    assert {"ur", "pnb"} <= {arabic.languages[place] for place in places}
    assert "fa" not in {arabic.languages[place] for place in places}
    sign, places = arabic.letters["ض"]
    assert sign == -1
    assert "fa" not in {arabic.languages[place] for place in places}
    assert "ا" not in arabic.letters


def test_pieces_of_a_word_speak_for_languages() -> None:
    arabic = table("arabic")
    assert "azb" in {arabic.languages[place] for place in arabic.forms_of("کیتاب‌لاریمیز")}
    assert "ar" in {arabic.languages[place] for place in arabic.forms_of("والحديقة")}
    assert arabic.forms_of("") == []


@pytest.mark.parametrize("word", ["walked", "plates", "running", "making", "quickly"])
def test_a_word_is_known_by_its_stem(word: str) -> None:
    latin = table("latin")
    assert 0 in latin.stemmed(word) or 0 in latin.words.get(word, ())
