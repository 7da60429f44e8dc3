"""What a page says about itself: titles, authors, dates, site, tags, captions, language.

JSON-LD comes first, then OpenGraph and ``<meta>``, then microdata and ``<time>``. Nothing is parsed a second
time and nothing is guessed from running text; dates are handed on as they are written, with where they stood.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Literal
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from pipeline.dates import MachineDate
from pipeline.html.declared import Declared
from pipeline.html.jsonld import Said, said, site_name
from pipeline.html.lines import Walk
from pipeline.html.looks import unescaped

_FIELDS: dict[str, list[str]] = tomllib.loads((files(__package__) / "meta.toml").read_text("utf-8"))
_TITLE_GAP = re.compile(r"\s+[|–—·•»«:/\\-]{1,2}\s+|\s*[|»«]\s*")
_PUBLISHED_HINT = re.compile(r"publish|pubdate|created|posted|entry-date|post-date", re.I)
_MODIFIED_HINT = re.compile(r"modif|updat", re.I)
_AUTHOR_MARK = re.compile(r"""\b(?:rel|itemprop)="author"|\b(?:class|id)="[^"]*author[-_]?name""", re.I)
_BYLINE = re.compile(r"^(?:by|von|por|par|نویسنده\s*:|به قلم)\s+", re.I)
_BANNER = re.compile(r"""\b(?:class|id)="[^"]*\b(?:site|blog)[-_]?(?:title|name)\b""", re.I)
_HOME = re.compile(r"(?:https?://[^/?#]+)?(?:\.?/)?(?:index\.\w{3,5})?", re.I)
_ADDRESS = re.compile(r"https?://|^www\.|^@|\.(?:com|org|net|ir)$", re.I)
_FOLD = re.compile(r"[\W_]+")
_SPLIT = re.compile(r"[,،;؛]")
_MAX_AUTHOR = 80
_MIN_HEADING = 10


class Metadata(Struct, frozen=True):
    """What the page says about itself; every text is one line, empty ones are left out."""

    titles: tuple[str, ...] = ()
    """Candidates, best first; the site's name cut off where it is known."""
    authors: tuple[str, ...] = ()
    dates: tuple[MachineDate, ...] = ()
    """Machine-readable dates as they are written, the most telling first."""
    site_name: str | None = None
    tags: tuple[str, ...] = ()
    canonical: str | None = None
    description: str | None = None
    captions: tuple[str, ...] = ()
    language: str | None = None
    """As declared: ``fa``, ``en-US`` …; declarations are often wrong."""
    noindex: bool = False
    types: tuple[str, ...] = ()
    """schema.org types and ``og:type``: what kind of page it says it is."""
    body: str | None = None
    """The article as JSON-LD holds it, paragraphs parted by newlines."""

    @property
    def is_article(self) -> bool:
        """It says that it is an article or a post."""
        return any("article" in kind.lower() or "posting" in kind.lower() for kind in self.types)


def metadata(about: Declared, json_scripts: Sequence[str], w: Walk, url: str | None) -> Metadata:
    """Put together what the page declares and what its lines show."""
    nodes = said(json_scripts)
    name = about.first(["og:site_name"]) or site_name(json_scripts)
    name = name or next((one.publisher for one in nodes if one.publisher), None)
    name = name or about.first(_FIELDS["site_names"])
    language = about.language or about.first(_FIELDS["languages"])
    return Metadata(
        titles=_titles(about, nodes, w, name, url),
        authors=_authors(about, nodes, w),
        dates=tuple(_dates(about, nodes)),
        site_name=name,
        tags=_unique([*(word for one in nodes for word in one.keywords), *_words(about.all(_FIELDS["tags"]))]),
        canonical=_canonical(about.links.get("canonical") or about.first(["og:url"]), url),
        description=about.first(_FIELDS["descriptions"])
        or next((one.description for one in nodes if one.description), None),
        captions=_unique([*about.captions, *about.alts]),
        language=language or next((one.language for one in nodes if one.language), None),
        noindex="noindex" in (about.first(["robots", "googlebot"]) or "").lower(),
        types=_unique([*(one.type for one in nodes), *about.all(["og:type"])]),
        body=max((one.body for one in nodes if one.body), key=len, default=None),
    )


def _headings(w: Walk) -> tuple[list[str], list[str]]:
    """The top headings of the page, and those that are the banner of its site: they lead home, or are called so."""
    own: list[str] = []
    banners: list[str] = []
    for row, box in enumerate(w.boxes):
        if w.looks[box].tag == "h1":
            named = _BANNER.search(w.looks[box].written) or _leads_home(w, row)
            (banners if named else own).append(w.texts[row])
    return own, banners


