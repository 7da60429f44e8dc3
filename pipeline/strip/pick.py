"""What the lines of a page tell beside the text: who wrote it, its captions and tags."""

import re
from collections.abc import Mapping

from msgspec import Struct

from pipeline.strip.features import Flags
from pipeline.strip.reasons import Reason
from pipeline.strip.rule import Pointers
from pipeline.strip.view import View

_BYLINE = re.compile(
    r"^\W{0,3}(?:(?:written\s+|reported\s+|story\s+)?by\b:?|author:|نویسنده\s*:|به قلم|نگارنده\s*:|گزارشگر\s*:|"
    r"خبرنگار\s*:|گزارش\s*:|یادداشت\s*:|مترجم\s*:)\s*(?P<names>.+)$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|،|;|؛|\band\b|\bو\b)\s*")
_NAME = re.compile(r"^[^\d@#/|:؟?!«»\"]{3,40}$")
_TAG_PARTS = re.compile(r"\s*[#,،؛;|•·]\s*|\s{3,}")
_NAME_WORDS = 5
_BYLINE_REACH = 8  # lines below the title or above the text
_LONGEST_TAG = 60  # characters
_CREDIT_ALONE = 4  # words; a caption shorter than this names a photographer alone


class Picked(Struct, frozen=True):
    """What was found, each in page order and once."""

    authors: tuple[str, ...]
    captions: tuple[str, ...]
    tags: tuple[str, ...]


def pick(view: View, pointers: Pointers, keep: Flags, reasons: Mapping[int, Reason], title: int | None) -> Picked:
    """Authors from bylines around the title, captions and tags from the lines removed as such."""
    captions = [
        view.lines[index].text.strip()
        for index, reason in sorted(reasons.items())
        if reason.class_ == "caption" and view.words[index] > _CREDIT_ALONE
    ]
    tags = [
        tag
        for index, reason in sorted(reasons.items())
        if reason.class_ == "tags"
        for tag in _tags(view, pointers, index)
    ]
    return Picked(_authors(view, keep, title), tuple(dict.fromkeys(captions)), tuple(dict.fromkeys(tags)))


def _authors(view: View, keep: Flags, title: int | None) -> tuple[str, ...]:
    start = title if title is not None else next((i for i, stays in enumerate(keep) if stays), 0)
    for index in range(start, min(start + _BYLINE_REACH, len(view))):
        found = _BYLINE.match(view.lines[index].text)
        if found and view.words[index] <= 3 * _NAME_WORDS:
            names = [name.strip(" .") for name in _AND.split(found["names"])]
            if all(_NAME.match(name) and len(name.split()) <= _NAME_WORDS for name in names):
                return tuple(names)
    return ()


def _tags(view: View, pointers: Pointers, index: int) -> list[str]:
    """The tags of a line; none where it is the heading over them."""
    text = view.lines[index].text
    heading = next((p for p in pointers[index] if p.rule.name == "tags.header"), None)
    if heading is not None:
        if view.folded[index] == heading.evidence:
            return []
        text = re.sub(r"^[^:：]{0,40}[:：]", "", text, count=1)
    parts = (part.strip(" \t\xa0•*#.:") for part in _TAG_PARTS.split(text))
    return [part for part in parts if 1 < len(part) <= _LONGEST_TAG]
