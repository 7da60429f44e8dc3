"""hazm's ``Normalizer`` behind the shield: level ``full``.

hazm breaks numbers and URLs, drops ezafe signs and vowels, and joins every می: here it sees fillers in their place,
its steps that delete letters are off, and its tables are not built anew for every call. What it still changes is
found by alignment, so that every character is known to be where it went.
"""

import re
from typing import Protocol

from pipeline.text.protect import shield
from pipeline.text.rewriting import FILLER, Edit, Rewriting

# What hazm would take for a prefix or spell out, and marks it would lose.
_MORE_TO_HIDE = re.compile(
    r"(?<!\S)ن?می(?!\S)|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06c0\u06d6-\u06ed\ufdf0-\ufdff]+"
)
_LINE = re.compile(r"[^\n]+")
_PERSIAN = re.compile("[آ-ی]")
# hazm is not idempotent; it is asked again until it has nothing to add, at most this often.
_ROUNDS = 4
_WINDOW = 24


class Hazm(Protocol):
    """The parts of ``hazm.Normalizer`` asked for here."""

    def persian_style(self, text: str) -> str: ...
    def correct_spacing(self, text: str) -> str: ...
    def decrease_repeated_chars(self, text: str) -> str: ...
    def seperate_mi(self, text: str) -> str: ...


def full(work: Rewriting, hazm: Hazm) -> None:
    """Normalize what is not hidden, line by line: hazm reads a line as a whole."""
    work.hide([*shield(work.text), *(m.span() for m in _MORE_TO_HIDE.finditer(work.text))])
    edits: list[Edit] = []
    for line in _LINE.finditer(work.text):
        if _PERSIAN.search(line[0]) is not None:
            edits.extend(_edits(line[0], _normalized(line[0], hazm), line.start()))
    work.apply("hazm", edits)
    work.unhide()


def _normalized(line: str, hazm: Hazm) -> str:
    """The line as hazm has it; as it was where hazm lost a filler."""
    now = line
    for _ in range(_ROUNDS):
        before = now
        # Normalizer.normalize without its letter table, which it builds anew for each call: our own steps have done
        # the letters, one by one.
        now = hazm.persian_style(now)
        now = hazm.correct_spacing(now)
        now = hazm.decrease_repeated_chars(now)
        now = hazm.seperate_mi(now)
        if now == before:
            break
    return now if now.count(FILLER) == line.count(FILLER) else line


def _edits(old: str, new: str, offset: int) -> list[Edit]:
    """The changes that make ``new`` of ``old``, by looking a few characters ahead: linear, and exact in its result."""
    edits: list[Edit] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        a, b = _resync(old[i : i + _WINDOW], new[j : j + _WINDOW])
        # what hazm does at the edge of a hidden token it does without knowing the token
        if FILLER not in (old[i - 1 : i], old[i + a : i + a + 1]):
            edits.append((offset + i, offset + i + a, new[j : j + b]))
        i, j = i + a, j + b
    return edits


def _resync(old: str, new: str) -> tuple[int, int]:
    """How many characters to leave of both until two in a row agree again; all of both where none do."""
    for total in range(1, len(old) + len(new)):
        for a in range(max(0, total - len(new)), min(total, len(old)) + 1):
            b = total - a
            if old[a : a + 2] and old[a : a + 2] == new[b : b + 2]:
                return a, b
    return len(old), len(new)
