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
_OWN_LETTER, _MANY = 3.0, 8
_TYPED_ARABIC = 2.8  # given back for ي and ك, which half of the Persian web types
_WORD = 3.5
_FORM, _NEXT_FORM = 1.5, 0.5
_PER_DECADE, _INFLECTED, _UNKNOWN = 0.4, 1.0, -1.5
# What is a word in Persian is often one in the languages that borrow from it, or that it borrows from.
_SHARED = {"ur": 0.6, "ps": 0.6, "azb": 0.6, "mzn": 0.6, "glk": 0.6, "ar": 0.2}
_HOMOGRAPH = -1.0
_VOWEL_SIGN, _MOST_VOWELS = 0.4, 4.0
_PROFILE, _PROFILE_LIMIT = 0.3, 3.0

_DECIDED = 8.0
_SURE = 4.0
_FEW = 6
_LETTERS_READ = 64
_WEIGHED = 12

_WORDS = re.compile(
    "[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\u200c]+"
)
_ODD = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200d-\u200f\ufb50-\ufdef\ufe70-\ufefc]")
_TWO_WAYS = re.compile("[يكىة]")
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200d\u200e\u200f]+")
_PRESENTATION = re.compile("[\ufb50-\ufdef\ufe70-\ufefc]+")
_WORD_WITH_MARKS = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ed\u200c]+")
_VOWEL = re.compile("[\u064b-\u0650\u0652\u0670]")
_VOWELS_OF_WORD = 2
_ARABIC_LOOKS = ("ة", "إ", "ي", "ك", " ال", " وال", " بال")
_ARABIC_WORD = re.compile("(?:[وفبك]?ال|لل)[\u0620-\u064a]{2}|[\u0620-\u065f]*[ةإ]|[أإ]|[\u0620-\u065f]+ى$")
_ARABIC_TYPING = re.compile("[يك]")
_PERSIAN_TYPING = re.compile("[یک]")
_PERSIAN_LETTER = re.compile("[پچژگکی]")
_TYPED = "يك"


@cache
def _persian() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    """Words common in Persian alone, words common elsewhere that are none, and letters that are not Persian."""
    facts = table("arabic")
    alone = frozenset(word for word, places in facts.words.items() if places == (0,))
    foreign = "".join(
        letter
        for letter, (sign, places) in facts.letters.items()
        if (sign > 0) != (0 in places) and letter not in "يكةأإى"
    )
    lexicon = persian_words()
    others = frozenset(word for word, places in facts.words.items() if 0 not in places and not lexicon.get(word))
    return alone, others, re.compile(f"[{foreign}]")


@cache
def _priors() -> tuple[float, ...]:
    return tuple(_PRIOR.get(language, _PRIOR_OF_OTHERS) for language in table("arabic").languages)


@cache
def _places(*languages: str) -> tuple[int, ...]:
    return tuple(map(table("arabic").languages.index, languages))


def arabic(text: str) -> tuple[str, bool]:
    """The language of a run in Arabic script, and whether that is sure."""
    odd = _ODD.search(text) is not None
    plain = _plain(text) if odd else text
    facts = table("arabic")
    words = list(dict.fromkeys(_WORDS.findall(plain)))
    if len(words) > _FEW:
        alone, others, foreign = _persian()
        hits = len(alone.intersection(words))
        if hits >= 3 and hits * 8 > len(words) and others.isdisjoint(words) and foreign.search(plain) is None:
            return "fa", True
    scores = _scores(plain, words, facts)
    if odd:
        scores[_places("ar")[0]] += min(_VOWEL_SIGN * len(_VOWEL.findall(text)), _MOST_VOWELS)
    *_, second, first = sorted(scores)
    return facts.languages[scores.index(first)], first - second > _SURE


def _plain(text: str) -> str:
    """Composed letters without vowels, kashida and presentation forms."""
    text = _PRESENTATION.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return _MARKS.sub("", unicodedata.normalize("NFC", text))


