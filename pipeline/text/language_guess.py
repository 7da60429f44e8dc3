"""One run of letters in one script: which language is it?"""

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.text.language_arabic import arabic
from pipeline.text.language_latin import latin
from pipeline.text.scripts import Script

# A run is judged by its beginning: nothing further on changes the language of a paragraph.
_LONGEST = 400
_SHORT = 48

# Languages in Cyrillic told by a letter of their own; without one, Russian.
_CYRILLIC: tuple[tuple[str, frozenset[str]], ...] = (
    ("tg", frozenset("ҷҶӣӢӯӮҳҲ")),
    ("uk", frozenset("іІїЇєЄґҐ")),
    ("be", frozenset("ўЎ")),
    ("sr", frozenset("ђЂћЋџЏљЉњЊ")),
    ("kk", frozenset("әӘұҰһҺңҢ")),
)
_ENOUGH_CYRILLIC = 8
# A lone letter is a mark of something, of no language.
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


class Guess(NamedTuple):
    """A language, and whether it stands without help from the rest of its line."""

    language: str
    sure: bool


def guess(text: str, script: Script) -> Guess:
    """The language of ``text``, a run of one script: ``fa``, ``en``, another BCP-47 code, or ``und``."""
    return short_guess(text, script) if len(text) <= _SHORT else _guess(text[:_LONGEST], script)


def _guess(text: str, script: Script) -> Guess:
    if script == "Arab":
        return Guess(*arabic(text))
    if script == "Latn":
        return Guess(*latin(text)) if _TWO_LETTERS.search(text) else Guess("und", False)
    if script == "Cyrl":
        letters = frozenset(text)
        for language, own in _CYRILLIC:
            if letters & own:
                return Guess(language, True)
        return Guess("ru", len(text) > _ENOUGH_CYRILLIC)
    return Guess("he" if script == "Hebr" else "und", True)


# Menus, names and terms come again and again on the pages of a site.
short_guess = lru_cache(maxsize=4096)(_guess)
