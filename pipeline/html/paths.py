"""Names of elements by their way down from the body, such as ``div.page/article#main/p``."""

from pipeline.html.lines import Walk

_DEPTH = 40
"""At most this many of the innermost elements are named, so that deep nesting stays linear."""
_LONG = 2 * _DEPTH
"""A path of more elements has more characters."""


class Paths:
    """Paths of the elements of one page; made where they are asked for, each once."""

    def __init__(self, w: Walk) -> None:
        self._walk = w
        self._paths: dict[int, str] = {-1: "", 0: ""}
        self._labels: dict[int, str] = {}

    def of(self, element: int) -> str:
        """Tags with ids and classes from the body down, the body left out."""
        path = self._paths.get(element)
        if path is not None:
            return path
        paths, labels, parents, looks = self._paths, self._labels, self._walk.parents, self._walk.looks
        unnamed: list[int] = []
        while path is None:
            unnamed.append(element)
            element = parents[element]
            path = paths.get(element)
        for child in reversed(unnamed):
            look = looks[child]
            label = labels.get(look.number)
            if label is None:
                label = labels[look.number] = look.label
            path = f"{path}/{label}" if path else label
            if len(path) > _LONG and path.count("/") >= _DEPTH:
                path = path.partition("/")[2]
            paths[child] = path
        return path
