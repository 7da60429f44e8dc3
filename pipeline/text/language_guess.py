"""One run of letters in one script: which language is it?"""

import re
from functools import lru_cache

from pipeline.text.language_arabic import arabic
from pipeline.text.language_latin import latin
from pipeline.text.scripts import Script

# A run is judged by its beginning: nothing further on changes the language of a paragraph.
_LONGEST = 160

# Languages in Cyrillic told by a letter of their own; without one, Russian.
_CYRILLIC: tuple[tuple[str, frozenset[str]], ...] = (
    ("tg", frozenset("ҷҶӣӢӯӮҳҲ")),
    ("uk", frozenset("іІїЇєЄґҐ")),
    ("be", frozenset("ўЎ")),
    ("sr", frozenset("ђЂћЋџЏљЉњЊ")),
    ("kk", frozenset("әӘұҰһҺңҢ")),
)
_ENOUGH_CYRILLIC = 8
_DIGITS = tuple("0123456789")
# A lone letter is a mark of something, of no language.
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


Guess = tuple[str, bool]
"""A language, and whether it stands without help from the rest of its line."""


def guess(text: str, script: Script) -> Guess:
    """The language of ``text``, a run of one script: ``fa``, ``en``, another BCP-47 code, or ``und``."""
    text = text[:_LONGEST]
    if script == "Latn" and text.endswith(_DIGITS):
        text = text.rstrip("".join(_DIGITS)) + _DIGITS[0]  # the lines of a list, but for their numbers, are one
    return _guess(text, script)


# Names, answers and labels of forums and lists come again and again, and a page says its title more than once.
@lru_cache(maxsize=4096)
def _guess(text: str, script: Script) -> Guess:
    if script == "Arab":
        return arabic(text)
    if script == "Latn":
        return latin(text) if _TWO_LETTERS.search(text) else ("und", False)
    if script == "Cyrl":
        letters = frozenset(text)
        for language, own in _CYRILLIC:
            if letters & own:
                return language, True
        return "ru", len(text) > _ENOUGH_CYRILLIC
    return ("he" if script == "Hebr" else "und"), True
