"""The class of a line that no certain rule took: from its own words, the heading above it, or its place."""

from collections.abc import Sequence

from msgspec import Struct

from pipeline.model import Line, Removal, RemovalClass
from pipeline.strip.features import Flags
from pipeline.strip.rule import Pointer, Pointers
from pipeline.strip.view import View

_OPENERS: dict[str, int] = {
    "related.header": 400, "ad.heading": 60, "comments.form": 12, "comments.notice": 12, "tags.header": 20,
    "subscribe.box": 6, "share.header": 8, "contact.details": 4, "legal.rights": 3, "legal.links": 10,
    "appeal.support": 5, "nav.menu": 60, "accessibility.widget": 20,
}  # fmt: skip
"""Rules whose lines head others, and how many lines below belong to them at most."""
_HEADLINE_WORDS = 4
_CAPTION_REACH = 1
_PATHS: tuple[tuple[str, RemovalClass], ...] = (
    ("comment", "comments"), ("respond", "comments"), ("share", "share"), ("social", "share"), ("related", "related"),
    ("recommend", "related"), ("popular", "related"), ("most", "related"), ("latest", "related"), ("sidebar", "related"),
    ("tag", "tags"), ("subscri", "subscribe"), ("newsletter", "subscribe"), ("breadcrumb", "nav"), ("menu", "nav"),
    ("nav", "nav"), ("copyright", "legal"), ("cookie", "legal"), ("legal", "legal"), ("caption", "caption"),
    ("figure", "caption"), ("advert", "ad"), ("sponsor", "ad"), ("promo", "ad"), ("donat", "appeal"),
    ("footer", "nav"), ("header", "nav"),
)  # fmt: skip
"""Words in ids, classes and tags of an HTML line's path, the telling ones first."""


class Reason(Struct, frozen=True):
    """Why a line goes."""

    class_: RemovalClass
    rule: str
    evidence: str

    @staticmethod
    def of(pointer: Pointer) -> "Reason":
        """A rule's own reason."""
        return Reason(pointer.rule.class_, pointer.rule.name, pointer.evidence)

    def removal(self, line: Line) -> Removal:
        """The reason as it stands in a document."""
        return Removal(line.number, line.text, self.class_, self.rule, self.evidence)


def reasons_by_place(
    view: View, pointers: Pointers, keep: Flags, rule: str, evidence: Sequence[str]
) -> dict[int, Reason]:
    """A reason for every line that does not stay. ``rule`` and ``evidence`` name who decided, and what it saw."""
    kept = [index for index, stays in enumerate(keep) if stays]
    first, last = (kept[0], kept[-1]) if kept else (len(view), -1)
    found: dict[int, Reason] = {}
    head: tuple[int, Pointer] | None = None
    for index, line in enumerate(view.lines):
        if keep[index]:
            head = None
            continue
        own = next(iter(pointers[index]), None)
        if own is not None:
            found[index] = Reason(own.rule.class_, rule, f"{evidence[index]}; {own.rule.name}: {own.evidence}")
            if own.rule.name in _OPENERS:
                head = (index, own)
        elif head is not None and index - head[0] <= _OPENERS[head[1].rule.name]:
            above = f"{index - head[0]} lines below {head[1].rule.name}: {head[1].evidence}"
            found[index] = Reason(_below(head[1], view.words[index]), rule, f"{evidence[index]}; {above}")
        else:
            class_, why = _by_path(line) or _by_place(view, index, first, last)
            found[index] = Reason(class_, rule, f"{evidence[index]}; {why}")
    return found


def _below(head: Pointer, words: int) -> RemovalClass:
    """What stands below a menu's word is menu while it is short, and a headline otherwise."""
    if head.rule.class_ == "nav" and words > _HEADLINE_WORDS:
        return "related"
    return head.rule.class_


def _by_path(line: Line) -> tuple[RemovalClass, str] | None:
    path = line.path.lower()
    return next(((class_, f"in {word}") for word, class_ in _PATHS if word in path), None) if path else None


def _by_place(view: View, index: int, first: int, last: int) -> tuple[RemovalClass, str]:
    stamp = view.stamps[index]
    if stamp is not None and stamp.others <= 2 and (stamp.date or stamp.clock):
        return "timestamp", "a date and little else"
    if not view.words[index]:
        return "other", "no words"
    if index < first:
        return ("nav", "short, above the text") if view.words[index] <= _HEADLINE_WORDS else ("related", "above the text")
    if index > last:
        if view.words[index] > _HEADLINE_WORDS or view.prose[index]:
            return "related", "below the text"
        return "nav", "short, below the text"
    return ("related", "a headline inside the text") if view.words[index] > _HEADLINE_WORDS else ("other", "inside the text")
