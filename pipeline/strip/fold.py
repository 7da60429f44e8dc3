"""Fold a line to what a reader sees of it: words without marks and case, and every number alike."""

import re
import unicodedata

_SAME = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "آ": "ا",
}  # fmt: skip
# Harakat, superscript alef, tatweel, joiner, directional marks, BOM, soft hyphen: written now and then, never seen.
_GONE = "\u064b-\u0655\u0670\u0640\u200d\u200e\u200f\ufeff\xad\u202a-\u202e"
_OTHERWISE = re.compile(f"[{''.join(_SAME)}{_GONE}]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]")
_NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[\w\x01+=@©]+")
# The same for ASCII, letter by letter: what is of no word is a space.
_SPACED = "".join(letter if _WORD.match(letter) else " " for letter in map(chr, range(0x80))).replace("\x01", "#")
_OUTER = " \t\xa0•‣◦▪●■–—-*·|:؛،,.…"


def plain(text: str) -> str:
    """``text`` in lower case, with one letter for each of its forms and without marks nobody sees."""
    if text.isascii():
        return text.casefold()
    if _PRESENTATION.search(text):
        text = unicodedata.normalize("NFKC", text)
    return _OTHERWISE.sub(lambda found: _SAME.get(found.group(), ""), text).casefold()


def fold(text: str) -> str:
    """Words of ``text`` joined by single spaces, ready to be compared with a phrase.

    Arabic and Persian forms of a letter are one letter, ZWNJ and punctuation are spaces; a number, clock time or
    numeric date is ``#``, which nothing else becomes. Linear in the length of ``text``.
    """
    return words_of(plain(text))


def same(text: str) -> str:
    """A key for repetition: lines with one key read the same, numbers and all; bullets and outer marks aside."""
    return key_of(plain(text))


def words_of(plain_text: str) -> str:
    """``fold`` of a text that is ``plain`` already."""
    if plain_text.isascii():
        if _DIGIT.search(plain_text):
            plain_text = _NUMBER.sub(" \x01 ", plain_text)
        return " ".join(plain_text.translate(_SPACED).split())
    return " ".join(_WORD.findall(_NUMBER.sub(" \x01 ", plain_text))).replace("\x01", "#")


def key_of(plain_text: str) -> str:
    """``same`` of a text that is ``plain`` already."""
    return " ".join(plain_text.replace("\u200c", " ").split()).strip(_OUTER)
