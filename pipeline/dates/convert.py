"""Writing dates anew: Solar Hijri days as Gregorian ones, in the language and the figures of their segment.

Only full days of the Solar Hijri calendar are rewritten (imperial years count as such), and ranges of them. A
Gregorian date is never touched in ``convert``, so rewriting twice changes nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from pipeline.config import Dates
from pipeline.dates.find import core_of
from pipeline.dates.fold import fold
from pipeline.dates.neighbours import is_twin_gap
from pipeline.dates.patterns import LETTER, key
from pipeline.dates.vocabulary import MONTHS, WRITTEN
from pipeline.model import DateMention, Segment

# An ISO date of an earlier year would be read as a Solar Hijri one.
_ISO_FROM = 1700
_FIGURES = {
    "fa": "۰۱۲۳۴۵۶۷۸۹",
    "ar": "٠١٢٣٤٥٦٧٨٩",
    "latin": "0123456789",
}
_BY_LANGUAGE = {"fa": "fa", "ps": "fa", "ur": "fa", "ckb": "ar", "ar": "ar"}
_FIGURE = re.compile(r"\d")
_WORD = re.compile(rf"{LETTER}+")
_NUMERIC = re.compile(r"(\d+)\s?([^\w\s])\s?(\d+)\s?\2\s?(\d+)")
_UNTIL = re.compile(rf"\d+{LETTER}*\s*(\W?\s*(?:تا|الی|لغایت|to|until|through)|[-–—])", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)( of)?\s", re.IGNORECASE)
_DAYS = re.compile(r"\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?")
_CLOSERS = {"(": ")", "[": "]"}


class Rewritten(Struct, frozen=True):
    """A text with its dates written anew."""

    text: str
    mentions: list[DateMention]
    """The mentions with offsets in ``text``; of two calendars that became one, both point at what remained."""
    offsets: list[int] | None
    """For each offset of the old text and its end the offset in the new one; None when nothing changed."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def rewrite(text: str, mentions: Sequence[DateMention], segments: Sequence[Segment], mode: Dates) -> Rewritten:
    """Write the dates of ``text`` as ``mode`` asks; ``mentions`` are those ``find_dates`` gave for it."""
    if mode == "annotate" or not mentions:
        return Rewritten(text, list(mentions), None)
    dropped: dict[int, int] = {}
    edits: list[_Edit] = []
    if mode != "append":
        dropped, edits = _collapsed(text, mentions)
    starts = [segment.start for segment in segments]
    for i, mention in enumerate(mentions):
        if i not in dropped:
            edit = _edit(text, mention, _language(segments, starts, mention.start), mode)
            if edit is not None:
                edits.append(edit)
    if not edits:
        return Rewritten(text, list(mentions), None)
    new, offsets = _applied(text, sorted(edits))
    return Rewritten(new, _moved(new, offsets, mentions, dropped), offsets)


def _edit(text: str, mention: DateMention, language: str, mode: Dates) -> _Edit | None:
    solar = mention.calendar in ("jalali", "imperial")
    if not (solar or (mode == "iso" and mention.calendar == "gregorian")) or not _is_days(mention):
        return None
    assert mention.iso is not None
    days = [date.fromisoformat(day[:10]) for day in mention.iso.split("/")]
    if mode != "convert" and days[0].year < _ISO_FROM:
        return None
    if mode == "append":
        mark = " [" + "/".join(day.isoformat() for day in days) + "]"
        done = text.startswith(mark, mention.end)
        return None if done else _Edit(mention.end, mention.end, mark)
    core = core_of(mention.surface, mention.native)
    if core is None:
        return None
    start, end = mention.start + core[0], mention.start + core[1]
    surface = text[start:end]
    iso = "/".join(day.isoformat() for day in days)
    written = iso if mode == "iso" else _written(surface, days, language)
    return None if surface.startswith(written) else _Edit(start, end, written)


def _is_days(mention: DateMention) -> bool:
    """A full day, or a range from one full day to another."""
    if mention.iso is None or mention.native is None or mention.precision in ("month", "year", "none"):
        return False
    return bool(_DAYS.fullmatch(mention.native))


def _written(surface: str, days: list[date], language: str) -> str:
    figures = _figures(surface, language)
    language, names = _names(surface, language)
    first = days[0]
    numeric = _NUMERIC.match(surface)
    if numeric is not None and len(days) == 1 and len(numeric[1]) >= len(numeric[4]) and int(numeric[1]) > 31:
        mark = numeric[2]
        written = f"{first.year:04}{mark}{first.month:02}{mark}{first.day:02}"
    elif len(days) == 2:
        written = _range(surface, days, names)
    elif language == "ps" and "کال" in surface:
        written = f"{first.year} کال د {names[first.month - 1]} {first.day}مه"
    elif language == "en" and surface[0].isalpha():
        written = f"{names[first.month - 1]} {first.day}, {first.year}"
    elif language == "en" and (ordinal := _ORDINAL.match(surface)):
        written = f"{first.day}{_suffix(first.day)}{ordinal[1] or ''} {names[first.month - 1]} {first.year}"
    else:
        written = f"{first.day} {names[first.month - 1]} {first.year}"
    return written.translate({ord(str(i)): figure for i, figure in enumerate(figures)})


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _range(surface: str, days: list[date], names: list[str]) -> str:
    first, last = days
    found = _UNTIL.search(surface)
    until = found[1].strip() if found else "تا" if not surface.isascii() else "to"
    head = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        head += f" {names[first.month - 1]}"
    if first.year != last.year:
        head += f" {first.year}"
    return f"{head} {until} {last.day} {names[last.month - 1]} {last.year}"


