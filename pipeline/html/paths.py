"""Names of elements by their way down from the body, such as ``div.page/article#main/p``."""

from pipeline.html.lines import Walk
from pipeline.html.looks import Look

_DEPTH = 40
"""At most this many of the innermost elements are named, so that deep nesting stays linear."""
_LONG = 2 * _DEPTH


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
        unnamed: list[int] = []
        while path is None:
            unnamed.append(element)
            element = self._walk.parents[element]
            path = self._paths.get(element)
        for child in reversed(unnamed):
            label = self._label(self._walk.looks[child])
            path = f"{path}/{label}" if path else label
            if len(path) > _LONG and path.count("/") >= _DEPTH:
                path = path.partition("/")[2]
            self._paths[child] = path
        return path

    def _label(self, look: Look) -> str:
        label = self._labels.get(look.number)
        if label is None:
            label = self._labels[look.number] = look.label
        return label
