"""Kept lines become a text: dates rewritten, Persian normalized, every offset carried along."""

import re
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_letters

from msgspec import Struct
from msgspec.structs import replace

from pipeline.config import Settings
from pipeline.dates import DateContext, find_dates, rewrite
from pipeline.model import Block, DateMention, Line, Segment
from pipeline.text.language import segment, segment_lines
from pipeline.text.persian import is_normal, normalize

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_NO_ASCII_LETTERS = bytes(set(range(128)) - set(ascii_letters.encode()))


class Piece(Struct, frozen=True, gc=False):
    """One line after its dates and letters were set right; offsets are its own."""

    text: str
    segments: tuple[Segment, ...]
    dates: tuple[DateMention, ...]
    counts: dict[str, int]


class Body(Struct, frozen=True):
    """What a document says: its text and all that has offsets in it."""

    text: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...]
    dates: tuple[DateMention, ...]
    counts: dict[str, int]
    """Changes of normalization by step."""


def compose(lines: Sequence[Line], settings: Settings, context: DateContext | None) -> Body:
    """Put kept lines together; glued ones by a newline, the others by a blank line."""
    parts: list[str] = []
    blocks: list[Block] = []
    segments: list[Segment] = []
    dates: list[DateMention] = []
    counts: dict[str, int] = {}
    at = 0
    # Code tells nothing of the language around it.
    told = segment_lines(["" if line.kind == "code" else line.text for line in lines])
    for line, languages in zip(lines, told, strict=True):
        piece = _verbatim(line.text) if line.kind == "code" else set_right(line.text, languages, settings, context)
        if not piece.text:
            continue
        if parts:
            gap = "\n" if line.glued and line.number == blocks[-1].line + 1 else "\n\n"
            parts.append(gap)
            at += len(gap)
        end = at + len(piece.text)
        blocks.append(Block(line.kind, at, end, line.number, main_language(piece.text, piece.segments)))
        segments.extend(Segment(at + s.start, at + s.end, s.language) for s in piece.segments)
        dates.extend(replace(d, start=at + d.start, end=at + d.end, field="text") for d in piece.dates)
        for step, count in piece.counts.items():
            counts[step] = counts.get(step, 0) + count
        parts.append(piece.text)
        at = end
    return Body("".join(parts), tuple(blocks), _cover(segments, at), tuple(dates), counts)


def set_right(text: str, segments: Sequence[Segment], settings: Settings, context: DateContext | None) -> Piece:
    """One line: its dates, then its letters. ``segments``: its languages, told apart on what the page wrote."""
    mentions = find_dates(text, context=context)
    if not mentions and is_normal(text):
        return Piece(text, tuple(segments), (), {})
    dated = rewrite(text, mentions, segments, settings.dates)
    segments = _moved(segments, dated.offsets)
    protected = [(m.start, m.end) for m in dated.mentions]
    normal = normalize(dated.text, segments, level=settings.normalize, digits=settings.digits, protected=protected)
    dates = dated.mentions
    if normal.offsets is not None:
        to = normal.offsets
        dates = [replace(m, start=to[m.start], end=to[m.end]) for m in dates]
    return Piece(normal.text, tuple(_moved(segments, normal.offsets)), tuple(dates), dict(normal.counts))


def spelled(text: str, settings: Settings) -> str:
    """A title, a name or a tag with its letters set right; a date in it stays as it is."""
    return text if is_normal(text) else set_right(text, segment(text), replace(settings, dates="annotate"), None).text


def _verbatim(text: str) -> Piece:
    """Code stays as it is: a date or a number in it is no prose."""
    text = text.strip("\n").rstrip()
    return Piece(text, (Segment(0, len(text), "und"),) if text else (), (), {})


def language_shares(text: str, segments: Sequence[Segment]) -> dict[str, float]:
    """Share of the letters in each language, largest first; ``und`` counts only where nothing else does."""
    # Most pages are in one language, of which there is nothing to count.
    languages = {s.language for s in segments} - {"und"}
    if len(languages) == 1 and any(s.language != "und" and _has_letter(text, s) for s in segments):
        return dict.fromkeys(languages, 1.0)
    letters: dict[str, int] = {}
    for s in segments:
        count = _letters(text[s.start : s.end])
        if count:
            letters[s.language] = letters.get(s.language, 0) + count
    known = {language: n for language, n in letters.items() if language != "und"} or letters
    total = sum(known.values())
    ranked = sorted(known.items(), key=lambda item: (-item[1], item[0]))
    return {language: round(n / total, 4) for language, n in ranked}


def main_language(text: str, segments: Sequence[Segment]) -> str:
    """The language most letters are in, ``und`` where there are none."""
    if len(segments) == 1:
        only = segments[0]
        return only.language if _has_letter(text, only) else "und"
    return next(iter(language_shares(text, segments)), "und")


def _has_letter(text: str, segment: Segment) -> bool:
    return any(map(str.isalpha, text[segment.start : segment.end]))


def _letters(text: str) -> int:
    """How many characters of ``text`` are letters; those of ASCII are counted without a look at each."""
    count = len(text.encode("ascii", "ignore").translate(None, _NO_ASCII_LETTERS))
    if text.isascii():
        return count
    return count + sum(map(str.isalpha, "".join(_NOT_ASCII.findall(text))))


def _moved(segments: Sequence[Segment], offsets: Sequence[int] | None) -> list[Segment]:
    if offsets is None:
        return list(segments)
    moved = (Segment(offsets[s.start], offsets[s.end], s.language) for s in segments)
    return [s for s in moved if s.start < s.end]


def _cover(segments: Sequence[Segment], end: int) -> tuple[Segment, ...]:
    """Join neighbours of one language and give the gaps between lines to the segment before them."""
    if not segments:
        return ()
    joined: list[Segment] = []
    start = 0
    for s, following in pairwise(segments):
        if s.language != following.language:
            joined.append(Segment(start, following.start, s.language))
            start = following.start
    joined.append(Segment(start, end, segments[-1].language))
    assert all(a.end == b.start for a, b in pairwise(joined))
    return tuple(joined)
