"""What an extractor keeps around an article that is none of it: lists of links above its title, comments below.

The votes see a line and its surroundings; that there is an article, and where it begins, is known only when the title
has been found and the text under it counted.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from pipeline.strip.features import Flags
from pipeline.strip.reasons import Reason
from pipeline.strip.view import View

_ARTICLE_WORDS = 120
"""Words of running text, outside of links and comments, from which on a page is about an article."""
_LINKED = 0.9  # share of a line's letters in links
_LINKS = 4  # lines; fewer above a title may be its kicker and its section
_ARTICLE = re.compile(r"article|blogposting|report", re.IGNORECASE)
"""Declared types (schema.org, OpenGraph) of an article; on a page of questions or posts, comments are the text."""
_COMMENTS = re.compile(
    r"[#.](?:comments?(?:[-_]?(?:list|area|section|thread|container|wrapper|block))?|commentlist|disqus\w*)"
    r"(?=[.#/\[]|$)",
    re.IGNORECASE,
)


def around(view: View, keep: Flags, title: int | None, types: Sequence[str]) -> dict[int, Reason]:
    """Kept lines that stand around the article of a page; none where the page has no article.

    ``keep``: lines that stay so far; ``title``: index of the title's line; ``types``: what the page declares to be.
    """
    kept = keep.nonzero()[0].tolist()
    comments = {index for index in kept if _among_comments(view.lines[index].path)}
    linked = [index for index in kept if view.lines[index].link_share >= _LINKED]
    apart = comments.union(linked)
    if sum(view.words[index] for index in kept if index not in apart and view.prose[index]) < _ARTICLE_WORDS:
        return {}
    found: dict[int, Reason] = {}
    if _ARTICLE.search(" ".join(types)):
        why = Reason("comments", "comments.place", "among the comments below an article")
        found |= dict.fromkeys(sorted(comments), why)
    above = [index for index in linked if title is not None and index < title]
    for _, run in groupby(above, key=lambda index: view.lines[index].path):
        links = list(run)
        if len(links) >= _LINKS:
            why = Reason("related", "related.links", f"one of {len(links)} links in a row above the title")
            found |= dict.fromkeys(links, why)
    return found


@lru_cache(maxsize=4096)
def _among_comments(path: str) -> bool:
    return _COMMENTS.search(path) is not None
