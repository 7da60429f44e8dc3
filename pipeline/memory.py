"""The frozen memory of what repeats on a site: which lines stood on how many of its pages.

It is made by ``pipeline.corpus.repeats`` (``python -m pipeline.learn``) and only read here, so that a page's
document depends on the page, the settings and this one value. Lines are known by hashes alone.
"""

import re
import unicodedata
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

FORMAT = 1

_DIGITS = re.compile(r"\d+(?:[.,:/٫٬-]\d+)*")
_SPACES = re.compile(r"\s+")
_SAME = {ord("ي"): "ی", ord("ى"): "ی", ord("ك"): "ک", ord("ة"): "ه"}
# ZWNJ, ZWJ, directional marks, BOM and tatweel: a template writes them now and then, readers do not see them.
_UNSEEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0xFEFF, 0xAD, 0x640, *range(0x202A, 0x202F)])


class Seen(Struct, frozen=True):
    """How often a line stood on the pages of its site that were learned from."""

    pages: int
    of: int
    first: str | None = None
    """Date (ISO 8601) of the oldest of these pages, where pages are dated."""
    last: str | None = None

    @property
    def evidence(self) -> str:
        """What a removal says: ``on 14 of 20 pages, 2024-05-01 to 2024-06-30``."""
        span = f", {self.first} to {self.last}" if self.first and self.last and self.first != self.last else ""
        day = f", {self.first}" if self.first and not span else ""
        return f"on {self.pages} of {self.of} pages of the site{span or day}"


class SiteMemory(Struct, frozen=True, kw_only=True):
    """Lines that repeat, by site. Make it with ``pipeline.corpus.repeats.freeze``; it never changes."""

    version: int = FORMAT
    digest: str
    """Hash of the content, 12 hex digits; stands in each document as ``pipeline.memory``."""
    sites: dict[str, dict[int, Seen]]
    """Site → key of a line (``line_key``) → where it was seen."""
    folder: str | None = None
    """The site meant for pages that name none: the first folder below ``raw/`` they lie in."""

    def lookup(self, site: str | None, text: str, path: str = "") -> Seen | None:
        """Where this line of ``site`` was seen, or None when it is no repeated line.

        Give ``path`` (``Line.path``), so that only the same place on the page counts: a headline that stands in
        the list of most read pages is furniture there, and the title on its own page. Without it, any place does.
        """
        lines = self.sites.get(site or self.folder or "")
        return lines.get(line_key(text, path)) if lines else None

    def in_folder(self, folder: str | None) -> "SiteMemory":
        """The same memory for pages below ``folder``."""
        return self if folder == self.folder else replace(self, folder=folder)


def line_key(text: str, path: str = "") -> int:
    """A line's identity on its site, 63 bits: letters without case and marks, every number the same, its place."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UNSEEN).translate(_SAME)
    folded = _SPACES.sub(" ", _DIGITS.sub("0", folded)).strip()
    place = _DIGITS.sub("0", path)
    digest = blake2b(f"{folded}\0{place}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
