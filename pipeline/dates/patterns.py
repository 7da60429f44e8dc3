"""Regex pieces out of word lists: one trie for many names, so that the engine never tries them one by one."""

from collections.abc import Iterable
from functools import lru_cache

from pipeline.dates.fold import fold_word

SP = r"[\s\u200c]"
LETTER = r"[^\W\d_]"
# An Arabic-script word may go on after a half space («می‌شود»); then it is another word.
WORD_END = rf"(?!\u200c?{LETTER})"
WORD_START = rf"(?<!{LETTER})"

type _Trie = dict[str, "_Trie"]


def alternation(phrases: Iterable[str]) -> str:
    """A non-capturing group that matches any of the phrases, the longest first, without backtracking over them all.

    A space in a phrase stands for up to two spaces, half spaces or hyphens, also for none between Arabic letters;
    Latin and Cyrillic letters match in both cases.
    """
    root: _Trie = {}
    for phrase in phrases:
        node = root
        for token in _tokens(fold_word(phrase)):
            node = node.setdefault(token, {})
        node[""] = {}
    return _emit(root)


@lru_cache(maxsize=8192)
def key(phrase: str) -> str:
    """What all spellings of a phrase have in common; equal for what ``alternation`` matched and its word list."""
    return "".join(c for c in phrase.casefold() if c.isalnum())


def _tokens(phrase: str) -> Iterable[str]:
    for i, char in enumerate(phrase):
        if char == " ":
            # ASCII on both sides: the space must be there, or "Rabi I" would match "Rabii"
            yield r"[\s'’-]{1,2}" if phrase[i - 1].isascii() else r"[\s\u200c]{0,2}"
        elif char.lower() != char.upper():
            yield "[" + "".join(sorted({char.lower(), char.upper()[:1]})) + "]"
        elif char == "'":
            yield "['’‘ʿ]?"
        else:
            yield "\\." if char == "." else char


def _emit(node: _Trie) -> str:
    branches = [token + _emit(child) for token, child in node.items() if token]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return "(?:" + "|".join(branches) + ")" + ("?" if "" in node else "")
