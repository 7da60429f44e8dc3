"""A day and a month without a year: labelled, never converted, and only where they surely are a date."""

from pipeline.dates.candidate import Candidate
from pipeline.dates.named_days import Day, first_of_range
from pipeline.dates.named_years import Name
from pipeline.dates.surroundings import compound, cued, of_place
from pipeline.dates.vocabulary import BOUND, HOLIDAYS, WEAK, Month


def day_and_month(text: str, name: Name, day: Day) -> Candidate | None:
    """«۲۲ بهمن», «۱۱ تا ۱۴ مهر», "19 October"."""
    if not 1 <= day.value <= 31 or of_place(text, day.start) or not _enough(text, name, day):
        return None
    first = first_of_range(text, day, name.month)
    return label(first.start if first else day.start, name.end, name.month, day.value)


def label(start: int, end: int, month: Month, day: int) -> Candidate:
    """A mention without a date; ``native`` is ``--MM-DD`` of its own calendar."""
    own = f"--{month.number:02}-{day:02}"
    return Candidate(start, end, month.calendar, "day", None, own, confidence=0.8, why="month name, no year")


def _enough(text: str, name: Name, day: Day) -> bool:
    """Whether a day and a month name alone are a date: an everyday word needs a cue."""
    if name.key in BOUND or compound(text, name.end):
        return False
    if name.latin and not name.capital and name.month.family != "foreign":
        return False
    if name.key not in WEAK or name.mah:
        return True
    # «هفت تیر» is a gun and «سی دی» a disc: a cardinal in words is a day only from eleven on, and never thirty.
    plain = not day.words or day.ordinal or 10 < day.value < 30
    if name.key in HOLIDAYS and plain and (day.value > 3 or day.ordinal):
        return True
    return cued(text, day.start)
