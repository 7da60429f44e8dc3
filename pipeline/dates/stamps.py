"""Which date of a page says when it was published, which when it was changed, and which is its clock.

A stamp is a line that is little else than a date, its label and a name. What it means is told by the label, by where
it stands to title and body, and by agreement with what the page states for machines. A date of the running text, of
a caption or of another story is never taken.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from pipeline.dates import clock, machine
from pipeline.dates.context import DateContext
from pipeline.dates.machine import MachineDate, Moment
from pipeline.dates.stamp_lines import Stamp, StampLine, read_stamps
from pipeline.dates.stamp_scores import best_published, nearest_modified, score
from pipeline.model import DateMention, Zone

type _Stated = list[tuple[MachineDate, Moment]]


class Stamps(Struct, frozen=True):
    """What the page says about its own time."""

    published: str | None = None
    """ISO 8601 as the page states it, an offset only where it states one."""
    modified: str | None = None
    zone: Zone | None = None
    """The zone of ``published`` and where it is known from; it never shifts the date."""
    mentions: list[tuple[int, DateMention]] = []
    """Line number and mention (offsets in the line) of every stamp on a removed line; ``field`` says which it is."""
    notes: list[str] = []
    """What disagrees: a weekday, a second calendar, the machine's value, a time its zone does not have."""


def page_stamps(
    lines: Sequence[StampLine],
    machine_dates: Sequence[MachineDate] = (),
    *,
    site: str | None = None,
    context: DateContext | None = None,
) -> Stamps:
    """Published and modified time of a page, as it states them; nothing is inferred that no stamp says.

    ``published`` is the visible stamp where there is one, with the time or the offset that the metadata add to it;
    else the metadata's value.
    """
    stated = [(one, moment) for one in machine_dates if (moment := machine.read(one.value)) is not None]
    stamps = read_stamps(lines, context)
    score(stamps, [moment for one, moment in stated if one.role != "modified"])
    chosen = best_published(stamps)
    changed = nearest_modified(stamps)
    published = _both(chosen, stated, "published")
    modified = _both(changed, stated, "modified")
    notes = [note for stamp in (chosen, changed) if stamp is not None for note in _oddities(stamp)]
    if chosen is not None:
        notes += _disagreements(chosen.moment, stated)
    return Stamps(
        published=published.iso if published else None,
        modified=modified.iso if modified else None,
        zone=_zone(published, chosen, site, context),
        mentions=list(_mentions(stamps, chosen, changed)),
        notes=notes,
    )


def _mentions(
    stamps: Sequence[Stamp], chosen: Stamp | None, changed: Stamp | None
) -> Iterator[tuple[int, DateMention]]:
    for stamp in stamps:
        if stamp.line.removed_as is None:
            continue
        field = "pageclock" if stamp.clock else None
        if stamp is chosen or stamp is changed:
            field = "published" if stamp is chosen else "modified"
        for mention in stamp.mentions:
            yield stamp.line.number, replace(mention, field=field)


def _both(stamp: Stamp | None, stated: _Stated, role: str) -> Moment | None:
    if stamp is None:
        return _from_machine(stated, role)
    return machine.merged(stamp.moment, [moment for one, moment in stated if one.role == role])


def _from_machine(stated: _Stated, role: str) -> Moment | None:
    """The most exact value of the first day that is stated for a role."""
    fit = [moment for one, moment in stated if one.role == role]
    if not fit:
        return None
    same = [moment for moment in fit if machine.near(moment, fit[0])]
    return max(same, key=lambda moment: (moment.clock is not None, moment.offset is not None))


def _disagreements(shown: Moment, stated: _Stated) -> Iterator[str]:
    for one, moment in stated:
        if one.role == "published" and not machine.near(moment, shown):
            yield f"{one.source} says {moment.iso}, the page shows {shown.iso}"


def _oddities(stamp: Stamp) -> Iterator[str]:
    for mention in stamp.mentions:
        if mention.weekday_ok is False:
            yield f"the weekday of the stamp “{mention.surface}” is another one"
    if any(mention.calendars_agree is False for mention in stamp.mentions):
        yield f"the two calendars of the stamp “{stamp.mentions[0].surface}” name different days"
    zone, time = stamp.zone, stamp.moment.clock
    if zone and time and not clock.exists(zone, stamp.moment.day, time):
        yield f"{stamp.moment.day.isoformat()} {time} does not exist in {zone}"


def _zone(published: Moment | None, chosen: Stamp | None, site: str | None, context: DateContext | None) -> Zone | None:
    if published is None or published.clock is None:
        return None
    stated = (chosen.zone if chosen else None) or published.offset
    if stated:
        return Zone(stated, "stated")
    country = site.rsplit(".", 1)[-1] if site else ""
    if country in clock.SITE_ZONES:
        return Zone(clock.SITE_ZONES[country], "site")
    if context is not None and context.solar:
        return Zone(clock.SITE_ZONES["ir"], "assumed")
    return None
