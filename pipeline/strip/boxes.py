"""Small elements of an HTML page that are named for the furniture in them: a newsletter, other stories, a writer.

What such a box says is written like text, and the votes keep some of it. The names stand in ``boxes.toml``.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from pipeline.model import RemovalClass
from pipeline.strip.reasons import Reason
from pipeline.strip.view import View
from pipeline.strip.votes import SURE

_HEADING_OR_BODY = re.compile(r"(?:h[1-6]|body|main|article)(?=[.#\[]|$)")
"""Elements whose names tell what a text is about, or hold all of a page."""


class _Box(Struct, frozen=True, rename={"class_": "class"}):
    """An entry of ``boxes.toml``, which says what the fields mean."""

    class_: RemovalClass
    why: str
    words: int
    names: tuple[str, ...]
    linked: float = 0.0
    dated: bool = False


def boxed(view: View, lines: Iterable[int], most: int) -> dict[int, Reason]:
    """Those of ``lines`` that stand in a box of furniture of at most ``most`` words, and are not voted for with all
    certainty."""
    found: dict[int, Reason] = {}
    for index in lines:
        line = view.lines[index]
        place = _box_of(line.path)
        if place is None or (line.vote or 0.0) >= SURE:
            continue
        box, path = place
        stamp = view.stamps[index] if box.dated else None
        fits = line.link_share >= box.linked and (not box.dated or (stamp is not None and stamp.date))
        if fits and _words(view, index, path, box) <= min(box.words, most):
            found[index] = Reason(box.class_, f"{box.class_}.box_name", f"{box.why}: {path.rpartition('/')[2]}")
    return found


def _words(view: View, index: int, path: str, box: _Box) -> int:
    """Words of the box around a line; of a dated line its own, as posts stand in boxes of one name one after another.
    Counted no further than it takes to see that the box is a large one."""
    words = view.words[index]
    if box.dated:
        return words
    for step in (-1, 1):
        at = index + step
        while words <= box.words and 0 <= at < len(view) and f"{view.lines[at].path}/".startswith(f"{path}/"):
            words += max(1, view.words[at])
            at += step
    return words


@lru_cache(maxsize=4096)
def _box_of(path: str) -> tuple[_Box, str] | None:
    """The innermost named box of a path, and the path to it."""
    if not _any_name().search(path):
        return None
    steps = path.split("/")
    for end in range(len(steps), 0, -1):
        step = steps[end - 1]
        if _HEADING_OR_BODY.match(step):
            continue
        for box, names in _boxes():
            if names.search(step):
                return box, "/".join(steps[:end])
    return None


@cache
def _boxes() -> tuple[tuple[_Box, re.Pattern[str]], ...]:
    table = tomllib.loads(files("pipeline.strip").joinpath("boxes.toml").read_text("utf-8"))
    boxes = msgspec.convert(table["box"], tuple[_Box, ...])
    return tuple((box, _pattern(box.names)) for box in boxes)


@cache
def _any_name() -> re.Pattern[str]:
    return _pattern([name for box, _ in _boxes() for name in box.names])


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(name).replace(r"\-", "[-_]*") for name in names)
    return re.compile(rf"[-_.#](?:{spelled})(?=[-_.#\[:/]|$)", re.IGNORECASE)
