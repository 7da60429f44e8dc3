"""Sites that moved: a share that used to be steady is another one in this run, as after a new page design."""

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from statistics import fmean

from msgspec import Struct

_MIN_PAGES = 10
"""Fewer pages of a site say nothing about it."""
_MIN_SHIFT = 0.15
"""A smaller change is no news, however certain it is."""
_SIGMAS = 3.0
_RUNS = 5
"""How many earlier runs are looked at."""


class Shares(Struct, frozen=True):
    """A site in one run: shares of its pages that became documents, of lines kept, of documents with title
    and with date."""

    pages: int
    ok: float
    kept: float
    titled: float
    dated: float


_NAMES = {
    "ok": "pages that become documents",
    "kept": "lines kept",
    "titled": "titles found",
    "dated": "dates found",
}


def drifted(now: Mapping[str, Shares], before: Mapping[str, Sequence[Shares]]) -> Iterator[str]:
    """A sentence for each site whose shares moved away from those of its last runs, sorted by site."""
    for site, shares in sorted(now.items()):
        earlier = [run for run in before.get(site, ()) if run.pages >= _MIN_PAGES][-_RUNS:]
        if shares.pages < _MIN_PAGES or not earlier:
            continue
        moved = []
        for field, name in _NAMES.items():
            usual, share = fmean(getattr(run, field) for run in earlier), getattr(shares, field)
            if _moved(usual, share, shares.pages):
                moved.append(f"{name} {usual:.0%} → {share:.0%}")
        if moved:
            yield f"{site}: {', '.join(moved)} ({shares.pages} pages)"


def _moved(usual: float, share: float, pages: int) -> bool:
    """Farther than chance goes in so many pages (three standard errors of a binomial share), and far enough."""
    spread = sqrt(max(usual * (1 - usual), 0.01) / pages)
    return abs(share - usual) >= max(_MIN_SHIFT, _SIGMAS * spread)
