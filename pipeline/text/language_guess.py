"""One run of letters in one script: which language is it?

Alphabet and common words decide most runs at once. What is left, short runs mostly, is weighed with langdetect's
profiles and, in Arabic script, with hazm's word list.
"""

import re
import unicodedata
from typing import NamedTuple

from pipeline.text.language_profiles import scorer
from pipeline.text.language_words import Table, table
from pipeline.text.lexicon import FOLD, persian_words
from pipeline.text.scripts import ANY_WORD, ARABIC_WORD, Script

# A run is judged by its beginning; a paragraph does not change its language after so many letters.
LONGEST = 400


class Guess(NamedTuple):
    """A language, and whether it stands without help from the rest of the line."""

    language: str
    sure: bool


_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200d\u200e\u200f]+")
_TWO_CASE = re.compile("[يىك]")
_CYRILLIC: tuple[tuple[str, frozenset[str]], ...] = (
    ("tg", frozenset("ҷҶӣӢӯӮҳҲ")),
    ("uk", frozenset("іІїЇєЄґҐ")),
    ("kk", frozenset("әӘұҰіһҺңҢ")),
    ("sr", frozenset("ђЂћЋџЏљЉњЊ")),
    ("be", frozenset("ўЎ")),
)


def guess(text: str, script: Script) -> Guess:
    """The language of ``text``, a run of one script: ``fa``, ``en``, another BCP-47 code, or ``und``."""
    text = text[:LONGEST]
    if script == "Arab":
        return _arabic(text)
    if script == "Latn":
        return _latin(text)
    if script == "Cyrl":
        return _cyrillic(text)
    return Guess("he" if script == "Hebr" else "und", True)


def _arabic(text: str) -> Guess:
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if max(text) >= "\ufb50":
        text = unicodedata.normalize("NFKC", text)
    text = _MARKS.sub("", text)
    facts = table("arabic")
    words = ARABIC_WORD.findall(text)
    scores = arabic_scores(text, words, facts)
    best = max(range(len(scores)), key=scores.__getitem__)
    rest = sorted(scores)[-2]
    return Guess(facts.languages[best], scores[best] - rest > 4)


def arabic_scores(text: str, words: list[str], facts: Table) -> list[float]:
    """How much speaks for each of ``facts.languages``."""
    scores = [0.0, -1.0, -1.5, -2.0, -1.5, -1.5, -2.0, -3, -3, -3, -3, -3.5, -3.5]
    for letter in set(text) - facts.shared:
        if letter.isalpha():
            count = min(text.count(letter), 8)
            for place, alphabet in enumerate(facts.letters):
                if letter not in alphabet:
                    if place == 0 and letter in "يك":
                        scores[0] -= 0.2 * count
                    else:
                        scores[place] -= 2.5 * count
    if "\u200c" in text:
        scores[0] += 2
        scores[6] += 1.5
    for word in words:
        places = facts.words.get(word, ())
        for place in places:
            scores[place] += 2
        if not places:
            folded = word.translate(FOLD).strip("\u200c")
            if folded != word and 0 in facts.words.get(folded, ()):
                scores[0] += 2
    if len(words) <= 6:
        known = 0.0
        lexicon = persian_words()
        for word in words:
            folded = word.translate(FOLD).strip("\u200c")
            n = lexicon.get(folded)
            if n is not None:
                known += 1.0 if n == 0 else 2.0
            else:
                stem = _stem(folded)
                known += 1.0 if stem in lexicon else -0.5
        scores[0] += known
        for word in words:
            for place, (starts, ends) in enumerate(zip(facts.starts, facts.ends)):
                if starts and word.startswith(starts):
                    scores[place] += 1
                if ends and word.endswith(ends):
                    scores[place] += 1
        ar, fa, ur = scorer("Arab").scores(text)
        scores[1] += max(-4.0, min(4.0, 0.3 * (ar - fa)))
        scores[2] += max(-4.0, min(4.0, 0.3 * (ur - fa)))
    return scores


_SUFFIX = re.compile("\u200c?(?:هایی|هایش|هایشان|های|ها|ای|ی|م|ش|ان|ات|شان|تر|ترین)$")


def _stem(word: str) -> str:
    return _SUFFIX.sub("", word)


def _latin(text: str) -> Guess:
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    facts = table("latin")
    text = text.replace("’", "'")
    words = ANY_WORD.findall(text.lower())
    if not words:
        return Guess("und", False)
    scores = latin_scores(text, words, facts)
    best = max(scores, key=scores.__getitem__)
    rest = max(v for k, v in scores.items() if k != best)
    return Guess(best, scores[best] - rest > 4)


def latin_scores(text: str, words: list[str], facts: Table) -> dict[str, float]:
    """How much speaks for each language of Latin script."""
    scores = dict.fromkeys(facts.languages, -1.0)
    scores["en"] = 0.0
    hits = 0
    for word in words:
        places = facts.words.get(word, ())
        hits += bool(places)
        for place in places:
            scores[facts.languages[place]] += 2
    if not text.isascii():
        for letter in set(text.lower()):
            if letter > "\x7f" and letter.isalpha():
                count = min(text.count(letter), 5)
                for place, alphabet in enumerate(facts.letters):
                    if letter not in alphabet:
                        scores[facts.languages[place]] -= 2.0 * count
    top = sorted(scores.values())[-2:]
    if len(words) >= 6 and top[1] - top[0] > 4:
        return scores
    s = scorer("Latn")
    values = s.scores(text)
    en = values[s.languages.index("en")]
    for language, value in zip(s.languages, values):
        scores[language] = scores.get(language, -2.0) + max(-8.0, min(8.0, 0.3 * (value - en)))
    return scores


def _cyrillic(text: str) -> Guess:
    letters = frozenset(text)
    for language, own in _CYRILLIC:
        if letters & own:
            return Guess(language, True)
    return Guess("ru", len(text) > 8)
