"""What the page's head and markup say about it: titles, authors, dates, site, tags, captions, language.

JSON-LD comes first, then OpenGraph and ``<meta>``, then microdata and ``<time>``. Nothing is parsed a second
time and nothing is guessed from running text; dates are handed on as they are written, with where they stood.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from msgspec import Struct

from pipeline.dates import MachineDate
from pipeline.html.jsonld import Said, plain, said, site_name
from pipeline.html.tree import Tree

_TITLE_GAP = re.compile(r"\s+[|–—·•»«:/\\-]{1,2}\s+|\s*[|»«]\s*")
_TITLES = ("og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title", "headline")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl", "dcterms.creator")
_SITE_NAMES = ("og:site_name", "application-name", "al:android:app_name", "publisher", "dc.publisher")
_TAGS = ("article:tag", "keywords", "news_keywords", "parsely-tags", "sailthru.tags")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_LANGUAGES = ("content-language", "og:locale", "dc.language", "language")
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date_published",
    "publish-date", "publish_date", "publication_date", "pubdate", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date", "dc.date.created", "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime", "date", "article.published", "rnews:datepublished", "datecreated", "citation_publication_date",
    "og:pubdate",
    "originalpublicationdate", "displaydate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:modified_time", "og:updated_time", "og:article:modified_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "article.updated", "revised",
    "rnews:datemodified", "modified_time",
)  # fmt: skip
_PUBLISHED_HINT = re.compile(r"publish|pubdate|created|posted|entry-date|post-date", re.I)
_MODIFIED_HINT = re.compile(r"modif|updat", re.I)
_ADDRESS = re.compile(r"https?://|^www\.|^@|\.(?:com|org|net|ir)$", re.I)
_MAX_TIMES = 40
_MAX_AUTHOR = 80
_CAPTION_LETTERS = 25
"""An ``alt`` text shorter than this names an icon or a logo, it describes no picture."""


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


def metadata(tree: Tree, url: str | None, headings: Sequence[str] = ()) -> Metadata:
    """Read what the page declares. ``headings``: texts of its ``<h1>`` lines, which are title candidates too."""
    root = tree.root
    meta = _meta_fields(root)
    nodes = said(tree.json_scripts)
    name = _first(meta, _SITE_NAMES[:1]) or site_name(tree.json_scripts)
    name = name or next((one.publisher for one in nodes if one.publisher), None) or _first(meta, _SITE_NAMES[1:])
    title = next(root.iter("title"), None)
    links = _links(root)
    return Metadata(
        titles=_titles(meta, nodes, headings, plain(title.text or "") if title is not None else "", name, url),
        authors=_authors(root, meta, nodes),
        dates=tuple(_dates(root, meta, nodes)),
        site_name=name,
        tags=_unique([*(word for one in nodes for word in one.keywords), *_split(meta, _TAGS)]),
        canonical=_canonical(links.get("canonical") or _first(meta, ("og:url",)), url),
        description=_first(meta, _DESCRIPTIONS) or next((one.description for one in nodes if one.description), None),
        captions=_captions(root),
        language=root.get("lang") or root.get("xml:lang") or _first(meta, _LANGUAGES)
        or next((one.language for one in nodes if one.language), None),
        noindex="noindex" in (_first(meta, ("robots", "googlebot")) or "").lower(),
        types=_unique([*(one.type for one in nodes), *meta.get("og:type", ())]),
        body=max((one.body for one in nodes if one.body), key=len, default=None),
    )  # fmt: skip


def guessed_date(root: HtmlElement, url: str | None) -> MachineDate | None:
    """htmldate's guess, for pages that state no date in any other way; it costs several milliseconds.

    It reads Jalali dates as Gregorian ones («02/05/12» as 2012-05-02), so a guess is only taken from the address
    or the markup, where its own text says a four-digit Gregorian year.
    """
    from htmldate import find_date

    found = find_date(root, extensive_search=False, original_date=True, url=url)
    return MachineDate(found, "htmldate", "published") if found else None


def _meta_fields(root: HtmlElement) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = defaultdict(list)
    for element in root.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(key)
            if name:
                text = plain(content)
                if text:
                    fields[name.lower()].append(text)
                break
    return fields


def _links(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("link"):
        rel, href = element.get("rel"), element.get("href")
        if rel and href:
            found.setdefault(rel.lower(), href)
    return found


def _titles(
    meta: dict[str, list[str]],
    nodes: Sequence[Said],
    headings: Sequence[str],
    title: str,
    name: str | None,
    url: str | None,
) -> tuple[str, ...]:
    articles = [one.headline for one in nodes if one.headline and one.type.lower() not in ("webpage", "videoobject")]
    declared = [text for key in _TITLES for text in meta.get(key, ())]
    found = [*declared[:1], *articles[:2], *headings[:3], title, *declared[1:]]
    site = {_folded(text) for text in (name, _host(url)) if text}
    cut = [_without_site(text, site, headings) for text in found if text]
    return _unique(text for text in cut if _folded(text) not in site)


def _without_site(title: str, site: set[str], headings: Sequence[str]) -> str:
    """Cut the site's name, or what a heading of the page shows to be no part of the title."""
    for heading in headings:
        if len(heading) >= 10 and heading != title and (title.startswith(heading) or title.endswith(heading)):
            return heading
    parts = _TITLE_GAP.split(title)
    if len(parts) < 2:
        return title
    for gap in _TITLE_GAP.finditer(title):
        if _folded(title[gap.end() :]) in site:
            return title[: gap.start()].strip()
        if _folded(title[: gap.start()]) in site:
            return title[gap.end() :].strip()
    return title


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _host(url: str | None) -> str:
    host = urlsplit(url).hostname or "" if url else ""
    return host.removeprefix("www.").rsplit(".", 1)[0]


