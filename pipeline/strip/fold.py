"""Fold a line to what a reader sees of it: words without marks and case, and every number alike."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_SAME = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "آ": "ا",
}  # fmt: skip
_PERSIAN = (("ي", "ی"), ("ى", "ی"), ("ك", "ک"), ("ۀ", "ه"))
# Harakat, superscript alef, tatweel, joiner, directional marks, BOM, soft hyphen: written now and then, never seen.
_GONE = "\u064b-\u0655\u0670\u0640\u200d\u200e\u200f\ufeff\xad\u202a-\u202e"
_OTHERWISE = re.compile(f"[{''.join(_SAME)}{_GONE}]")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]")
# It begins with one figure, which the regex engine finds fast, and not with one or more.
_NUMBER = re.compile(r"\d\d*(?:[.,:/٫٬]\d+)*")
# The letters most words are made of come first: they are found before a class of Unicode is asked.
_WORD = re.compile(r"[a-z0-9\w\x01+=@©]+")
_BETWEEN_WORDS = re.compile(r"[^a-z0-9\w\x01+=@©\n]+")
# The same for ASCII, letter by letter: what is of no word is a space.
_SPACED = "".join(letter if _WORD.match(letter) else " " for letter in map(chr, range(0x80))).replace("\x01", "#")
_SPACED_LINES = {code: letter for code, letter in enumerate(_SPACED) if chr(code) != "\n"}
_OUTER = " \t\xa0•‣◦▪●■–—-*·|:؛،,.…"


def persian_letters(text: str) -> str:
    """``text`` with Persian letters for the Arabic ones of the same sound; places in the text stay where they are."""
    for letter, same_letter in _PERSIAN:
        text = text.replace(letter, same_letter)
    return text


def plain(text: str) -> str:
    """``text`` in lower case, with one letter for each of its forms and without marks nobody sees."""
    if not text.isascii() and _PRESENTATION.search(text):
        text = unicodedata.normalize("NFKC", text)
    return _alike(text)


def _alike(text: str) -> str:
    """``plain`` of a text without presentation forms."""
    if text.isascii():
        return text.casefold()
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
    numbered = _NUMBER.sub(" \x01 ", plain_text)
    if numbered.isascii():
        return " ".join(numbered.translate(_SPACED).split())
    return " ".join(_WORD.findall(numbered)).replace("\x01", "#")


def fold_lines(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """``plain`` and ``fold`` of each of many lines: a pattern costs less over all of them than over one by one."""
    ascii_only: list[str] = []
    others: list[str] = []
    alone: list[str] = []
    for text in texts:
        (alone if "\n" in text else ascii_only if text.isascii() else others).append(text)
    if _PRESENTATION.search("\n".join(others)):  # what is composed must not touch the lines beside
        alone, others = alone + others, []
    found = {text: (low := plain(text), words_of(low)) for text in alone}
    for lines in filter(None, (ascii_only, others)):
        whole = _alike("\n".join(lines))
        found.update(zip(lines, zip(whole.split("\n"), _words_of_lines(whole), strict=True), strict=True))
    return found


def _words_of_lines(plain_text: str) -> Iterator[str]:
    """``words_of`` each line of a text that is ``plain`` already."""
    numbered = _NUMBER.sub(" \x01 ", plain_text)
    if numbered.isascii():
        for line in numbered.translate(_SPACED_LINES).split("\n"):
            yield " ".join(line.split())
    else:
        for line in _BETWEEN_WORDS.sub(" ", numbered).replace("\x01", "#").split("\n"):
            yield line.strip()


def key_of(plain_text: str) -> str:
    """``same`` of a text that is ``plain`` already."""
    return " ".join(plain_text.replace("\u200c", " ").split()).strip(_OUTER)
