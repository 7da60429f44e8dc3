"""The walk: what a browser shows as a line is a line, in its order, with its letters."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.html.lines import Walk, walk
from pipeline.html.looks import Hidden
from pipeline.html.tables import rows_joined
from pipeline.html.tree import parse


def read(body: str) -> Walk:
    return rows_joined(walk(parse(f"<html><body>{body}</body></html>").source()))


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("one<br>two<br/>three", ["one", "two", "three"]),
        ("<p>a <b>bold</b> <i>w</i>ord</p>", ["a bold word"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<p>  much \n\t white&nbsp;&nbsp; space </p>", ["much white space"]),
        ('<p>5 &lt; 6 &amp;amp; "so"</p>', ['5 < 6 &amp; "so"']),
        ("<p>shared</p><button>Share</button><p>more</p>", ["shared", "Share", "more"]),
        ("<my-card>one</my-card><my-card>two</my-card>", ["one", "two"]),
        ("<p>a<script>var x = '<p>no</p>'</script>b</p><style>p{}</style>", ["ab"]),
        ("<p>text<svg><text>drawn</text></svg></p><select><option>x</select>", ["text"]),
        ("<p>\u200b\u200c</p><p>\u200e</p>", []),
        ("<dl><dt>word<dd>meaning</dl>", ["word", "meaning"]),
        ('<h2>Wells<a href="#wells">¶</a></h2><h2><a href="/p#b">#</a> Pumps</h2>', ["Wells", "Pumps"]),
        ('<h2><a href="#a">#</a> <a href="/w">Wells</a> of the plain</h2>', ["Wells of the plain"]),
        ('<dt>level(well)<a href="#level">¶</a></dt><p>see <a href="#5">§</a> 5</p>', ["level(well)", "see § 5"]),
        ('<h2>چاه‌ها<a href="#a"># </a></h2><h2><a href="/c">#</a></h2>', ["چاه‌ها#", "#"]),
        ('<h2>پیشینه<span>[<a href="/e">ویرایش</a>]</span></h2><p>متن</p>', ["پیشینه", "[ویرایش]", "متن"]),
        ("<h3><a>Past</a> [<a>edit</a> | <a>edit source</a>]</h3>", ["Past", "[edit | edit source]"]),
        ("<h3><a>Past</a> [of wells]</h3><h3><a>All [wells]</a></h3>", ["Past [of wells]", "All [wells]"]),
        ("<p>می‌روم و نمی‌مانم</p>", ["می‌روم و نمی‌مانم"]),
        ("", []),
    ],
)
def test_lines(body: str, texts: list[str]) -> None:
    assert read(body).texts == texts


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("<h2>a</h2><p>b</p>", ["heading", "paragraph"]),
        ("<ol><li>a<li><p>b</p></ol>", ["list_item", "list_item"]),
        ("<blockquote><p>a</p></blockquote>b", ["quote", "paragraph"]),
        ("<pre>a\nb</pre>", ["code", "code"]),
        ("<ul><li><h3>a</h3></ul>", ["heading"]),
        ("<table><tr><td>a<td>b</table>", ["table"]),
    ],
)
def test_kinds(body: str, kinds: list[str]) -> None:
    assert read(body).kinds == kinds


@pytest.mark.parametrize(
    ("body", "glued"),
    [
        ("one<br>two", [False, True]),
        ("one<br><br>two", [False, False]),
        ("<p>one</p><p>two</p>", [False, False]),
        ("<ul><li>a<li>b</ul><ul><li>c</ul>", [False, True, False]),
        ("<ul><li><p>a</p><p>b</p></ul>", [False, False]),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", [False, True]),
        ("<pre>a\nb\n\nc</pre>", [False, True, False]),
    ],
)
def test_glue(body: str, glued: list[bool]) -> None:
    assert read(body).glued == glued


def test_code_keeps_its_spaces() -> None:
    assert read("<pre>if x:\n    y  =  1  # one \n\tz</pre>").texts == ["if x:", "    y  =  1  # one", "    z"]


def test_rows_of_data_are_lines_with_cells() -> None:
    w = read("<p>x</p><table><tr><th>City<th>People<tr><td>Yazd<td><b>530</b> thousand</table><p>y</p>")
    assert w.texts == ["x", "City | People", "Yazd | 530 thousand", "y"]


def test_a_table_for_layout_is_no_table() -> None:
    long = "A long text that nobody would put into a cell of a table with numbers in it. " * 3
    w = read(f"<table><tr><td>menu<br>more<td>{long}</table>")
    assert w.texts == ["menu", "more", long.strip()]
    assert set(w.kinds) == {"paragraph"}


def test_elements_know_their_lines() -> None:
    w = read("<div><p>a</p><table><tr><td>b<td>c</table></div><p>d</p>")
    span = {w.looks[e].tag: (w.begins[e], w.ends[e]) for e in range(len(w.looks))}
    assert span["div"] == (0, 2)
    assert span["table"] == (1, 2)
    assert span["body"] == (0, 3)


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ("<p hidden>x</p>", Hidden.STYLE),
        ('<div style="color: red; display : none"><p>x</p></div>', Hidden.STYLE),
        ('<span style="visibility:hidden">x</span>', Hidden.STYLE),
        ("<noscript>x</noscript>", Hidden.SCRIPT),
        ("<template><p>x</p></template>", Hidden.SCRIPT),
        ('<p hidden="until-found">x</p>', Hidden.NO),
        ('<p class="hidden-xs">x</p>', Hidden.NO),
        ('<p style="display:block">x</p>', Hidden.NO),
    ],
)
def test_hidden_lines_are_marked(body: str, hidden: Hidden) -> None:
    w = read(f"<p>a</p>{body}<p>b</p>")
    assert w.texts == ["a", "x", "b"]
    assert w.hidden == [Hidden.NO, hidden, Hidden.NO]


def test_links_and_their_share() -> None:
    w = read('<p>see <a href="/a?x=1&amp;y=2">this <b>page</b></a> now</p>')
    assert w.linked == [len("this page")]
    ((anchor, text),) = w.anchors[0]
    assert text == "this page"
    assert w.href(anchor) == "/a?x=1&y=2"


def test_paths() -> None:
    w = read('<div class="page wide"><article id="main"><p>x</p></article></div>')
    assert w.ways.path(w.ways.of[w.elements[0]]) == "div.page.wide/article#main/p"


def test_links_written_alike_are_one_look_and_each_leads_elsewhere() -> None:
    w = read('<a class="x" href="/1">one</a><a href="/2" class="x">two</a><a class="x">three</a><a name="y">four</a>')
    anchors = [anchor for anchor, _ in w.anchors[0]]
    assert [w.href(anchor) for anchor in anchors] == ["/1", "/2", "", ""]
    one, two, three, four = (w.looks[anchor] for anchor in anchors)
    assert one is two is three
    assert one is not four


def test_elements_called_the_same_all_the_way_share_a_way() -> None:
    w = read('<ul class="menu"><li>a<li>b</ul><ul class="other"><li>c</ul><div class="e"></div>')
    a, b, c = (w.ways.of[element] for element in w.elements)
    assert a == b != c
    assert [w.ways.path(way) for way in (a, c)] == ["ul.menu/li", "ul.other/li"]
    assert len(w.ways.above) == 5  # the body, both lists and their items: no line stands in the last box


def test_paths_of_deep_pages_stay_short() -> None:
    w = read("<div class='a'>" * 500 + "x")
    assert w.ways.path(w.ways.of[w.elements[0]]).count("/") < 50


TEXT = st.text(st.sampled_from("abcآبپ‌یکو .،&<>\u200d\u0651"), max_size=8)
TAGS = st.sampled_from(["p", "div", "span", "b", "a", "ul", "li", "h2", "table", "tr", "td", "pre", "section", "x-y"])


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(TAGS, TEXT, st.booleans()), max_size=25))
    out, open_tags = [], []
    for tag, text, closes in parts:
        out.append(f"<{tag}>{escaped(text)}")
        open_tags.append(tag)
        if closes:
            out.append(f"</{open_tags.pop()}>{escaped(text)}")
    return "".join(out) + "".join(f"</{tag}>" for tag in reversed(open_tags))


@given(bodies())
@settings(max_examples=150)
def test_no_letter_is_lost_and_none_is_added(body: str) -> None:
    tree = parse(f"<html><body>{body}</body></html>")
    shown = "".join(tree.root.itertext())
    lines = "".join(read(body).texts).replace(" | ", "")

    def letters(text: str) -> str:
        return re.sub(r"[\s\u200b-\u200f]", "", text)

    assert sorted(letters(lines)) == sorted(letters(shown))
    # Marks inside a line stay; only a line of nothing but marks is no line.
    assert lines.count("\u0651") == shown.count("\u0651")


def test_reading_order_is_the_order_of_the_source() -> None:
    w = read("<div>1<div>2<div>3</div>4</div>5</div><span>6</span>")
    assert w.texts == list("123456")
