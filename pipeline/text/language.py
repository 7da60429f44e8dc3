"""Which language is where: segments of a text, and one label for a string.

Decided before any normalization, which would erase the evidence. The same text gives the same answer in every
process, thread and hash seed.
"""

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.model import Segment
from pipeline.text.language_guess import Guess, guess
from pipeline.text.protect import tokens
from pipeline.text.scripts import Run, Script, has_letter, script_runs

_LINE = re.compile(r"[^\n]+")
_CODE = re.compile(
    r"^\s*(?:[$#>]\s+[a-z./]|\d*:?~?[$#]\s|\.{3}\s)|[;{}]\s*$|\w\(\w*\)|[=!<>]=|->|=>|::|&&|\|\||\s\|\s|(?<!\S)--?[a-z]"
)


@dataclass(slots=True)
class _Piece:
    """A stretch of a line under one label: a run, a token, or what stands between (label None)."""

    start: int
    end: int
    script: Script | None
    label: str | None
    sure: bool


def segment(text: str) -> list[Segment]:
    """Segments that cover ``text`` without gap or overlap, each ``fa``, ``en``, another BCP-47 code, or ``und``.

    Neighbouring segments differ in language. Digits, punctuation and white space join their neighbours; a URL, an
    e-mail address, an entity or code is ``und``. An empty text has no segments.
    """
    pieces = _resolved(text)
    segments: list[Segment] = []
    for start, end, label in _spread(text, pieces):
        if segments and segments[-1].language == label:
            segments[-1] = Segment(segments[-1].start, end, label)
        elif end > start:
            segments.append(Segment(start, end, label))
    return segments


def detect(text: str) -> str:
    """One label for a string: the language most of its letters are in; ``und`` for URLs, digits, code, emoji."""
    weight: Counter[str] = Counter()
    for piece in _resolved(text):
        if piece.label is not None and piece.label != "und":
            weight[piece.label] += piece.end - piece.start
    return max(weight, key=weight.__getitem__) if weight else "und"


def _resolved(text: str) -> list[_Piece]:
    """Pieces of all lines in order, every run with its label."""
    lines = [_pieces(text, m.start(), m.end()) for m in _LINE.finditer(text)]
    document: Counter[tuple[Script, str]] = Counter()
    for line in lines:
        for piece in line:
            if piece.sure and piece.script is not None and piece.label is not None:
                document[piece.script, piece.label] += piece.end - piece.start
    for line in lines:
        _inherit(line, document)
    return [piece for line in lines for piece in line]


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = start
    code = _CODE.search(text[start:end][:400]) is not None
    for first, last in [*tokens(text, start, end), (end, end)]:
        for run in script_runs(text, at, first):
            label, sure = _judge(text, run)
            if code and run.script == "Latn":
                label, sure = "und", True
            pieces.append(_Piece(run.start, run.end, run.script, label, sure))
        if last > first:
            pieces.append(_Piece(first, last, None, "und", True))
        at = last
    return pieces


def _judge(text: str, run: Run) -> Guess:
    return guess(text[run.start : run.end], run.script)


def _inherit(line: list[_Piece], document: Counter[tuple[Script, str]]) -> None:
    """Runs that are not sure of themselves take the label of their line, or of the document."""
    own: Counter[tuple[Script, str]] = Counter()
    for piece in line:
        if piece.sure and piece.script is not None and piece.label is not None:
            own[piece.script, piece.label] += piece.end - piece.start
    for piece in line:
        if piece.sure or piece.script is None:
            continue
        for around in (own, document):
            near = {label: n for (script, label), n in around.items() if script == piece.script}
            if near:
                piece.label = max(near, key=near.__getitem__)
                break
        else:
            if piece.script == "Latn" and any(label == "fa" for _, label in (*own, *document)):
                piece.label = "en"


def _spread(text: str, pieces: list[_Piece]) -> list[tuple[int, int, str]]:
    """The pieces with what stands between them given to a neighbour."""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for piece in pieces:
        label = piece.label or "und"
        start = piece.start
        if spans and at < start:
            if spans[-1][2] == label or not has_letter(text, at, start):
                spans[-1] = (spans[-1][0], start, spans[-1][2])
        elif not spans:
            start = 0
        spans.append((start, piece.end, label))
        at = piece.end
    if at < len(text):
        if spans:
            spans[-1] = (spans[-1][0], len(text), spans[-1][2])
        else:
            spans.append((0, len(text), "und"))
    return spans
