"""One walk over the body: the lines of a page in reading order, and the elements they stand in.

The walk goes over the tags and texts of the body written as XML (``Tree.source``), keeps a stack of open
elements and begins a new line wherever a browser would: at boxes, ``<br>``, buttons and table rows. Nothing is
judged here but visibility, and what a browser hides is marked, not lost: it may be a closed tab or the article.
"""

import re
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct, field

from pipeline.html.looks import Hidden, Look, Looks, unescaped
from pipeline.html.tags import ITEMS, TABLE_PARTS, Role
from pipeline.html.ways import Ways
from pipeline.model import BlockKind

_SIGNS = frozenset(("¶", "#", "§", "🔗"))
"""Of the permalink beside a heading; pages show it under the pointer only."""
_CONTROLS = re.compile(r"(.*\S)\s*(\[[^\[\]]+\])")
_WORD = re.compile(r"\w+")
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u034f\u061c"


class Walk(Struct, dict=True):
    """The lines and elements of a page, column by column. Made by ``walk``, never changed after."""

    looks: list[Look] = field(default_factory=list)
    """Of each element. The first is the body; a parent stands before its children."""
    distinct: list[Look] = field(default_factory=list)
    """The looks of the page, each once."""
    parents: list[int] = field(default_factory=list)
    """The element around each element; -1 for the body."""
    hrefs: dict[int, str] = field(default_factory=dict)
    """Where each link leads, by its element; see ``href``."""
    begins: list[int] = field(default_factory=list)
    """The first line inside each element …"""
    ends: list[int] = field(default_factory=list)
    """… and the first line after it; exact for boxes only."""
    texts: list[str] = field(default_factory=list)
    """Of each line; white space collapsed, but for the indentation of code."""
    linked: list[int] = field(default_factory=list)
    """Characters of each line that stand inside links."""
    anchors: list[Sequence[tuple[int, str]]] = field(default_factory=list)
    """The link elements of each line, each with its text."""
    elements: list[int] = field(default_factory=list)
    """The innermost element each line begins in, inline ones counted."""
    boxes: list[int] = field(default_factory=list)
    """The box each line stands in."""
    groups: list[int] = field(default_factory=list)
    """The list, table, row or cell each line's box is or stands in, -1 for none."""
    kinds: list[BlockKind] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)

    @cached_property
    def ways(self) -> Ways:
        """The ways down to the elements that lines stand in."""
        return Ways(self.looks, self.parents, {*self.elements, *self.boxes})

    def href(self, element: int) -> str:
        """The address an element links to, empty without one."""
        return unescaped(self.hrefs.get(element, ""))


