"""Addresses of links, made absolute. ``urljoin`` takes them apart and puts them together again, a few microseconds
each; most addresses of a page are whole, or begin at the root of their site, and need no more than a look.
"""

import re
from urllib.parse import urljoin, urlsplit

_REST = r"(?:\?[^\s#]+)?(?:#[^\s#]+)?"
_WHOLE = re.compile(rf"https?://[A-Za-z0-9.-]+(?:/[^\s?#;]*)?{_REST}")
_ROOTED = re.compile(rf"/(?!/)[^\s?#;]*{_REST}")
_DOTS = "/."
"""What a path has that steps up, or stays where it is."""


class Base:
    """The address of a page, empty where it is not known."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._origin: str | None = ""
        """Scheme and host; None where they cannot be told."""
        try:
            parts = urlsplit(address)
        except ValueError:
            self._origin = None
            return
        if address:
            whole = parts.scheme in ("http", "https") and parts.netloc
            self._origin = f"{parts.scheme}://{parts.netloc}" if whole else None

    def absolute(self, href: str) -> str:
        """Where a link leads; empty where that is no page, and from the root of the site where the base is empty."""
        href = href.strip()
        if _WHOLE.fullmatch(href):
            return href
        if self._origin is not None and _DOTS not in href and _ROOTED.fullmatch(href):
            return self._origin + href
        try:
            address = urljoin(self._address, href)
        except ValueError:
            return ""
        return address if address.startswith(("http://", "https://", "/")) else ""
