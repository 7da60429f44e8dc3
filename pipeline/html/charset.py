"""Bytes to text: which encoding a page really is in, and whether it is HTML.

A declaration is a hint, not a fact: pages that declare one encoding and hold another are common. So the
bytes are asked first (a byte order mark, valid UTF-8), and where they leave a choice, every candidate
decoding is scored by how much its letters look like a language that is written in that encoding.
"""

import codecs
import math
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
_NO_CONTROL = bytes(byte for byte in range(256) if (byte > 31 and byte != 127) or byte in b"\t\n\v\f\r\x1b")
_WORD = re.compile(r"[^\W\d_]+")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_HTML_ROOT = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.I)
_HTML_TAG = re.compile(
    r"</?(?:a|article|b|br|center|dd|div|dl|dt|em|font|footer|form|h[1-6]|header|hr|i|img|li|link|main|meta|nav|ol"
    r"|p|pre|script|section|span|strong|style|table|td|th|title|tr|ul)(?:\s[^<>]*)?/?>",
    re.I,
)
_TYPE = re.compile(r"^\s*([\w.+-]+/[\w.+-]+)")
_HTML_TYPES = {"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"}

_SNIFF_CHARS = 65_536
_FEW = 64
_SAMPLE_BYTES = 4_000
_BAD_SHARE = 0.02
"""UTF-8 with at most this share of broken sequences among its multi-byte ones is UTF-8 with damage."""
_DECLARED_BITS = 0.5
"""A declaration wins against a candidate that scores no more than this above it."""
_SCRIPT_BITS = -3.0
"""A letter of the script that is none of the frequent ones."""
_FOREIGN_BITS = -5.0
_BROKEN_BITS = -8.0
_MIXED_BITS = 4.0
_LATIN_RUN = 2
_LEAST_BITS = -3.0
"""Below this the bytes look less like any language than like chance."""


class Charset(Struct, frozen=True):
    """One candidate encoding, and how likely its languages make each character."""

    codec: str
    bits: dict[str, float]
    """Of each frequent letter: log2 of its frequency against bytes drawn by chance, per byte."""
    script: re.Pattern[str]
    latin: bool
    width: int
    """Bytes of a character."""


def decode(data: bytes | str, content_type: str | None = None, *, max_bytes: int = MAX_BYTES) -> Page:
    """Decode a raw page and tell whether it is HTML; ``source`` and ``url`` are left to the caller.

    Raises PageError with ``too_big``, ``not_text`` (binary) or ``decode_failed`` (no encoding fits).
    """
    if len(data) > max_bytes:
        raise PageError(Outcome.TOO_BIG, f"The page has {len(data):,} bytes; the limit is {max_bytes:,}.")
    if isinstance(data, str):
        text = _LONE_SURROGATE.sub("\ufffd", data.removeprefix("\ufeff"))
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
        # A disk that lost its page gives bytes like 0xFF 0xFE without end: a mark, but no text.
        if data.startswith(bom) and data[: 2 * _FEW].translate(None, bom):
            text = data[len(bom) :].decode(codec, "replace")
            if text.count("\ufffd") * 10 <= len(text):
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
    multi_byte = len(text) - len(text.encode("ascii", "ignore")) - broken
    if broken <= max(1, multi_byte * _BAD_SHARE) and multi_byte > broken:
        said = [how for codec, how in declared if codec == "utf-8"]
        return text, "utf-8", said[0] if said else "utf-8"
    hints = dict(reversed(declared))
    for codec, how in declared:
        if codec != "utf-8" and codec not in {charset.codec for charset in _charsets()}:
            try:
                return data.decode(codec), codec, how
            except (UnicodeError, LookupError):
                continue
    sample = _sample(data)
    best: tuple[float, str, Source] | None = None
    for charset in _charsets():
        score = _score(sample, charset)
        if score is None:
            continue
        score += _DECLARED_BITS if charset.codec in hints else 0.0
        if best is None or score > best[0]:
            best = (score, charset.codec, hints.get(charset.codec, "scored"))
    if best is None or best[0] < _LEAST_BITS:
        raise PageError(Outcome.DECODE_FAILED, "The bytes of the page are no text in any known encoding.")
    return data.decode(best[1], "replace"), best[1], best[2]


