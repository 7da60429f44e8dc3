"""Bytes to text: which encoding a page really is in, and whether it is HTML.

A declaration is a hint, not a fact: pages that declare one encoding and hold another are common. So the
bytes are asked first (a byte order mark, valid UTF-8), and where they leave a choice, every candidate
decoding is scored by how much its letters look like a language that is written in that encoding.
"""

import codecs
import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from pipeline.errors import PageError
from pipeline.model import Outcome, Page

MAX_BYTES = 20_000_000

Source = Literal["bom", "http", "meta", "utf-8", "scored", "given"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"GIF87a", b"GIF89a",
    b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"RIFF", b"OggS",
    b"ID3", b"wOFF", b"wOF2", b"\xd0\xcf\x11\xe0", b"SQLite format 3",
)  # fmt: skip
_META_CHARSET = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I)
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""", re.I)
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I)
_STATEFUL = re.compile(rb"\x1b\$[@B]|~\{")
_NON_ASCII = re.compile(rb"[A-Za-z]{0,3}[\x80-\xff][\x40-\xff]*")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CASE_BREAK = re.compile(r"[^\W\d_]+")

_HTML_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.I)
_HTML_TAG = re.compile(
    r"</?(?:a|article|b|br|center|dd|div|dl|dt|em|font|footer|form|h[1-6]|header|hr|i|img|li|link|main|meta|nav|ol"
    r"|p|pre|script|section|span|strong|style|table|td|th|title|tr|ul)(?:\s[^<>]*)?/?>",
    re.I,
)
_TYPE = re.compile(r"^\s*([\w.+-]+/[\w.+-]+)")
_HTML_TYPES = {"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"}

_SNIFF_CHARS = 65_536
_SAMPLE_BYTES = 20_000
_BAD_SHARE = 0.02
"""UTF-8 with at most this share of broken sequences among its multi-byte ones is UTF-8 with damage."""
_DECLARED_BONUS = 0.12
"""A declaration wins against an undeclared candidate that scores no more than this (of 1) above it."""


class Charset(Struct, frozen=True):
    """One candidate encoding: its codec and the letters its languages use most."""

    codec: str
    letters: frozenset[str]
    script: str
    """Regular expression class of the script; a letter of it that is not frequent counts a little."""


def decode(data: bytes | str, content_type: str | None = None, *, max_bytes: int = MAX_BYTES) -> Page:
    """Decode a raw page and tell whether it is HTML; ``source`` and ``url`` are left to the caller.

    Raises PageError with ``too_big``, ``not_text`` (binary) or ``decode_failed`` (no encoding fits).
    """
    if len(data) > max_bytes:
        raise PageError(Outcome.TOO_BIG, f"The page has {len(data):,} bytes; the limit is {max_bytes:,}.")
    if isinstance(data, str):
        text = data.removeprefix("\ufeff")
        return Page(text=text, is_html=is_html(text, content_type))
    text, encoding, how = _text_of(data, content_type)
    return Page(text=text, is_html=is_html(text, content_type), encoding=encoding, encoding_from=how)


def is_html(text: str, content_type: str | None = None) -> bool:
    """True where the content type says so, or, without one, where the text is written as HTML.

    One root tag is enough; without one there must be at least three known tags, and one for every 2,000
    characters, so that a text which mentions a tag stays a text.
    """
    declared = _TYPE.match(content_type or "")
    if declared:
        mime = declared.group(1).lower()
        if mime in _HTML_TYPES:
            return True
        if mime.startswith("text/") and mime != "text/xml":
            return False
    head = text[:_SNIFF_CHARS]
    if "<" not in head:
        return False
    if _HTML_ROOT.search(head):
        return True
    tags = sum(1 for _ in _HTML_TAG.finditer(head))
    return tags >= 3 and tags * 2_000 >= len(head)


def _text_of(data: bytes, content_type: str | None) -> tuple[str, str, Source]:
    for bom, codec in _BOMS:
        # A page of 0xFF bytes alone begins like UTF-16, but no character follows.
        if data.startswith(bom) and data.strip(b"\xff"):
            text = data[len(bom) :].decode(codec, "replace")
            if text.count("\ufffd") * 10 > len(text):
                break
            return text, codec, "bom"
    _refuse_binary(data)
    wide = _wide_codec(data)
    if wide:
        return data.decode(wide, "replace"), wide, "scored"
    declared = _declared(data, content_type)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _undecided(data, declared)
    for codec, how in declared:
        # 7-bit encodings with escapes are valid UTF-8 too; only their declaration tells.
        if codec in ("iso2022_jp", "hz") and _STATEFUL.search(data):
            return data.decode(codec, "replace"), codec, how
    said = [how for codec, how in declared if codec == "utf-8"]
    return text, "utf-8", said[0] if said else "utf-8"


def _undecided(data: bytes, declared: list[tuple[str, Source]]) -> tuple[str, str, Source]:
    """The bytes are no valid UTF-8: broken UTF-8, or one of the older encodings."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    multi_byte = sum(1 for char in text if char > "\x7f") - broken
    if broken <= max(1, multi_byte * _BAD_SHARE) and multi_byte > broken:
        said = [how for codec, how in declared if codec == "utf-8"]
        return text, "utf-8", said[0] if said else "utf-8"
    hints = dict(reversed(declared))
    best: tuple[float, str, Source] | None = None
    for codec in dict.fromkeys([*hints, *(charset.codec for charset in _charsets())]):
        score = _score(data, codec)
        if score is None:
            continue
        how = hints.get(codec, "scored")
        score += _DECLARED_BONUS if codec in hints else 0.0
        if best is None or score > best[0]:
            best = (score, codec, how)
    if best is None or best[0] < -0.5:
        raise PageError(Outcome.DECODE_FAILED, "The bytes of the page are no text in any known encoding.")
    return data.decode(best[1], "replace"), best[1], best[2]


