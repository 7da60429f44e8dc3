"""The parse: everything a browser would show is in the tree, however the page is written."""

import pytest

from pipeline.errors import PageError
from pipeline.html.lines import walk
from pipeline.html.tree import flattened, parse
from pipeline.model import Outcome


def texts(page: str) -> list[str]:
    return walk(parse(page).source()).texts


@pytest.mark.parametrize("depth", [100, 2_000, 20_000, 90_000])
def test_deep_nesting_loses_nothing(depth: int) -> None:
    page = "<html><body><p>first</p>" + "<div>" * depth + "deep" + "</div>" * depth + "<p>last</p>"
    assert texts(page) == ["first", "deep", "last"]


@pytest.mark.parametrize("page", ["<div>" * 200_000 + "x", "<b>" * 200_000 + "x", "<ul><li>" * 200_000])
def test_a_bomb_of_nested_tags_is_refused(page: str) -> None:
    with pytest.raises(PageError, match="nested more than 100,000 deep") as refusal:
        parse(page)
    assert refusal.value.outcome is Outcome.PARSE_FAILED


def test_many_open_paragraphs_and_items_are_not_nested() -> None:
    assert len(texts("<ul>" + "<li>one<p>two" * 110_000)) == 220_000


def test_inline_tags_that_never_close() -> None:
    assert texts("<body>" + "<b>" * 50_000 + "bold<p>next") == ["bold", "next"]


def test_flattening_keeps_words_whole_and_lines_apart() -> None:
    flat = flattened("<div>a<b>b</b><p class='x>y'>c</p><script>var d = 1</script></div>")
    assert texts(f"<body>{flat}</body>") == ["ab", "c"]


@pytest.mark.parametrize("end", ["</body>", "</html>", "</body></html>", "</BODY>\n</HTML>"])
def test_text_after_a_stray_end_is_read(end: str) -> None:
    assert texts(f"<html><body><p>one</p>{end}<div><p>two</p></div>{end}") == ["one", "two"]


def test_streamed_parts_go_to_their_place() -> None:
    page = (
        '<body><p>one</p><!--$?--><template id="B:0"></template><!--/$--><p>three</p>'
        '<div hidden id="S:0"><p>two</p></div><script>$RC("B:0","S:0")</script></body>'
    )
    assert texts(page) == ["one", "two", "three"]


def test_a_streamed_part_that_waits_in_itself_stays() -> None:
    page = '<body><div hidden id="S:0"><template id="B:0"></template><p>x</p></div><script>$RC("B:0","S:0")</script>'
    assert texts(page) == ["x"]


def test_what_scripts_hold_is_kept_apart() -> None:
    tree = parse(
        '<body><script type="application/ld+json">{"a": 1}</script><script id="__NEXT_DATA__">{"b": 2}</script>'
        "<script>var c = 3</script><p>text</p></body>"
    )
    assert tree.json_scripts == ('{"a": 1}',)
    assert tree.state == '{"b": 2}'
    assert tree.script_letters == len('{"a": 1}{"b": 2}var c = 3')
    assert "var" not in tree.source()


@pytest.mark.parametrize("page", ["", "   ", "<!-- only a comment -->", "<?php echo 1 ?>"])
def test_a_page_of_nothing_has_no_lines(page: str) -> None:
    assert texts(page) == []
