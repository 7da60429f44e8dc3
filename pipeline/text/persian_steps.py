"""The named steps of Persian normalization, as patterns: letters first, then spaces and half spaces.

Every pattern is linear and its result is one it would not touch again, so that normalizing twice is normalizing once.
"""

import re
import unicodedata

from pipeline.text.rewriting import Rewriting
from pipeline.text.scripts import ARABIC

# Letters that join into Persian words, and the marks on them.
_MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_LETTER = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06fa-\u06fc\u0750-\u077f"
_WORD = _LETTER + _MARK

# --- every language: white space and control characters -------------------------------------------------------

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u2060]+|(?<![{ARABIC}])[\u00ad\u200b]+|[\u00ad\u200b]+(?![{ARABIC}])"
)
_BIDI = re.compile(
    f"[\u202a-\u202e\u2066-\u2069\u061c]+|(?<![{ARABIC}])[\u200e\u200f]+|[\u200e\u200f]+(?![{ARABIC}\u200e\u200f])"
)
_SPACES = re.compile(
    "[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{2,}|[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
)
_EDGES = re.compile("(?<=\n) +| +(?=\n)|^ +| +$")
_BLANK_LINES = re.compile("\n{3,}")


def white_space(work: Rewriting) -> None:
    """White space and control characters, in a text of any language."""
    work.sub("newlines", _NEWLINE, "\n")
    work.sub("control_characters", _CONTROL, "")
    work.sub("bidi_marks", _BIDI, "")
    work.sub("spaces", _SPACES, " ")
    work.sub("spaces", _EDGES, "")
    work.sub("blank_lines", _BLANK_LINES, "\n\n")


# --- light: letters ---------------------------------------------------------------------------------------------

_CLUSTER = re.compile(f"[{_LETTER}][{_MARK}]+|[\u0340-\u0344]")
_PRESENTATION = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdef\ufe70-\ufefc]+")
_LETTERS = {"ي": "ی", "ى": "ی", "ك": "ک", "ھ": "ه", "ہ": "ه", "ە": "ه"}
_ARABIC_LETTER = re.compile("[" + "".join(_LETTERS) + "]")
_TATWEEL = re.compile(f"(?<=[{_WORD}])\u0640+(?=[{_LETTER}])")
_ARABIC_DIGITS, _PERSIAN_DIGITS, _LATIN_DIGITS = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "0123456789"
_DIGITS = re.compile(f"[{_ARABIC_DIGITS}{_PERSIAN_DIGITS}{_LATIN_DIGITS}]+")
_TO_PERSIAN = str.maketrans(_ARABIC_DIGITS + _LATIN_DIGITS, _PERSIAN_DIGITS * 2)
_TO_LATIN = str.maketrans(_ARABIC_DIGITS + _PERSIAN_DIGITS, _LATIN_DIGITS * 2)


def letters(work: Rewriting) -> None:
    """One code point for one Persian letter: composed, no presentation forms, ی and ک, no kashida."""
    if not work.text.isascii():
        work.sub("presentation_forms", _PRESENTATION, lambda m: unicodedata.normalize("NFKC", m[0]))
        work.sub("nfc", _CLUSTER, lambda m: unicodedata.normalize("NFC", m[0]))
        work.sub("letters", _ARABIC_LETTER, lambda m: _LETTERS[m[0]])
        work.sub("tatweel", _TATWEEL, "")


def digits(work: Rewriting, policy: str) -> None:
    """Digits as ``persian`` or ``latin``."""
    to = _TO_PERSIAN if policy == "persian" else _TO_LATIN
    work.sub("digits", _DIGITS, lambda m: m[0].translate(to))


# --- standard: spaces and half spaces ---------------------------------------------------------------------------

_TYPED_HALF_SPACE = re.compile(f"(?<=[{_WORD}])[\u200f\u200e\u200b\u00ad\u00ac]+(?=[{_LETTER}])")
_ZWNJ_RUN = re.compile("\u200c{2,}")
_ZWNJ_EDGE = re.compile(r"(?:(?<=[\s«»()\[\]{}،؛؟!.,:;\"'])|^)\u200c+|\u200c+(?=[\s«»()\[\]{}،؛؟!.,:;\"']|$)")
_MI = re.compile(f"(?<![{_WORD}\u200c])(ن?می) ([{_WORD}]{{2,16}})(?![{_WORD}])")
_SUFFIX = re.compile(
    f"(?<=[{_WORD}]) (?=(?:ها|های|هایی|هایم|هایت|هایش|هایمان|هایتان|هایشان|ترین)(?![{_WORD}\u200c]))"
    f"|(?<=[{_LETTER}]ه) (?=(?:ای|ام|اند|ایم|اید)(?![{_WORD}\u200c]))"
)
_BEFORE_MARK = re.compile(f"(?<=[{_WORD}»)\\]]) +(?=[،؛؟!:.](?:\\s|$))")
_AFTER_MARK = re.compile(f"(?<=[{_WORD}»)\\]])([،؛؟])(?=[{_LETTER}«(])")
_INSIDE_QUOTES = re.compile("(?<=«) +(?=[^\\s»])|(?<=[^\\s«]) +(?=»)|(?<=\\() +(?=[^\\s)])|(?<=[^\\s(]) +(?=\\))")


def spacing(work: Rewriting, is_verb: "re.Pattern[str]") -> None:
    """Spaces and half spaces that can only be meant one way."""
    work.sub("typed_half_spaces", _TYPED_HALF_SPACE, "\u200c")
    work.sub("zwnj_runs", _ZWNJ_RUN, "\u200c")
    work.sub("zwnj_edges", _ZWNJ_EDGE, "")
    work.sub("mi", _MI, lambda m: f"{m[1]}\u200c{m[2]}" if is_verb.fullmatch(m[2]) else m[0])
    work.sub("suffixes", _SUFFIX, "\u200c")
    work.sub("punctuation_spaces", _BEFORE_MARK, "")
    work.sub("punctuation_spaces", _INSIDE_QUOTES, "")
    work.sub("punctuation_spaces", _AFTER_MARK, lambda m: m[1] + " ")
