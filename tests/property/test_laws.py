"""The laws of every document, on random pages."""

import json
import os
import subprocess
import sys
from itertools import pairwise

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import json as msgspec_json

from pipeline import Document, Settings, clean_page
from pipeline.html import decode, read_html
from pipeline.schema import document_schema
from pipeline.text.lines import text_lines
from tests.property.pages import ENGLISH, PERSIAN, html_pages, pages, text_pages

laws = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VALIDATOR = jsonschema.Draft202012Validator(document_schema())


@laws
@given(text_pages)
def test_every_line_of_a_text_page_is_kept_or_removed_once(page: str) -> None:
    document = clean_page(page, content_type="text/plain")
    visible = [line.number for line in text_lines(decode(page, "text/plain").text)]
    removed = [removal.line for removal in document.removed]
    kept = [block.line for block in document.blocks]
    assert len(removed) == len(set(removed))
    assert not set(removed) & set(kept)
    rest = set(visible) - set(removed) - set(kept)
    assert len(rest) <= (document.title is not None)  # the title stands in its own field
    assert set(removed) | set(kept) <= set(visible)


@laws
@given(html_pages())
def test_every_line_of_an_html_page_is_kept_or_removed_once(page: str) -> None:
    document = clean_page(page, content_type="text/html")
    visible = {line.number for line in read_html(decode(page, "text/html"), None, Settings()).lines}
    removed = [removal.line for removal in document.removed]
    assert len(removed) == len(set(removed))
    kept = {block.line for block in document.blocks}
    assert not set(removed) & kept
    assert len(visible - set(removed) - kept) <= (document.title is not None)


@laws
@given(pages, st.sampled_from(["convert", "annotate", "append", "iso"]))
def test_offsets_stand_in_the_text(page: str, dates: str) -> None:
    document = clean_page(page, settings=Settings(dates=dates))
    text = document.text
    for block, following in pairwise([*document.blocks, None]):
        assert 0 <= block.start < block.end <= len(text)
        written = text[block.start : block.end]
        assert written == (written.rstrip() if block.kind == "code" else written.strip())
        if following:
            assert text[block.end : following.start] in ("\n", "\n\n")
    for mention in document.dates:
        if mention.start >= 0:
            assert 0 <= mention.start < mention.end <= len(text)
            assert text[mention.start : mention.end] == (mention.written or mention.surface)
    ends = [0, *(segment.end for segment in document.segments)]
    assert [segment.start for segment in document.segments] == ends[:-1]
    assert ends[-1] == len(text)


@laws
@given(pages)
def test_documents_validate_and_round_trip(page: str) -> None:
    document = clean_page(page)
    encoded = msgspec_json.encode(document)
    VALIDATOR.validate(json.loads(encoded))
    assert msgspec_json.decode(encoded, type=Document) == document


@laws
@given(st.lists(st.sampled_from(PERSIAN + ENGLISH), min_size=1, max_size=8, unique=True))
def test_a_clean_text_stays_as_it_is(paragraphs: list[str]) -> None:
    first = clean_page("\n\n".join(paragraphs), content_type="text/plain")
    assert clean_page(first.text, content_type="text/plain").text == first.text
    assert len(first.blocks) == len(paragraphs)


@pytest.mark.parametrize(
    "environment", [{"PYTHONHASHSEED": "1", "LC_ALL": "C"}, {"PYTHONHASHSEED": "77", "TZ": "Asia/Tehran"}]
)
def test_a_document_does_not_depend_on_hash_seed_or_locale(environment: dict[str, str]) -> None:
    page = "\n".join([*ENGLISH, "Follow us:", *PERSIAN, "۸ + ۵ ="])
    program = (
        "import sys; from msgspec import json; from pipeline import clean_page\n"
        "sys.stdout.buffer.write(json.encode(clean_page(sys.stdin.buffer.read())))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program],
        input=page.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, **environment},
    )
    assert made.stdout == msgspec_json.encode(clean_page(page.encode()))
