"""One page, the whole order on one screen: read, strip, set right, tell apart, date."""

import hashlib
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from urllib.parse import urlsplit

from msgspec.structs import replace

from pipeline.compose import Body, compose, language_shares, spelled
from pipeline.config import Settings
from pipeline.dates import StampLine, Stamps, page_context, page_stamps
from pipeline.errors import PageError
from pipeline.html import HtmlPage, decode, read_html
from pipeline.memory import SiteMemory
from pipeline.model import Document, Line, Made, Outcome, Page, Raw
from pipeline.strip import Hints, Verdict, judge, whole_tags
from pipeline.text.lines import text_lines

VERSION = version("zolal")

_UNDATED = (Outcome.EMPTY, Outcome.LISTING, Outcome.BOT_WALL)
"""A stamp on such a page is that of a teaser or of the page, never the date of a document."""


def clean_page(
    data: bytes | str,
    *,
    source: str = "",
    url: str | None = None,
    content_type: str | None = None,
    fetched: str | None = None,
    settings: Settings = Settings(),
    memory: SiteMemory | None = None,
) -> Document:
    """Clean one page.

    ``data`` is the raw page, as bytes or already decoded; ``content_type`` the HTTP header's value where there
    was one (without it a page is HTML where it parses as HTML). The document depends on these arguments alone.
    A page that cannot be read comes back as a document with a quarantined outcome and ``error`` set.
    """
    blank = _blank(data, source, url, fetched, settings, memory)
    try:
        page = decode(data, content_type, max_bytes=settings.max_bytes)
        html = read_html(page, url, settings) if page.is_html else None
    except PageError as error:
        return replace(blank, outcome=error.outcome, error=str(error))

    url = url or (html.metadata.canonical if html else None)
    site = site_of(url)
    lines = html.lines if html else text_lines(page.text)
    verdict = judge(lines, _hints(html, url, site, memory), settings)
    context = page_context((line.text for line in lines), url=url, language=html.metadata.language if html else None)
    body = compose(_body_lines(verdict), settings, context)
    stamps = page_stamps(
        list(_stamp_lines(lines, verdict)), html.metadata.dates if html else (), site=site, context=context
    )
    document = replace(blank, url=url, site=site, raw=_decoded(blank.raw, page))
    return _filled(document, verdict, body, stamps, html, settings)


def site_of(url: str | None) -> str | None:
    """The host of an address without ``www.``, in lower case; None where there is none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:  # such as http://[bad: an address that is none names no site
        return None
    return host.removeprefix("www.") if host else None


def _blank(
    data: bytes | str,
    source: str,
    url: str | None,
    fetched: str | None,
    settings: Settings,
    memory: SiteMemory | None,
) -> Document:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    digest = hashlib.sha256(raw).hexdigest()
    return Document(
        id=digest[:16],
        source=source,
        url=url,
        site=site_of(url),
        outcome=Outcome.EMPTY,
        raw=Raw(sha256=digest, bytes=len(raw), fetched=fetched),
        pipeline=Made(VERSION, settings.digest(), memory.digest if memory else None),
    )


def _decoded(raw: Raw, page: Page) -> Raw:
    return replace(raw, encoding=page.encoding, encoding_from=page.encoding_from)


def _hints(html: HtmlPage | None, url: str | None, site: str | None, memory: SiteMemory | None) -> Hints:
    if html is None:
        return Hints(is_html=False, site=site, url=url, memory=memory)
    meta = html.metadata
    return Hints(
        is_html=True,
        titles=meta.titles,
        description=meta.description,
        types=meta.types,
        site=site,
        site_name=meta.site_name,
        url=url,
        memory=memory,
        outcome=html.outcome,
    )


def _body_lines(verdict: Verdict) -> list[Line]:
    """Kept lines without the title, which stands in ``Document.title``."""
    return [line for line in verdict.kept if line is not verdict.title_line]


def _stamp_lines(lines: Sequence[Line], verdict: Verdict) -> Iterator[StampLine]:
    reasons = {removal.line: removal.class_ for removal in verdict.removed}
    body = _body_lines(verdict)
    first = body[0].number if body else len(lines) + 1
    for line in lines:
        yield StampLine(line.number, line.text, reasons.get(line.number), line.number < first, line.kind == "table")


def _filled(
    document: Document,
    verdict: Verdict,
    body: Body,
    stamps: Stamps,
    html: HtmlPage | None,
    settings: Settings,
) -> Document:
    meta = html.metadata if html else None
    if verdict.outcome in _UNDATED:
        stamps = replace(stamps, published=None, modified=None, zone=None)
    languages = language_shares(body.text, body.segments)
    in_furniture = [replace(mention, start=-1, end=-1) for _, mention in stamps.mentions]

    def plain(text: str) -> str:
        return spelled(text, settings)

    def each(found: Sequence[str], declared: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(plain, found or declared))))

    return replace(
        document,
        outcome=verdict.outcome,
        error=verdict.why,
        title=plain(verdict.title) if verdict.title else None,
        authors=each(meta.authors if meta else (), verdict.authors),
        published=stamps.published,
        modified=stamps.modified,
        published_zone=stamps.zone,
        language=next(iter(languages), "und"),
        languages=languages,
        text=body.text,
        blocks=body.blocks,
        segments=body.segments,
        dates=(*in_furniture, *body.dates),
        removed=tuple(verdict.removed),
        captions=each(verdict.captions, meta.captions if meta else ()),
        tags=each(_tags(verdict, html), ()),
        links=tuple(html.links_in({block.line for block in body.blocks})) if html else (),
        normalization=dict(sorted(body.counts.items())),
        notes=(*verdict.notes, *stamps.notes, *(_disagreements(body))),
    )


def _tags(verdict: Verdict, html: HtmlPage | None) -> Sequence[str]:
    if html is None:
        return verdict.tags
    lines = {removal.line for removal in verdict.removed if removal.class_ == "tags"}
    return whole_tags(verdict.tags, [link.text for link in html.links_in(lines)], html.metadata.tags)


def _disagreements(body: Body) -> Iterator[str]:
    for mention in body.dates:
        if mention.weekday_ok is False:
            yield f"the weekday beside “{mention.surface}” is another one"
        if mention.calendars_agree is False:
            yield f"the two calendars of “{mention.surface}” name different days"
