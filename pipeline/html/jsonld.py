"""What a page says about itself in JSON-LD (schema.org), and the article it may hold there."""

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape

from msgspec import Struct

_ARTICLE = re.compile(
    r"article|posting|newsitem|report|recipe|howto|qapage|question|discussion|review|analysis|product|event|course"
    r"|book|movie|podcast|videoobject|webpage|faqpage",
    re.I,
)
_NOT_THE_PAGE = frozenset(
    ["website", "organization", "newsmediaorganization", "person", "breadcrumblist", "imageobject", "searchaction",
     "sitenavigationelement", "wpheader", "wpfooter", "wpsidebar", "comment", "rating", "offer"]
)  # fmt: skip
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MAX_NODES = 2_000


class Said(Struct, frozen=True):
    """The facts of one JSON-LD node that stands for the page or its article."""

    type: str
    headline: str | None
    authors: tuple[str, ...]
    published: str | None
    modified: str | None
    publisher: str | None
    keywords: tuple[str, ...]
    description: str | None
    language: str | None
    body: str | None


def said(scripts: Sequence[str]) -> list[Said]:
    """Every node that describes the page, those that name an article first, in the page's order."""
    found = [_said(node) for node in _nodes(scripts) if _describes_page(node)]
    return sorted(found, key=lambda one: (one.body is None, one.headline is None, _is_web_page(one.type)))


def site_name(scripts: Sequence[str]) -> str | None:
    """Name of the ``WebSite`` node, where there is one."""
    for node in _nodes(scripts):
        name = node.get("name")
        if "website" in _type(node).lower() and isinstance(name, str):
            return plain(name)
    return None


def plain(text: str) -> str:
    """One line of text without the markup and entities that JSON fields often carry."""
    return " ".join(unescape(_TAG.sub(" ", text) if "<" in text else text).split())


def _nodes(scripts: Sequence[str]) -> Iterator[dict[str, object]]:
    """Every object of every script, outermost first; no recursion, and no more than a page can need."""
    count = 0
    for script in scripts:
        queue: list[object] = [_loaded(script)]
        for value in queue:
            count += 1
            if count > _MAX_NODES:
                return
            if isinstance(value, dict):
                yield value
                queue.extend(inner for inner in value.values() if isinstance(inner, dict | list))
            elif isinstance(value, list):
                queue.extend(inner for inner in value if isinstance(inner, dict | list))


def _loaded(script: str) -> object:
    """The JSON of a script, forgiving what sites get wrong: comments, trailing commas, raw line breaks."""
    for text in (script, _TRAILING_COMMA.sub(r"\1", _COMMENT.sub("", _COMMENT.sub("", script)))):
        try:
            value: object = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _describes_page(node: dict[str, object]) -> bool:
    kind = _type(node)
    return bool(_ARTICLE.search(kind)) and kind.lower() not in _NOT_THE_PAGE


def _is_web_page(kind: str) -> bool:
    return kind.lower().endswith("page") or kind == "VideoObject"


def _type(node: dict[str, object]) -> str:
    kind = node.get("@type")
    if isinstance(kind, list):
        kind = next((one for one in kind if isinstance(one, str)), "")
    return kind.rsplit("/", 1)[-1] if isinstance(kind, str) else ""


def _said(node: dict[str, object]) -> Said:
    return Said(
        type=_type(node),
        headline=_text(node.get("headline")) or _text(node.get("name")),
        authors=tuple(dict.fromkeys(_names(node.get("author") or node.get("creator")))),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")) or _text(node.get("uploadDate")),
        modified=_text(node.get("dateModified")),
        publisher=next(iter(_names(node.get("publisher"))), None),
        keywords=tuple(dict.fromkeys(_words(node.get("keywords")))),
        description=_text(node.get("description")),
        language=_text(node.get("inLanguage")),
        body=_body(node.get("articleBody") or node.get("reviewBody") or node.get("text")),
    )


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), None)
    return plain(value) or None if isinstance(value, str) else None


def _names(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        for text in name if isinstance(name, list) else [name]:
            if isinstance(text, str) and plain(text) and "://" not in text:
                yield plain(text)


def _words(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = one.get("name")
        if isinstance(one, str):
            yield from filter(None, map(plain, re.split(r"[,،;؛]", one)))


def _body(value: object) -> str | None:
    """The article with its paragraphs: markup becomes line breaks, entities letters."""
    if not isinstance(value, str):
        return None
    text = unescape(re.sub(r"</?(?:p|br|div|h[1-6]|li)\b[^<>]{0,500}>", "\n", value))
    lines = (" ".join(line.split()) for line in _TAG.sub("", text).split("\n"))
    return "\n".join(filter(None, lines)) or None
