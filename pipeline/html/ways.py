"""The elements that lines stand in, and their ways down from the body by what they are called.

Elements that are called the same all the way down, such as the items of a menu, share a way: what depends on names
alone is found once for all of them.
"""

from collections.abc import Iterable, Sequence

from pipeline.html.looks import Look, Names

_DEPTH = 40
"""At most this many of the innermost elements are named in a path, so that deep nesting stays linear."""


class Ways:
    """The ways of one page, by number: that of the body is 0, and each comes after the one it goes on from."""

    def __init__(self, looks: Sequence[Look], parents: Sequence[int], standing: Iterable[int]) -> None:
        """``standing``: the elements that lines stand in. The first element is the body."""
        self.elements = _with_those_above(parents, standing)
        """Those elements and all above them, in their order."""
        self.of = [0] * len(looks)
        """The way to each of these elements."""
        self.above = [0]
        """Of each way, the one that is a step shorter; of the body's, its own."""
        self.names = [looks[0].names]
        """Of each way, what the last element on it is called."""
        of, above, names = self.of, self.above, self.names
        known: dict[tuple[int, int], int] = {}
        for element in self.elements[1:]:
            called = looks[element].names
            shorter = of[parents[element]]
            way = of[element] = known.setdefault((shorter, called.number), len(above))
            if way == len(above):
                above.append(shorter)
                names.append(called)
        self._paths: list[str | None] = ["", *[None] * (len(above) - 1)]
        self._labels: dict[int, str] = {}

    def path(self, way: int) -> str:
        """Tags with ids and classes, such as ``div.page/article#main/p``; the body is left out."""
        paths, above = self._paths, self.above
        unnamed = []
        while (path := paths[way]) is None:
            unnamed.append(way)
            way = above[way]
        for way in reversed(unnamed):
            if path.count("/") >= _DEPTH - 1:
                path = path.partition("/")[2]
            label = self._label(self.names[way])
            path = paths[way] = f"{path}/{label}" if path else label
        return path

    def _label(self, names: Names) -> str:
        label = self._labels.get(names.number)
        if label is None:
            label = self._labels[names.number] = names.label
        return label


def _with_those_above(parents: Sequence[int], elements: Iterable[int]) -> list[int]:
    found = {0}
    for element in elements:
        while element not in found:
            found.add(element)
            element = parents[element]
    return sorted(found)
