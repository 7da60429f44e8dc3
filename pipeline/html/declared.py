"""The facts a tree declares for machines, gathered in one pass before the body is walked over."""

from collections import defaultdict
from collections.abc import Iterable

from lxml.etree import _Element
from msgspec import Struct

from pipeline.html.jsonld import plain

_KEYS = ("property", "name", "itemprop", "http-equiv")
_TAGS = ("title", "meta", "link", "time", "img", "figcaption")
_MAX_TIMES = 40
_ALT_LETTERS = 25
"""An ``alt`` text shorter than this names an icon or a logo, it describes no picture."""


class Declared(Struct, frozen=True):
    """What stands in the markup beside the text; every text is one line."""

    fields: dict[str, list[str]]
    """Contents of ``<meta>`` by name in lower case."""
    links: dict[str, str]
    """The first address of each ``<link rel>``."""
    times: list[tuple[str, str]]
    """Values of ``<time datetime>``, each with its class and itemprop."""
    title: str
    captions: list[str]
    """Texts of ``<figcaption>``."""
    alts: list[str]
    """Descriptions of pictures."""
    language: str | None

    def first(self, names: Iterable[str]) -> str | None:
        """The first field of these names that has a value."""
        return next((text for name in names for text in self.fields.get(name, ())), None)

    def all(self, names: Iterable[str]) -> list[str]:
        """All values of these fields."""
        return [text for name in names for text in self.fields.get(name, ())]


def declared(root: _Element) -> Declared:
    """Gather the facts of a page; leaves the tree as it is."""
    fields: dict[str, list[str]] = defaultdict(list)
    links: dict[str, str] = {}
    times: list[tuple[str, str]] = []
    titles: list[str] = []
    captions: list[str] = []
    alts: list[str] = []
    for element in root.iter(*_TAGS):
        tag = element.tag
        if tag == "img":
            alt = element.get("alt")
            if alt and len(alt) >= _ALT_LETTERS:
                alts.append(" ".join(alt.split()))
        elif tag == "meta":
            name = next(filter(None, map(element.get, _KEYS)), None)
            content = plain(element.get("content") or "") if name else ""
            if name and content:
                fields[name.lower()].append(content)
        elif tag == "link":
            rel, href = element.get("rel"), element.get("href")
            if rel and href:
                links.setdefault(rel.lower(), href)
        elif tag == "time":
            value = (element.get("datetime") or "").strip()
            if value and len(times) < _MAX_TIMES:
                pubdate = "pubdate" if element.get("pubdate") is not None else ""
                times.append((value, " ".join((element.get("itemprop") or "", element.get("class") or "", pubdate))))
        elif tag == "title":
            titles.append(plain(element.text or ""))
        else:
            captions.append(" ".join("".join(map(str, element.itertext())).split()))
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    return Declared(fields, links, times, titles[0] if titles else "", captions, alts, language)
