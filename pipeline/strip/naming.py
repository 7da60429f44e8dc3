"""The class of a line that no certain rule took: from its own words, its place in the markup, what heads it, its run.

A phrase in a line of its own says what the line is; the same phrase as one item of a menu says that the menu has
such an item. So the parts of a list are named together: by the heading over them, by the names in their paths, and,
where neither tells, by what most of them are.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from statistics import median
from typing import get_args

from msgspec import Struct

from pipeline.model import Line, RemovalClass
from pipeline.strip.declared import level
from pipeline.strip.features import Flags
from pipeline.strip.reasons import Reason
from pipeline.strip.rule import Pointer, Pointers
from pipeline.strip.view import View

_BULLET = re.compile(r"\s*(?:[•‣◦▪●■*+–-]|\d{1,2}[.)])(?:\s|$)")
_NAMES = re.compile(r"[a-z0-9]+|[A-Z][a-z0-9]*")
_BAR = re.compile(r"[|/>»›]")
_SENTENCE = re.compile(r"""[.!?؟…۔]["'”’»)\]]*\s*$""")
_PATH_STEPS = 6
"""Innermost elements whose names are asked."""
_ITEM = 6  # words; a longer line of a list is a headline
_RUN = 4  # lines; fewer are no list
_MENU_MEDIAN = 4  # words
_REACH: Mapping[str, int] = {
    "related.header": 60, "ad.heading": 40, "ad.marker": 3, "comments.form": 40, "comments.notice": 40, "tags.header": 14,
    "subscribe.box": 6, "share.header": 10, "contact.details": 4, "legal.rights": 3, "legal.links": 4, "appeal.support": 5,
    "nav.menu": 40, "captcha.form": 3,
}  # fmt: skip
"""Rules whose lines head others, and how many removed lines below belong to them at most."""
_SHORT_ITEMS = frozenset(("share", "tags", "captcha"))
"""Classes whose items are a word or three: a headline ends what a heading of these heads."""
_WEAK = frozenset(
    ("ad.trade", "caption.credit", "contact.masthead", "contact.details", "other.loading", "other.notice", "related.header",
     "subscribe.box", "share.header", "tags.header", "counter.lines", "timestamp.label", "endmark.words", "appeal.support",
     "accessibility.links", "accessibility.widget", "comments.form", "fontsize.widget", "legal.links")
)  # fmt: skip
"""Rules whose words are menu items too."""


class _Named(Struct):
    """What is known of a removed line so far."""

    class_: RemovalClass
    why: str
    firm: bool
    """Nothing around the line changes it."""


def named(
    view: View, pointers: Pointers, keep: Flags, gone: Mapping[int, Reason], rule: str, evidence: Sequence[str]
) -> dict[int, Reason]:
    """A reason for every line that does not stay.

    ``gone``: lines that certain rules took, with their reasons. ``rule`` and ``evidence`` (one a line) name who
    decided about the others, and what it saw.
    """
    found: dict[int, _Named] = {}
    for run in _runs(view, keep):
        _name_run(view, pointers, gone, run, found)
    kept = [index for index, stays in enumerate(keep) if stays]
    first, last = (kept[0], kept[-1]) if kept else (len(view), -1)
    for index in range(len(view)):
        if not keep[index] and index not in found and index not in gone:
            class_, why = _by_place(view, index, first, last)
            found[index] = _Named(class_, why, False)
    for run in _lists(view, keep, found, gone):
        _settle_list(view, run, found, gone)
    reasons = {i: Reason(n.class_, rule, f"{evidence[i]}; {n.why}") for i, n in found.items() if i not in gone}
    reasons |= dict(gone)
    return reasons


def _runs(view: View, keep: Flags) -> Iterator[list[int]]:
    """Stretches of removed lines between kept ones."""
    run: list[int] = []
    for index in range(len(view)):
        if keep[index]:
            if run:
                yield run
            run = []
        else:
            run.append(index)
    if run:
        yield run


def _name_run(
    view: View, pointers: Pointers, gone: Mapping[int, Reason], run: Sequence[int], found: dict[int, _Named]
) -> None:
    head: tuple[int, Pointer] | None = None
    for place, index in enumerate(run):
        own = _own(pointers[index])
        line = view.lines[index]
        if head is not None and (place - head[0] > _REACH[head[1].rule.name] or _ends(view, run, place, head)):
            head = None
        if own is not None and own.rule.name in _REACH and _heads(view, run, place):
            head = (place, own)
        if index in gone:
            continue
        in_markup = _by_path(line)
        if own is not None and (own.rule.certain or own.rule.name not in _WEAK or in_markup is None):
            found[index] = _Named(own.rule.class_, f"{own.rule.name}: {own.evidence}", own.rule.name not in _WEAK)
        elif in_markup is not None:
            found[index] = _Named(in_markup[0], in_markup[1], True)
        elif not view.words[index]:
            found[index] = _Named("other", "no words", False)
        if head is not None and head[0] != place and (index not in found or not found[index].firm):
            why = f"{place - head[0]} lines below {head[1].rule.name}: {head[1].evidence}"
            if index not in found or (view.words[index] and own is None):
                found[index] = _Named(_below(head[1], view, index), why, False)


def _own(pointers: Sequence[Pointer]) -> Pointer | None:
    """The pointer that says most: a certain rule's, then one whose words are no menu items."""
    order = sorted(pointers, key=lambda p: (not p.rule.certain, p.rule.name in _WEAK))
    return order[0] if order else None


