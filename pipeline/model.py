"""The types every layer speaks: what a page is, what a document is, and why a line went.

All of them are frozen ``msgspec`` structs, so they encode to JSON as they stand and a JSON Schema
comes from them (``python -m pipeline.schema``). Offsets are code points of ``Document.text``.
"""

from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

SCHEMA_VERSION = "1.0"


class Outcome(StrEnum):
    """How a page ended. Every page ends in exactly one."""

    OK = "ok"
    EMPTY = "empty"
    LISTING = "listing"
    JS_SHELL = "js_shell"
    PAYWALL = "paywall"
    BOT_WALL = "bot_wall"
    DUPLICATE = "duplicate"
    NOT_TEXT = "not_text"
    TOO_BIG = "too_big"
    DECODE_FAILED = "decode_failed"
    PARSE_FAILED = "parse_failed"
    TIMEOUT = "timeout"
    INTERNAL_ERROR = "internal_error"

    @property
    def skipped(self) -> bool:
        """No document by nature: the record stands in ``_skipped/``."""
        return self in _SKIPPED

    @property
    def quarantined(self) -> bool:
        """Something failed: the record stands in ``_quarantine/``."""
        return self is not Outcome.OK and self not in _SKIPPED


_SKIPPED = frozenset(
    {
        Outcome.EMPTY,
        Outcome.LISTING,
        Outcome.JS_SHELL,
        Outcome.PAYWALL,
        Outcome.BOT_WALL,
        Outcome.DUPLICATE,
    }
)

RemovalClass = Literal[
    "ad", "ticker", "share", "nav", "related", "tags", "counter", "captcha", "subscribe", "appeal",
    "legal", "timestamp", "id", "caption", "title_dup", "body_dup", "comments", "fontsize", "contact",
    "accessibility", "pageclock", "endmark", "repeated", "other",
]  # fmt: skip

BlockKind = Literal["heading", "paragraph", "list_item", "quote", "table", "code"]


class Page(Struct, frozen=True):
    """One raw page after decoding, before anything is judged."""

    text: str
    """The decoded page: HTML source or plain text."""
    is_html: bool
    source: str = ""
    url: str | None = None
    encoding: str = "utf-8"
    encoding_from: str = "given"
    """How the encoding was known: ``bom``, ``http``, ``meta``, ``utf-8``, ``scored``, ``given``."""


class Line(Struct, frozen=True, gc=False):
    """One visible line of a page, in reading order; what every judge decides about."""

    number: int
    """Text page: 1-based line of the decoded page. HTML: 1-based ordinal of the visible line."""
    text: str
    """Text page: the line as it stands. HTML: its text with white space collapsed; ZWNJ and marks untouched."""
    kind: BlockKind = "paragraph"
    path: str = ""
    """HTML: tags from body down with ids and classes, such as ``div.page/article#main/p``; text pages: empty."""
    link_share: float = 0.0
    """Share (0-1) of the line's letters that stand inside links."""
    vote: float | None = None
    """How sure (0-1) the extractor is that this is main content; None where it was not asked."""
    glued: bool = False
    """True when the line belongs to the block of the line before it: a ``<br>``, a list item, a table row, or
    no blank line between them on a text page. Glued lines are joined by one newline, others by a blank line."""


class Block(Struct, frozen=True, gc=False):
    """A span of ``Document.text`` that was one line of the page."""

    kind: BlockKind
    start: int
    end: int
    line: int
    language: str


class Segment(Struct, frozen=True, gc=False):
    """A span in one language; the segments of a text cover it without gap or overlap."""

    start: int
    end: int
    language: str
    """``fa``, ``en``, another BCP-47 code, or ``und``."""


class DateMention(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A date found in a text. ``find_dates`` gives offsets in the text it read; a document's mentions have
    offsets in ``Document.text``, or -1, -1 where the line they stood on was removed (a stamp)."""

    start: int
    end: int
    surface: str
    """What the page had, before any conversion."""
    calendar: Literal["jalali", "gregorian", "islamic", "imperial", "relative", "unknown"]
    precision: Literal["year", "month", "day", "hour", "minute", "second", "range", "none"]
    iso: str | None
    """ISO 8601: ``2020-03-01``, ``2020-03-01T11:34``, ``2020-03``, or an interval ``2020-02-20/2020-03-19``."""
    native: str | None = None
    """The date in its own calendar, ``1398-12-11``."""
    confidence: float = 1.0
    why: str = ""
    """What decided the calendar: ``month name``, ``era``, ``neighbour``, ``page habit`` …"""
    field: str | None = None
    """``published``, ``modified`` or ``pageclock`` where the mention is one of those; ``text`` in running text."""
    zone: str | None = None
    """Zone or offset where the text states one."""
    weekday_ok: bool | None = None
    """False when a weekday is written beside the date and is another one; None when none is written."""
    calendars_agree: bool | None = None
    """False when the same stamp in a second calendar names another day; None when there is no second."""
    written: str | None = None
    """What stands in ``Document.text`` in place of ``surface``, where they differ."""


class Removal(Struct, frozen=True, gc=False):
    """Why one line is gone."""

    line: int
    text: str
    class_: RemovalClass = field(name="class")
    rule: str
    """Name of the rule that decided, such as ``share.buttons`` or ``model.line``."""
    evidence: str
    """What it saw: the phrase, the neighbour, the repetition, the probability."""


class Raw(Struct, frozen=True):
    """Where the document comes from, to the byte."""

    sha256: str
    bytes: int
    encoding: str | None = None
    encoding_from: str | None = None
    fetched: str | None = None


class Zone(Struct, frozen=True):
    """The zone of ``published``: where it is known from. It never shifts the date."""

    name: str
    from_: Literal["stated", "site", "assumed"] = field(name="from")


class Link(Struct, frozen=True, gc=False):
    """A link that stood in a kept line."""

    href: str
    text: str


class Made(Struct, frozen=True):
    """What made a document: the same values and the same bytes give the same document."""

    version: str
    settings: str
    """Hash of the settings that change documents."""
    memory: str | None = None
    """Hash of the frozen site memory, where one was used."""


class Document(Struct, frozen=True, kw_only=True):
    """A cleaned page. Written as one JSON object; ``python -m pipeline.schema`` prints its schema."""

    schema_version: str = SCHEMA_VERSION
    id: str
    """First 16 hex digits of the SHA-256 of the raw bytes."""
    source: str
    url: str | None = None
    site: str | None = None
    outcome: Outcome
    error: str | None = None
    """One sentence a person understands, when the outcome is not ``ok``."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    published_zone: Zone | None = None
    language: str = "und"
    languages: dict[str, float] = {}
    text: str = ""
    blocks: tuple[Block, ...] = ()
    segments: tuple[Segment, ...] = ()
    dates: tuple[DateMention, ...] = ()
    removed: tuple[Removal, ...] = ()
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    normalization: dict[str, int] = {}
    """Changes made to letters and spaces, counted by step."""
    notes: tuple[str, ...] = ()
    """What a person should know: a weekday that disagrees, two calendars that name different days …"""
    duplicate_of: str | None = None
    raw: Raw
    pipeline: Made
