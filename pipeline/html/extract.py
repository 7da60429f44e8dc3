"""trafilatura's opinion on a page, as a vote on each of our lines; the only place it is imported.

It votes, it does not own the text: trafilatura 2.3 deletes every half space (ZWNJ) and every mark of writing
direction, so a Persian text must come from our own lines.
"""

import logging
import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"\w+")
_NO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]+")
_SHINGLE = 4


def opinion(text: str, *, fast: bool = False) -> str:
    """Main text of the page as trafilatura sees it, empty where it finds none.

    ``text`` is the page's source: our tree has lost what is never seen, and trafilatura wants one of its own kind.
    """
    from trafilatura import bare_extraction  # 0.4 s to import; most pages are decided without it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = bare_extraction(text, include_comments=False, with_metadata=False, fast=fast, deduplicate=False)
    return (found.text or "") if found is not None and not isinstance(found, dict) else ""


def shares(texts: Sequence[str], extracted: str) -> list[float]:
    """Share (0-1) of each line's words that stand in the extracted text in the same order.

    Runs of four words are looked up, so the time is linear in both texts; a shorter line must be a whole line
    of the extracted text.
    """
    whole: set[str] = set()
    runs: set[tuple[str, ...]] = set()
    for line in extracted.split("\n"):
        words = _words(line)
        whole.add(" ".join(words))
        if "|" in line:
            whole.update(" ".join(_words(cell)) for cell in line.split("|"))
        runs.update(_runs(words))
    return [_share(_words(text), whole, runs) for text in texts]


def _share(words: list[str], whole: set[str], runs: set[tuple[str, ...]]) -> float:
    if not words:
        return 0.0
    if " ".join(words) in whole:
        return 1.0
    if len(words) < _SHINGLE:
        return 0.0
    return sum(map(runs.__contains__, _runs(words))) / (len(words) - _SHINGLE + 1)


def _runs(words: list[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(words[i:] for i in range(_SHINGLE)), strict=False)


def _words(text: str) -> list[str]:
    return _WORD.findall(text if text.isascii() else _NO_WIDTH.sub("", text))
