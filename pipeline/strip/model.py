"""The three models of a text page: which lines stay, which one is the title, whether the page is a listing.

How they were made and what they reach is told in ``MODEL.md``.
"""

from functools import cache

from msgspec import Struct

from pipeline.strip.trees import Trees, trees


class Models(Struct, frozen=True):
    """Trees for lines, titles and pages; another set than the shipped one serves to cross-validate."""

    line: Trees
    title: Trees
    page: Trees


@cache
def shipped() -> Models:
    """The models that come with the package, read when first asked for."""
    return Models(trees("line"), trees("title"), trees("page"))
