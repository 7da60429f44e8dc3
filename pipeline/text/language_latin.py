"""Runs in Latin script: English, or another language.

Common words and letters decide; where they do not, langdetect's profiles of 31 languages are added.
"""

import re
import unicodedata
from functools import cache

from pipeline.text.language_profiles import LANGUAGES, scorer
from pipeline.text.language_words import table

# Log odds, as in language_arabic.py. English is what a page in two languages has beside Persian; the languages of
# near-by pages come next, and a lone word is never proof of Welsh.
_PRIOR = {"en": 0.0} | dict.fromkeys(("de", "fr", "tr", "nl", "es", "it", "pt", "id", "az", "kmr"), -0.5)
_PRIOR_OF_OTHERS = -4.0
_WORD = 4.2
_ENGLISH_WORD = 2.9  # the list is the longest, so a word that is on it alone says less
_STEM, _ENGLISH_STEM = 2.5, 2.0
_OWN_LETTER, _MANY = 2.0, 5
_PROFILE, _PROFILE_LIMIT = 0.3, 6.0

_DECIDED = 4.0
_WEIGHED = 120
_SURE = 4.0
_FEW = 6

_ENGLISH = LANGUAGES["Latn"].index("en")
# Beyond ASCII, a letter or what may be part of one: quotation marks, dashes and signs are none.
_FOREIGN = re.compile("[^\x00-\x7f\xa0-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f\u20a0-\u20bf\u2190-\u27bf]")
_ASCII_WORDS = re.compile("[a-z]+(?:'[a-z]+)*")
_WORDS = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff]+(?:'[a-z]+)*")


@cache
def _english() -> frozenset[str]:
    """Words common in English alone."""
    return frozenset(word for word, places in table("latin").words.items() if places == (0,))


@cache
def _order() -> tuple[tuple[str, ...], tuple[float, ...], tuple[int, ...]]:
    """All languages, those of the table first; their priors; and where those of the profiles are among them."""
    languages = tuple(dict.fromkeys((*table("latin").languages, *LANGUAGES["Latn"])))
    priors = tuple(_PRIOR.get(language, _PRIOR_OF_OTHERS) for language in languages)
    return languages, priors, tuple(map(languages.index, LANGUAGES["Latn"]))


def latin(text: str) -> tuple[str, bool]:
    """The language of a run in Latin script, and whether that is sure."""
    plain = text.replace("’", "'").lower()
    ascii_only = plain.isascii() or _FOREIGN.search(plain) is None
    if not ascii_only:
        plain = unicodedata.normalize("NFC", plain)
    words = list(dict.fromkeys((_ASCII_WORDS if ascii_only else _WORDS).findall(plain)))
    few = len(words) <= _FEW
    if not few and ascii_only:
        hits = len(_english().intersection(words))
        if hits >= 3 and hits * 4 > len(words):
            return "en", True
    languages, priors, profiled = _order()
    scores = list(priors)
    _weigh_words(words, scores, few)
    if not ascii_only:
        letters = table("latin").letters
        for letter in letters.keys() & set(plain):
            sign, places = letters[letter]
            weight = sign * _OWN_LETTER * min(plain.count(letter), _MANY)
            for place in places:
                scores[place] += weight
    second, first = sorted(scores)[-2:]
    if first - second < _DECIDED:
        likely = _PROFILE * scorer("Latn").scores(text[:_WEIGHED])
        more = (likely - likely[_ENGLISH]).clip(-_PROFILE_LIMIT, _PROFILE_LIMIT).tolist()
        for place, value in zip(profiled, more, strict=True):
            scores[place] += value
        second, first = sorted(scores)[-2:]
    best, sure = languages[scores.index(first)], first - second > _SURE
    # A doubtful guess at a far language is no knowledge.
    return (best, sure) if sure or best in _PRIOR else ("und", False)


def _weigh_words(words: list[str], scores: list[float], few: bool) -> None:
    """Add what the words say; of few words also what their stems say."""
    facts = table("latin")
    for word in words:
        places = facts.words.get(word)
        if places is not None:
            for place in places:
                scores[place] += _WORD if place or len(places) > 1 else _ENGLISH_WORD
        elif few:
            stems = facts.stemmed(word)
            for place in stems:
                scores[place] += _STEM if place or len(stems) > 1 else _ENGLISH_STEM
