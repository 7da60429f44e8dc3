"""Fold a line to what a reader sees of it: words without marks and case, and every number alike."""

import re
import unicodedata

_SAME = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "آ": "ا",
}  # fmt: skip
_GONE = dict.fromkeys(
    # Harakat, superscript alef, tatweel, joiner, directional marks, BOM, soft hyphen: written now and then, never seen.
    [*range(0x064B, 0x0656), 0x0670, 0x0640, 0x200D, 0x200E, 0x200F, 0xFEFF, 0xAD, *range(0x202A, 0x202F)]
)
_TABLE = str.maketrans(_SAME) | _GONE
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]")
_NUMBER = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_BREAK = re.compile(r"[^\w\x01+=@©]+")
_OUTER = " \t\xa0•‣◦▪●■–—-*·|:؛،,.…"


def fold(text: str) -> str:
    """Words of ``text`` joined by single spaces, ready to be compared with a phrase.

    Arabic and Persian forms of a letter are one letter, ZWNJ and punctuation are spaces; a number, clock time or
    numeric date is ``#``, which nothing else becomes. Linear in the length of ``text``.
    """
    if _PRESENTATION.search(text):
        text = unicodedata.normalize("NFKC", text)
    text = _NUMBER.sub(" \x01 ", text.translate(_TABLE).casefold())
    return " ".join(_BREAK.sub(" ", text).replace("\x01", "#").split())


def same(text: str) -> str:
    """A key for repetition: lines with one key read the same, numbers included; bullets and outer marks do not count."""
    text = text.translate(_TABLE).casefold().replace("\u200c", " ")
    return " ".join(text.split()).strip(_OUTER)
