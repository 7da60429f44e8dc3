"""Names of elements by their way down from the body, such as ``div.page/article#main/p``."""

from pipeline.html.lines import Walk
from pipeline.html.looks import Names

_DEPTH = 40
"""At most this many of the innermost elements are named, so that deep nesting stays linear."""


class _Way:
    """A way down from the body; elements that are called the same all the way down share it."""

    __slots__ = ("below", "depth", "path")

    def __init__(self, path: str, depth: int) -> None:
        self.path = path
        self.depth = depth
        """How many elements the path names."""
        self.below: dict[int, _Way] = {}
        """The ways on, by the numbers of names."""


class Paths:
    """Paths of the elements of one page; made where they are asked for, each once."""

    def __init__(self, w: Walk) -> None:
        self._walk = w
        body = _Way("", 0)
        self._ways = {-1: body, 0: body}
        self._labels: dict[int, str] = {}

    def of(self, element: int) -> str:
        """Tags with ids and classes from the body down, the body left out."""
        return (self._ways.get(element) or self._named(element)).path

    def _named(self, element: int) -> _Way:
        ways, parents, looks = self._ways, self._walk.parents, self._walk.looks
        unnamed: list[int] = []
        way = None
        while way is None:
            unnamed.append(element)
            element = parents[element]
            way = ways.get(element)
        for child in reversed(unnamed):
            names = looks[child].names
            way = ways[child] = way.below.get(names.number) or self._below(way, names)
        return way

    def _below(self, way: _Way, names: Names) -> _Way:
        label = self._labels.get(names.number)
        if label is None:
            label = self._labels[names.number] = names.label
        path = f"{way.path}/{label}" if way.path else label
        if way.depth == _DEPTH:
            path = path.partition("/")[2]
        found = way.below[names.number] = _Way(path, min(way.depth + 1, _DEPTH))
        return found
