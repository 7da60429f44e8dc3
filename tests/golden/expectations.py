"""What a person expects of one page, written by hand in a TOML file, and how a document is held against it."""

import codecs
import re
import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline import Document, clean_page
from pipeline.model import DateMention, RemovalClass

HERE = Path(__file__).resolve().parent
RAW = HERE.parent.parent / "raw"

_BULLET = re.compile(r"^\s*[•‣*–-]\s+")
_SPACE = re.compile(r"\s+")
_ARABIC_LETTERS = str.maketrans("يك", "یک")


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """A line that must go: a string it holds, and the classes a reader would call it by."""

    line: str
    classes: tuple[RemovalClass, ...] = msgspec.field(name="class")


class Day(Struct, frozen=True, forbid_unknown_fields=True):
    """A date that must be found: its surface holds ``surface``; ``written`` is what stands in the text instead."""

    surface: str
    calendar: str
    iso: str
    written: str | None = None


class Expectation(Struct, frozen=True, forbid_unknown_fields=True):
    """One page. Fields that are left out are not checked; an empty ``published`` or ``modified`` means: none."""

    page: str
    outcome: str
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    languages: tuple[str, ...] = ()
    encoding: str | None = None
    zwnj: int | None = None
    """Zero-width non-joiners of the expected lines, none lost and none made up."""
    paragraphs: int | None = None
    """Parts of the text between blank lines."""
    lines: tuple[str, ...] | None = None
    """All lines of the text in order: ``first words … last words``, or a short line whole."""
    optional: tuple[str, ...] = ()
    """Lines a reader may count as text or not, such as a kicker: their presence is no fault."""
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Strings of the furniture; none may stand in the text."""
    removed: tuple[Reason, ...] = ()
    dates: tuple[Day, ...] = ()


def load(path: Path) -> Expectation:
    """The expectation in a TOML file; ``msgspec.ValidationError`` where it names a field that does not exist."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Expectation)


def expectations(folder: Path) -> dict[str, Expectation]:
    """All expectations of a folder by file name, in order."""
    return {path.stem: load(path) for path in sorted(folder.glob("*.toml"))}


@cache
def document(path: Path, source: str) -> Document:
    """The cleaned page; cached, since every question asks about the same document."""
    return clean_page(path.read_bytes(), source=source)


def folded(text: str) -> str:
    """For finding a line only: white space as one blank, Arabic yeh and kaf as Persian ones."""
    return _SPACE.sub(" ", text.translate(_ARABIC_LETTERS)).strip()


def text_lines(document: Document, optional: tuple[str, ...]) -> list[str]:
    """The non-blank lines of the text without bullets and without the optional ones."""
    lines = (_SPACE.sub(" ", _BULLET.sub("", line)).strip() for line in document.text.split("\n"))
    return [line for line in lines if line and line not in optional]


def fits(line: str, pattern: str) -> bool:
    """Whether ``line`` is the line that ``first words … last words`` describes."""
    first, found, last = _SPACE.sub(" ", pattern).partition(" … ")
    if not found:
        return line == first
    return line.startswith(first) and line.endswith(last) and len(line) > len(first) + len(last)


def differences(lines: list[str], patterns: tuple[str, ...]) -> list[str]:
    """What is missing, what is too much, what stands twice, or that the order is another one; empty where all fits."""
    missing = [f"missing: {p}" for p in patterns if not any(fits(line, p) for line in lines)]
    extra = [f"too much: {line[:90]}" for line in lines if not any(fits(line, p) for p in patterns)]
    if missing or extra:
        return missing + extra
    order = [next(i for i, p in enumerate(patterns) if fits(line, p)) for line in lines]
    return [] if order == list(range(len(patterns))) else [f"another order: {order}"]


def same_moment(found: str | None, expected: str) -> bool:
    """Equal as the page states it: the same local time and the same offset or none, to the minute.

    ``2025-02-27 …`` is content with the day: the hour stands so far from it that a reader may miss it.
    """
    if not expected:
        return found is None
    if expected.endswith(" …"):
        return found is not None and found.startswith(expected.removesuffix(" …"))
    return found is not None and _to_the_minute(found) == _to_the_minute(expected)


def _to_the_minute(moment: str) -> tuple[str, timedelta | None]:
    if "T" not in moment:
        return moment, None
    stamp = datetime.fromisoformat(moment)
    return f"{stamp:%Y-%m-%dT%H:%M}", stamp.utcoffset()


def same_encoding(found: str | None, expected: str) -> bool:
    """``windows-1256`` and ``cp1256`` are one."""
    return found is not None and codecs.lookup(found).name == codecs.lookup(expected).name


def mention(document: Document, day: Day) -> DateMention | None:
    """The mention of a date in the document, wherever on the page it stood."""
    for found in document.dates:
        names_it = day.surface in found.surface and found.calendar == day.calendar
        if names_it and found.iso is not None and (found.iso == day.iso or found.iso.startswith(f"{day.iso}T")):
            return found
    return None