def _refuse_binary(data: bytes) -> None:
    if data.startswith(_MAGIC):
        raise PageError(Outcome.NOT_TEXT, "The page is a binary file (an archive, an image or a document), no text.")
    if data and data.count(data[:1]) == len(data) and not data[:1].isspace() and not data[:1].isalnum():
        raise PageError(Outcome.NOT_TEXT, f"Every byte of the page is 0x{data[0]:02X}: that is no text.")
    if not data.startswith(tuple(bom for bom, _ in _BOMS)) and not _wide_codec(data):
        sample = data[:200_000]
        if len(_CONTROL.findall(sample)) * 50 > len(sample):
            raise PageError(Outcome.NOT_TEXT, "The page is full of control bytes: that is a binary file, no text.")


def _wide_codec(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of markup is zero."""
    sample = data[:4_000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 8:
        return None
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _declared(data: bytes, content_type: str | None) -> list[tuple[str, Source]]:
    """Codecs the page claims, HTTP first, by the labels of the WHATWG Encoding Standard."""
    found: list[tuple[str, Source]] = []
    head = data[:8_192]
    http = _HTTP_CHARSET.search(content_type or "")
    claims: list[tuple[str, Source]] = [(http.group(1), "http")] if http else []
    for pattern in (_XML_CHARSET, _META_CHARSET):
        match = pattern.search(head)
        if match:
            claims.append((match.group(1).decode("ascii"), "meta"))
    for label, how in claims:
        codec = _codec(label.lower())
        if codec and codec not in [known for known, _ in found]:
            found.append((codec, how))
    return found


@cache
def _codec(label: str) -> str | None:
    label = _labels().get(label, label)
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    # A page in UTF-16 could not state so in ASCII letters (Encoding Standard, "prescan a byte stream").
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def _score(data: bytes, codec: str) -> float | None:
    """How much the non-ASCII text looks like a language, about -3 to 1; None where nothing can be said."""
    sample = b" ".join(_sample(data))
    try:
        text = sample.decode(codec, "replace")
    except (LookupError, UnicodeError):
        return None
    chars = [char for char in text if char > "\x7f"]
    if not chars:
        return None
    best = -3.0
    for charset in _charsets():
        if charset.codec != codec:
            continue
        inside = re.compile(charset.script)
        total = 0.0
        for char in chars:
            if char in charset.letters:
                total += 1.0
            elif char == "\ufffd":
                total -= 3.0
            elif inside.match(char):
                total += 0.2 if char.isalpha() or char.isspace() else 0.0
            else:
                total -= 1.0
        best = max(best, total / len(chars))
    if best == -3.0:
        best = -3.0 * text.count("\ufffd") / len(chars)
    return best - _case_breaks(text)


def _case_breaks(text: str) -> float:
    """Share of words with a capital after a small letter: Cyrillic read through the wrong table."""
    words = _CASE_BREAK.findall(text)
    broken = sum(1 for word in words if any(a.islower() and b.isupper() for a, b in pairwise(word)))
    return broken / len(words) if words else 0.0


def _sample(data: bytes) -> list[bytes]:
    pieces, size = [], 0
    for match in _NON_ASCII.finditer(data):
        pieces.append(match.group())
        size += len(pieces[-1])
        if size > _SAMPLE_BYTES:
            break
    return pieces


@cache
def _charsets() -> tuple[Charset, ...]:
    table = tomllib.loads((files(__package__) / "charsets.toml").read_text("utf-8"))
    return tuple(
        Charset(codecs.lookup(row["codec"]).name, frozenset(row["letters"]), table["scripts"][row["script"]])
        for row in table["charset"]
    )


@cache
def _labels() -> dict[str, str]:
    table = tomllib.loads((files(__package__) / "charsets.toml").read_text("utf-8"))
    labels: dict[str, str] = table["labels"]
    return labels
