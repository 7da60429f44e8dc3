"""What was learned of text pages: which lines stay, which one is the title, whether the page is a listing.

How they were made and what they reach is told in ``MODEL.md``.
"""

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from pipeline.strip.headline import headline_weights
from pipeline.strip.trees import Trees, trees


class Models(Struct, frozen=True):
    """Trees for lines and pages, weights for titles; another set than the shipped one serves to cross-validate."""

    line: Trees
    title: Mapping[str, float]
    page: Trees


@cache
def shipped() -> Models:
    """The models that come with the package, read when first asked for."""
    return Models(trees("line"), headline_weights(), trees("page"))
