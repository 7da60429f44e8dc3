"""Front pages and lists of stories on HTML pages, told by their links.

A list of stories is headlines that are links, each with a teaser at most. A page of its own has running text that
belongs to no such headline, below a title that says what the page is. Lists of related stories hang on most articles,
so headlines alone prove nothing: the text must be missing.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from pipeline.strip.features import Flags
from pipeline.strip.view import View

_LINKED = 0.7
"""A line with this share of its letters in links is a link."""
_HEADLINE = (4, 30)  # words
_HEADING = (2, 30)  # words, where the markup says that it is a heading
_LEAST = 8  # headlines
_LEAST_MAIN = 6  # of them headings, or in the part of the page the extractor would keep
_LEAST_SHARE = 0.1  # of the page's words
_OWN = 60  # words of running text of its own, from which on a page is no list
_TEASERS = 8
_TEASER_LINES = 2
_TEASER_REACH = 4  # lines between a headline and its teaser
_BELOW_TITLE = 40  # lines between the title and the text that is the page's own
_GAP = 4  # lines between two paragraphs of one text
_ONE_THING = re.compile(r"article|posting|recipe|product|report|question|qapage|review|event", re.IGNORECASE)
"""Declared types (schema.org, OpenGraph) of a page about one thing."""


class Stories(Struct, frozen=True):
    """What a page has of headlines and of text."""

    headlines: int
    """Lines that are links and as long as a headline."""
    main: int
    """Those of them that are headings or that the extractor would keep."""
    share: float
    """Share of the page's words in headlines."""
    teasers: int
    """Pieces of text of a line or two beside a headline."""
    teaser_words: int
    own: int
    """Words of kept running text that stand beside no headline."""


def list_of_stories(view: View, keep: Flags, title: int | None, types: Sequence[str]) -> Stories | None:
    """What makes an HTML page a list of stories; None where it is a page of its own.

    ``keep``: lines the extractor would keep; ``title``: index of the title's line; ``types``: what kind of page it
    declares itself to be.
    """
    if _ONE_THING.search(" ".join(types)):
        return None
    linked = [line.link_share >= _LINKED for line in view.lines]
    headline = [linked[index] and _as_long_as_a_headline(view, index) for index in range(len(view))]
    text = [prose and not link for prose, link in zip(view.prose, linked, strict=True)]
    if title is not None and linked[title] and view.levels[title] != 1:
        title = None
    if title is not None and _text_below(view, title, keep, headline, text):
        return None
    stories = _stories(view, keep, linked, headline, text)
    many = stories.headlines >= _LEAST and stories.main >= _LEAST_MAIN and stories.share >= _LEAST_SHARE
    teased = stories.teasers >= _TEASERS and stories.teaser_words > 2 * stories.own
    return stories if stories.own < _OWN and (many or teased) else None


def _as_long_as_a_headline(view: View, index: int) -> bool:
    least, most = _HEADING if view.lines[index].kind == "heading" else _HEADLINE
    return least <= view.words[index] <= most


def _text_below(view: View, title: int, keep: Flags, headline: Sequence[bool], text: Sequence[bool]) -> bool:
    """Whether kept running text stands below the title before the first headline does."""
    for index in range(title + 1, min(len(view), title + _BELOW_TITLE)):
        if headline[index] and (keep[index] or view.lines[index].kind == "heading"):
            return False
        if text[index] and keep[index]:
            return True
    return False


def _stories(
    view: View, keep: Flags, linked: Sequence[bool], headline: Sequence[bool], text: Sequence[bool]
) -> Stories:
    own = teasers = teaser_words = 0
    for run in _runs(text, headline):
        words = sum(view.words[index] for index in run)
        beside = any(headline[max(0, run[0] - _TEASER_REACH) : run[0]]) or linked[run[-1] + 1 : run[-1] + 2] == [True]
        if len(run) <= _TEASER_LINES and beside:
            teasers += 1
            teaser_words += words
        elif any(keep[index] for index in run):
            own += words
    found = [index for index, is_one in enumerate(headline) if is_one]
    return Stories(
        headlines=len(found),
        main=sum(bool(keep[index]) or view.lines[index].kind == "heading" for index in found),
        share=sum(view.words[index] for index in found) / max(1, sum(view.words)),
        teasers=teasers,
        teaser_words=teaser_words,
        own=own,
    )


def _runs(text: Sequence[bool], headline: Sequence[bool]) -> list[list[int]]:
    """Indexes of lines of text that follow each other, with a few short lines but no headline between them."""
    runs: list[list[int]] = []
    for index, is_text in enumerate(text):
        if not is_text:
            continue
        last = runs[-1][-1] if runs else -_GAP
        if index - last < _GAP and not any(headline[last + 1 : index]) and runs:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs
