"""Every date of a text: cheap anchors first, then a small grammar in a window around each.

One pass looks up every word in the vocabulary and one regex finds three figures with separators; only around those
anchors is anything parsed, in windows of fixed width, so the cost is linear in the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache

from pipeline.dates import clock, named, numeric, relative, years
from pipeline.dates.candidate import Candidate
from pipeline.dates.context import DateContext
from pipeline.dates.fold import Folded, fold, fold_word
from pipeline.dates.neighbours import agreement, decide_by_weekday, decide_open, weekday_after, weekday_before
from pipeline.dates.patterns import LETTER
from pipeline.dates.relative import resolve
from pipeline.dates.vocabulary import MONTH_FIRST_WORDS, SEASONS, WORDS
from pipeline.model import DateMention

_WORD = re.compile(rf"{LETTER}+")
# In ASCII, all but the letters.
_APART = "".join(letter if letter.isalpha() else " " for letter in map(chr, range(0x80)))
# The month of "readApril 25" and "SMITHOCT. 9", which a flattener glued to what stood before.
_GLUED_MONTH = re.compile(
    r"[JFMASOND](?:(?<=[a-z].)(?:an|eb|ar|pr|ay|u[nlg]|ep|ct|ov|ec)"
    r"|(?<=[A-Z].)(?:AN|EB|AR|PR|AY|UNE?|ULY?|UG|EPT?|CT|OV|EC)(?=\.?\s\d))"
)
_FIGURE = re.compile(r"\d")
# Beyond Latin: where a month or a day may be told without a figure.
_OTHER_LETTER = re.compile("[\u0370-\u1fff\u2c00-\uffff]")
_ADDRESS = re.compile(r"://|www\.|@|[a-z0-9]\.[a-z]{2,6}/")
_ADDRESS_WINDOW = 200
_SHORT = 240
"""Texts of at most so many characters are remembered: a line is read for the text and for the stamps of its page."""
_NO_CONTEXT = DateContext()
# A surface was read before: what the page told then holds.
_KNOWN = DateContext(solar=True, recent=True)
_GLUED = ("", "ماه", "ی", "سال", "ماهسال")

type _Reader = Callable[[str, re.Match[str], DateContext, datetime | None], Candidate | None]


def _anchors() -> dict[str, _Reader]:
    """What to read at a word, by the word; names in Latin letters count in small, title and capital letters."""
    heads = (re.split(r"[\s.]", fold_word(era))[0] for eras in WORDS["eras"].values() for era in eras)
    readers: list[tuple[Iterable[str], _Reader]] = [
        ((head for head in heads if len(head) > 1 or not head.isascii()), _era),
        (SEASONS, lambda text, word, _, __: years.at_season(text, word.start())),
        (("سال", "سالهای", "سالها", "ساڵی"), lambda text, word, _, __: years.at_sal(text, word.start())),
        (("کال",), lambda text, word, _, __: years.at_kal(text, word.start())),
        (("دهه", "دههی"), lambda text, word, _, __: years.at_decade(text, word.start())),
        (relative.AGO_WORDS, lambda text, word, _, now: relative.ago(text, word.end(), now)),
        (relative.DAY_WORDS, lambda text, word, _, now: relative.day(text, word.start(), now)),
        (relative.LAST_WORDS, lambda text, word, _, now: relative.last(text, word.start(), now)),
        (
            (word + tail for word in MONTH_FIRST_WORDS for tail in _GLUED),
            lambda text, word, context, _: named.at(text, word.start(), context),
        ),
    ]
    forms = (str, str.lower, str.capitalize, str.upper)
    return {form(word): reader for words, reader in readers for word in words for form in forms}


def _era(text: str, word: re.Match[str], _: DateContext, __: datetime | None) -> Candidate | None:
    start = word.start()
    if not start or not (text[start - 1].isdigit() or text[start - 2 : start - 1].isdigit()):
        return None
    return years.at_era(text, start)


_ANCHORS = _anchors()
_ANCHOR_WORDS = frozenset(_ANCHORS)
_WITHOUT_FIGURES = tuple(
    {word.lower() for word in relative.AGO_WORDS | relative.DAY_WORDS | relative.LAST_WORDS if word.isascii()}
)
"""Words in Latin letters that tell a time without a figure beside them; every other anchor asks for one."""


def find_dates(
    text: str, *, context: DateContext | None = None, reference: date | datetime | None = None
) -> list[DateMention]:
    """All dates of ``text``, in order, none overlapping another; offsets are code points of ``text``.

    ``context`` is the habit of the page (``page_context``); ``reference`` the time the text speaks at, without
    which relative expressions and days without a year get no ``iso``. What is no date of its calendar is left out.
    """
    if reference is None:
        return list((_short_text if len(text) <= _SHORT else _undated)(text, context or _NO_CONTEXT))
    now = reference if isinstance(reference, datetime) else datetime(*reference.timetuple()[:3])
    folded = fold(text)
    settled = _settled(_candidates(folded.text, context or _NO_CONTEXT, now))
    for one in settled:
        resolve(one, folded.text, now.date())
    return list(_mentions(text, folded, settled))


def _undated(text: str, context: DateContext) -> tuple[DateMention, ...]:
    """All dates of a text of which no one knows when it was written."""
    folded = fold(text)
    if not _may_hold_any(folded.text):
        return ()
    settled = _settled(_candidates(folded.text, context, None))
    return tuple(_mentions(text, folded, settled)) if settled else ()


_short_text = lru_cache(maxsize=1024)(_undated)


def core_of(surface: str, native: str | None) -> tuple[int, int] | None:
    """Where day, month, year and era stand in the surface of a mention, without weekday and time."""
    folded = fold(surface)
    for one in _settled(_candidates(folded.text, _KNOWN, None)):
        if one.valid and one.native == native:
            return folded.start(one.start), folded.end(one.end, surface)
    return None


def _may_hold_any(text: str) -> bool:
    """Whether a folded text can hold a date: a look that spares prose in Latin letters all others."""
    if _FIGURE.search(text) is not None or (not text.isascii() and _OTHER_LETTER.search(text) is not None):
        return True
    low = text.lower()
    return any(word in low for word in _WITHOUT_FIGURES)


def _candidates(text: str, context: DateContext, reference: datetime | None) -> Iterator[Candidate]:
    yield from numeric.find(text, context)
    # Most texts hold no anchor, which one look at all their words tells.
    words = text.translate(_APART).split() if text.isascii() else _WORD.findall(text)
    for word in () if _ANCHOR_WORDS.isdisjoint(words) else _WORD.finditer(text):
        reader = _ANCHORS.get(word.group())
        if reader is not None:
            found = reader(text, word, context, reference)
            if found is not None:
                yield found
    for month in _GLUED_MONTH.finditer(text):
        found = named.at(text, month.start(), context)
        if found is not None:
            yield found


def _settled(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Of overlapping readings the longest stays; one that is no date keeps its place, and so hides what is in it."""
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda c: (c.start, -c.end)):
        while kept and kept[-1].end > one.start:
            if kept[-1].length >= one.length:
                break
            kept.pop()
        else:
            kept.append(one)
    return kept


