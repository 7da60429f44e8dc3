"""Times of day beside a date, and the zones pages state."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from pipeline.dates.patterns import LETTER, SP, alternation, key
from pipeline.dates.vocabulary import WORDS, load

_CLOCK: dict[str, list[str]] = WORDS["clock"]
_ZONES = load("zones.toml")
_OFFSETS: dict[str, int] = _ZONES["offsets"]
_PLACES: dict[str, str] = {key(name): zone for name, zone in _ZONES["places"].items()}
SITE_ZONES: dict[str, str] = _ZONES["sites"]

_HALVES = {key(word): half for half in ("am", "pm", "noon") for word in _CLOCK[half]}
_HALF = rf"{alternation([*_CLOCK['am'], *_CLOCK['pm'], *_CLOCK['noon']])}(?!{LETTER})"
_HOUR = alternation(_CLOCK["hour"])
_ABBREVIATION = "|".join(sorted([*_OFFSETS, *_ZONES["unclear"]["names"]], key=len, reverse=True))

_ZONE = (
    rf"\(?(?:(?:GMT|UTC){SP}?[+−-]\d{{1,2}}(?::?[0-5]\d)?(?!\d)"
    r"|(?:Africa|America|Asia|Australia|Europe)/[A-Z][A-Za-z_]{2,20}"
    rf"|(?:{_ABBREVIATION}|ET|PT)(?![\w/])"
    r"|[+−-][01]\d:?[0-5]\d(?!\d)"
    rf"|(?:به{SP}{{0,2}}وقت|بوقت){SP}{{1,2}}{alternation(_ZONES['places'])}(?!{LETTER})"
    rf"|(?:Tehran|Kabul|Iran){SP}time(?!{LETTER}))\)?"
)
# Persian and Arabic figures count too: a bare [0-5] would miss them.
_SIXTY = r"[0-5۰-۵٠-٥]\d"
_FIGURES = (
    rf"(?:\d{{1,2}}{SP}?:{SP}?{_SIXTY}(?::{_SIXTY}(?:[.,]\d{{1,9}})?)?(?!\d|:\d)(?:{SP}{{0,2}}{_HALF})?(?:{SP}?{_ZONE})?"
    rf"|\d{{1,2}}\.{_SIXTY}(?!\d)(?:{SP}?[ap]\.?m(?!{LETTER})\.?)?{SP}?{_ZONE}"
    rf"|\d{{1,2}}(?:[.]{_SIXTY})?{SP}?[apAP]\.?[mM](?!{LETTER})\.?(?:{SP}?{_ZONE})?"
    rf"|(?:[01۰۱٠١]\d|[2۲٢][0-3۰-۳٠-٣]){_SIXTY}{SP}(?:GMT|UTC)(?!\w))"
)
# Only after the word for it is a bare number an hour: «ساعت ۱۸».
_MINUTES = rf"(?:{SP}و{SP}\d{{1,2}}{SP}?دقیقه)?"
_BARE = rf"(?:[01۰۱٠١]?\d|[2۲٢][0-4۰-۴٠-٤])(?!\d|{SP}?[:/٫.]{SP}?\d){_MINUTES}(?:{SP}{{0,2}}{_HALF})?"
_SAID = rf"{_HOUR}{SP}{{0,2}}:?{SP}{{0,2}}(?:{_FIGURES}|{_BARE})"
# Before a date its preposition stays outside: «در» is the sentence's.
_SAID_ALONE = rf"ساعت{SP}{{0,2}}:?{SP}{{0,2}}(?:{_FIGURES}|{_BARE})"

_AFTER = re.compile(rf"(?P<lead>T(?=\d\d:\d\d)|@|{SP}{{0,3}}(?:[-–—|/،,•·]{SP}{{0,3}})?)(?P<time>{_SAID}|{_FIGURES})")
_BEFORE = re.compile(
    rf"(?<![\d:./])(?P<time>{_SAID_ALONE}|{_FIGURES})(?P<lead>{SP}{{0,3}}(?:[-–—|/،,•·]{SP}{{0,3}})?(?:(?:روز|مورخ|on){SP}{{0,2}})?)\Z"
)
# A time in other figures than ``11:34``: "3 pm", "0945 GMT".
_MARKED = re.compile(rf"\d{SP}?(?:[apAP]\.?[mM]|[A-Z]{{3}})")
_DIGITS = re.compile(r"\d+")
_HALF_WORD = re.compile(_HALF)
_ZONE_MARK = re.compile(_ZONE)
_SIGNED = re.compile(r"([+−-])(\d{1,2}):?(\d\d)?")
WINDOW = 48
"""How far (code points) from a date its time may reach."""


class Clock(Struct, frozen=True):
    """A time of day that stands beside a date."""

    start: int
    end: int
    text: str
    """Local time, ``11:34`` or ``11:34:07``."""
    precision: str
    zone: str | None = None
    """As stated: an IANA name, an offset ``+03:30``, or an abbreviation whose offset is unclear."""


def after(text: str, at: int, limit: int) -> Clock | None:
    """The time that follows a date ending at ``at``; nothing beyond ``limit`` is read."""
    end = min(limit, at + WINDOW)
    found = _AFTER.match(text, at, end) if _may_hold(text[at:end]) else None
    return _read(found) if found else None


def before(text: str, at: int, limit: int) -> Clock | None:
    """The time right before a date starting at ``at``; nothing before ``limit`` is read."""
    start = max(limit, at - WINDOW)
    found = _BEFORE.search(text, start, at) if _may_hold(text[start:at]) else None
    return _read(found) if found else None


def _may_hold(window: str) -> bool:
    """Whether there can be a time at all: a look that spares most parsing."""
    return ":" in window or "ساعت" in window or _MARKED.search(window) is not None


def _read(found: re.Match[str]) -> Clock | None:
    words = found["time"]
    mark = _ZONE_MARK.search(words)
    zone = zone_name(mark[0].strip("()")) if mark else None
    clock = words[: mark.start()] if mark else words
    half = _HALF_WORD.search(clock)
    figures = [int(figure) for figure in _DIGITS.findall(clock)][:3]
    if len(figures) == 1 and figures[0] > 99:
        figures = list(divmod(figures[0], 100))
    hour = _hour(figures[0], _HALVES[key(half[0])] if half else None)
    if hour is None:
        return None
    precision = ("hour", "minute", "second")[len(figures) - 1]
    minutes = figures[1:] or [0]
    text = ":".join(f"{part:02}" for part in (hour, *minutes))
    return Clock(found.start("time"), found.end("time"), text, precision, zone)


def _hour(hour: int, half: str | None) -> int | None:
    if hour > 23:
        return None
    if half == "pm" and hour < 12:
        return hour + 12
    if half == "am" and hour == 12:
        return 0
    if half == "noon" and hour < 4:
        return hour + 12
    return hour


def zone_name(mark: str) -> str | None:
    """What a zone mark says: an IANA name, an offset as ``+03:30``, or the mark itself where it is unclear."""
    mark = mark.strip()
    if "/" in mark and mark[0].isascii():
        return mark if _zone(mark) else None
    signed = _SIGNED.search(mark)
    if signed:
        sign, hours, minutes = signed.groups()
        return f"{'+' if sign == '+' else '-'}{int(hours):02}:{int(minutes or 0):02}"
    if mark in _OFFSETS:
        return offset_text(timedelta(minutes=_OFFSETS[mark]))
    for word in (mark, *mark.split()[::-1]):
        if word in _OFFSETS:
            return offset_text(timedelta(minutes=_OFFSETS[word]))
        if key(word) in _PLACES:
            return _PLACES[key(word)]
    return mark


def offset_at(zone: str, day: date, clock: str) -> str | None:
    """Offset of a stated zone at a local time, None where it is unclear or the time does not exist there.

    In the hour that is there twice (autumn), the first one is meant.
    """
    if zone[0] in "+-":
        return zone
    info = _zone(zone)
    if info is None:
        return None
    local = datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=info)
    offset = local.utcoffset()
    if offset is None or not exists(zone, day, clock):
        return None
    return offset_text(offset)


def exists(zone: str, day: date, clock: str) -> bool:
    """Whether a local time exists in a zone: it does not in the hour that summer time leaves out."""
    info = _zone(zone)
    if info is None:
        return True
    local = datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=info)
    return local.astimezone(UTC).astimezone(info).replace(tzinfo=None) == local.replace(tzinfo=None)


def offset_text(offset: timedelta) -> str:
    """An offset as ISO 8601 writes it; seconds of old local times are dropped."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
