"""Pages whose text is in their scripts: the article in JSON-LD, the page's state as JSON.

It is used only where the tree is a shell, or where the article declared in JSON-LD is not among the lines.
"""

import json
import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.html.extract import shares
from pipeline.html.lines import walk
from pipeline.html.tables import rows_joined
from pipeline.html.tree import Tree, parse

_SHELL_LETTERS = 400
_SHELL_SCRIPT = 2_000
_MIN_BODY = 300
"""A shorter text in a script is a teaser."""
_MIN_STRING = 60
_MAX_NODES = 200_000
_MARKUP = re.compile(r"</(?:p|div|h[1-6]|li|span|a|strong|em)>|<br\s*/?>", re.I)
_SENTENCE = re.compile(r"\w\W{0,2}[.!?؟。۔]")


def is_shell(tree: Tree, visible: Sequence[str]) -> bool:
    """Little text, much script: the page would be filled by its scripts."""
    return tree.script_letters > _SHELL_SCRIPT and sum(map(len, visible)) < _SHELL_LETTERS


def body_in_scripts(tree: Tree, declared: str | None, kept: Sequence[str]) -> list[str]:
    """Lines of the article that the scripts hold and the kept lines do not; empty where there are none.

    ``declared``: the article as JSON-LD has it. Its text is taken where it is at least twice what was kept and most
    of it is not among that.
    """
    size = sum(map(len, kept))
    for text in (declared, _state_text(tree.state) if tree.state and size < _SHELL_LETTERS else None):
        if text is None or len(text) < max(_MIN_BODY, 2 * size):
            continue
        lines = [line for line in text.split("\n") if line.strip()]
        known = shares(lines, "\n".join(kept))
        if sum(len(line) * share for line, share in zip(lines, known, strict=True)) < 0.5 * len(text):
            return lines
    return []


def _state_text(state: str) -> str | None:
    """The longest text among the strings of a page's state, those under the same key taken together."""
    try:
        value: object = json.loads(state)
    except (ValueError, RecursionError):
        return None
    texts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    queue: list[tuple[tuple[str, ...], object]] = [((), value)]
    while queue:
        path, node = queue.pop()
        if len(queue) > _MAX_NODES:
            return None
        if isinstance(node, dict):
            queue.extend(((*path[-3:], key), inner) for key, inner in reversed(node.items()))
        elif isinstance(node, list):
            queue.extend((path, inner) for inner in reversed(node))
        elif isinstance(node, str) and len(node) >= _MIN_STRING and _SENTENCE.search(node):
            texts[path].append(node)
    if not texts:
        return None
    found = max(texts.values(), key=lambda strings: sum(map(len, strings)))
    return "\n".join(line for string in dict.fromkeys(found) for line in _lines_of(string))


def _lines_of(text: str) -> list[str]:
    if _MARKUP.search(text):
        return rows_joined(walk(parse(text).source())).texts
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]
