"""One walk over the body: the visible lines of a page in reading order, and the elements they stand in.

The walk goes over the tags and texts of the body written as XML (``Tree.source``), keeps a stack of open
elements and cuts a line wherever a browser would begin a new one: at block elements, ``<br>``, buttons and the
ends of table rows. Nothing is judged here but visibility.
"""

import re
from typing import Any

from msgspec import Struct

from pipeline.html.tags import KINDS, Role, role_of
from pipeline.model import BlockKind

_TOKEN = re.compile(r"<(/?)([^\s/>]+)([^>]*)>([^<]*)")
_ATTRIBUTE = re.compile(r'([^\s="]+)="([^"]*)"')
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_ENTITIES = (
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&#13;", " "),
    ("&#10;", " "),
    ("&#9;", " "),
    ("&amp;", "&"),
)
"""The only ones libxml2 writes."""
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u034f\u061c"

_GROUPS = frozenset(["ul", "ol", "dl", "menu", "dir", "table", "tr", "td", "th"])
_ITEMS = frozenset(["li", "dt", "dd", "td", "th"])
_CELL_GAP = " | "
_PATH_DEPTH = 40
"""``Line.path`` names at most this many of the innermost elements, so that deep nesting stays linear."""
_CELL_LETTERS = 160
"""A table row whose cells are all shorter is a row of data and one line; else the table is there for layout."""


class Walk(Struct):
    """The raw lines of a page, column by column, and its elements. Made once, never changed after."""

    tags: list[str]
    attributes: list[str]
    """Of each element, as they stand in the tag."""
    parents: list[int]
    """Index of the element around each element; -1 for the body."""
    texts: list[str]
    """Of each line; white space collapsed, but for the indentation of code."""
    linked: list[int]
    """Characters of each line that stand inside links."""
    elements: list[int]
    """The innermost element each line begins in, inline ones counted."""
    boxes: list[int]
    """The block element each line stands in."""
    kinds: list[BlockKind]
    glued: list[bool]
    hidden: list[bool]
    """Lines a browser does not show: ``hidden``, ``display:none``, a closed ``<template>``, ``<noscript>``."""
    starts: list[int]
    """Number of the first token of each line, and so of the elements before it."""
    anchors: list[list[tuple[int, str]]]
    """The link elements of each line, each with its text."""


def walk(source: str) -> Walk:
    """Cut the body of a page into lines; ``source`` is well-formed XML as ``Tree.source`` gives it."""
    w = Walk([], [], [], [], [], [], [], [], [], [], [], [])
    flags: dict[str, bool] = {}
    stack: list[int] = []
    boxes: list[int] = []
    hide_at = skip_at = pre_at = link_at = 0  # stack height at which the state began; 0 is off
    buffer: list[str] = []
    linked = 0
    first = box = -1
    anchors: list[tuple[int, str]] = []
    breaks = 2  # line breaks since the last line: 1 glues, 2 part; a block element counts as two
    kinds: list[BlockKind] = []
    within: list[int] = []  # of each element: the list, table, row or cell it is or stands in
    last_list = -1

    def flush() -> None:
        nonlocal linked, first, anchors, breaks, last_list
        text = "".join(buffer)
        buffer.clear()
        rows = text.split("\n") if pre_at else [text]
        for row in rows:
            clean = " ".join(row.split())
            if not clean or not clean.strip(_INVISIBLE):
                if pre_at and breaks < 2:
                    breaks += 1
                continue
            if "&" in clean:
                clean = _unescaped(clean)
            kind = kinds[box]
            if kind == "code":
                clean = " " * _indent(row) + clean
            group = _group(w, within[box]) if w.tags[box] in _ITEMS else -1
            w.texts.append(clean)
            w.linked.append(linked)
            w.elements.append(first)
            w.boxes.append(box)
            w.kinds.append(kind)
            w.glued.append(breaks < 2 or (group >= 0 and group == last_list))
            w.hidden.append(bool(hide_at))
            w.starts.append(len(w.tags))
            w.anchors.append(anchors)
            last_list = group
            breaks = 1 if pre_at else 0
        linked = 0
        first = -1
        anchors = []

    for slash, tag, attributes, text in _TOKEN.findall(source):
        height = len(stack)
        if slash:
            element = stack.pop()
            if skip_at:
                if height == skip_at:
                    skip_at = 0
                else:
                    continue
            else:
                role = role_of(tag)
                if role in (Role.BLOCK, Role.CELL, Role.PREFORMATTED):
                    if buffer:
                        flush()
                    breaks = 2
                    boxes.pop()
                    box = boxes[-1] if boxes else -1
                    if height == pre_at:
                        pre_at = 0
                elif height == link_at:
                    link_at = 0
                if height == hide_at:
                    if buffer:
                        flush()
                    hide_at = 0
            if box < 0:
                continue
        else:
            void = attributes.endswith("/")
            if skip_at:
                if not void:
                    stack.append(-1)
                continue
            role = role_of(tag)
            element = len(w.tags)
            w.tags.append(tag)
            w.attributes.append(attributes)
            w.parents.append(stack[-1] if stack else -1)
            inherited = kinds[stack[-1]] if stack else "paragraph"
            kinds.append(KINDS.get(tag, inherited))
            within.append(element if tag in _GROUPS else within[stack[-1]] if stack else -1)
            if not void:
                stack.append(element)
                height += 1
            if role == Role.SKIP and not void and not (tag == "template" and "shadowrootmode=" in attributes):
                skip_at = height
                continue
            if attributes and not hide_at:
                is_hidden = flags.get(attributes)
                if is_hidden is None:
                    is_hidden = flags[attributes] = _is_hidden(attributes)
                if is_hidden and not void:
                    if buffer:
                        flush()
                    hide_at = height
            if role == Role.BREAK:
                if buffer:
                    flush()
                breaks += 1
            elif role in (Role.BLOCK, Role.CELL, Role.PREFORMATTED):
                if buffer:
                    flush()
                breaks = 2
                if not void:
                    boxes.append(element)
                    box = element
                    if role == Role.PREFORMATTED and not pre_at:
                        pre_at = height
            elif role == Role.LINK and not void and not link_at:
                link_at = height
        if text and (buffer or not text.isspace()):
            if first < 0:
                first = stack[-1] if stack else element
            buffer.append(text)
            if link_at:
                linked += len(text)
                anchor = stack[link_at - 1]
                if anchors and anchors[-1][0] == anchor:
                    anchors[-1] = (anchor, anchors[-1][1] + text)
                else:
                    anchors.append((anchor, text))
    if buffer:
        flush()
    return _rows_joined(w, within)


