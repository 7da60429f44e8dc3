"""Pages whose text is in their scripts: it is found there, and only where the lines do not have it."""

import json

from pipeline.config import Settings
from pipeline.html import HtmlPage, read_html
from pipeline.html.shell import body_in_scripts, is_shell
from pipeline.html.tree import parse
from pipeline.model import Outcome, Page

SENTENCES = [f"در روز {day} بهار، آب چشمه به باغ پایین‌دست رسید و درختان انار دوباره جوانه زدند." for day in range(1, 9)]
BODY = "\n".join(SENTENCES)


def read(page: str) -> HtmlPage:
    return read_html(Page(text=page, is_html=True), None, Settings())


def state(value: object) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value, ensure_ascii=False)}</script>'


def test_a_page_of_scripts_is_a_shell_a_short_page_is_none() -> None:
    script = f"<script>{'x = 1;' * 500}</script>"
    assert is_shell(parse(f"<body>{script}</body>"), ["Loading"])
    assert not is_shell(parse(f"<body>{script}</body>"), ["a long line of text " * 30])
    assert not is_shell(parse("<body><script>x = 1</script></body>"), ["Loading"])


def test_the_text_of_a_shell_comes_from_its_state() -> None:
    value = {
        "props": {"post": {"title": "چشمه", "paragraphs": [{"text": text} for text in SENTENCES]}, "menu": ["خانه"]}
    }
    page = read(f"<html><body><div id=app>…</div>{state(value)}<script>{'x = 1;' * 500}</script></body></html>")
    assert page.outcome is Outcome.JS_SHELL
    assert [line.text for line in page.lines if line.path == "script"] == SENTENCES
    assert all(line.vote == 1.0 for line in page.lines if line.path == "script")
    assert [line.number for line in page.lines] == list(range(1, len(page.lines) + 1))


def test_markup_in_the_state_is_cut_into_its_lines() -> None:
    html = "".join(f"<p>{text}</p>" for text in SENTENCES)
    assert body_in_scripts(parse(f"<body>{state({'html': html})}</body>"), None, []) == SENTENCES


def test_a_declared_body_is_taken_only_where_the_lines_lack_it() -> None:
    tree = parse("<body></body>")
    assert body_in_scripts(tree, BODY, []) == SENTENCES
    assert body_in_scripts(tree, BODY, SENTENCES) == []
    assert body_in_scripts(tree, BODY, SENTENCES[:4]) == []  # less than twice what was kept
    assert body_in_scripts(tree, SENTENCES[0], []) == []  # a teaser


def test_a_state_that_is_no_json_holds_no_text() -> None:
    tree = parse('<body><script id="__NEXT_DATA__">{"html": </script></body>')
    assert body_in_scripts(tree, None, []) == []
