"""Dates a page states for machines: JSON-LD, OpenGraph, ``<time datetime>``; ISO, RFC 822, epochs, Solar Hijri."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from msgspec import Struct

from pipeline.dates import calendars, clock
from pipeline.dates.context import DateContext
from pipeline.dates.find import find_dates

Role = Literal["published", "modified", "unknown"]


class MachineDate(Struct, frozen=True):
    """A date of the page's own metadata."""

    value: str
    source: str
    """Where it stood: ``jsonld.datePublished``, ``meta.article:published_time``, ``time.datetime`` …"""
    role: Role


class Moment(Struct, frozen=True):
    """A day, its local time and offset as far as they are stated."""

    day: date
    clock: str | None
    offset: str | None

    @property
    def iso(self) -> str:
        return self.day.isoformat() + (f"T{self.clock}{self.offset or ''}" if self.clock else "")

    def instant(self) -> datetime | None:
        """The moment in UTC, None where no offset is known."""
        if self.clock is None or self.offset is None:
            return None
        return datetime.fromisoformat(self.iso).astimezone(UTC)


_HALF = re.compile(r"\d\s?[AP]M\b", re.IGNORECASE)
_MINUTE, _QUARTER = timedelta(minutes=1), timedelta(minutes=15)
# How far the zones of the world reach from UTC.
_WEST, _FARTHEST = timedelta(hours=12), timedelta(hours=14)
_FIRST, _LAST = 1000, 9000
"""Years between which a value is a date, and in which a day and an offset can be added to it."""
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:\s?[T ]\s?(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d{1,9})?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?"
)


def read(value: str) -> Moment | None:
    """What a machine value says; years of 1200-1500 are Solar Hijri. None where it is no date.

    ``0001-01-01`` and ``9999-12-31`` are how programs write that they know of no date.

    ``9/8/2018 5:57:04 PM`` is read month first, as the frameworks that print a date so do; without AM or PM, day and
    month that could change places are no statement.
    """
    return _within(_read(value.strip()))


def _read(value: str) -> Moment | None:
    if _EPOCH.fullmatch(value):
        return _moment(datetime.fromtimestamp(int(value[:10]), UTC))
    iso = _ISO.fullmatch(value)
    if iso is not None:
        return _from_iso(iso)
    try:
        return _moment(parsedate_to_datetime(value))
    except (TypeError, ValueError, IndexError):
        pass  # no RFC 822 date: it may still be one as people write it
    context = DateContext(day_first=False) if _HALF.search(value) else None
    mentions = [
        m for m in find_dates(value, context=context) if m.iso and m.precision in ("day", "hour", "minute", "second")
    ]
    return from_iso(mentions[0].iso) if len(mentions) == 1 and mentions[0].iso else None


def from_iso(text: str) -> Moment | None:
    """An ISO date of ours as a moment; None where it is none."""
    iso = _ISO.fullmatch(text)
    return _within(_from_iso(iso)) if iso else None


def _within(moment: Moment | None) -> Moment | None:
    return moment if moment is not None and _FIRST <= moment.day.year <= _LAST else None


def _from_iso(iso: re.Match[str]) -> Moment | None:
    year, month, day = (int(part) for part in iso.groups()[:3])
    when = calendars.day("jalali" if 1200 <= year <= 1500 else "gregorian", year, month, day)
    if when is None:
        return None
    hour, minute, second, zone = iso.groups()[3:]
    if hour is None:
        return Moment(when, None, None)
    if int(hour) > 23 or int(minute) > 59:
        return Moment(when, None, None)
    time = f"{hour}:{minute}" + (f":{second}" if second and second != "00" else "")
    return Moment(when, time, _offset(zone))


def _offset(zone: str | None) -> str | None:
    if zone is None:
        return None
    if zone in ("Z", "UTC", "GMT"):
        return "+00:00"
    return f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"


def _moment(when: datetime) -> Moment:
    offset = when.utcoffset()
    return Moment(
        when.date(),
        when.strftime("%H:%M:%S").removesuffix(":00"),
        clock.offset_text(offset) if offset is not None else None,
    )


def near(one: Moment, other: Moment) -> bool:
    """Whether two statements can mean the same day: zones of the world are at most 14 hours from UTC."""
    return abs(one.day - other.day) <= timedelta(days=1)


def same(shown: Moment, stated: Moment) -> bool:
    """Whether a shown time can be the stated one: on the same day where one of them has no time, else the same
    minute, or, where the stated offset may be another than the shown, apart by one that a zone can have."""
    if shown.clock is None or stated.clock is None:
        instant = stated.instant()
        if instant is None:
            return shown.day == stated.day
        return (instant - _WEST).date() <= shown.day <= (instant + _FARTHEST).date()
    if shown.offset and stated.offset:
        here, there = shown.instant(), stated.instant()
        return here is not None and there is not None and abs(here - there) <= _MINUTE
    apart = abs(_local(shown) - _local(stated))
    if stated.offset is None:
        return apart <= _MINUTE
    over = apart % _QUARTER
    return apart <= _FARTHEST and min(over, _QUARTER - over) <= _MINUTE


def merged(shown: Moment, stated: Sequence[Moment]) -> Moment:
    """A shown moment with what the metadata add to it: the offset of the same local time, or the time of the day."""
    for moment in stated:
        if moment.clock is None or moment.day != shown.day:
            continue
        if shown.clock is None:
            return moment
        if shown.offset is None and moment.offset and moment.clock[:5] == shown.clock[:5]:
            return Moment(shown.day, shown.clock, moment.offset)
    return shown


def _local(moment: Moment) -> datetime:
    return datetime.fromisoformat(f"{moment.day.isoformat()}T{moment.clock}")
