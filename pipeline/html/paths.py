"""Names of elements by their way down from the body, such as ``div.page/article#main/p``."""

from pipeline.html.lines import Walk

_DEPTH = 40
"""At most this many of the innermost elements are named, so that deep nesting stays linear."""


class Paths:
    """Paths of the elements of one page; made where they are asked for, each once."""

    def __init__(self, w: Walk) -> None:
        self._walk = w
        self._paths: dict[int, tuple[str, int]] = {-1: ("", 0), 0: ("", 0)}
        """The path of each element, and how many it names."""
        self._labels: dict[int, str] = {}

    def of(self, element: int) -> str:
        """Tags with ids and classes from the body down, the body left out."""
        known = self._paths.get(element)
        return (known or self._named(element))[0]

    def _named(self, element: int) -> tuple[str, int]:
        paths, labels, parents, looks = self._paths, self._labels, self._walk.parents, self._walk.looks
        unnamed: list[int] = []
        known = None
        while known is None:
            unnamed.append(element)
            element = parents[element]
            known = paths.get(element)
        path, depth = known
        for child in reversed(unnamed):
            look = looks[child]
            label = labels.get(look.number)
            if label is None:
                label = labels[look.number] = look.label
            path = f"{path}/{label}" if path else label
            if depth < _DEPTH:
                depth += 1
            else:
                path = path.partition("/")[2]
            paths[child] = path, depth
        return path, depth
