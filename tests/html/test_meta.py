"""What a page says about itself: the best source wins, the site's name is no part of a title."""

import json

import pytest

from pipeline.html.declared import declared
from pipeline.html.lines import walk
from pipeline.html.meta import Metadata, metadata
from pipeline.html.tables import rows_joined
from pipeline.html.tree import parse

URL = "https://www.baghnameh.example/garden/12"


def read(head: str, body: str = "<p>متن</p>", url: str | None = URL) -> Metadata:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    facts = declared(tree.root)
    return metadata(facts, tree.json_scripts, rows_joined(walk(tree.source())), url)


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields, ensure_ascii=False)}</script>'


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("هرس درخت انار در زمستان | باغ‌نامه", "هرس درخت انار در زمستان"),
        ("باغ‌نامه » هرس درخت انار در زمستان", "هرس درخت انار در زمستان"),
        ("هرس درخت انار - راهنمای زمستان", "هرس درخت انار - راهنمای زمستان"),
        ("باغ‌نامه", None),
    ],
)
def test_the_name_of_the_site_is_cut_off_a_title(title: str, cut: str | None) -> None:
    found = read(f'<title>{title}</title><meta property="og:site_name" content="باغ‌نامه">').titles
    assert found == ((cut,) if cut else ())


def test_a_heading_shows_where_the_title_ends() -> None:
    found = read("<title>Pruning pomegranates – A gardener's year</title>", "<h1>Pruning pomegranates</h1>")
    assert found.titles == ("Pruning pomegranates",)


def test_json_ld_names_the_author_before_the_fields_do() -> None:
    head = ld(**{"@type": "NewsArticle", "headline": "انار", "author": [{"name": "مینا کاوه"}, {"name": "By Ali Rad"}]})
    page = read(head + '<meta name="author" content="admin">')
    assert page.authors == ("مینا کاوه", "Ali Rad")
    assert page.is_article
    assert page.types == ("NewsArticle",)


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ('<meta name="author" content="به قلم سارا نیک‌پی">', "", ("سارا نیک‌پی",)),
        ('<meta name="author" content="https://social.example/sara">', "", ()),
        ("", '<p>On Monday by <a rel="author" href="/sara">Sara Nikpay</a></p>', ("Sara Nikpay",)),
        ("", '<p><a rel="author" href="/sara">Sara Nikpay</a> on Monday</p>', ("Sara Nikpay",)),
        ("", '<p><a rel="author" href="/s">Sara &amp; Ali</a></p>', ("Sara & Ali",)),
        ("", '<span class="post-author-name">نویسنده: سارا نیک‌پی</span>', ("سارا نیک‌پی",)),
        ("", '<p class="author-box">Our authors</p>', ()),
    ],
)
def test_authors_of_fields_and_marked_elements(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(head, body).authors == authors


def test_dates_are_handed_on_as_written_with_where_they_stood() -> None:
    head = ld(**{"@type": "Article", "datePublished": "2021-03-20T10:00:00+03:30"})
    head += '<meta property="article:modified_time" content="2021-03-22">'
    body = '<time datetime="1400-01-02" class="post-date">۲ فروردین</time><time datetime="2020-01-01">then</time>'
    found = [(date.value, date.source, date.role) for date in read(head, body).dates]
    assert found == [
        ("2021-03-20T10:00:00+03:30", "jsonld.datePublished", "published"),
        ("2021-03-22", "meta.article:modified_time", "modified"),
        ("1400-01-02", "time.datetime", "published"),
        ("2020-01-01", "time.datetime", "unknown"),
    ]


def test_tags_are_split_and_stand_once() -> None:
    head = ld(**{"@type": "Article", "keywords": ["انار", "هرس"]}) + '<meta name="keywords" content="هرس، باغ, انار">'
    assert read(head).tags == ("انار", "هرس", "باغ")


@pytest.mark.parametrize(
    ("href", "url", "canonical"),
    [
        ("/garden/12-pruning", URL, "https://www.baghnameh.example/garden/12-pruning"),
        ("/garden/12-pruning", None, None),
        ("http://[bad", URL, None),
    ],
)
def test_canonical_is_an_absolute_address_or_none(href: str, url: str | None, canonical: str | None) -> None:
    assert read(f'<link rel="canonical" href="{href}">', url=url).canonical == canonical


def test_json_ld_with_comments_and_trailing_commas_is_read() -> None:
    script = '<!-- {"@type": "Article", "headline": "A late frost", "articleBody": "One.<br>Two.",} -->'
    page = read(f'<script type="application/ld+json">{script}</script>')
    assert page.titles == ("A late frost",)
    assert page.body is not None
    assert "One." in page.body


def test_captions_and_descriptions_of_pictures() -> None:
    body = '<img alt="logo"><img alt="یک شاخهٔ انار که تازه هرس شده است"><figcaption>باغی <b>در</b> ساوه</figcaption>'
    assert read("", body).captions == ("باغی در ساوه", "یک شاخهٔ انار که تازه هرس شده است")


@pytest.mark.parametrize(
    "banner",
    [
        '<h1><a href="/">Paper Boats</a></h1>',
        '<div id="top"><h1><a href="https://boats.example/index.php">Paper Boats</a></h1></div>',
        '<h1 class="site-title">Paper Boats</h1>',
    ],
)
def test_a_heading_that_leads_home_is_the_name_of_the_site(banner: str) -> None:
    title = "<title>Paper Boats | On translating badly</title>"
    assert read(f"{title}{banner}<h2>On translating badly</h2>").titles == ("On translating badly",)
    assert read(f"<title>Paper Boats</title>{banner}").titles == ("Paper Boats",)
    assert read('<title>A late frost</title><h1><a href="/news/12">A late frost</a></h1>').titles == ("A late frost",)
