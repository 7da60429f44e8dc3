"""Which language is where: segments of a text, and one label for a string.

Decided before any normalization, which would erase the evidence. The same text gives the same answer in every
process, thread and hash seed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Segment
from pipeline.text.language_arabic import quotes
from pipeline.text.language_guess import guess
from pipeline.text.language_profiles import LANGUAGES, scorer
from pipeline.text.lexicon import persian_words
from pipeline.text.protect import tokens
from pipeline.text.scripts import Script, script_runs

_LINE = re.compile(r"[^\n]+")
_SPACE = re.compile(r"\s")
# What a line of code or of a terminal has and prose has not.
_CODE = re.compile(
    r"^\s*(?:[$#>]\s+[a-z./]|\d*:?~?[$#]\s|\.{3}\s|(?:\+\+\+|---|@@)\s)|[;{}]\s*$|\w\(\)|[=!<>]=|->|=>|::|&&|\|\||/\*|\*/"
    r"|(?:^|\s)--?[a-z]|\b(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,40}\b"
)
# A line without these is none: asking for them costs a fraction of the pattern.
_CODE_MARK = re.compile(r"[$#<>{}=&|;0-9](?:(?<=\D)|(?=[a-f])|(?<=[a-f].))")
_CODE_READ = 400
_COLUMNS = 3
# Arabic quoted by a Persian keyboard.
_TO_ARABIC = str.maketrans("یک", "يك")
# Fewer words than this do not stand against the language of their line.
_PHRASE = 3
# A name or a term of a Persian line has no more words than this.
_TERM = 5
_OURS = ("fa", "en")
_PERSIAN_LETTER = re.compile("[پچژگکی]")

Weights = dict[tuple[Script, str], int]
"""Letters under labels no one doubts, by script."""


@dataclass(slots=True)
class _Piece:
    """A stretch of a line under one label: a run of one script, or a token of no language."""

    start: int
    end: int
    script: Script | None
    label: str
    sure: bool


def load() -> None:
    """Read every table now (a quarter of a second), so that processes forked later share them."""
    segment("سلام. Hello.")
    persian_words()
    for script in LANGUAGES:
        scorer(script)


def segment(text: str) -> list[Segment]:
    """Segments that cover ``text`` without gap or overlap, each ``fa``, ``en``, another BCP-47 code, or ``und``.

    Neighbouring segments differ in language. Digits, punctuation and white space join their neighbours; a URL, an
    e-mail address, an entity or code is ``und``. An empty text has no segments.
    """
    return _joined(text, _lines(text)) if text else []


def segment_lines(texts: Sequence[str]) -> list[list[Segment]]:
    """The segments of each line of one document: what a short line cannot tell of itself, the others tell."""
    document: Weights = {}
    read = [_split(text) for text in texts]
    for text, lines in zip(texts, read, strict=True):
        for line in lines:
            _weigh(text, line, document)
    for text, lines in zip(texts, read, strict=True):
        _settle(text, lines, document)
    return [_joined(text, lines) if text else [] for text, lines in zip(texts, read, strict=True)]


def _joined(text: str, lines: list[list[_Piece]]) -> list[Segment]:
    """Neighbouring pieces of one label as one segment, without a gap between segments."""
    if len(lines) == 1 and len(lines[0]) == 1:
        return [Segment(0, len(text), lines[0][0].label)]
    segments: list[Segment] = []
    start, label, end = 0, None, 0
    for piece in (piece for line in lines for piece in line):
        if label is None:
            label = piece.label
        elif piece.label != label:
            # What stands around an insertion belongs to the text around it.
            around = bool(segments) and segments[-1].language == piece.label
            cut = _inner_end(text, start, end) if around else piece.start
            segments.append(Segment(start, cut, label))
            start, label = cut, piece.label
        end = piece.end
    segments.append(Segment(start, len(text), label or "und"))
    return segments


def detect(text: str) -> str:
    """One label for a string: the language most of its letters are in; ``und`` for URLs, digits, code, emoji."""
    weights: dict[str, int] = {}
    for line in _lines(text):
        for piece in line:
            if piece.label != "und":
                weights[piece.label] = weights.get(piece.label, 0) + piece.end - piece.start
    return max(weights, key=weights.__getitem__) if weights else "und"


def _inner_end(text: str, start: int, end: int) -> int:
    """Where the last word with a letter in ``text[start:end]`` ends."""
    last = end
    while last > start and not text[last - 1].isalpha():
        last -= 1
    space = _SPACE.search(text, last, end)
    return space.start() if space else end


def _lines(text: str) -> list[list[_Piece]]:
    """The pieces of every line, each under its last label."""
    lines = _split(text)
    if len(lines) == 1 and len(lines[0]) == 1:
        return lines
    document: Weights = {}
    for line in lines:
        _weigh(text, line, document)
    _settle(text, lines, document)
    return lines


def _split(text: str) -> list[list[_Piece]]:
    """The pieces of every line, each judged by itself."""
    if "\n" in text:
        return [_pieces(text, m.start(), m.end()) for m in _LINE.finditer(text)]
    return [_pieces(text, 0, len(text))]


def _settle(text: str, lines: list[list[_Piece]], document: Weights) -> None:
    """Let the document speak where a line has several pieces or is not sure of its one."""
    for line in lines:
        if len(line) > 1 or (line and not line[0].sure):
            _inherit(text, line, document)


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    """Runs and tokens of one line, each judged by itself."""
    pieces: list[_Piece] = []
    at = start
    code: bool | None = None
    for first, last in [*tokens(text, start, end), (end, end)]:
        for begin, stop, script in script_runs(text, at, first):
            if script == "Arab":
                pieces += _arabic_pieces(text, begin, stop)
                continue
            if script == "Latn":
                if code is None:
                    code = _is_code(text[start : min(end, start + _CODE_READ)])
                if code:
                    pieces.append(_Piece(begin, stop, None, "und", True))
                    continue
            pieces.append(_Piece(begin, stop, script, *guess(text[begin:stop], script)))
        if last > first:
            pieces.append(_Piece(first, last, None, "und", True))
        at = last
    return pieces


def _arabic_pieces(text: str, start: int, end: int) -> list[_Piece]:
    """A run of Arabic script under its label, and Arabic that is quoted in Persian, brackets or not, under its own."""
    language, sure = guess(text[start:end], "Arab")
    if not _may_quote(text, start, end, language):
        return [_Piece(start, end, "Arab", language, sure)]
    pieces: list[_Piece] = []
    for first, last in quotes(text, start, end):
        quoted = guess(text[first:last].translate(_TO_ARABIC), "Arab")
        if quoted == ("ar", True):
            if start < first:
                pieces.append(_Piece(start, first, "Arab", *guess(text[start:first], "Arab")))
            pieces.append(_Piece(first, last, "Arab", *quoted))
            start = last
    if pieces and start < end:
        language, sure = guess(text[start:end], "Arab")
    if start < end:
        pieces.append(_Piece(start, end, "Arab", language, sure))
    return pieces


def _may_quote(text: str, start: int, end: int, language: str) -> bool:
    """Whether a run can hold both Persian and Arabic: long enough, and not of Arabic letters alone."""
    if text.count(" ", start, end) < _PHRASE:
        return False
    return language == "fa" or (language == "ar" and _PERSIAN_LETTER.search(text, start, end) is not None)


def _is_code(line: str) -> bool:
    if _CODE_MARK.search(line) is None and line[0] != "-" and not _has_code_marks(line):
        return False
    return _CODE.search(line) is not None or line.count(" | ") >= _COLUMNS


def _has_code_marks(line: str) -> bool:
    return (
        " -" in line or "()" in line or "::" in line or "..." in line or "+++" in line or "/*" in line or "*/" in line
    )


def _weigh(text: str, line: list[_Piece], weights: Weights) -> None:
    """Count the letters under labels that are sure and long enough to speak for others."""
    for piece in line:
        if piece.script is not None and piece.sure and not _short(text, piece):
            key = piece.script, piece.label
            weights[key] = weights.get(key, 0) + piece.end - piece.start


def _short(text: str, piece: _Piece) -> bool:
    """Fewer words than can stand against the language of their line."""
    return text.count(" ", piece.start, piece.end - 1) + 1 < _PHRASE


def _inherit(text: str, line: list[_Piece], document: Weights) -> None:
    """Runs that are not sure of themselves take the label of their line, or else of the document."""
    own: Weights = {}
    _weigh(text, line, own)
    persian = sum(piece.end - piece.start for piece in line if piece.label == "fa")
    latin = sum(piece.end - piece.start for piece in line if piece.script == "Latn")
    for piece in line:
        if piece.script is None or (piece.sure and piece.label in _OURS):
            continue
        term = bool(persian) and piece.script == "Latn" and _is_term(text, piece)
        if term and text[piece.start : piece.end].isascii():
            piece.label = "en"
        elif term and persian > latin:
            piece.label = "en" if piece.label == "en" else "und"
        elif not piece.sure:
            leading = _leading(own, piece.script) or _leading(document, piece.script)
            piece.label = "fa" if persian and piece.script == "Arab" else leading or piece.label


def _is_term(text: str, piece: _Piece) -> bool:
    """Few enough Latin words to be a name, a title or a brand in a Persian line, of whatever language."""
    return text.count(" ", piece.start, piece.end - 1) < _TERM


def _leading(weights: Weights, script: Script) -> str:
    """The label most letters of a script stand under; empty where none do."""
    of_script = {label: n for (of, label), n in weights.items() if of == script}
    return max(of_script, key=of_script.__getitem__) if of_script else ""
