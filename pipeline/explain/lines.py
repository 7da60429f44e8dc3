"""A page and the fate of each of its lines."""

import sys
from collections.abc import Iterator, Sequence

from msgspec import Struct

from pipeline.config import Settings
from pipeline.console import printable
from pipeline.errors import PageError, UsageError
from pipeline.memory import SiteMemory
from pipeline.model import DateMention, Document
from pipeline.store.names import FileType, file_type, source_name
from pipeline.store.places import open_place
from pipeline.store.readers import Columns, RawPage, read_file, read_pages


class Told(Struct, frozen=True):
    """What became of one line of a page."""

    number: int
    text: str
    fate: str
    """``kept``, ``title``, or the class of its removal."""
    rule: str = ""
    evidence: str = ""


def explain(
    raw: RawPage, url: str | None, settings: Settings, memory: SiteMemory | None
) -> tuple[Document, list[Told]]:
    """A page's document, and the fate of each of its lines in reading order."""
    from pipeline.chain import clean_page

    document = clean_page(
        raw.data,
        source=raw.source,
        url=url or raw.url,
        content_type=raw.content_type,
        fetched=raw.fetched,
        settings=settings,
        memory=memory,
    )
    return document, list(_fates(document, _lines(raw, document.url, settings)))


def find_page(name: str, max_bytes: int) -> RawPage:
    """A page by what a person calls it. Raises UsageError when there is none, or it cannot be read."""
    if name == "-":
        return RawPage(source="-", data=sys.stdin.buffer.read(max_bytes + 1))
    folder, _, file = name.rpartition("/")
    place = open_place(folder or ".")
    if (entry := place.stat(file)) is not None:
        page = read_file(place, source_name(file), entry.size, max_bytes)
        if isinstance(kind := file_type(file), FileType) and kind.kind.container:
            raise UsageError(f"{name} holds many pages; name one of them as its document does: {name}#…")
    else:
        page = _in_container(name, max_bytes)
    if page.failure is not None:
        raise UsageError(f"{name}: {page.failure.error}")
    return page


def _in_container(name: str, max_bytes: int) -> RawPage:
    address, mark, record = name.partition("#")
    folder, _, file = address.rpartition("/")
    place = open_place(folder or ".")
    if not mark or place.stat(file) is None:
        raise UsageError(f"{name} is not there.")
    source = source_name(file)
    pages = read_pages(place, source, start=0, stop=None, after=None, max_bytes=max_bytes, columns=Columns())
    for page in pages:
        if isinstance(page, RawPage) and page.source == f"{source}#{record}":
            return page
    raise UsageError(f"{address} holds no page {record}.")


def _lines(raw: RawPage, url: str | None, settings: Settings) -> list[tuple[int, str]]:
    """The lines of a page as the chain sees them; none where it cannot be read."""
    from pipeline.html import decode, read_html
    from pipeline.text.lines import text_lines

    try:
        page = decode(raw.data, raw.content_type, max_bytes=settings.max_bytes)
        lines = read_html(page, url, settings).lines if page.is_html else text_lines(page.text)
    except PageError:
        return []
    return [(line.number, line.text) for line in lines]


def _fates(document: Document, lines: Sequence[tuple[int, str]]) -> Iterator[Told]:
    removed = {removal.line: removal for removal in document.removed}
    kept = {block.line for block in document.blocks}
    for number, text in lines:
        removal = removed.get(number)
        if removal is not None:
            yield Told(number, text, removal.class_, removal.rule, removal.evidence)
        else:
            yield Told(number, text, "kept" if number in kept else "title")


def facts_of(document: Document) -> Iterator[tuple[str, str]]:
    """The document in a few lines."""
    yield "page", printable(document.source)
    yield "outcome", f"{document.outcome}{f': {document.error}' if document.error else ''}"
    if document.title:
        yield "title", document.title
    if document.authors:
        yield "authors", ", ".join(document.authors)
    for name, value in (("published", document.published), ("modified", document.modified)):
        if value:
            yield name, value
    yield "language", ", ".join(f"{name} {share:.0%}" for name, share in document.languages.items()) or "und"
    for date in dict.fromkeys(map(_date, document.dates)):
        yield "date", date
    for note in document.notes:
        yield "note", note


def _date(mention: DateMention) -> str:
    """Isolated (U+2068, U+2069), as a Persian date would else turn the order of what stands beside it."""
    written = f", written \u2068{mention.written}\u2069" if mention.written else ""
    return f"\u2068{mention.surface}\u2069 → {mention.iso or 'no day known'}, {mention.calendar}{written}"
