"""What the lines of a page tell beside the text: who wrote it, its captions and tags."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert

from pipeline.strip.features import Flags
from pipeline.strip.fold import fold, persian_letters
from pipeline.strip.phrases import word_list
from pipeline.strip.reasons import Reason
from pipeline.strip.view import View

_CUT = re.compile(r"\s*[|·•/;؛(\[@–—\t]|\s{2,}|\s-\s|[:：]")
_COMMA = re.compile(r"\s*[,،]\s*")
_DIGIT = re.compile(r"\d")
_ARABIC = re.compile(r"[\u0620-\u06ff\u200c]+")
_TAG_PARTS = re.compile(r"\s*[#,،;؛|•·\t]\s*|\s{3,}")
_OUTER = " \t\xa0\u200c•*#.:：,،-–"
_ABOVE_TITLE, _BELOW_TITLE, _AT_END = 3, 10, 6  # lines
_BYLINE_WORDS = 20
_STAMP_OTHERS = 5  # words: a date written out has two or three that no list has
_NAME_WORDS = (2, 5)
_LONGEST_TAG = 60  # characters
_TAG_LINE_WORDS = 60
_COVERED = 0.7  # of a tag's letters, from which on the links in it are the tags
_CREDIT_ALONE = 4  # words; a caption no longer than this names a photographer alone


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """``credits.toml``."""

    names_follow: tuple[str, ...]
    names_after_colon: tuple[str, ...]
    between_names: tuple[str, ...]
    behind_names: tuple[str, ...]
    nobody: tuple[str, ...]
    desks: tuple[str, ...]
    roles: tuple[str, ...]
    particles: tuple[str, ...]
    tags_follow: tuple[str, ...]


class Credits(Struct, frozen=True):
    """What was found, each in page order and once."""

    authors: tuple[str, ...]
    captions: tuple[str, ...]
    tags: tuple[str, ...]


def credits_of(view: View, keep: Flags, reasons: Mapping[int, Reason], title: int | None) -> Credits:
    """Authors from the bylines of a page, captions and tags from lines that were removed.

    ``reasons``: why each line that does not stay goes; ``title``: index of the title's line.
    """
    gone = sorted(reasons)
    captions = [
        view.lines[i].text.strip() for i in gone if reasons[i].class_ == "caption" and view.words[i] > _CREDIT_ALONE
    ]
    whole = "\n".join(view.folded)
    heads = [word for word in _tag_words() if word in whole]
    headed = {i for word in heads for i, folded in enumerate(view.folded) if word in folded}
    headings = view.by_group.get(("tags.header", "line"), {})
    tags = [
        tag
        for i in gone
        if i not in headings
        if i in headed or reasons[i].class_ == "tags"
        for tag in _tags(view.lines[i].text, reasons[i].class_, view.words[i])
    ]
    return Credits(_authors(view, keep, title), tuple(_without_repeats(captions)), _once(tags))


def _authors(view: View, keep: Flags, title: int | None) -> tuple[str, ...]:
    """Names in lines that begin like a byline, near the title or behind the last paragraph."""
    kept = [index for index, stays in enumerate(keep.tolist()) if stays]
    if not kept:
        return ()
    at = title if title is not None else kept[0]
    near = range(max(0, at - _ABOVE_TITLE), min(len(view), at + _BELOW_TITLE + 1))
    for places in (near, range(max(near.stop, kept[-1] - _AT_END), min(len(view), kept[-1] + _AT_END + 1))):
        names = [
            name
            for index in places
            if index != title
            for name in byline(view.lines[index].text, inside=view.stamps[index] is not None)
        ]
        if names:
            return _once(names)
    return ()


def byline(text: str, *, inside: bool = False) -> list[str]:
    """The names of a line that says who wrote; empty where it says none.

    A byline begins the line; with ``inside`` it may stand anywhere, as in a stamp: "Posted on 3 May by Sara Example".
    """
    if text.count(" ") >= _BYLINE_WORDS:
        return []
    plain = persian_letters(text)
    found = _byline_pattern().match(plain)
    if not found and inside:
        found = _byline_inside().search(plain)
        found = found if found and _is_stamp(plain[: found.start()]) else None
    if not found:
        return []
    rest = text[found.end() :]
    cut = _CUT.search(rest)
    rest = rest[: cut.start()] if cut else rest
    digit = _DIGIT.search(rest)
    if digit:
        rest = _without_stamp(rest[: digit.start()])
    return [name for part in _parts(rest) if (name := _name(part))]


def _is_stamp(text: str) -> bool:
    """Whether what stands before a name in the midst of a line is a stamp and no sentence."""
    words = fold(text).split()
    others = sum(word not in _stamp_words() and word != "#" for word in words)
    return others <= (_STAMP_OTHERS if "#" in words else 1)


def _parts(text: str) -> Iterator[str]:
    between = "|".join(map(re.escape, _words().between_names))
    for part in _COMMA.split(text):
        yield from re.split(rf"\s+(?:{between})\s+", part, flags=re.IGNORECASE)


def _without_stamp(text: str) -> str:
    """A byline that a date follows, up to the date; empty where a word runs into it."""
    words = text.split()
    last = fold(words[-1]) if words else ""
    if any(last.endswith(month) for month in word_list("months") if month != last and len(month) > 2):
        return ""
    while words and fold(words[-1]) in _stamp_words():
        words.pop()
    return " ".join(words)


def _name(text: str) -> str | None:
    """A person's name without what hangs behind it; None for a desk, a role, a code."""
    words = text.strip(_OUTER).split()
    while words and _known("behind_names", words[-1:]):
        words.pop()
    if _known("behind_names", words) or _known("nobody", words):
        return None
    folded = fold(" ".join(words)).split()
    if not _NAME_WORDS[0] <= len(folded) <= _NAME_WORDS[1]:
        return None
    if _known("desks", folded[:1]) or any(_known("roles", [word]) for word in folded):
        return None
    if all(_ARABIC.fullmatch(word) for word in words):
        return " ".join(words)
    particles = _folded("particles")
    if all(word[:1].isupper() or fold(word) in particles for word in words) and words[0][:1].isupper():
        return " ".join(words) if folded[0] not in _stamp_words() else None
    return None


