"""Names of elements by their way down from the body, such as ``div.page/article#main/p``."""

from pipeline.html.lines import Walk
from pipeline.html.looks import Names

_DEPTH = 40
"""At most this many of the innermost elements are named, so that deep nesting stays linear."""
_UNKNOWN = -1


class Paths:
    """Paths of the elements of one page; made where they are asked for, each once.

    Elements that are called the same all the way down from the body share a way, and with it the path.
    """

    def __init__(self, w: Walk) -> None:
        self._walk = w
        self._ways = [0, *[_UNKNOWN] * (len(w.looks) - 1), 0]
        """Of each element the number of its way; the last is that of what stands in no element, which is -1."""
        self._paths = [""]
        """Of each way."""
        self._depths = [0]
        """How many elements each path names."""
        self._below: dict[int, int] = {}
        """Numbers of a way and of names, as one → the way on."""
        self._labels: dict[int, str] = {}

    def of(self, element: int) -> str:
        """Tags with ids and classes from the body down, the body left out."""
        way = self._ways[element]
        return self._paths[self._named(element) if way == _UNKNOWN else way]

    def _named(self, element: int) -> int:
        ways, below, parents, looks = self._ways, self._below, self._walk.parents, self._walk.looks
        count = len(self._walk.names)
        unnamed: list[int] = []
        while (way := ways[element]) == _UNKNOWN:
            unnamed.append(element)
            element = parents[element]
        while unnamed:
            child = unnamed.pop()
            names = looks[child].names
            key = way * count + names.number
            on = below.get(key)
            if on is None:
                on = below[key] = self._way(way, names)
            way = ways[child] = on
        return way

    def _way(self, above: int, names: Names) -> int:
        label = self._labels.get(names.number)
        if label is None:
            label = self._labels[names.number] = names.label
        path, depth = self._paths[above], self._depths[above]
        path = f"{path}/{label}" if path else label
        self._paths.append(path if depth < _DEPTH else path.partition("/")[2])
        self._depths.append(min(depth + 1, _DEPTH))
        return len(self._paths) - 1