def _refuse_binary(data: bytes) -> None:
    if data.startswith(_MAGIC):
        raise PageError(Outcome.NOT_TEXT, "The page is a binary file (an archive, an image or a document), no text.")
    sample = data[:_SNIFF_CHARS]
    controls = len(sample.translate(None, _NO_CONTROL))
    if controls * 50 > len(sample) and not _wide_codec(data):
        raise PageError(Outcome.NOT_TEXT, "The page is full of control bytes: that is a binary file, no text.")
    unprinted = len(sample) > _FEW and not any(32 <= value < 127 for value in sample[:2])
    if unprinted and not sample.translate(None, sample[:2]):
        raise PageError(Outcome.NOT_TEXT, f"The page is filled with the byte 0x{data[0]:02X}: that is no text.")


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


def _score(data: bytes, charset: Charset) -> float | None:
    """How much likelier the sample is as this charset's language than as chance, in bits per byte (-8 to about 3).

    None where the sample has no character outside ASCII.
    """
    text = data.decode(charset.codec, "replace")
    bits, count = 0.0, 0
    before = " "
    run = 0  # letters outside ASCII without a break
    for char, after in pairwise(text + " "):
        if char <= "\x7f":
            run = 0
        else:
            count += 1
            bits += charset.bits.get(char) or _rare(char, charset)
            if char.isalpha():
                run += 1
                beside_ascii = _is_ascii_letter(before) or _is_ascii_letter(after)
                # Words are written in one script: é stands among ASCII letters, и does not.
                if beside_ascii != charset.latin and (beside_ascii or run > _LATIN_RUN):
                    bits -= _MIXED_BITS
        before = char
    return bits / count - _case_breaks(text) if count else None


def _rare(char: str, charset: Charset) -> float:
    if char == "\ufffd":
        return _BROKEN_BITS
    return _SCRIPT_BITS / charset.width if charset.script.match(char) else _FOREIGN_BITS


def _is_ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _case_breaks(text: str) -> float:
    """Share of words with a capital after a small letter: Cyrillic read through the wrong table."""
    words = _WORD.findall(text)
    broken = sum(1 for word in words if any(a.islower() and b.isupper() for a, b in pairwise(word)))
    return broken / len(words) if words else 0.0


def _sample(data: bytes) -> bytes:
    """The stretches of the page that are not ASCII, with the letters beside them."""
    pieces, size = [], 0
    for match in _NON_ASCII.finditer(data):
        pieces.append(match.group())
        size += len(pieces[-1])
        if size > _SAMPLE_BYTES:
            break
    return b" ".join(pieces)


@cache
def _charsets() -> tuple[Charset, ...]:
    table = tomllib.loads((files(__package__) / "charsets.toml").read_text("utf-8"))
    return tuple(
        Charset(
            codecs.lookup(row["codec"]).name,
            _letter_bits(row["letters"], row.get("width", 1)),
            re.compile(table["scripts"][row["script"]]),
            row["script"] == "latin",
            row.get("width", 1),
        )
        for row in table["charset"]
    )


def _letter_bits(letters: str, width: int) -> dict[str, float]:
    """Letters in the order of their frequency, which falls off exponentially (alphabets of 25-40 letters do, to
    about a thirtieth), against chance: 96 values a byte."""
    fall = 3.5 / len(letters)
    first = fall / (1 - math.exp(-3.5))
    return {
        letter: math.log2(first * math.exp(-fall * rank) * 96.0**width) / width for rank, letter in enumerate(letters)
    }


@cache
def _labels() -> dict[str, str]:
    table = tomllib.loads((files(__package__) / "charsets.toml").read_text("utf-8"))
    labels: dict[str, str] = table["labels"]
    return labels
