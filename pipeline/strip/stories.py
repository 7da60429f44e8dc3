"""How much the kept lines of a text page look like many short stories rather than one long one.

A front page tells each story in a headline and a line or two under it, and the next story in other words. One text
comes back to its words: what its title names, and what its paragraphs name, is named again further down.
"""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from pipeline.strip.phrases import word_list
from pipeline.strip.view import View

_HEADLINE = (3, 24)  # words
_SHARED = 2  # telling words a teaser shares with the headline over it
_REACH = 3  # lines from a headline down to its teaser


class Told(Struct, frozen=True):
    """Numbers about the kept lines of a page."""

    teasers: int
    """Paragraphs that begin with a headline of their own over them and end at the next one."""
    teaser_share: float
    """Share (0-1) of the paragraphs that are such."""
    cohesion: float
    """Share (0-1) of the telling words of paragraphs that come back in another one; -1 with fewer than two."""
    title_again: float
    """Share (0-1) of the title's telling words that come back below the first two paragraphs; -1 without either."""


def told(view: View, kept: Sequence[int], title: int | None) -> Told:
    """Describe a page. ``kept``: indexes of the lines that stay, in order; ``title``: index of the title."""
    telling = {index: _telling(view.folded[index]) for index in kept}
    prose = [index for index in kept if view.prose[index] and index != title]
    teasers = _teasers(view, kept, set(prose), telling)
    counts = Counter(word for index in prose for word in telling[index])
    words = sum(len(telling[index]) for index in prose)
    again = sum(counts[word] > 1 for index in prose for word in telling[index])
    below = {word for index in prose[2:] for word in telling[index]}
    named = _telling(view.folded[title]) if title is not None else frozenset()
    return Told(
        teasers=teasers,
        teaser_share=teasers / max(len(prose), 1),
        cohesion=again / max(words, 1) if len(prose) > 1 else -1.0,
        title_again=len(named & below) / len(named) if named and below else -1.0,
    )


def _teasers(view: View, kept: Sequence[int], prose: set[int], telling: dict[int, frozenset[str]]) -> int:
    found = 0
    headline = -_REACH
    for index in kept:
        if index in prose:
            found += index - headline <= _REACH and len(telling[index] & telling.get(headline, frozenset())) >= _SHARED
            headline = -_REACH  # a second paragraph is no teaser: the story goes on
        elif _HEADLINE[0] <= view.words[index] <= _HEADLINE[1]:
            headline = index
    return found


def _telling(folded: str) -> frozenset[str]:
    """Words of a line that say what it is about."""
    small = word_list("boundary")
    return frozenset(word for word in folded.split() if len(word) > 2 and word not in small)
