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
_BETWEEN_NAMES = re.compile(r"[.#\[:]+")
_BETWEEN_PARTS = re.compile(r"[-_]+")


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
    steps = path.split("/")
    for end in range(len(steps), 0, -1):
        box = _named(steps[end - 1])
        if box is not None:
            return box, "/".join(steps[:end])
    return None


@lru_cache(maxsize=4096)
def _named(step: str) -> _Box | None:
    """The box that an element is by its class or id; most elements stand in the paths of many lines."""
    if _HEADING_OR_BODY.match(step):
        return None
    boxes, beginnings = _boxes()
    for own in _BETWEEN_NAMES.split(step.lower())[1:]:  # its id and its classes
        parts = _BETWEEN_PARTS.split(own)
        for first in range(len(parts)):
            name = ""
            for part in parts[first:]:
                name += part
                if name not in beginnings:
                    break
                if name in boxes:
                    return boxes[name]
    return None


@cache
def _boxes() -> tuple[dict[str, _Box], frozenset[str]]:
    """The boxes by their names, which are written in one word, and what the names begin with."""
    table = tomllib.loads(files("pipeline.strip").joinpath("boxes.toml").read_text("utf-8"))
    boxes = msgspec.convert(table["box"], tuple[_Box, ...])
    by_name = {name.replace("-", ""): box for box in boxes for name in box.names}
    return by_name, frozenset(name[:end] for name in by_name for end in range(1, len(name) + 1))
