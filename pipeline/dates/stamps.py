"""Which date of a page says when it was published, which when it was changed, and which is its clock.

A stamp is a line that is little else than a date, its label and a name. What it means is told by the label, by where
it stands to title and body, and by agreement with what the page states for machines. A date of the running text, of
a caption or of another story is never taken.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from pipeline.dates import clock, machine
from pipeline.dates.context import DateContext
from pipeline.dates.find import find_dates
from pipeline.dates.fold import fold
from pipeline.dates.machine import MachineDate, Moment
from pipeline.dates.patterns import LETTER, WORD_END, WORD_START, alternation, key
from pipeline.dates.vocabulary import load
from pipeline.model import DateMention, Zone

_LABELS: dict[str, list[str]] = load("labels.toml")
_ROLE_OF = {key(fold(label).text): role for role, labels in _LABELS.items() for label in labels}
_LABEL = re.compile(
    rf"{WORD_START}(?P<label>{alternation(label for labels in _LABELS.values() for label in labels)}){WORD_END}"
)
_WORD = re.compile(rf"{LETTER}+")
_NEVER = frozenset(
    {"caption", "related", "ad", "ticker", "comments", "legal", "tags", "captcha", "subscribe", "appeal", "body_dup"}
)
_FULL = frozenset({"day", "hour", "minute", "second"})
# Words a stamp line may hold beside its date and label: a byline, a section, an id.
_MOST_WORDS = 12
_LONGEST = 240


class StampLine(Struct, frozen=True):
    """A line of the page as the judges left it."""

    number: int
    text: str
    removed_as: str | None
    """Class of its removal, None where it was kept."""
    before_body: bool


class Stamps(Struct, frozen=True):
    """What the page says about its own time."""

    published: str | None = None
    modified: str | None = None
    zone: Zone | None = None
    mentions: list[tuple[int, DateMention]] = []
    """Line number and mention (offsets in the line) of every stamp on a removed line; ``field`` says which it is."""
    notes: list[str] = []


class _Stamp(Struct):
    line: StampLine
    mention: DateMention
    role: str | None
    """published, modified, clock, other; None where no label says it."""
    distance: int
    """Lines between the stamp and the title or the body, whichever is nearer."""
    moment: Moment
    score: float = 0.0


def page_stamps(
    lines: Sequence[StampLine],
    machine_dates: Sequence[MachineDate] = (),
    *,
    site: str | None = None,
    context: DateContext | None = None,
) -> Stamps:
    """Published and modified time of a page, as it states them; nothing is inferred that no stamp says.

    ``published`` is the visible stamp where there is one, else the machine's value; an offset stands in it only
    where that source states one.
    """
    stated = [(one, moment) for one in machine_dates if (moment := machine.read(one.value)) is not None]
    found = list(_stamps(lines, context))
    _score(found, [moment for one, moment in stated if one.role != "modified"])
    chosen = _best(found, "published")
    changed = _best([stamp for stamp in found if stamp is not chosen], "modified")
    notes: list[str] = []
    published = chosen.moment if chosen else _from_machine(stated, "published")
    modified = changed.moment if changed else _from_machine(stated, "modified")
    if chosen is not None:
        notes += _disagreements(chosen, stated)
    zone = _zone(published, chosen, site, context)
    mentions = [
        (stamp.line.number, replace(stamp.mention, field=_field(stamp, chosen, changed)))
        for stamp in found
        if stamp.line.removed_as is not None
    ]
    for stamp in (chosen, changed):
        if stamp is not None:
            notes += _oddities(stamp)
    return Stamps(published.iso if published else None, modified.iso if modified else None, zone, mentions, notes)


def _field(stamp: _Stamp, chosen: _Stamp | None, changed: _Stamp | None) -> str | None:
    if chosen is not None and stamp.mention.iso and stamp.moment.day == chosen.moment.day and stamp.role != "modified":
        return "published" if stamp is chosen or stamp.line is chosen.line else None
    if stamp is changed:
        return "modified"
    return "pageclock" if stamp.role == "clock" else None


def _stamps(lines: Sequence[StampLine], context: DateContext | None) -> Iterator[_Stamp]:
    kept = [i for i, line in enumerate(lines) if line.removed_as is None]
    pending: str | None = None
    for i, line in enumerate(lines):
        carried, pending = pending, None
        if line.removed_as in _NEVER or len(line.text) > _LONGEST:
            continue
        folded = fold(line.text).text
        labels = list(_labels(folded))
        mentions = [m for m in find_dates(line.text, context=context) if m.precision in _FULL and m.iso]
        if not mentions:
            if labels and len(_WORD.findall(folded)) <= 6:
                pending = labels[-1][1]
            continue
        if not _little_else(line, mentions, labels):
            continue
        distance = min((abs(i - k) for k in kept), default=len(lines))
        yield from _merged(line, mentions, labels, carried, distance)


def _labels(folded: str) -> Iterator[tuple[int, str]]:
    for found in _LABEL.finditer(folded):
        yield found.start(), _ROLE_OF[key(found["label"])]


def _little_else(line: StampLine, mentions: list[DateMention], labels: list[tuple[int, str]]) -> bool:
    """Whether a line is a stamp and no sentence with a date in it."""
    words = len(_WORD.findall(line.text)) - sum(len(_WORD.findall(m.surface)) for m in mentions)
    if line.removed_as is None and not line.before_body:
        return words <= 4 and any(role in ("published", "modified") for _, role in labels)
    if line.removed_as is None and not labels:
        return words <= 3
    return words <= (_MOST_WORDS if labels else _MOST_WORDS - 4)


def _merged(
    line: StampLine,
    mentions: list[DateMention],
    labels: list[tuple[int, str]],
    carried: str | None,
    distance: int,
) -> Iterator[_Stamp]:
    """One stamp for each date of a line; the same day in two calendars is one stamp."""
    last: _Stamp | None = None
    for mention in mentions:
        assert mention.iso is not None
        moment = machine.from_iso(mention.iso)
        if moment is None:
            continue
        before = [role for at, role in labels if at < mention.start]
        role = before[-1] if before else carried
        if last is not None and mention.calendars_agree and moment.day == last.moment.day and role == last.role:
            if last.moment.clock is None and moment.clock is not None:
                last.moment = moment
            continue
        if last is not None:
            yield last
        last = _Stamp(line, mention, role, distance, moment)
    if last is not None:
        yield last


def _score(stamps: list[_Stamp], stated: list[Moment]) -> None:
    newest: date | None = max((stamp.moment.day for stamp in stamps), default=None)
    for stamp in stamps:
        score = {"published": 6.0, "clock": -8.0, "other": -8.0, None: 0.0}.get(stamp.role, 0.0)
        score += 2.0 if stamp.line.removed_as == "timestamp" else 0.0
        score -= 8.0 if stamp.line.removed_as == "pageclock" and stamp.role != "published" else 0.0
        score += 3.0 if stamp.distance <= 3 else 1.0 if stamp.distance <= 8 else 0.0
        score += 0.5 if stamp.moment.clock else 0.0
        score += 5.0 if any(machine.near(stamp.moment, moment) for moment in stated) else 0.0
        if stated and not any(machine.near(stamp.moment, moment) for moment in stated):
            score -= 4.0
        if stamp.role is None and len(stamps) > 1 and stamp.moment.day == newest and stamp.distance > 8:
            score -= 3.0  # the clock of a page is never older than its story
        stamp.score = score


def _best(stamps: list[_Stamp], role: str) -> _Stamp | None:
    if role == "modified":
        fit = [stamp for stamp in stamps if stamp.role == "modified"]
        return min(fit, key=lambda s: s.distance, default=None)
    fit = [stamp for stamp in stamps if stamp.role in ("published", None) and stamp.score >= 2.0]
    return max(fit, key=lambda s: (s.score, -s.distance, -s.line.number), default=None)


def _from_machine(stated: list[tuple[MachineDate, Moment]], role: str) -> Moment | None:
    """The most exact value of the first day that is stated for a role."""
    fit = [moment for one, moment in stated if one.role == role]
    if not fit:
        return None
    same = [moment for moment in fit if machine.near(moment, fit[0])]
    return max(same, key=lambda m: (m.clock is not None, m.offset is not None), default=None)


def _disagreements(chosen: _Stamp, stated: list[tuple[MachineDate, Moment]]) -> Iterator[str]:
    for one, moment in stated:
        if one.role == "published" and not machine.near(moment, chosen.moment):
            yield f"{one.source} says {moment.iso}, the page shows {chosen.moment.iso}"


def _oddities(stamp: _Stamp) -> Iterator[str]:
    mention = stamp.mention
    if mention.weekday_ok is False:
        yield f"the weekday of the stamp “{mention.surface}” is another one"
    if mention.calendars_agree is False:
        yield f"the two calendars of the stamp “{mention.surface}” name different days"
    time = stamp.moment.clock
    if mention.zone and time and not clock.exists(mention.zone, stamp.moment.day, time):
        yield f"{stamp.moment.day.isoformat()} {time} does not exist in {mention.zone}"


def _zone(
    published: Moment | None, chosen: _Stamp | None, site: str | None, context: DateContext | None
) -> Zone | None:
    if published is None or published.clock is None:
        return None
    if chosen is not None and chosen.mention.zone:
        return Zone(chosen.mention.zone, "stated")
    if published.offset is not None:
        return Zone(published.offset, "stated")
    country = site.rsplit(".", 1)[-1] if site else ""
    if country in clock.SITE_ZONES:
        return Zone(clock.SITE_ZONES[country], "site")
    if context is not None and context.solar:
        return Zone(clock.SITE_ZONES["ir"], "assumed")
    return None
