"""What a tag says about its element: kind, visibility, names. Each distinct tag of a page is read once."""

import re
from enum import IntEnum

from msgspec import Struct

from pipeline.html.tags import KINDS, LISTS, Role, role_of
from pipeline.model import BlockKind

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


class Hidden(IntEnum):
    """Why a browser does not show a line."""

    NO = 0
    STYLE = 1
    """``hidden``, ``display:none`` or ``visibility:hidden``."""
    SCRIPT = 2
    """``<noscript>`` or ``<template>``: shown without scripts, or by one."""


class Look(Struct, frozen=True):
    """A start tag as it is written; elements with the same one share it."""

    number: int
    """Counts the looks of a page from 0."""
    tag: str
    written: str
    """Its attributes, as XML."""
    role: Role
    kind: BlockKind | None
    hidden: Hidden
    groups: bool
    """A list, a table or a part of one."""
    void: bool

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes by name."""
        return {name: unescaped(value) for name, value in _ATTRIBUTE.findall(self.written)}

    @property
    def css(self) -> str:
        """Its classes as they are written."""
        return self._value('class="')

    def _value(self, start: str) -> str:
        """Value of an attribute; ``start``: what it begins with, to its first quote."""
        at = 0 if self.written.startswith(start) else self.written.find(" " + start) + 1
        if not at and not self.written.startswith(start):
            return ""
        at += len(start)
        return self.written[at : self.written.find('"', at)]

    @property
    def label(self) -> str:
        """Tag, id and classes, such as ``div#main.page.wide``."""
        label = self.tag
        identity = self._value('id="')
        if identity:
            label += "#" + "".join(identity.replace("/", "").split())
        classes = self._value('class="')
        if classes:
            label += "." + ".".join(classes.replace("/", "").split())
        return label


def look_of(head: str, number: int) -> Look:
    """Read a start tag; ``head`` is what stands between its brackets."""
    void = head.endswith("/")
    tag, _, written = head.rstrip("/").partition(" ")
    return Look(number, tag, written, role_of(tag), KINDS.get(tag), _hidden(tag, written), tag in LISTS, void)


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
