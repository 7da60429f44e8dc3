"""Which dates belong to the article, and which are the clock of the page."""

from msgspec.structs import replace

from pipeline.strip.features import Flags
from pipeline.strip.phrases import word_list
from pipeline.strip.reasons import Reason
from pipeline.strip.view import View

_SLACK = 3  # lines; a second stamp this much further from the text is still the article's
_BESIDE = 1


def clocks(view: View, reasons: dict[int, Reason], keep: Flags, title: int | None) -> dict[int, Reason]:
    """The reasons, with the class ``pageclock`` for stamps that tell the visitor's day and not the article's.

    A stamp that says it is one («تاریخ انتشار», "Published") is the article's, and so is what stands beside it;
    where none says so, the one nearest to the title or to the text. A time without a date, and a date that says
    «امروز», is a clock.
    """
    stamps = {i: view.stamps[i] for i, reason in reasons.items() if reason.class_ == "timestamp" and view.stamps[i]}
    if not stamps:
        return reasons
    kept = [index for index, stays in enumerate(keep.tolist()) if stays and index != title]
    ends = [index for index in (title, kept[0] if kept else None) if index is not None]
    if not ends:
        return reasons
    away = {index: min(abs(index - end) for end in ends) for index in stamps}
    labelled = [index for index, stamp in stamps.items() if stamp is not None and stamp.labelled]
    nearest = min((away[i] for i, stamp in stamps.items() if stamp is not None and stamp.date), default=0)
    now = word_list("now")
    changed = dict(reasons)
    for index, stamp in stamps.items():
        assert stamp is not None
        if index in labelled:
            continue
        says_now = not now.isdisjoint(view.folded[index].split())
        far = all(abs(index - other) > _BESIDE for other in labelled) if labelled else away[index] > nearest + _SLACK
        if says_now or not stamp.date or far:
            why = "says today" if says_now else "a time of day alone" if not stamp.date else "far from the text"
            changed[index] = replace(
                reasons[index], class_="pageclock", rule="pageclock.place", evidence=f"{reasons[index].evidence}; {why}"
            )
    return changed
