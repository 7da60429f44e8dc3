"""What repeats on a site: evidence gathered page by page, joined from anywhere, frozen into a SiteMemory.

Evidence is a sample of each site's pages (those with the smallest hashes, the k minimum values of Bar-Yossef et
al., 2002), each as the hashes of its lines in their order. Joining two samples is a union cut to the same size:
whatever the order, and whichever machine saw which page, the outcome is the same.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntFlag
from hashlib import blake2b, sha256
from math import ceil

import msgspec
from msgspec import Struct

from pipeline.errors import UsageError
from pipeline.memory import FORMAT, Seen, SiteMemory, line_key
from pipeline.model import Line

SHARE = 0.3
MIN_PAGES = 5
_SAMPLE = 64
"""Pages kept of a site. On larger sites a share is known to within about six points."""
_MOST_LINES = 1000
_LEAST_TIMES = 3
"""Two pages may share a line by chance, or because one quotes the other."""
_LONG = 60
"""Letters from which on a line without links reads like a sentence of an article."""
_BESIDE_SHARE = 0.7
"""What a short line between the paragraphs of articles must reach: bylines and datelines repeat as well, but
widgets more."""
_SHORT_WORDS = 5
_CREDIT_WORDS = 8
"""Of a line with a colon: "Photo: …", "Source: the news agency …"."""
_SAME_STORY = 0.8
"""A page that has this share of its long lines, and at least three, in common with another tells the same story:
an article at two addresses, or in two versions of the page, is no repetition."""


class _Flag(IntFlag):
    LONG = 1
    HEADING = 2
    FIXED = 4
    """Cells and code: a manual's tables look alike on all its pages, and are what the pages are for."""
    LINKED = 8
    SHORT = 16
    """As short as a byline, a dateline or a credit."""


class PageLines(Struct, frozen=True):
    """A page as hashes, in the order of its lines."""

    texts: bytes
    """Keys of the lines without their places, eight bytes each."""
    places: bytes
    """Keys of the lines with their places."""
    flags: bytes
    date: str | None = None


class Sighting(Struct, frozen=True):
    """One page and its site."""

    site: str
    page: int
    """Hash of the page, 63 bits."""
    lines: PageLines


class Evidence(Struct):
    """What was seen of any number of sites."""

    version: int = FORMAT
    sites: dict[str, dict[int, PageLines]] = {}

    def add(self, sighting: Sighting) -> None:
        """Take in a page; a page seen before changes nothing."""
        pages = self.sites.setdefault(sighting.site, {})
        pages[sighting.page] = sighting.lines
        if len(pages) > _SAMPLE:
            del pages[max(pages)]

    def join(self, other: "Evidence") -> None:
        """Take in what was learned elsewhere."""
        for site, pages in other.sites.items():
            for page, lines in pages.items():
                self.add(Sighting(site, page, lines))


class _Stored(Struct):
    """The file: the memory to clean with, and the evidence to learn on from."""

    memory: SiteMemory
    evidence: Evidence


class _StoredMemory(Struct):
    """The part of the file that cleaning needs."""

    memory: SiteMemory


def sight(site: str, data: bytes, lines: Sequence[Line], date: str | None) -> Sighting:
    """A page as it is remembered: by hashes alone."""
    lines = lines[:_MOST_LINES]
    page = int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1
    texts = array("Q", (line_key(line.text) for line in lines))
    places = array("Q", (line_key(line.text, line.path) for line in lines))
    flags = bytes(map(_flags, lines))
    return Sighting(site, page, PageLines(texts.tobytes(), places.tobytes(), flags, date))


def freeze(evidence: Evidence, share: float = SHARE, min_pages: int = MIN_PAGES) -> SiteMemory:
    """The lines that stand on at least ``share`` of the pages of sites with at least ``min_pages``, but for those
    that the pages themselves show to be article text."""
    sites: dict[str, dict[int, Seen]] = {}
    for site, pages in sorted(evidence.sites.items()):
        found = _repeated([pages[page] for page in sorted(pages)], share, min_pages)
        if found:
            sites[site] = dict(sorted(found.items()))
    digest = sha256(msgspec.json.encode(sites)).hexdigest()[:12]
    return SiteMemory(digest=digest, sites=sites)


def encode(memory: SiteMemory, evidence: Evidence) -> bytes:
    """Both as a file, the same bytes in whatever order pages came."""
    ordered = {site: dict(sorted(pages.items())) for site, pages in sorted(evidence.sites.items())}
    return msgspec.msgpack.encode(_Stored(memory, Evidence(sites=ordered)))


