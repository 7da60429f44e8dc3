"""The one parse of a page: an lxml tree, and its body as one well-formed string of tags and text.

The tree serves metadata and, where it is asked, trafilatura; the string serves the walk over the lines, which
is three times faster than stepping through the tree's nodes from Python.
"""

import re

from lxml import etree
from lxml.etree import _Element as Element
from msgspec import Struct

from pipeline.errors import PageError
from pipeline.html.tags import INLINE_TAGS, UNSEEN
from pipeline.model import Outcome

RAW_TEXT = ("script", "style", "iframe", "noembed", "noframes")
"""Elements that hold text which the reader of a page never sees."""

_EARLY_END = re.compile(r"</(?:body|BODY|html|HTML)\s*>")
_TAG = re.compile(r"<(?:(/)\s*)?([a-zA-Z][\w:-]*)(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")


DEEPEST = 100_000
"""A page nested deeper than this many elements is a bomb: no browser shows it, and no page maker writes it."""

_NEVER_DEEP = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "option",
        "thead",
        "tbody",
    ]
)
"""Elements that are empty or that the next of their kind ends: many open tags of theirs do not nest."""

_AFTER_END = 24
"""More characters than this after ``</body>`` (enough for ``</html>`` and white space) are page, too."""


class Tree(Struct, frozen=True):
    """A parsed page."""

    root: Element
    json_scripts: tuple[str, ...]
    """Contents of ``<script type="application/ld+json">``, as they stand."""
    state: str | None
    """Content of ``<script id="__NEXT_DATA__">``, the page as JSON, where there is one."""
    script_letters: int
    """Characters of inline scripts: a page of little text and much script is a shell."""

    def source(self) -> str:
        """The body as XML: every ``<`` and ``>`` of text escaped, every tag closed, nothing in it that is never
        seen. Takes those elements out of the tree."""
        body = self.root.find("body")
        if body is None:
            body = self.root
        etree.strip_elements(body, *UNSEEN, with_tail=False)
        return str(etree.tostring(body, encoding="unicode", with_tail=False))


def parse(text: str) -> Tree:
    """Parse a decoded page once.

    libxml2 gives up at 2,048 nested elements and loses what follows; a page nested deeper is read again
    without its tags' nesting, as a row of lines. A page with no element at all has an empty body. Raises PageError
    ``parse_failed`` where libxml2 refuses the page, or where it is nested deeper than ``DEEPEST``.
    """
    end = _EARLY_END.search(text)
    if end and len(text) - end.end() > _AFTER_END:
        # Browsers read on after a stray </body>; libxml2 would drop the rest.
        text = _EARLY_END.sub("", text)
    root, too_deep = _read(text)
    if too_deep:
        if _depth(text) > DEEPEST:
            sentence = f"Its tags are nested more than {DEEPEST:,} deep: that is no page a browser would show."
            raise PageError(Outcome.PARSE_FAILED, sentence)
        root, _ = _read(flattened(text))
    if root is None:
        root = etree.fromstring("<html><body/></html>")
    return _unloaded(root)


def flattened(text: str) -> str:
    """The page with inline tags dropped and every other tag turned into a line break; one linear pass."""

    def flat(tag: re.Match[str]) -> str:
        name = tag.group(2).lower()
        if name in INLINE_TAGS:
            return ""
        if name in RAW_TEXT or name in ("title", "meta", "link"):
            return tag.group()
        return "<br><br>"

    return _TAG.sub(flat, text)


def _depth(text: str) -> int:
    """How deep the tags are nested, by counting them; one linear pass."""
    deepest = depth = 0
    for tag in _TAG.finditer(text):
        if tag.group(2).lower() not in _NEVER_DEEP:
            depth = max(depth - 1, 0) if tag.group(1) else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _read(text: str) -> tuple[Element | None, bool]:
    parser = etree.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8"
    )
    data = text.encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        raise PageError(Outcome.PARSE_FAILED, f"The page cannot be parsed as HTML: {error}.") from error
    last = parser.error_log.last_error if parser.error_log else None
    too_deep = last is not None and "depth" in (last.message or "")
    return root, too_deep


def _put_in_place(root: Element) -> None:
    """Do what React's script does when a page was streamed: parts sent later, in ``<div hidden id="S:1">``, go
    where ``<template id="B:1">`` waits for them."""
    waiting = {
        element.get("id", "")[2:]: element
        for element in root.iter("template")
        if element.get("id", "").startswith("B:")
    }
    for part in list(root.iter("div")):
        identity = part.get("id") or ""
        if identity.startswith("S:") and part.get("hidden") is not None:
            del part.attrib["hidden"]
            place = waiting.get(identity[2:])
            if place is not None and not any(above is part for above in place.iterancestors()):
                place.addnext(part)


def _unloaded(root: Element) -> Tree:
    """Take out what scripts and frames hold, so that the body written as XML is no longer than it need be, and put
    in place what the scripts would."""
    json_scripts: list[str] = []
    state: str | None = None
    letters = 0
    streamed = False
    for element in root.iter(*RAW_TEXT):
        content = element.text
        if element.tag == "script" and content:
            kind = (element.get("type") or "").lower()
            if "ld+json" in kind:
                json_scripts.append(content)
            elif element.get("id") == "__NEXT_DATA__":
                state = content
            letters += len(content)
            streamed = streamed or "$RC(" in content
        element.text = None
    if streamed:
        _put_in_place(root)
    return Tree(root, tuple(json_scripts), state, letters)