def _in_address(text: str, at: int) -> bool:
    """Whether the unbroken run of characters before ``at`` is the head of a web or mail address."""
    before = text[max(0, at - _ADDRESS_WINDOW) : at]
    if not before or before[-1].isspace():
        return False
    return _ADDRESS.search(before.rsplit(None, 1)[-1]) is not None


def _mentions(raw: str, folded: Folded, settled: list[Candidate]) -> Iterator[DateMention]:
    text = folded.text
    floor = 0
    made: list[tuple[Candidate, DateMention]] = []
    candidates = [one for one in settled if one.valid and not _in_address(text, one.start)]
    decide_open(candidates)
    for i, one in enumerate(candidates):
        ceiling = candidates[i + 1].start if i + 1 < len(candidates) else len(text)
        mention, floor = _dressed(raw, folded, one, floor, ceiling)
        made.append((one, mention))
    yield from agreement(raw, made)


def _dressed(raw: str, folded: Folded, one: Candidate, floor: int, ceiling: int) -> tuple[DateMention, int]:
    """Attach weekday, time and zone to a date."""
    text = folded.text
    start, end = one.start, one.end
    weekday = time = None
    if one.calendar != "relative" and one.precision == "day":
        weekday = weekday_before(text, start, floor)
        start = weekday.start if weekday else start
        time = clock.before(text, start, floor) or clock.after(text, end, ceiling)
        if weekday is None and time is not None and time.end <= one.start:
            weekday = weekday_before(text, time.start, floor)
        if weekday is None:
            weekday = weekday_after(text, max(end, time.end) if time else end, ceiling)
            if weekday is not None and time is None:
                time = clock.after(text, weekday.end, ceiling)
        if weekday is not None:
            decide_by_weekday(one, weekday)
    start = min([start, *(part.start for part in (weekday, time) if part)])
    end = max([end, *(part.end for part in (weekday, time) if part)])
    iso, precision, zone = one.iso, one.precision, None
    if time is not None and one.day is not None:
        zone, precision = time.zone, time.precision
        offset = clock.offset_at(zone, one.day, time.text) if zone else None
        iso = f"{iso}T{time.text}{offset or ''}"
    agree = None if weekday is None or one.day is None else weekday.number == one.day.isoweekday()
    at, to = folded.start(start), folded.end(end, raw)
    mention = DateMention(
        start=at,
        end=to,
        surface=raw[at:to],
        calendar=one.calendar,  # type: ignore[arg-type]
        precision=precision,  # type: ignore[arg-type]
        iso=iso,
        native=one.native,
        confidence=one.confidence,
        why=one.why,
        zone=zone,
        weekday_ok=agree,
    )
    return mention, end
