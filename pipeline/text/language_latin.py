"""Runs in Latin script: English, or another language.

Common words and letters decide; where they do not, langdetect's profiles of 31 languages are added.
"""

import re
import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.text.language_profiles import LANGUAGES, scorer
from pipeline.text.language_words import table

# Log odds, as in language_arabic.py. English is what a page in two languages has beside Persian; the languages of
# near-by pages come next, and a lone word is never proof of Welsh.
_PRIOR = {"en": 0.0} | dict.fromkeys(("de", "fr", "tr", "nl", "es", "it", "pt", "id", "az", "kmr"), -0.5)
_PRIOR_OF_OTHERS = -4.0
_WORD = 4.2
_ENGLISH_WORD = 2.9  # the list is the longest, so a word that is on it alone says less
_STEM, _ENGLISH_STEM = 2.5, 2.0
_FOREIGN_LETTER = -2.0
_PROFILE, _PROFILE_LIMIT = 0.3, 6.0

_DECIDED = 4.0
_SURE = 4.0
_FEW = 6

_ENGLISH = LANGUAGES["Latn"].index("en")
_WORDS = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff]+(?:'[a-z]+)*")


@cache
def _english() -> frozenset[str]:
    """Words common in English alone."""
    return frozenset(word for word, places in table("latin").words.items() if places == (0,))


@cache
def _order() -> tuple[tuple[str, ...], npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    """All languages, those of the table first; their priors; and where those of the profiles are among them."""
    languages = tuple(dict.fromkeys((*table("latin").languages, *LANGUAGES["Latn"])))
    priors = np.array([_PRIOR.get(language, _PRIOR_OF_OTHERS) for language in languages])
    return languages, priors, np.array([languages.index(language) for language in LANGUAGES["Latn"]])


def latin(text: str) -> tuple[str, bool]:
    """The language of a run in Latin script, and whether that is sure."""
    facts = table("latin")
    plain = text.replace("’", "'").lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain)
    words = list(dict.fromkeys(_WORDS.findall(plain)))
    if len(words) > _FEW and plain.isascii():
        hits = len(_english().intersection(words))
        if hits >= 3 and hits * 4 > len(words):
            return "en", True
    languages, priors, profiled = _order()
    scores = priors.copy()
    for word in words:
        places = facts.words.get(word)
        if places is not None:
            for place in places:
                scores[place] += _WORD if place or len(places) > 1 else _ENGLISH_WORD
        elif len(words) <= _FEW:
            stems = facts.stemmed(word)
            for place in stems:
                scores[place] += _STEM if place or len(stems) > 1 else _ENGLISH_STEM
    if not plain.isascii():
        for letter in facts.foreign.keys() & set(plain):
            scores[list(facts.foreign[letter])] += _FOREIGN_LETTER * min(plain.count(letter), 5)
    if _lead(scores) < (_DECIDED if len(words) > _FEW else _PROFILE_LIMIT):
        likely = _PROFILE * scorer("Latn").scores(text)
        likely -= likely[_ENGLISH]
        scores[profiled] += likely.clip(-_PROFILE_LIMIT, _PROFILE_LIMIT)
    return languages[int(scores.argmax())], _lead(scores) > _SURE


def _lead(scores: npt.NDArray[np.float64]) -> float:
    """How far the best is before the second."""
    second, first = np.partition(scores, -2)[-2:]
    return float(first - second)
