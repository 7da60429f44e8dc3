"""What a page is as a whole: a document, or a listing, a wall, a shell, nothing."""

import numpy as np
from msgspec import Struct

from pipeline.model import Outcome
from pipeline.strip.features import COLUMNS, Flags, Floats
from pipeline.strip.fronts import Stories
from pipeline.strip.headline import Title
from pipeline.strip.rule import Pointers
from pipeline.strip.stories import told
from pipeline.strip.view import View

PAGE_COLUMNS = (
    "lines", "words", "kept_lines", "kept_words", "kept_line_share", "kept_word_share", "zones", "zone_words",
    "zone_share", "kept_prose_lines", "kept_prose_words", "kept_median", "kept_ends_sentence", "kept_bullets",
    "kept_small_words", "probability", "best_probability", "cues", "related", "anchors", "stamps", "ago",
    "headlines", "median", "bullets", "ends_sentence", "small_words", "copies", "glued",
    "title_score", "title_told", "below_title", "longest_run", "run_share", "kept_headlines", "kept_stamps",
    "teasers", "teaser_share", "cohesion", "title_again",
)  # fmt: skip
LISTING = 0.5
"""A page is a listing from this probability on; content lost costs more than a listing kept."""
_GAP = 3  # removed lines between two zones
_HEADLINE = (4, 20)  # words
_LIST_WORDS = 12
"""A longer title that begins like that of a list is a sentence about one."""
_MISSING_WORDS = 60
"""A page that says its text is not there, with fewer kept words than this, has none."""
_LOGIN_WORDS = 20
_WALL_WORDS = 60
"""A page with a wall's words and fewer kept words than this is the wall itself."""


class Judgement(Struct, frozen=True):
    """The outcome of a page, one sentence why, and how much it looks like a listing (0-1)."""

    outcome: Outcome
    why: str | None = None
    listing: float = 0.0


def judge_page(
    view: View,
    pointers: Pointers,
    keep: Flags,
    title: int | None,
    listing: float,
    hint: Outcome | None,
    stories: Stories | None = None,
) -> Judgement:
    """What the page is.

    ``keep``: lines that stay, the title's among them; ``title``: index of that one; ``listing``: the model's
    probability that a text page is a listing;
    ``stories``: the headlines of an HTML page that is one.
    """
    kept_words = sum(words for words, kept in zip(view.words, keep, strict=True) if kept)
    names = {pointer.rule.name for found in pointers for pointer in found}
    if "captcha.wall" in names and kept_words < _WALL_WORDS:
        return Judgement(Outcome.BOT_WALL, "A gate that checks for robots was saved instead of the page.")
    if hint is not None:
        return Judgement(hint, _HINTED.get(hint, "The page says so itself."))
    if "wall.script" in names and kept_words < _WALL_WORDS:
        return Judgement(Outcome.JS_SHELL, _HINTED[Outcome.JS_SHELL])
    if "wall.paywall" in names and kept_words < _WALL_WORDS:
        return Judgement(Outcome.PAYWALL, "Only the beginning is there: the rest is for subscribers.")
    if stories is not None:
        why = f"A list of other pages, not one of its own: {stories.headlines} headlines that are links."
        return Judgement(Outcome.LISTING, why, 1.0)
    told = _says_missing(view, keep) if kept_words < _MISSING_WORDS else None
    if told is not None:
        return Judgement(Outcome.EMPTY, f"The page says that its text is not there: “{told}”.")
    if kept_words < _LOGIN_WORDS and title is not None and title in view.by_group.get(("page.login", "line"), {}):
        return Judgement(Outcome.EMPTY, "A form to sign in, and no text.")
    says = _says_list(view, title)
    if says is not None:
        return Judgement(Outcome.LISTING, f"A list of other pages by its own title: “{says}”.", 1.0)
    if kept_words == (view.words[title] if title is not None else 0) and listing < LISTING:
        under = " under its title" if title is not None else ""
        return Judgement(Outcome.EMPTY, f"There is no running text on this page{under}.")
    if listing >= LISTING:
        why = f"A list of other pages, not one of its own (probability {listing:.2f})."
        return Judgement(Outcome.LISTING, why, listing)
    return Judgement(Outcome.OK, None, listing)


