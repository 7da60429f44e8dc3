"""Runs in Arabic script: Persian, or one of the dozen languages that share its letters.

An alphabet rules a language out, common words speak for it. Where that does not decide, short runs mostly, hazm's word
list says what is known in Persian, word forms what is grammar elsewhere, and langdetect's profiles weigh ar, fa and ur.
"""

import math
import re
import unicodedata
from functools import cache

from pipeline.text.language_profiles import scorer
from pipeline.text.language_words import Table, table
from pipeline.text.lexicon import fold, persian_words, stem

# Weights are log odds, set by hand and then moved one by one on half of the gold.
_PRIOR = {"fa": 0.0, "ar": -1.75, "ur": -2.0, "ps": -1.75, "ckb": -3.0, "ug": -1.5, "azb": -2.5}
_PRIOR_OF_OTHERS = -3.0
_FOREIGN_LETTER = -3.0
_TYPED_ARABIC = -0.2  # ي and ك in Persian, as half of the Persian web types them
_WORD = 3.5
_FORM, _NEXT_FORM = 1.5, 0.5
_PER_DECADE, _LISTED, _INFLECTED, _UNKNOWN = 0.4, 0.0, 1.0, -1.5
# What is a word in Persian is often one in the languages that borrow from it, or that it borrows from.
_SHARED = {"ur": 1.5, "ps": 1.5, "azb": 1.5, "ar": 0.5}
_HOMOGRAPH = -1.0
_PROFILE, _PROFILE_LIMIT = 0.4, 4.0

_DECIDED = 8.0
_SURE = 4.0
_FEW = 6
_WEIGHED = 12

_WORDS = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\u200c]+"
)
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200d\u200e\u200f]+")
_PRESENTATION = re.compile("[\ufb50-\ufdef\ufe70-\ufefc]+")
_TYPED = "يك"


@cache
def _persian() -> tuple[frozenset[str], re.Pattern[str]]:
    """Words common in Persian alone, and letters that are not Persian."""
    facts = table("arabic")
    alone = frozenset(word for word, places in facts.words.items() if places == (0,))
    foreign = "".join(letter for letter, places in facts.foreign.items() if 0 in places and letter not in "يكةأإى")
    return alone, re.compile(f"[{foreign}]")


@cache
def _priors() -> tuple[float, ...]:
    return tuple(_PRIOR.get(language, _PRIOR_OF_OTHERS) for language in table("arabic").languages)


@cache
def _places(*languages: str) -> tuple[int, ...]:
    return tuple(map(table("arabic").languages.index, languages))


def arabic(text: str) -> tuple[str, bool]:
    """The language of a run in Arabic script, and whether that is sure."""
    if _PRESENTATION.search(text) is not None:
        text = _PRESENTATION.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    facts = table("arabic")
    words = _WORDS.findall(text)
    if len(words) > _FEW:
        alone, foreign = _persian()
        hits = sum(map(alone.__contains__, words))
        if hits >= 3 and hits * 6 > len(words) and foreign.search(text) is None:
            return "fa", True
    if _MARKS.search(text) is not None:
        text = _MARKS.sub("", text)
        words = _WORDS.findall(text)
    scores = _scores(text, words, facts)
    best, second = _two_best(scores)
    return facts.languages[best], scores[best] - scores[second] > _SURE


def _two_best(scores: list[float]) -> tuple[int, int]:
    best, second = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:2]
    return best, second


def _scores(text: str, words: list[str], facts: Table) -> list[float]:
    """How much speaks for each of ``facts.languages``, the first of which is Persian."""
    scores = list(_priors())
    for letter in facts.foreign.keys() & set(text):
        count = min(text.count(letter), 8)
        for place in facts.foreign[letter]:
            scores[place] += (_TYPED_ARABIC if place == 0 and letter in _TYPED else _FOREIGN_LETTER) * count
    folded = _WORDS.findall(fold(text))
    for word, persian in zip(words, folded, strict=True):
        places = facts.words.get(word, ())
        for place in places:
            scores[place] += _WORD
        if persian != word and 0 not in places and 0 in facts.words.get(persian, ()):
            scores[0] += _WORD
    best, second = _two_best(scores)
    if scores[best] - scores[second] > _DECIDED:
        return scores
    _weigh_words(words[:_WEIGHED], folded, scores, facts)
    best, _ = _two_best(scores)
    if any(abs(scores[best] - scores[place]) < _PROFILE_LIMIT for place in _places("ar", "ur") if place != best):
        _weigh_profiles([word for word in folded[:_WEIGHED] if 0 not in facts.words.get(word, ())], scores)
    return scores


def _weigh_words(words: list[str], folded: list[str], scores: list[float], facts: Table) -> None:
    """Add to ``scores`` what hazm's word list and the forms of words say."""
    lexicon = persian_words()
    shared = tuple(zip(_places(*_SHARED), _SHARED.values(), strict=True))
    for word, persian in zip(words, folded, strict=False):
        persian = persian.strip("\u200c")
        places = facts.words.get(persian, ())
        if 0 not in places:
            uses = lexicon.get(persian)
            if uses is not None:
                scores[0] += _PER_DECADE * math.log10(uses) if uses else _LISTED
            else:
                uses = lexicon.get(stem(persian))
                scores[0] += _UNKNOWN if uses is None else _INFLECTED
            if uses:
                for place, weight in shared:
                    scores[place] += _HOMOGRAPH if place in places else weight
        forms = facts.forms_of(word)
        for place in set(forms):
            scores[place] += _FORM + _NEXT_FORM * min(forms.count(place) - 1, 4)


def _weigh_profiles(words: list[str], scores: list[float]) -> None:
    """Add to ``scores`` what langdetect's profiles of ar and ur say against that of fa."""
    profiles = scorer("Arab")
    likely = dict(zip(profiles.languages, profiles.scores(" ".join(words)).tolist(), strict=True))
    for language, place in zip(("ar", "ur"), _places("ar", "ur"), strict=True):
        more = _PROFILE * (likely[language] - likely["fa"])
        scores[place] += max(-_PROFILE_LIMIT, min(_PROFILE_LIMIT, more))
