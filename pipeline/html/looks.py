"""What a tag says about its element: kind, visibility, names. Each distinct tag of a page is read once.

Tags that differ in nothing but where they lead, such as the links of a menu, are one; where each leads is told
beside it.
"""

import re
from enum import IntEnum
from functools import lru_cache

from msgspec import Struct

from pipeline.html.tags import KINDS, LISTS, Role, role_of
from pipeline.model import BlockKind

_ATTRIBUTE = re.compile(r'([^\s="]+)="([^"]*)"')
_NAMED = re.compile(r' (class|id|role|itemprop|aria-hidden)="([^"]+)"')
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


class Hidden(IntEnum):
    """Why a browser does not show a line."""

    NO = 0
    STYLE = 1
    """``hidden``, ``display:none`` or ``visibility:hidden``."""
    SCRIPT = 2
    """``<noscript>`` or ``<template>``: shown without scripts, or by one."""


class Names(Struct, frozen=True, gc=False):
    """What an element is called; elements that are called the same share it."""

    number: int
    """Counts the names of a page from 0."""
    tag: str
    named: tuple[tuple[str, str], ...]
    """The attributes that name things, with their values, where they have one."""

    @property
    def css(self) -> str:
        """The classes as they are written."""
        for name, value in self.named:
            if name == "class":
                return value
        return ""

    @property
    def label(self) -> str:
        """Tag, id and classes, such as ``div#main.page.wide``."""
        identity = classes = ""
        for name, value in self.named:
            if name == "id" and not identity:
                identity = "#" + "".join(value.replace("/", "").split())
            elif name == "class" and not classes:
                classes = "." + ".".join(value.replace("/", "").split())
        return self.tag + identity + classes


class Look(Struct, frozen=True, gc=False):
    """A start tag as it is written, but for where it leads; elements with the same one share it."""

    tag: str
    written: str
    """Its attributes, as XML, each after a space."""
    names: Names
    role: Role
    kind: BlockKind | None
    hidden: Hidden
    groups: bool
    """A list, a table or a part of one."""
    void: bool


class Looks:
    """The tags of one page."""

    def __init__(self) -> None:
        self.known: dict[str, Look] = {}
        """By what stands between the brackets of a start tag, for all tags but those that lead somewhere."""
        self.hrefs: dict[int, str] = {}
        """Where each link leads, by its element; as XML."""
        self._names: dict[tuple[str, tuple[tuple[str, str], ...]], Names] = {}

    def read(self, head: str, element: int) -> Look:
        """Read a start tag that is not known yet."""
        if head.startswith("a "):
            before, leads, after = head.partition(' href="')
            if leads:
                self.hrefs[element], _, after = after.partition('"')
                head = before + after
                look = self.known.get(head)
                if look is not None:
                    return look
        look = self.known[head] = self._look(head)
        return look

    def _look(self, head: str) -> Look:
        void = head[-1] == "/"
        tag, _, rest = (head.rstrip("/") if void else head).partition(" ")
        written = f" {rest}" if rest else ""
        called = tag, tuple(_NAMED.findall(written)) if rest else ()
        names = self._names.get(called)
        if names is None:
            names = self._names[called] = Names(len(self._names), *called)
        role, kind, groups = _nature(tag)
        return Look(tag, written, names, role, kind, _hidden(tag, written), groups, void)


@lru_cache(1024)
def _nature(tag: str) -> tuple[Role, BlockKind | None, bool]:
    return role_of(tag), KINDS.get(tag), tag in LISTS


def unescaped(text: str) -> str:
    """Text or attribute of the XML that ``Tree.source`` writes, as it was meant."""
    if "&" in text:
        for entity, char in _ENTITIES:
            text = text.replace(entity, char)
    return text


def _hidden(tag: str, written: str) -> Hidden:
    if tag == "noscript" or (tag == "template" and "shadowrootmode=" not in written):
        return Hidden.SCRIPT
    if "hidden" not in written and "none" not in written:
        return Hidden.NO
    found = dict(_ATTRIBUTE.findall(written))
    if found.get("hidden", "no") not in ("no", "until-found"):
        return Hidden.STYLE
    return Hidden.STYLE if _HIDDEN_STYLE.search(found.get("style", "")) else Hidden.NO