def _says_missing(view: View, keep: Flags) -> str | None:
    """The words of a kept line that say that the page, or what was searched for, was not found."""
    for how in ("line", "start"):
        for index, hit in view.by_group.get(("page.missing", how), {}).items():
            if keep[index]:
                return hit.phrase
    return None


def _says_list(view: View, title: int | None) -> str | None:
    """The words of the title that say that the page is a search result, an archive, the front page of a site."""
    if title is None or view.words[title] > _LIST_WORDS:
        return None
    hits = (view.by_group.get(("page.list", how), {}).get(title) for how in ("line", "start"))
    return next((hit.phrase for hit in hits if hit is not None), None)


_HINTED = {
    Outcome.JS_SHELL: "The text would be loaded by a script; the page as saved has none.",
    Outcome.BOT_WALL: "A gate that checks for robots was saved instead of the page.",
    Outcome.PAYWALL: "Only the beginning is there: the rest is for subscribers.",
}


def page_row(view: View, pointers: Pointers, rows: Floats, probability: Floats, keep: Flags, title: Title) -> Floats:
    """One row of ``PAGE_COLUMNS``."""
    words = np.array(view.words, dtype=np.float32)
    column = {
        name: rows[:, COLUMNS.index(name)]
        for name in ("prose", "ends_sentence", "bullet", "small_words", "copies", "cue")
    }
    prose = column["prose"] > 0
    zones = _zones(keep, words)
    total, kept = max(float(words.sum()), 1.0), float(words[keep].sum())
    headline = (words >= _HEADLINE[0]) & (words <= _HEADLINE[1]) & (column["ends_sentence"] == 0)
    names = [pointer.rule.name for found in pointers for pointer in found]
    below = np.arange(len(view)) > (title.index if title.index is not None else -1)
    runs = _zones(keep & prose, words, gap=1)
    stories = told(view, np.flatnonzero(keep).tolist(), title.index)

    def of_kept(name: str) -> float:
        return float(column[name][keep].mean()) if keep.any() else -1.0

    values = (
        np.log1p(len(view)), np.log1p(total), np.log1p(keep.sum()), np.log1p(kept), keep.mean(), kept / total,
        len(zones), np.log1p(max(zones, default=0.0)), max(zones, default=0.0) / max(kept, 1.0),
        np.log1p((keep & prose).sum()), np.log1p(words[keep & prose].sum()),
        np.median(words[keep]) if keep.any() else -1.0, of_kept("ends_sentence"), of_kept("bullet"),
        of_kept("small_words"), probability.mean(), probability.max(), column["cue"].mean(),
        names.count("related.header"), rows[0, COLUMNS.index("anchors")],
        sum(stamp is not None and stamp.date for stamp in view.stamps) / len(view),
        names.count("timestamp.ago") / len(view), headline.mean(), np.median(words), column["bullet"].mean(),
        column["ends_sentence"].mean(), column["small_words"].mean(), (column["copies"] > 1).mean(),
        rows[0, COLUMNS.index("page_glued")],
        np.clip(title.score, -10, 10), title.told, float(words[below & keep].sum()) / max(kept, 1.0),
        np.log1p(max(runs, default=0.0)), max(runs, default=0.0) / max(kept, 1.0),
        headline[keep].mean() if keep.any() else -1.0,
        sum(view.stamps[index] is not None for index in np.flatnonzero(keep)) / max(int(keep.sum()), 1),
        np.log1p(stories.teasers), stories.teaser_share, stories.cohesion, stories.title_again,
    )  # fmt: skip
    return np.array(values, dtype=np.float32)


def _zones(keep: Flags, words: Floats, gap: int = _GAP) -> list[float]:
    """Words in each stretch of kept lines; a few removed lines do not part a stretch."""
    zones: list[float] = []
    last = -gap - 2
    for index in np.flatnonzero(keep):
        if index - last > gap + 1:
            zones.append(0.0)
        zones[-1] += float(words[index])
        last = int(index)
    return zones