def quotes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of ``text[start:end]`` that look like Arabic quoted in Persian, whether brackets surround them or not.

    Such a stretch has words that carry their vowels or an Arabic spelling, at least every second word and two in all,
    and no word that looks Persian. Whoever asks has still to judge what language it is in.
    """
    if (
        not text.startswith("ال", start)
        and all(text.find(look, start, end) < 0 for look in _ARABIC_LOOKS)
        and _VOWEL.search(text, start, end) is None
    ):
        return []
    typed_persian = _PERSIAN_TYPING.search(text, start, end) is not None
    alone, _, _ = _persian()
    stretches: list[tuple[int, int]] = []
    quote: list[tuple[int, int, bool]] = []
    for match in (*_WORD_WITH_MARKS.finditer(text, start, end), None):
        if match is not None:
            word = match[0]
            arabic = (
                len(_VOWEL.findall(word)) >= _VOWELS_OF_WORD
                or _ARABIC_WORD.match(word) is not None
                or (typed_persian and _ARABIC_TYPING.search(word) is not None)
            )
            if arabic or (quote and word not in alone and _PERSIAN_LETTER.search(word) is None):
                quote.append((*match.span(), arabic))
                continue
            if not quote:
                continue
        while quote and not quote[-1][2]:
            quote.pop()
        looks = sum(look for _, _, look in quote)
        if looks >= 2 and looks * 2 >= len(quote):
            stretches.append((quote[0][0], quote[-1][1]))
        quote = []
    return stretches


def _scores(text: str, words: list[str], facts: Table) -> list[float]:
    """How much speaks for each of ``facts.languages``, the first of which is Persian."""
    scores = list(_priors())
    head = text[:_LETTERS_READ]
    letters, common = facts.letters, facts.words
    for letter in set(head):
        if letter in letters:
            sign, places = letters[letter]
            weight = sign * _OWN_LETTER * min(head.count(letter), _MANY)
            for place in places:
                scores[place] += weight
    for word in words:
        for place in common.get(word, ()):
            scores[place] += _WORD
    folded = words
    if _TWO_WAYS.search(text) is not None:
        folded = fold("\n".join(words)).split("\n")
        for word, persian in zip(words, folded, strict=True):
            if persian != word and 0 in common.get(persian, ()) and 0 not in common.get(word, ()):
                scores[0] += _WORD
        scores[0] += _TYPED_ARABIC * sum(min(head.count(letter), _MANY) for letter in _TYPED)
    *_, second, first = sorted(scores)
    if first - second > _DECIDED:
        return scores
    _weigh_words(words[:_WEIGHED], folded, scores, facts)
    *_, second, first = sorted(scores)
    profiled = [scores[place] for place in _places("ar", "ur")]
    if first - (second if first in profiled else max(profiled)) < _PROFILE_LIMIT:
        _weigh_profiles([word for word in folded[:_WEIGHED] if 0 not in common.get(word, ())], scores)
    return scores


def _weigh_words(words: list[str], folded: list[str], scores: list[float], facts: Table) -> None:
    """Add to ``scores`` what hazm's word list and the forms of words say."""
    lexicon = persian_words()
    shared = tuple(zip(_places(*_SHARED), _SHARED.values(), strict=True))
    for word, persian in zip(words, folded, strict=False):
        persian = persian.strip("\u200c")
        places = facts.words.get(persian, ())
        gain = _WORD
        if 0 not in places:
            gain = _known(persian, lexicon)
            scores[0] += gain
            if gain > 0:
                for place, share in shared:
                    scores[place] += _HOMOGRAPH if place in places else share * gain
        if gain < 2.0 and word not in facts.words:
            forms = facts.forms_of(word)
            for place in set(forms):
                scores[place] += _FORM + _NEXT_FORM * min(forms.count(place) - 1, 4)


def _known(word: str, lexicon: dict[str, int]) -> float:
    """What it says for Persian that hazm knows ``word``, or ``word`` without its ending."""
    uses = lexicon.get(word)
    if uses:
        return _PER_DECADE * math.log10(uses)
    if uses is None:
        return _INFLECTED if lexicon.get(stem(word)) else _UNKNOWN
    return 0.0


def _weigh_profiles(words: list[str], scores: list[float]) -> None:
    """Add to ``scores`` what langdetect's profiles of ar and ur say against that of fa."""
    profiles = scorer("Arab")
    likely = dict(zip(profiles.languages, profiles.scores(" ".join(words)).tolist(), strict=True))
    for language, place in zip(("ar", "ur"), _places("ar", "ur"), strict=True):
        more = _PROFILE * (likely[language] - likely["fa"])
        scores[place] += max(-_PROFILE_LIMIT, min(_PROFILE_LIMIT, more))