class Paths:
    """Paths of elements, such as ``div.page/article#main/p``; made where they are asked for, each once."""

    def __init__(self, w: Walk) -> None:
        self._walk = w
        self._paths: dict[int, str] = {-1: "", 0: ""}
        self._labels: dict[tuple[str, str], str] = {}

    def of(self, element: int) -> str:
        """Tags with ids and classes from the body down, the body left out."""
        open_: list[int] = []
        while element not in self._paths:
            open_.append(element)
            element = self._walk.parents[element]
        path = self._paths[element]
        for child in reversed(open_):
            label = self._label(self._walk.tags[child], self._walk.attributes[child])
            path = f"{path}/{label}" if path else label
            if path.count("/") >= _PATH_DEPTH:
                path = path.partition("/")[2]
            self._paths[child] = path
        return path

    def _label(self, tag: str, written: str) -> str:
        key = (tag, written)
        label = self._labels.get(key)
        if label is None:
            found = attributes_of(written)
            names = found.get("class", "").replace("/", "").split()
            identity = "".join(found.get("id", "").replace("/", "").split())
            label = tag + (f"#{identity}" if identity else "") + "".join(f".{name}" for name in names)
            self._labels[key] = label
        return label


def attributes_of(written: str) -> dict[str, str]:
    """Attributes of a tag as it is written in ``Walk.attributes``."""
    return {name: _unescaped(value) for name, value in _ATTRIBUTE.findall(written)}


def _is_hidden(written: str) -> bool:
    if "hidden" not in written and "none" not in written:
        return False
    found = attributes_of(written)
    return found.get("hidden", "no") not in ("no", "until-found") or bool(_HIDDEN_STYLE.search(found.get("style", "")))


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text


def _indent(row: str) -> int:
    return len(row.expandtabs(4)) - len(row.expandtabs(4).lstrip())


def _group(w: Walk, element: int) -> int:
    """The list or table that a list, row or cell belongs to: lines of one group are glued."""
    for _ in range(3):
        if element < 0 or w.tags[element] not in ("tr", "td", "th"):
            break
        element = w.parents[element]
        if element >= 0 and w.tags[element] in ("tbody", "thead", "tfoot"):
            element = w.parents[element]
    return element


def _rows_joined(w: Walk, within: list[int]) -> Walk:
    """Make one line of each table row that holds data; lines of tables made for layout become paragraphs."""
    if "table" not in w.kinds:
        return w
    kept: list[int] = []
    at, count = 0, len(w.texts)
    while at < count:
        end = at + 1
        if w.kinds[at] == "table":
            row = _row(w, within, at)
            while end < count and w.kinds[end] == "table" and _row(w, within, end) == row:
                end += 1
            cells = [within[w.boxes[i]] for i in range(at, end)]
            texts = w.texts[at:end]
            if row >= 0 and len(set(cells)) == len(cells) and max(map(len, texts)) <= _CELL_LETTERS:
                w.texts[at] = _CELL_GAP.join(texts)
                w.linked[at] = sum(w.linked[at:end])
                w.anchors[at] = [anchor for i in range(at, end) for anchor in w.anchors[i]]
                kept.append(at)
            else:
                w.kinds[at:end] = ["paragraph"] * (end - at)
                w.glued[at:end] = [w.glued[i] and w.boxes[i] == w.boxes[i - 1] for i in range(at, end)]
                kept.extend(range(at, end))
        else:
            kept.append(at)
        at = end
    columns: list[list[Any]] = [
        w.texts, w.linked, w.elements, w.boxes, w.kinds, w.glued, w.hidden, w.starts, w.anchors,
    ]  # fmt: skip
    for column in columns:
        column[:] = [column[i] for i in kept]
    return w


def _row(w: Walk, within: list[int], line: int) -> int:
    cell = within[w.boxes[line]]
    return w.parents[cell] if cell >= 0 and w.tags[cell] in ("td", "th") else -1
