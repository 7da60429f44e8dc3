"""What an extractor keeps around an article that is none of it: links, bylines, comments, and boxes in it.

The votes see a line and its surroundings; that there is an article, and where it begins, is known only when the title
has been found and the text under it counted.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from pipeline.strip.boxes import boxed
from pipeline.strip.credits import byline
from pipeline.strip.features import Flags
from pipeline.strip.phrases import How
from pipeline.strip.reasons import Reason
from pipeline.strip.view import View

_ARTICLE_WORDS = 120
"""Words of running text, outside of links and comments, from which on a page is about an article."""
_BOX = 0.25
"""Words of a box of furniture at most, as a share of those of the running text."""
_BYLINE = 10  # words
_LINKED = 0.9  # share of a line's letters in links
_LINKS = 4  # lines; fewer above a title may be its kicker and its section
_ARTICLE = re.compile(r"article|blogposting|report", re.IGNORECASE)
"""Declared types (schema.org, OpenGraph) of an article; on a page of questions or posts, comments are the text."""
_HOW: tuple[How, ...] = ("line", "start")
_COMMENTS = re.compile(
    r"[#.](?:comments?(?:[-_]?(?:list|area|section|thread|container|wrapper|block))?|commentlist|disqus\w*)"
    r"(?=[.#/\[]|$)",
    re.IGNORECASE,
)


def around(view: View, keep: Flags, title: int | None, types: Sequence[str]) -> dict[int, Reason]:
    """Kept lines that stand around the article of a page, and in boxes in it.

    ``keep``: lines that stay so far; ``title``: index of the title's line; ``types``: what the page declares to be.
    """
    kept = keep.nonzero()[0].tolist()
    comments = {index for index in kept if _among_comments(view.lines[index].path)}
    linked = [index for index in kept if view.lines[index].link_share >= _LINKED]
    apart = comments.union(linked)
    text = [index for index in kept if index not in apart and view.prose[index]]
    words = sum(view.words[index] for index in text)
    found = boxed(view, [index for index in kept if index != title], int(_BOX * words))
    if words < _ARTICLE_WORDS:
        return found
    if _ARTICLE.search(" ".join(types)):
        why = Reason("comments", "comments.place", "among the comments below an article")
        found |= dict.fromkeys(sorted(comments), why)
    above = [index for index in linked if title is not None and index < title]
    for _, run in groupby(above, key=lambda index: view.lines[index].path):
        links = list(run)
        if len(links) >= _LINKS:
            why = Reason("related", "related.links", f"one of {len(links)} links in a row above the title")
            found |= dict.fromkeys(links, why)
    found |= _bylines(view, kept, text, title)
    head = _heading_below(view, keep, text[-1])
    if head is not None:
        why = Reason("related", "related.links", f"a link under «{view.lines[head].text}» below the text")
        found |= dict.fromkeys((index for index in linked if index > head), why)
    return found


def _bylines(view: View, kept: Sequence[int], text: Sequence[int], title: int | None) -> dict[int, Reason]:
    """Lines above and below the text that name who wrote it, and say nothing else."""
    found = {}
    for index in kept:
        outside = index != title and not text[0] <= index <= text[-1]
        if outside and view.words[index] <= _BYLINE and byline(view.lines[index].text):
            found[index] = Reason("timestamp", "timestamp.byline", "a writer above or below the text")
    return found


def _heading_below(view: View, keep: Flags, last: int) -> int | None:
    """The first heading of other stories below the last line of text that does not stay itself."""
    heads = {index for how in _HOW for index in view.by_group.get(("related.header", how), ())}
    return min((index for index in heads if index > last and not keep[index]), default=None)


@lru_cache(maxsize=4096)
def _among_comments(path: str) -> bool:
    return _COMMENTS.search(path) is not None
