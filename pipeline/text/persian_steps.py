"""The named steps of normalization, as patterns: white space, letters, then spaces and half spaces.

Every pattern is linear, and what it leaves it would not touch again, so that normalizing twice is normalizing once.
"""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.text.lexicon import comparable, mi_verb
from pipeline.text.rewriting import FILLER, Edit, Rewriting
from pipeline.text.scripts import ARABIC

_MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_LETTER = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06fa-\u06fc\u0750-\u077f"
_WORD = _LETTER + _MARK

# Every language: white space and control characters

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u2060]+")
# Between two Arabic letters these are half spaces someone meant.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f]+")
_BIDI = re.compile("[\u061c\u202a-\u202e\u2066-\u2069]+")
_ODD_SPACE = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile(" {2,}")
_LINE_START = re.compile("\n {1,}")
_LINE_END = re.compile("  *(?=\n)")
_ENDS = re.compile("\\A +| +\\Z")
_BLANK_LINES = re.compile("\n\n\n+")
_ARABIC = re.compile(f"[{ARABIC}]")

_ANY_ODD = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]"
)


def has_arabic(text: str) -> bool:
    """Whether a letter of the Arabic script is in ``text``: without one nothing in it can be Persian."""
    return not text.isascii() and _ARABIC.search(text) is not None


def evenly_spaced(text: str) -> bool:
    """Whether ``white_space`` has nothing to do."""
    if _ANY_ODD.search(text) is not None or text[:1] == " " or text[-1:] == " " or "  " in text:
        return False
    return "\n" not in text or not ("\n " in text or " \n" in text or "\n\n\n" in text)


def white_space(work: Rewriting) -> None:
    """White space and control characters, in a text of any language."""
    if evenly_spaced(work.text):
        return
    work.sub("newlines", _NEWLINE, "\n")
    work.sub("control_characters", _CONTROL, "")
    work.sub("bidi_marks", _BIDI, "")
    work.sub("bidi_marks", _INVISIBLE, _kept_between_arabic)
    work.sub("spaces", _ODD_SPACE, " ")
    work.sub("spaces", _SPACES, " ")
    work.sub("line_edges", _LINE_START, "\n")
    work.sub("line_edges", _LINE_END, "")
    work.sub("line_edges", _ENDS, "")
    work.sub("blank_lines", _BLANK_LINES, "\n\n")


def _kept_between_arabic(m: re.Match[str]) -> str:
    text, before, after = m.string, m.start() - 1, m.end()
    between = before >= 0 and after < len(text) and _ARABIC.match(text[before]) and _ARABIC.match(text[after])
    return m[0] if between else ""


# Light: letters and digits

# Ligatures that stand for a whole phrase (ﷺ, ﷼) stay: they are signs, not spellings.
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc]+")
_CLUSTER = re.compile(f"[{_LETTER}][{_MARK}]+")
_LETTERS = (("ي", "ی"), ("ى", "ی"), ("ك", "ک"), ("ھ", "ه"), ("ہ", "ه"), ("ە", "ه"))
_ANY_ODD_LETTER = re.compile(f"[{_MARK}\u0640يىكھہە\ufb50-\ufefc]")
# Not before a space: in «هـ» the kashida is part of the abbreviation.
_TATWEEL = re.compile(f"(?<=[{_WORD}])\u0640+(?=[{_LETTER}])")

_ARABIC_DIGITS, _PERSIAN_DIGITS, _LATIN_DIGITS = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"
_DIGITS = re.compile(f"[{_ARABIC_DIGITS}{_PERSIAN_DIGITS}{_LATIN_DIGITS}]+")
_TO_PERSIAN = str.maketrans(_ARABIC_DIGITS + _LATIN_DIGITS, _PERSIAN_DIGITS * 2)
_TO_LATIN = str.maketrans(_ARABIC_DIGITS + _PERSIAN_DIGITS, _LATIN_DIGITS * 2)


def letters(work: Rewriting) -> None:
    """One code point for one Persian letter: no presentation forms, composed, ی and ک, no kashida."""
    if _ANY_ODD_LETTER.search(work.text) is None:
        return
    work.sub("presentation_forms", _PRESENTATION, lambda m: unicodedata.normalize("NFKC", m[0]))
    work.sub("nfc", _CLUSTER, lambda m: unicodedata.normalize("NFC", m[0]))
    for old, new in _LETTERS:
        work.replace("letters", old, new)
    work.sub("tatweel", _TATWEEL, "")


def digits(work: Rewriting, policy: str) -> None:
    """Digits as ``persian`` or ``latin``."""
    to = _TO_PERSIAN if policy == "persian" else _TO_LATIN
    work.sub("digits", _DIGITS, lambda m: m[0].translate(to))


# Standard: spaces and half spaces

# The patterns below begin with the very character they are about, which the regex engine finds fast.
_TYPED_HALF_SPACE = re.compile(
    f"[\u200f\u200e\u200b\u00ad\u00ac](?<=[{_WORD}].)[\u200f\u200e\u200b\u00ad\u00ac]*(?=[{_LETTER}])"
)
_ZWNJ_RUN = re.compile("\u200c\u200c+")
_EDGE = r"\s«»()\[\]{}،؛؟!.,:;\"'"
_ZWNJ_EDGE = re.compile(f"\u200c(?:(?<=[{_EDGE}].)|(?<=\\A.)|(?=[{_EDGE}]|\\Z))")

# می before a verb; after a number or ماه it is the month of May.
_MI = re.compile(f"(?<![{_WORD}\u200c])(ن?می) ([{_WORD}]{{2,16}})(?![{_WORD}])")
_MAY_BEFORE = re.compile(f"(?:[{FILLER}0-9۰-۹٠-٩]|(?<![{_WORD}])ماه) $")

# A noun and endings that are no words by themselves, or are ones after other words only.
_ENDINGS = (
    " (?:ها|های|هایی|هایم|هایت|هایش|هایمان|هایتان|هایشان|ترین|تر|ی|ای|ام|اند|ایم|اید|اش)" + f"(?![{_WORD}\u200c])"
)
_ENDING = re.compile(_ENDINGS)
_SUFFIXES = re.compile(f"(?<![{_WORD}\u200c])([{_WORD}\u200c]+)((?:{_ENDINGS})+)")
_AFTER_HEH = frozenset(("ی", "ای", "ام", "اند", "ایم", "اید", "اش"))
_NO_NOUNS = frozenset(
    ("و", "به", "با", "از", "در", "که", "تا", "بر", "یا", "را", "است", "هم", "نه", "چه", "سه", "ده", "همه", "ای")
) | {"هر", "می", "نمی", "پس", "اگر", "آه", "اه", "ها", "های", "هایی"}
_SHORTEST_NOUN = 2

_BEFORE_MARK = re.compile(r" (?<=[^\s«(\[] )(?=[،؛؟])" + f"| (?<=[{_WORD}»)\\]] )(?=[!:.](?:\\s|\\Z))")
_AFTER_MARK = re.compile(f"[،؛؟](?<=[{_WORD}»)\\]].)(?=[{_LETTER}«(])")
_INSIDE = {
    "« ": re.compile(r"(?<=«) (?=[^\s»])"),
    " »": re.compile(r" (?<=[^\s«] )(?=»)"),
    "( ": re.compile(r"(?<=\() (?=[^\s)])"),
    " )": re.compile(r" (?<=[^\s(] )(?=\))"),
}


def spacing(work: Rewriting) -> None:
    """Spaces and half spaces that can only be meant one way."""
    work.sub("typed_half_spaces", _TYPED_HALF_SPACE, "\u200c")
    if "\u200c" in work.text:
        work.sub("zwnj_runs", _ZWNJ_RUN, "\u200c")
        work.sub("zwnj_edges", _ZWNJ_EDGE, "")
    work.apply("mi", list(_mi_edits(work.text)))
    work.apply("suffixes", list(_suffix_edits(work.text)))
    work.sub("punctuation_spaces", _BEFORE_MARK, "")
    for spaced, inside in _INSIDE.items():
        if spaced in work.text:
            work.sub("punctuation_spaces", inside, "")
    work.sub("punctuation_spaces", _AFTER_MARK, lambda m: m[0] + " ")


def _mi_edits(text: str) -> Iterator[Edit]:
    if "می " not in text:
        return
    verb = mi_verb()
    for m in _MI.finditer(text):
        if verb.fullmatch(m[2]) and not _MAY_BEFORE.search(text[max(0, m.start() - 5) : m.start()]):
            yield m.end(1), m.start(2), "\u200c"


def _suffix_edits(text: str) -> Iterator[Edit]:
    # The pattern tries every word; that none of the endings stands apart is seen much faster.
    for m in _SUFFIXES.finditer(text) if _ENDING.search(text) else ():
        noun, at = m[1], m.start(2)
        for ending in m[2].split():
            if _joins(noun, ending):
                yield at, at + 1, "\u200c"
                noun = f"{noun}\u200c{ending}"
            else:
                noun = ending
            at += 1 + len(ending)


def _joins(noun: str, ending: str) -> bool:
    if len(noun) < _SHORTEST_NOUN or noun in _NO_NOUNS:
        return False
    if ending in _AFTER_HEH:
        return noun.endswith("ه") and len(noun) > _SHORTEST_NOUN
    return ending != "تر" or noun in comparable()