def _heads(view: View, run: Sequence[int], place: int) -> bool:
    """Whether a line can be the heading of those below: no item of a list itself, and there is something below."""
    index = run[place]
    return not (_is_item(view.lines[index]) and _same_list(view, run, place)) and place + 1 < len(run)


def _is_item(line: Line) -> bool:
    return line.kind == "list_item" or bool(_BULLET.match(line.text))


def _same_list(view: View, run: Sequence[int], place: int) -> bool:
    """Whether the lines above and below are items too."""
    return all(
        0 <= near < len(run) and _is_item(view.lines[run[near]]) and abs(run[near] - run[place]) == 1
        for near in (place - 1, place + 1)
    )


def _ends(view: View, run: Sequence[int], place: int, head: tuple[int, Pointer]) -> bool:
    """Whether another part of the page begins here."""
    line, above = view.lines[run[place]], view.lines[run[head[0]]]
    if level(line) and level(above):
        return level(line) <= level(above)
    if place - head[0] < 2 or line.glued or _is_item(line) or view.words[run[place]] > _ITEM:
        return False
    if _SENTENCE.search(line.text) or place + 1 >= len(run):
        return False
    # On text pages a heading is a short line that no list item follows upwards, and items or longer lines follow.
    below = view.lines[run[place + 1]]
    items = _is_item(view.lines[run[head[0] + 1]])
    return items and _is_item(below)


def _below(head: Pointer, view: View, index: int) -> RemovalClass:
    """The class of a line below a heading: its own kind of item, or a headline that only stands there."""
    words = view.words[index]
    class_ = head.rule.class_
    headline = _ITEM < words and not _SENTENCE.search(view.lines[index].text)
    if class_ in _SHORT_ITEMS and words > _ITEM:
        return "related"
    if class_ == "nav" and headline:
        return "related"
    return class_


def _by_path(line: Line) -> tuple[RemovalClass, str] | None:
    """What the names around an HTML line say, the innermost first."""
    if not line.path:
        return None
    whole, beginnings = _place_names()
    for step in reversed(line.path.split("/")[-_PATH_STEPS:]):
        for name in (name.lower() for name in _NAMES.findall(step)):
            class_ = whole.get(name) or next((c for begin, c in beginnings if name.startswith(begin)), None)
            if class_ is not None:
                return class_, f"in {name}"
    return None


@cache
def _place_names() -> tuple[dict[str, RemovalClass], tuple[tuple[str, RemovalClass], ...]]:
    """Names that say what a part of a page is: whole ones, and beginnings."""
    table = tomllib.loads(files("pipeline.strip").joinpath("places.toml").read_text("utf-8"))
    whole: dict[str, RemovalClass] = {}
    beginnings: list[tuple[str, RemovalClass]] = []
    for class_, names in table.items():
        if class_ not in get_args(RemovalClass):
            raise ValueError(f"places.toml: {class_} is no class of removal")
        for name in names:
            if name.endswith("*"):
                beginnings.append((name[:-1], class_))
            else:
                whole.setdefault(name, class_)
    return whole, tuple(beginnings)


def _by_place(view: View, index: int, first: int, last: int) -> tuple[RemovalClass, str]:
    stamp = view.stamps[index]
    if stamp is not None and stamp.others <= 4 and (stamp.date or stamp.clock):
        return "timestamp", "a date and little else"
    words = view.words[index]
    if not words:
        return "other", "no words"
    if index < first:
        return ("nav", "short, above the text") if words <= _ITEM else ("related", "above the text")
    if index > last:
        return ("related", "below the text") if words > _ITEM or view.prose[index] else ("nav", "short, below the text")
    if words > _ITEM:
        return "related", "a headline inside the text"
    return ("nav", "an item inside the text") if _is_item(view.lines[index]) else ("other", "inside the text")


def _lists(
    view: View, keep: Flags, found: Mapping[int, _Named], gone: Mapping[int, Reason]
) -> Iterator[list[int]]:
    """Runs of removed lines that look like the parts of one list: near each other, items or no items alike."""
    run: list[int] = []
    for index, line in enumerate(view.lines):
        alike = run and (
            _is_item(line) == _is_item(view.lines[run[-1]])
            and line.number - view.lines[run[-1]].number <= 2
            and level(line) == level(view.lines[run[-1]])
        )
        if keep[index] or not alike or not line.text.strip():
            if len(run) >= _RUN:
                yield run
            run = []
        if not keep[index] and (index in found or index in gone):
            run.append(index)
    if len(run) >= _RUN:
        yield run


def _settle_list(view: View, run: Sequence[int], found: dict[int, _Named], gone: Mapping[int, Reason]) -> None:
    """Items that are no firm evidence of something else get the class most of the list has."""
    lengths = [view.words[index] for index in run if view.words[index]]
    if not lengths:
        return
    votes = Counter(found[index].class_ if index in found else gone[index].class_ for index in run if view.words[index])
    class_, count = votes.most_common(1)[0]
    if median(lengths) <= _MENU_MEDIAN and votes["nav"] and class_ != "nav" and count < 0.6 * len(lengths):
        class_, count = "nav", votes["nav"]
    if class_ in ("timestamp", "other", "counter", "id") or count < 0.3 * len(lengths):
        return
    for index in run:
        if index in found and not found[index].firm and found[index].class_ != class_:
            if view.words[index] or _BAR.search(view.lines[index].text):
                found[index] = _Named(class_, f"in a list of {class_}", False)