def _tags(text: str, class_: str, words: int) -> list[str]:
    """The tags of a removed line: of one that is a list of tags, or behind the word for them."""
    if words > _TAG_LINE_WORDS:
        return []
    heads = list(_tags_pattern().finditer(persian_letters(text)))
    if not heads and class_ != "tags":
        return []
    rest = text[heads[-1].end() :] if heads else text
    tags = (part.replace("_", " ").strip(_OUTER) for part in _TAG_PARTS.split(rest))
    return [tag for tag in tags if 1 < len(tag) <= _LONGEST_TAG and not _is_heading(tag)]


@cache
def _tag_words() -> tuple[str, ...]:
    """The beginnings of what stands before tags: on a line without any of them the pattern is not tried."""
    words = {"agged", *(phrase.split()[0] for phrase in _folded("tags_follow"))}
    return tuple(sorted(word for word in words if not any(other in word and other != word for other in words)))


def whole_tags(found: Sequence[str], links: Sequence[str], declared: Sequence[str]) -> tuple[str, ...]:
    """Tags as the page means them.

    ``found``: tags read from lines; ``links``: texts of the links in those lines, which tell apart tags with nothing
    but a space between them; ``declared``: tags of the metadata, which are all there is where the lines show only
    some of them.
    """
    names = [link.strip(_OUTER) for link in links]
    apart: list[str] = []
    for tag in found:
        parts = [name for name in names if name and name in tag]
        apart += parts if sum(map(len, parts)) >= _COVERED * len(tag) else [tag]
    known = set(map(fold, declared))
    return tuple(declared) if known and known.issuperset(map(fold, apart)) else _once(apart)


def _is_heading(text: str) -> bool:
    return fold(text) in _folded("tags_follow") or bool(_tags_pattern().search(f"{persian_letters(text)}:"))


def _without_repeats(texts: Sequence[str]) -> Iterator[str]:
    """Each text once; one that another only adds a credit to is that other."""
    keys = [fold(text) for text in texts]
    for index, (text, key) in enumerate(zip(texts, keys, strict=True)):
        longer = any(other != key and other.startswith(f"{key} ") for other in keys)
        if not longer and key not in keys[:index]:
            yield text


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple({fold(text): text for text in reversed(list(texts))}.values())[::-1]


def _known(name: str, words: Sequence[str]) -> bool:
    return fold(" ".join(words)) in _folded(name)


@cache
def _words() -> _Words:
    return convert(tomllib.loads(files("pipeline.strip").joinpath("credits.toml").read_text("utf-8")), _Words)


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, getattr(_words(), name)))


def begins_like_byline(folded: str) -> bool:
    """Whether a folded line begins with a word that stands before a name."""
    return f"{folded} ".startswith(_byline_beginnings())


@cache
def _byline_beginnings() -> tuple[str, ...]:
    return tuple(f"{phrase} " for phrase in sorted(_folded("names_follow") | _folded("names_after_colon")))


@cache
def _stamp_words() -> frozenset[str]:
    return word_list("months") | word_list("weekdays") | word_list("stamp")


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for one of the phrases, the longest first; half spaces are spaces and hamza may be missing."""
    ordered = sorted(phrases, key=len, reverse=True)
    escaped = (re.escape(persian_letters(phrase)) for phrase in ordered)
    spaced = (phrase.replace("\\ ", r"[\s\u200c]+").replace("\u200c", r"[\s\u200c]*") for phrase in escaped)
    return "|".join(phrase.replace("ٔ", "ٔ?") for phrase in spaced)


@cache
def _byline_pattern() -> re.Pattern[str]:
    words = _words()
    free, colon = _any_of(words.names_follow), _any_of(words.names_after_colon)
    return re.compile(rf"\W{{0,4}}(?:(?:{colon})\s*[:：]\s*|(?:{free})[\s\u200c]+)(?=\S)(?!شده\b|ها)", re.IGNORECASE)


@cache
def _byline_inside() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_any_of(_words().names_follow)})\s+(?=\S)(?!شده\b|ها)", re.IGNORECASE)


@cache
def _tags_pattern() -> re.Pattern[str]:
    phrases = _any_of(_words().tags_follow)
    return re.compile(rf"(?:^|(?<=\W))(?:{phrases})(?:\s*[/|]\s*\w+)?\s*[:：]|(?:\bT|T)agged\s", re.IGNORECASE)