def _leads_home(w: Walk, row: int) -> bool:
    anchors = w.anchors[row]
    return len(anchors) == 1 and w.linked[row] >= len(w.texts[row]) and _is_home(w.href(anchors[0][0]))


def _is_home(href: str) -> bool:
    """Whether an address is that of a front page."""
    found = _HOME.fullmatch(href.strip())
    return found is not None and found.group() != ""


def _titles(about: Declared, nodes: Sequence[Said], w: Walk, name: str | None, url: str | None) -> tuple[str, ...]:
    articles = [one.headline for one in nodes if one.headline and one.type.lower() not in ("webpage", "videoobject")]
    fields = about.all(_FIELDS["titles"])
    site = {_folded(text) for text in (name, _host(url)) if text}

    def without(headings: Sequence[str], site: set[str]) -> tuple[str, ...]:
        found = [*fields[:1], *articles[:2], *headings[:3], about.title, *fields[1:]]
        cut = [_without_site(text, site, headings) for text in found if text]
        return _unique(text for text in cut if _folded(text) not in site)

    headings, banners = _headings(w)
    # The banner of a landing page is all the title it has.
    return without(headings, site | set(map(_folded, banners))) or without([*headings, *banners], site)


def _without_site(title: str, site: set[str], headings: Sequence[str]) -> str:
    """Cut the site's name, or what a heading of the page shows to be no part of the title."""
    for heading in headings:
        if len(heading) >= _MIN_HEADING and (title.startswith(heading) or title.endswith(heading)):
            return heading
    for gap in _TITLE_GAP.finditer(title):
        if _folded(title[gap.end() :]) in site:
            return title[: gap.start()].strip()
        if _folded(title[: gap.start()]) in site:
            return title[gap.end() :].strip()
    return title


def _folded(text: str) -> str:
    return _FOLD.sub("", text).casefold()


def _host(url: str | None) -> str:
    host = urlsplit(url).hostname or "" if url else ""
    return host.removeprefix("www.").rsplit(".", 1)[0]


def _authors(about: Declared, nodes: Sequence[Said], w: Walk) -> tuple[str, ...]:
    """Names from JSON-LD, else from fields, else from elements that are marked as the author's name."""
    for one in nodes:
        if one.authors:
            return _unique(map(_byline, one.authors))
    named = _unique(map(_byline, about.all(_FIELDS["authors"])))
    return named or _unique(map(_byline, _marked_authors(w)))


def _marked_authors(w: Walk) -> Iterator[str]:
    marks = {id(look) for look in w.distinct if "author" in look.written and _AUTHOR_MARK.search(look.written)}
    if not marks:
        return
    marked = {element for element, look in enumerate(w.looks) if id(look) in marks}
    for text, element, box, anchors in zip(w.texts, w.elements, w.boxes, w.anchors, strict=True):
        linked = [inner for anchor, inner in anchors if anchor in marked]
        if linked:  # of "Sara Example on Monday", the link is the name
            yield from map(unescaped, linked)
        elif element in marked or box in marked:
            yield text


def _byline(text: str) -> str:
    text = _BYLINE.sub("", " ".join(text.split())).strip(" ,;|")
    return "" if _ADDRESS.search(text) or len(text) > _MAX_AUTHOR else text


def _dates(about: Declared, nodes: Sequence[Said]) -> Iterator[MachineDate]:
    for one in nodes:
        if one.published:
            yield MachineDate(one.published, "jsonld.datePublished", "published")
        if one.modified:
            yield MachineDate(one.modified, "jsonld.dateModified", "modified")
    roles: tuple[Literal["published", "modified"], ...] = ("published", "modified")
    for role in roles:
        for field in _FIELDS[role]:
            for text in about.fields.get(field, ())[:1]:
                yield MachineDate(text, f"meta.{field}", role)
    for value, hint in about.times:
        if _MODIFIED_HINT.search(hint):
            yield MachineDate(value, "time.datetime", "modified")
        elif _PUBLISHED_HINT.search(hint):
            yield MachineDate(value, "time.datetime", "published")
        else:
            yield MachineDate(value, "time.datetime", "unknown")


def _canonical(href: str | None, url: str | None) -> str | None:
    if not href:
        return None
    try:
        address = urljoin(url or "", href.strip())
        return address if urlsplit(address).hostname else None
    except ValueError:
        return None


def _words(values: Iterable[str]) -> Iterator[str]:
    for text in values:
        yield from (part.strip() for part in _SPLIT.split(text))


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