def decode(data: bytes) -> SiteMemory:
    """The memory out of a file. Raises UsageError when it is none, or of another version."""
    memory = _decoded(data, _StoredMemory).memory
    if memory.version != FORMAT:
        raise UsageError(f"The site memory is of version {memory.version}, this is {FORMAT}: learn it again.")
    return memory


def decode_evidence(data: bytes) -> Evidence:
    """The evidence out of a file. Raises UsageError when it is none, or of another version."""
    evidence = _decoded(data, _Stored).evidence
    if evidence.version != FORMAT:
        raise UsageError(f"The evidence is of version {evidence.version}, this is {FORMAT}: learn it again.")
    return evidence


def _decoded[T](data: bytes, kind: type[T]) -> T:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise UsageError(f"The file is no site memory: {error}") from error


def _flags(line: Line) -> int:
    letters = sum(map(str.isalpha, line.text))
    flags = _Flag(0)
    if letters >= _LONG and line.link_share < 0.5:
        flags |= _Flag.LONG
    if line.link_share >= 0.5:
        flags |= _Flag.LINKED
    if len(line.text.split()) <= (_CREDIT_WORDS if ":" in line.text else _SHORT_WORDS):
        flags |= _Flag.SHORT
    if line.kind == "heading":
        flags |= _Flag.HEADING
    if line.kind in ("table", "code"):
        flags |= _Flag.FIXED
    return int(flags)


class _Page:
    """A page of the sample, unpacked."""

    def __init__(self, lines: PageLines) -> None:
        self.texts = array("Q", lines.texts)
        self.places = array("Q", lines.places)
        self.flags = lines.flags
        self.date = lines.date[:10] if lines.date else None
        self.long = frozenset(key for key, flag in zip(self.texts, self.flags, strict=True) if flag & _Flag.LONG)


def _repeated(sample: Sequence[PageLines], share: float, min_pages: int) -> dict[int, Seen]:
    stories = _stories([_Page(lines) for lines in sample])
    if len(stories) < min_pages:
        return {}
    least = max(_LEAST_TIMES, ceil(share * len(stories)))
    counts: Counter[int] = Counter()
    for story in stories:
        counts.update({key for page in story for key in (*page.places, *page.texts)})
    often = {key for key, count in counts.items() if count >= least}
    seldom = {key for key in often if counts[key] < _BESIDE_SHARE * len(stories)}
    often -= _article_text(stories, often, seldom)
    dates: dict[int, list[str]] = {}
    for page in (page for story in stories for page in story if page.date):
        for key in often.intersection((*page.places, *page.texts)):
            dates.setdefault(key, []).append(page.date or "")
    return {
        key: Seen(
            counts[key], len(stories), min(dates.get(key, ()), default=None), max(dates.get(key, ()), default=None)
        )
        for key in often
    }


def _stories(pages: Iterable[_Page]) -> list[list[_Page]]:
    """Pages, those that tell the same story together."""
    stories: list[list[_Page]] = []
    homes: dict[int, set[int]] = {}
    for page in pages:
        shared = Counter(number for key in page.long for number in homes.get(key, ()))
        home = next(
            (
                number
                for number, count in sorted(shared.items())
                if count >= max(3, _SAME_STORY * min(len(page.long), len(stories[number][0].long)))
            ),
            None,
        )
        if home is None:
            home = len(stories)
            stories.append([])
        stories[home].append(page)
        for key in page.long:
            homes.setdefault(key, set()).add(home)
    return stories


def _article_text(stories: Sequence[Sequence[_Page]], often: set[int], seldom: set[int]) -> set[int]:
    """Keys that repeat and are the article's own all the same: cells and code; headings such as "Example" above
    text that stands on this page alone; and of the ``seldom`` ones those as short as a byline beside a paragraph
    of such text."""
    times: Counter[int] = Counter()
    own: Counter[int] = Counter()
    for page in (page for story in stories for page in story):
        alone = [key not in often for key in page.texts] + [False]
        flags = [_Flag(flag) for flag in page.flags] + [_Flag.LINKED]
        for at, keys in enumerate(zip(page.texts, page.places, strict=True)):
            below = _Flag.FIXED in flags[at + 1] or (alone[at + 1] and _Flag.LINKED not in flags[at + 1])
            is_own = _Flag.FIXED in flags[at] or (_Flag.HEADING in flags[at] and below)
            beside = any(alone[by] and _Flag.LONG in flags[by] for by in (at - 1, at + 1))
            is_beside = beside and _Flag.SHORT in flags[at] and _Flag.LINKED not in flags[at]
            for key in often.intersection(keys):
                times[key] += 1
                own[key] += is_own or (is_beside and key in seldom)
    return {key for key, count in times.items() if own[key] * 2 >= count}
