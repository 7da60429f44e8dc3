"""HTML: bytes to lines that carry a vote, and what the page says about itself."""

from pipeline.html.charset import decode
from pipeline.html.meta import Metadata
from pipeline.html.page import HtmlPage, read_html

__all__ = ["HtmlPage", "Metadata", "decode", "read_html"]
