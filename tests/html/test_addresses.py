"""Addresses of links: the short ways lead where ``urljoin`` does."""

from urllib.parse import urljoin

import pytest

from pipeline.config import Settings
from pipeline.html import read_html
from pipeline.html.addresses import Base
from pipeline.model import Link, Page

PAGE = "https://example.com/news/today?page=2#top"


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org", "https://example.org/a/b.html", "http://example.org/a?x=1&y=2#z", "HTTP://example.org/a",
        "https://example.org:8080/a", "https://example.org/a;b?", "https://example.org/a#", "https://example.org/a/../b",
        "/", "/a/b", "/a/./b", "/a/../b", "/.hidden", "/a?x=1", "/a?", "/a#", "/a//b", "/a;b", "/خبر/۱۲",
        "//cdn.example.org/a", "b.html", "../b", "?page=3", "", " /a ", "/a\nb", "https://example.org/a\tb",
    ],
)  # fmt: skip
@pytest.mark.parametrize("base", [PAGE, "", "http://example.com", "rel/ative", "//example.com/a"])
def test_short_ways_lead_where_the_long_one_does(href: str, base: str) -> None:
    joined = urljoin(base, href.strip())
    assert Base(base).absolute(href) == (joined if joined.startswith(("http://", "https://", "/")) else "")


@pytest.mark.parametrize("href", ["mailto:a@example.com", "javascript:void(0)", "tel:123", "#top"])
def test_what_is_no_page_leads_nowhere(href: str) -> None:
    assert Base("").absolute(href) == ""


def test_a_page_with_an_address_that_is_none_still_has_whole_links() -> None:
    base = Base("http://[bad/page")
    assert base.absolute("https://example.org/a") == "https://example.org/a"
    assert base.absolute("/a") == ""


def test_a_link_reads_as_a_reader_sees_it() -> None:
    page = '<p>The crew of <a href="/crew?ship=1&amp;year=2">Mast &amp; Sail &lt;3</a> came home on Sunday.</p>'
    html = read_html(Page(page, is_html=True), "https://harbour.example/a", Settings())
    assert html.links_in({1}) == (Link("https://harbour.example/crew?ship=1&year=2", "Mast & Sail <3"),)