class _Reader:
    """The line that is being read, and what the open boxes say about it."""

    def __init__(self) -> None:
        self.walk = Walk()
        self.pieces: list[str] = []
        self.element = 0  # the one the line began in
        self.linked = 0
        self.anchors: list[tuple[int, str]] | None = None
        self.boxes: list[tuple[int, BlockKind, int]] = [(0, "paragraph", -1)]
        """The open ones, each with the kind of its lines and the list or table it is or stands in."""
        self.breaks = 2  # since the last line: one glues, two part; the edge of a box counts as two
        self.last_list = -1
        self.hidden = Hidden.NO
        self.preformatted = False

    def link(self, anchor: int, text: str) -> None:
        """Note that the text just read stands inside a link."""
        self.linked += len(text)
        if not self.anchors:
            self.anchors = [(anchor, text)]
        elif self.anchors[-1][0] == anchor:
            self.anchors[-1] = (anchor, self.anchors[-1][1] + text)
        else:
            self.anchors.append((anchor, text))

    def drop_sign(self) -> None:
        """Take back the sign that was just read, if it is that of a permalink."""
        box, kind, _ = self.boxes[-1]
        if self.anchors and (kind == "heading" or self.walk.looks[box].tag == "dt"):
            anchor, sign = self.anchors[-1]
            if sign == self.pieces[-1] and "#" in self.walk.href(anchor):
                self.pieces.pop()
                self.anchors.pop()
                self.linked -= len(sign)

    def flush(self) -> None:
        """End the line that is being read."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.preformatted:
            for number, row in enumerate(text.split("\n")):
                self.breaks += number > 0
                if row.strip():
                    self._add(" " * _indent(row) + row.strip())
        else:
            text = " ".join(text.split())
            if text.endswith("]") and self.anchors and self.boxes[-1][1] == "heading":
                self._add_heading(text, self.anchors)
            else:
                self._add(text)
        self.linked = 0
        self.anchors = None

    def _add_heading(self, text: str, anchors: list[tuple[int, str]]) -> None:
        """A heading, and on a line of their own the links in brackets at its end, such as «[ویرایش]»."""
        found = _CONTROLS.fullmatch(text)
        words = _WORD.findall(found[2]) if found else []
        left = len(words)
        for first in reversed(range(len(anchors))):
            shown = _WORD.findall(anchors[first][1])
            left -= len(shown)
            if found is None or left < 0 or words[left : left + len(shown)] != shown:
                break
            if left == 0:
                controls = sum(len(link) for _, link in anchors[first:])
                self.linked, self.anchors = self.linked - controls, anchors[:first]
                self._add(found[1])
                self.linked, self.anchors = controls, anchors[first:]
                self._add(found[2])
                return
        self._add(text)

    def _add(self, text: str) -> None:
        if not text.strip(_INVISIBLE):
            return
        w = self.walk
        box, kind, group = self.boxes[-1]
        own_list = self._list(group) if w.looks[box].tag in ITEMS else -1
        w.texts.append(unescaped(text) if "&" in text else text)
        w.linked.append(self.linked)
        w.anchors.append(self.anchors or ())
        w.elements.append(self.element)
        w.boxes.append(box)
        w.groups.append(group)
        w.kinds.append(kind)
        w.glued.append(self.breaks < 2 or (own_list >= 0 and own_list == self.last_list))
        w.hidden.append(self.hidden)
        self.last_list = own_list
        self.breaks = 0

    def _list(self, group: int) -> int:
        """The whole list or table of an item or cell: its lines are glued."""
        for _ in range(4):
            if group < 0 or self.walk.looks[group].tag not in TABLE_PARTS:
                break
            group = self.walk.parents[group]
        return group


def walk(source: str) -> Walk:
    """Cut the body of a page into lines; ``source`` is well-formed XML as ``Tree.source`` gives it."""
    reader = _Reader()
    w, pieces, boxes, flush = reader.walk, reader.pieces, reader.boxes, reader.flush
    looks, parents, begins, ends, texts = w.looks, w.parents, w.begins, w.ends, w.texts
    tags = Looks()
    known, w.hrefs = tags.known, tags.hrefs
    inline, link, line_break, preformatted = Role.INLINE, Role.LINK, Role.BREAK, Role.PREFORMATTED
    inside = -1  # the innermost open element
    hidden_from = preformatted_from = anchor = -1  # the element that began the state, -1 outside

    # A ">" in a text or in a value is escaped: each that is left ends a tag, and the last ends the body.
    for piece in source.split(">")[:-1]:
        text, _, head = piece.partition("<")
        if text and (pieces or not text.isspace()):
            if not pieces:
                reader.element = inside
            pieces.append(text)
            if anchor >= 0:
                reader.link(anchor, text)
        if head[0] == "/":
            element, inside = inside, parents[inside]
            look = looks[element]
            role = look.role
            if role is link:
                if element == anchor:
                    anchor = -1
                    if pieces and pieces[-1] in _SIGNS:
                        reader.drop_sign()
            elif role is not inline:
                if pieces:
                    flush()
                reader.breaks = 2
                boxes.pop()
                ends[element] = len(texts)
                if element == preformatted_from:
                    preformatted_from, reader.preformatted = -1, False
            if element == hidden_from:
                if pieces:
                    flush()
                hidden_from, reader.hidden = -1, Hidden.NO
        else:
            element = len(looks)
            look = known.get(head) or tags.read(head, element)
            role = look.role
            if pieces and role is not inline and role is not link:
                flush()
            at = len(texts)
            looks.append(look)
            parents.append(inside)
            begins.append(at)
            ends.append(at)
            if role is line_break:
                reader.breaks += 1
            elif not look.void:
                inside = element
                if look.hidden and hidden_from < 0:
                    if pieces:
                        flush()
                    hidden_from, reader.hidden = element, look.hidden
                if role is link:
                    if anchor < 0:
                        anchor = element
                elif role is not inline:
                    reader.breaks = 2
                    _, kind, group = boxes[-1]
                    boxes.append((element, look.kind or kind, element if look.groups else group))
                    if role is preformatted and preformatted_from < 0:
                        preformatted_from, reader.preformatted = element, True
            elif role is not inline and role is not link:
                reader.breaks = 2
    if pieces:
        flush()
    w.distinct = list(known.values())
    return w


def _indent(row: str) -> int:
    wide = row.expandtabs(4)
    return len(wide) - len(wide.lstrip())