def _authors(root: HtmlElement, meta: dict[str, list[str]], nodes: Sequence[Said]) -> tuple[str, ...]:
    for one in nodes:
        if one.authors:
            return _unique(map(_byline, one.authors))
    named = _unique(map(_byline, (text for key in _AUTHORS for text in meta.get(key, ()))))
    if named:
        return named
    marked = root.xpath(".//*[@rel='author' or @itemprop='author' or contains(@class, 'author-name')]")
    return _unique(_byline(" ".join(element.text_content().split())) for element in marked[:4])


def _byline(text: str) -> str:
    text = re.sub(r"^(?:by|von|por|par|نویسنده\s*:)\s+", "", text, flags=re.I).strip(" ,;|")
    return "" if _ADDRESS.search(text) or len(text) > _MAX_AUTHOR else text


def _dates(root: HtmlElement, meta: dict[str, list[str]], nodes: Sequence[Said]) -> Iterator[MachineDate]:
    for one in nodes:
        if one.published:
            yield MachineDate(one.published, "jsonld.datePublished", "published")
        if one.modified:
            yield MachineDate(one.modified, "jsonld.dateModified", "modified")
    for key in _PUBLISHED:
        for text in meta.get(key, ())[:1]:
            yield MachineDate(text, f"meta.{key}", "published")
    for key in _MODIFIED:
        for text in meta.get(key, ())[:1]:
            yield MachineDate(text, f"meta.{key}", "modified")
    for count, element in enumerate(root.iter("time")):
        if count >= _MAX_TIMES:
            break
        value = element.get("datetime")
        if value and value.strip():
            hint = " ".join(filter(None, (element.get("itemprop"), element.get("class"))))
            role = "unknown"
            if _MODIFIED_HINT.search(hint):
                role = "modified"
            elif _PUBLISHED_HINT.search(hint) or element.get("pubdate") is not None:
                role = "published"
            yield MachineDate(value.strip(), "time.datetime", role)


def _captions(root: HtmlElement) -> tuple[str, ...]:
    found = [" ".join(element.text_content().split()) for element in root.iter("figcaption")]
    alts = (" ".join((element.get("alt") or "").split()) for element in root.iter("img"))
    return _unique([*found, *(alt for alt in alts if len(alt) >= _CAPTION_LETTERS)])


def _canonical(href: str | None, url: str | None) -> str | None:
    if not href:
        return None
    try:
        address = urljoin(url or "", href.strip())
        return address if urlsplit(address).hostname else None
    except ValueError:
        return None


def _first(meta: dict[str, list[str]], keys: Iterable[str]) -> str | None:
    return next((text for key in keys for text in meta.get(key, ())), None)


def _split(meta: dict[str, list[str]], keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        for text in meta.get(key, ()):
            yield from (part.strip() for part in re.split(r"[,،;؛]", text))


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
