"""Names: what a file in raw/ is called in documents, and where its output stands in clean/."""

import hashlib
import os
import re
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from pipeline.model import Outcome

NAME_MAX = 255
"""Longest name of a file on the usual file systems, in bytes."""

WORK = "_work"
SKIPPED = "_skipped"
QUARANTINE = "_quarantine"
RESERVED = frozenset({WORK, SKIPPED, QUARANTINE})
PLACES = ("", SKIPPED, QUARANTINE)

_OUTPUT = re.compile(r"\.(?:json|jsonl|md|parquet|zst)$")
_UNPRINTABLE = re.compile(r"[\\\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(\\|x([0-9a-f]{2}))")


class Kind(StrEnum):
    """What a file in raw/ holds."""

    PAGE = "page"
    MHTML = "mhtml"
    WARC = "warc"
    JSONL = "jsonl"
    PARQUET = "parquet"

    @property
    def container(self) -> bool:
        """True when it holds many pages, each with a record of its own."""
        return self in (Kind.WARC, Kind.JSONL, Kind.PARQUET)


class FileType(Struct, frozen=True):
    """How a file is to be read."""

    kind: Kind
    packing: Literal["", "gz", "zst"] = ""


_BY_SUFFIX = {
    "warc": Kind.WARC,
    "wet": Kind.WARC,
    "jsonl": Kind.JSONL,
    "ndjson": Kind.JSONL,
    "parquet": Kind.PARQUET,
    "mht": Kind.MHTML,
    "mhtml": Kind.MHTML,
}

# What a mirrored site holds beside its pages. Everything else is read and judged by its bytes: pages are called
# `.html` and `.txt`, but also `.php`, `.aspx`, or nothing at all.
_NO_PAGE = frozenset(
    """
    7z avi avif bmp bz2 cdx cdxj css csv db doc docx eot epub exe flac gif ico ics iso jar jpeg jpg js
    json lock log m4a m4v map mjs mkv mov mp3 mp4 mpeg odt ogg otf pdf png ppt pptx py pyc rar rss sql
    sqlite svg swf tar tgz tif tiff toml torrent tsv ttf wasm wat wav webm webmanifest webp wmv woff
    woff2 xls xlsx xml xz yaml yml zip
    """.split()  # noqa: SIM905  # sixty quoted names would be harder to read
)


def file_type(name: str) -> FileType | str:
    """How the file called ``name`` is read; for what is no page, the reason in two or three words."""
    base = name.rsplit("/", 1)[-1]
    if base.startswith("."):
        return "hidden file"
    stem, packing = base.lower(), ""
    for suffix in ("gz", "zst"):
        if stem.endswith("." + suffix):
            stem, packing = stem[: -len(suffix) - 1], suffix
    suffix = stem.rsplit(".", 1)[-1] if "." in stem else ""
    if suffix in _NO_PAGE:
        return f".{suffix} file"
    kind = _BY_SUFFIX.get(suffix, Kind.PAGE)
    return FileType(kind, packing)  # type: ignore[arg-type]  # one of the three above


def source_name(path: str) -> str:
    """A path below raw/ as documents and the state name it: ``/`` between folders, printable as UTF-8.

    Bytes that are no UTF-8 become ``\\xNN`` and a backslash ``\\\\``, so no two paths share a name.
    """
    return _UNPRINTABLE.sub(
        lambda m: "\\\\" if m[0] == "\\" else f"\\x{ord(m[0]) - 0xDC00:02x}", path.replace(os.sep, "/")
    )


def file_name(source: str) -> str:
    """The path ``source_name`` was made of."""
    return _ESCAPED.sub(lambda m: "\\" if m[1] == "\\" else chr(0xDC00 + int(m[2], 16)), source)


def place_of(outcome: Outcome) -> str:
    """The folder below clean/ in which records with this outcome stand; empty for clean/ itself."""
    return SKIPPED if outcome.skipped else QUARANTINE if outcome.quarantined else ""


def output_name(source: str, place: str, suffix: str) -> str:
    """Where the output of ``source`` stands below clean/: ``a/b.html`` becomes ``a/b.html.json``.

    A name that would be too long for the file system is cut and ends in a hash of the whole. A folder called
    like an output (``b.html.json/``), or a top folder like one of our own, gets a tilde, as it could not stand
    beside it.
    """
    path = file_name(source)
    folder, slash, name = path.rpartition("/")
    top = folder.split("/", 1)[0]
    if top in RESERVED:
        folder = "~" + folder
    if "." in folder:
        folder = "/".join(part + "~" if _OUTPUT.search(part) else part for part in folder.split("/"))
    name = _fitting(name, suffix)
    return f"{place}/{folder}{slash}{name}" if place else f"{folder}{slash}{name}"


def _fitting(name: str, suffix: str) -> str:
    encoded = os.fsencode(name)
    if len(encoded) + len(suffix) <= NAME_MAX:
        return name + suffix
    mark = "~" + hashlib.sha256(encoded).hexdigest()[:8] + suffix
    cut = encoded[: NAME_MAX - len(mark)]
    while cut and (encoded[len(cut)] & 0xC0) == 0x80:  # never through the middle of a letter
        cut = cut[:-1]
    return os.fsdecode(cut) + mark
