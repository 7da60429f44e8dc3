"""One page judged: what stays, what goes and why, and what the page is, on one screen."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from pipeline.config import Settings
from pipeline.model import Line, Outcome
from pipeline.strip import headline, page, repeats
from pipeline.strip.around import around
from pipeline.strip.clocks import clocks
from pipeline.strip.credits import credits_of
from pipeline.strip.declared import Shown, declared
from pipeline.strip.features import Flags, Floats, features
from pipeline.strip.fronts import list_of_stories
from pipeline.strip.model import Models, shipped
from pipeline.strip.naming import named
from pipeline.strip.reasons import Reason
from pipeline.strip.rule import Pointers, point
from pipeline.strip.rules import RULES
from pipeline.strip.sites import site_rules
from pipeline.strip.verdict import Hints, Verdict
from pipeline.strip.view import View
from pipeline.strip.votes import mended, overruled
from pipeline.strip.zones import bridge, settle

VOTE = 0.5
"""A line of an HTML page stays from this vote on."""


def judge(lines: Sequence[Line], hints: Hints, settings: Settings, *, models: Models | None = None) -> Verdict:
    """Decide about every line of a page, and about the page.

    On HTML pages (``hints.is_html``, lines with votes) the votes are the main evidence and the line model is not
    asked. ``models``: others than the shipped ones, to measure them.
    """
    if not lines:
        return Verdict(outcome=hints.outcome or Outcome.EMPTY, why="The page has no visible text.", kept=[], removed=[])
    view = View(lines)
    pointers = point(view, (*RULES, *site_rules(hints)))
    models = models or shipped()

    # 1. What the extractor or the line model thinks of every line, holes mended and stretches closed.
    opinion = _votes(view, pointers) if hints.is_html else _model(view, pointers, models)
    keep = opinion.keep.copy()
    # 2. What stands against it: what the site says everywhere, what a rule is certain of.
    gone = repeats.known_from_site(view, hints, keep, pointers) | _certain(pointers)
    if opinion.rows is None:
        gone |= overruled(view, pointers, opinion.probability, keep)
    # 3. The title, and what is said twice.
    if opinion.rows is None:
        shown = declared(view, hints.titles, keep)
        gone |= around(view, _without(keep, gone), shown.index if shown else None, hints.types)
    else:
        places = headline.Candidates(view, opinion.rows, opinion.probability, _without(keep, gone))
        title = headline.found(places, models.title)
        shown = None
        if title.index is not None:
            shown = Shown(headline.plain_title(lines[title.index].text), title.index)
            bridge(opinion.rows, opinion.probability, keep, title.index)
    at = shown.index if shown else None
    if shown is not None and at is not None:
        gone.pop(at, None)
        keep[at] = True
        gone |= repeats.copies_of_title(view, at, shown.copies)
    gone |= repeats.said_before(view, _without(keep, gone))
    gone = _without_code(gone, lines, keep)
    keep = _without(keep, gone)
    # 4. A reason for every line that goes; the user's own word comes last.
    reasons = named(view, pointers, keep, gone, opinion.rule, opinion.evidence)
    reasons = clocks(view, reasons, keep, at)
    _as_wanted(reasons, keep, pointers, settings, at)
    # 5. What the page is.
    listing, stories = 0.0, None
    if opinion.rows is not None:
        row = page.page_row(view, pointers, opinion.rows, opinion.probability, opinion.keep, title)
        listing = float(models.page.probabilities(row[None, :])[0])
    else:
        stories = list_of_stories(view, opinion.keep, at, hints.types)
    judgement = page.judge_page(view, pointers, keep, at, listing, hints.outcome, stories)
    found = credits_of(view, keep, reasons, at)
    stays = keep.tolist()
    return Verdict(
        outcome=judgement.outcome,
        why=judgement.why,
        kept=[line for line, here in zip(lines, stays, strict=True) if here],
        removed=[reasons[index].removal(line) for index, line in enumerate(lines) if not stays[index]],
        title=shown.text if shown else None,
        title_line=lines[at] if at is not None else None,
        authors=found.authors,
        captions=found.captions,
        tags=found.tags,
    )


class _Opinion(Struct, frozen=True):
    """What is thought of every line before anything is repeated or wanted."""

    keep: Flags
    probability: Floats
    rows: Floats | None
    """``features()`` of the page; None where the line model was not asked."""
    rule: str
    evidence: Callable[[int], str]
    """What is said of the line at an index."""


def _certain(pointers: Pointers) -> dict[int, Reason]:
    gone: dict[int, Reason] = {}
    for index, found in enumerate(pointers):
        if not found:
            continue
        certain = next((pointer for pointer in found if pointer.rule.certain), None)
        if certain is not None:
            gone[index] = Reason.of(certain)
    return gone


def _without_code(gone: Mapping[int, Reason], lines: Sequence[Line], keep: Flags) -> dict[int, Reason]:
    """Code is not read by rules: a bracket alone and a line said twice belong to it."""
    return {index: reason for index, reason in gone.items() if lines[index].kind != "code" or not keep[index]}


def _model(view: View, pointers: Pointers, models: Models) -> _Opinion:
    rows = features(view, pointers)
    probability = models.line.probabilities(rows)
    keep = settle(rows, probability, pointers)
    return _Opinion(
        keep, probability, rows, "model.line", lambda index: f"text with probability {probability[index]:.2f}"
    )


def _votes(view: View, pointers: Pointers) -> _Opinion:
    votes = np.array([line.vote or 0.0 for line in view.lines], dtype=np.float32)
    each = votes.tolist()
    keep = mended(view, pointers, votes, votes >= VOTE)
    return _Opinion(keep, votes, None, "html.vote", lambda index: f"voted for with {each[index]:.2f}")


def _without(keep: Flags, gone: Mapping[int, Reason]) -> Flags:
    left = keep.copy()
    left[list(gone)] = False
    return left


def _as_wanted(
    reasons: dict[int, Reason], keep: Flags, pointers: Pointers, settings: Settings, title_at: int | None
) -> None:
    """Bring back the classes the user keeps, and take the lines that rules of the classes he drops point at."""
    for index in [index for index, reason in reasons.items() if reason.class_ in settings.keep]:
        del reasons[index]
        keep[index] = True
    for index, found in enumerate(pointers if settings.drop else ()):
        wanted = next((pointer for pointer in found if pointer.rule.class_ in settings.drop), None)
        if keep[index] and wanted is not None and index != title_at:
            reasons[index] = Reason.of(wanted)
            keep[index] = False