def _figures(surface: str, language: str) -> str:
    figure = _FIGURE.search(surface)
    if figure is None:
        return _FIGURES[_BY_LANGUAGE.get(language, "latin")]
    return next((figures for figures in _FIGURES.values() if figure[0] in figures), _FIGURES["latin"])


def _names(surface: str, language: str) -> tuple[str, list[str]]:
    """Language and month names to write in: those of the segment, if the date itself is in its script."""
    words = [key(word) for word in _WORD.findall(fold(surface).text)]
    words += [word.removesuffix("ی") for word in words]  # «جوزای»
    families = {MONTHS[word].family for word in words if word in MONTHS}
    latin = any(char.isascii() and char.isalpha() for char in surface)
    if latin or families & {"latin", "latin-AF"}:
        chosen = language if language in ("en", "tr") else "en"
    elif "ru" in families:
        chosen = "ru"
    elif "fa-AF" in families:
        chosen = "fa-AF" if language not in ("ps",) else "ps"
    elif families & {"ps", "ckb"}:
        chosen = next(iter(families & {"ps", "ckb"}))
    elif any(char.isalpha() for char in surface):
        chosen = language if language in ("fa", "ps", "ckb", "ar", "ur") else "fa"
    else:
        chosen = language if language in WRITTEN else "en" if surface.isascii() else "fa"
    return chosen, WRITTEN[chosen]


def _language(segments: Sequence[Segment], starts: list[int], at: int) -> str:
    i = bisect_right(starts, at) - 1
    return segments[i].language if i >= 0 and at < segments[i].end else "und"


def _collapsed(text: str, mentions: Sequence[DateMention]) -> tuple[dict[int, int], list[_Edit]]:
    """Which mentions go because the same day stands beside them in the other calendar, and the cuts that takes.

    The first one stays, with the place it has in the sentence, unless only the second says what time it was.
    """
    dropped: dict[int, int] = {}
    edits: list[_Edit] = []
    for first, second in _twins(text, mentions):
        if first in dropped or second in dropped:
            continue
        if _has_time(mentions[second]) and not _has_time(mentions[first]):
            dropped[first] = second
            start, end, after = mentions[first].start, mentions[first + 1].start, mentions[first + 1].end
            edits.append(_Edit(start, end, ""))
            closed = after + _closer(text[mentions[first].end : end], text[after : after + 2])
            if closed > after:
                edits.append(_Edit(after, closed, ""))
        else:
            dropped[second] = first
            start, end = mentions[second - 1].end, mentions[second].end
            closer = _closer(text[start : mentions[second].start], text[end : end + 2])
            edits.append(_Edit(start, end + closer, ""))
    return dropped, edits


def _twins(text: str, mentions: Sequence[DateMention]) -> Iterator[tuple[int, int]]:
    """Pairs of one day in two calendars; a third calendar may stand between them."""
    beside = [is_twin_gap(text[a.end : b.start]) for a, b in pairwise(mentions)]
    for i, mention in enumerate(mentions):
        for j in range(i + 1, min(i + 3, len(mentions))):
            if not (beside[j - 1] and mentions[j].calendars_agree):
                break
            if _same_day(mention, mentions[j]):
                yield i, j


def _closer(gap: str, after: str) -> int:
    """How many characters the bracket takes that the gap before a date has opened."""
    closer = _CLOSERS.get(gap.strip()[:1])
    return after.index(closer) + 1 if closer and after.lstrip().startswith(closer) else 0


def _same_day(one: DateMention, other: DateMention) -> bool:
    calendars = {one.calendar, other.calendar}
    if calendars not in ({"jalali", "gregorian"}, {"imperial", "gregorian"}):
        return False
    if not (_is_days(one) and _is_days(other)) or "range" in (one.precision, other.precision):
        return False
    return one.iso is not None and other.iso is not None and one.iso[:10] == other.iso[:10]


def _has_time(mention: DateMention) -> bool:
    return mention.precision in ("hour", "minute", "second")


def _applied(text: str, edits: list[_Edit]) -> tuple[str, list[int]]:
    parts: list[str] = []
    offsets: list[int] = []
    at = new = 0
    for start, end, written in edits:
        parts += (text[at:start], written)
        offsets += range(new, new + start - at)
        new += start - at
        offsets += (new + min(i, len(written)) for i in range(end - start))
        new += len(written)
        at = end
    parts.append(text[at:])
    offsets += range(new, new + len(text) - at + 1)
    return "".join(parts), offsets


def _moved(new: str, offsets: list[int], mentions: Sequence[DateMention], dropped: dict[int, int]) -> list[DateMention]:
    moved = []
    for i, mention in enumerate(mentions):
        stands = mentions[dropped.get(i, i)]
        start, end = offsets[stands.start], offsets[stands.end]
        written = new[start:end]
        moved.append(replace(mention, start=start, end=end, written=None if written == mention.surface else written))
    return sorted(moved, key=lambda mention: mention.start)
