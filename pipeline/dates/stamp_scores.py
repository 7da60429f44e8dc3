"""How likely each stamp of a page is its time of publication.

The numbers are points, not probabilities: a label outweighs any place, a place outweighs a time of day, and a stamp
without a label needs a place of its own to count at all.
"""

from collections.abc import Sequence

from pipeline.dates import machine
from pipeline.dates.machine import Moment
from pipeline.dates.stamp_lines import Stamp

_ENOUGH = 2.0
_NEAR = 8
_FEW = 3
"""More days than this without labels are the list of something."""


def score(stamps: Sequence[Stamp], stated: Sequence[Moment]) -> None:
    """Give every stamp its points; ``stated`` is what the page's metadata says of publication."""
    bare = [stamp for stamp in stamps if stamp.role is None]
    days = {stamp.moment.day for stamp in bare}
    kept = sum(stamp.line.removed_as is None for stamp in bare)
    for stamp in stamps:
        stamp.score = _label(stamp) + _standing(stamp) + _metadata(stamp, stated)
        stamp.score += 1.0 if stamp.moment.clock else 0.0
        stamp.score += 1.0 if stamp.line.removed_as == "timestamp" else 0.0
        if stamp.role is None:
            stamp.score -= _clock_like(stamp, newest=stamp.moment.day == max(days), alone=len(days) == 1)
            if len(days) > _FEW and (stamp.side in ("in", "after") or stamp.gap > _NEAR):
                stamp.score -= 3.0
            if stamp.line.removed_as is None and kept > _FEW - 1:
                stamp.score -= 4.0


def best_published(stamps: Sequence[Stamp]) -> Stamp | None:
    """The stamp of publication; of equal ones the first after the title."""
    fit = [stamp for stamp in stamps if stamp.role in ("published", None) and stamp.score >= _ENOUGH]
    return max(fit, key=lambda stamp: (stamp.score, -stamp.gap, -stamp.place), default=None)


def nearest_modified(stamps: Sequence[Stamp]) -> Stamp | None:
    """The stamp of the last change, which only a label can make one."""
    fit = [stamp for stamp in stamps if stamp.role == "modified"]
    return min(fit, key=lambda stamp: (stamp.side == "after", stamp.gap), default=None)


def _label(stamp: Stamp) -> float:
    if stamp.role == "published":
        return 6.0
    if stamp.clock:
        return -8.0
    return -8.0 if stamp.role == "other" else 0.0


def _standing(stamp: Stamp) -> float:
    if stamp.side == "between":
        return 5.0
    if stamp.side == "before":
        return 3.0 if stamp.gap <= 3 else 2.0 if stamp.gap <= _NEAR else 0.0 if stamp.gap <= 25 else -2.0
    if stamp.side == "in":
        # also where a judge kept lines over the title: what counts is the text right below
        if stamp.over_text:
            return 3.0
        return 3.0 if stamp.gap <= 2 else 1.0 if stamp.gap <= 5 else -4.0
    return 0.0 if stamp.gap <= 2 else -3.0


def _metadata(stamp: Stamp, stated: Sequence[Moment]) -> float:
    if not stated:
        return 0.0
    return 5.0 if any(machine.same(stamp.moment, moment) for moment in stated) else -4.0


def _clock_like(stamp: Stamp, *, newest: bool, alone: bool) -> float:
    """What speaks for the page's clock: a weekday without a time over the title, and being the newest of several."""
    points = 0.0
    if stamp.side == "before" and stamp.weekday and not stamp.moment.clock:
        points += 4.0
    if newest and not alone and stamp.side == "before":
        points += 3.0 if stamp.weekday else 1.0
    return points
