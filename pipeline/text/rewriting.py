"""Rewriting a text step by step while knowing where each of its characters went."""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

Span = tuple[int, int]
Edit = tuple[int, int, str]
"""Characters ``start`` to ``end`` become ``new``."""

# Stands for a character nobody may touch: a private-use code point no pattern of ours or hazm's knows.
FILLER = "\uf8ff"
_FILLERS = re.compile(FILLER + "+")


class Rewriting:
    """A text under change: the present ``text``, the count of each named step, and the way back.

    Hidden characters are fillers while the steps run, so that whatever a step does it cannot change them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.counts: dict[str, int] = {}
        self._moved: npt.NDArray[np.int64] | None = None
        self._hidden: list[str] = []

    @property
    def offsets(self) -> list[int] | None:
        """Old offset to new one, for 0 to len(old) both included; None when nothing moved."""
        return None if self._moved is None else self._moved.tolist()

    def now(self, offset: int) -> int:
        """Where an offset of the first text is now."""
        return offset if self._moved is None else int(self._moved[offset])

    def replace(self, step: str, old: str, new: str) -> None:
        """``str.replace`` of one character by one as a step."""
        count = self.text.count(old)
        if count:
            self.counts[step] = self.counts.get(step, 0) + count
            self.text = self.text.replace(old, new)

    def sub(self, step: str, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> None:
        """``re.sub`` as a step."""
        matches = pattern.finditer(self.text)
        if callable(new):
            self.apply(step, [(m.start(), m.end(), new(m)) for m in matches])
        else:
            self.apply(step, [(m.start(), m.end(), new) for m in matches])

    def apply(self, step: str, edits: Sequence[Edit]) -> None:
        """Make ``edits``, given in order and without overlap, in the name of ``step``."""
        edits = [edit for edit in edits if self.text[edit[0] : edit[1]] != edit[2]]
        if not edits:
            return
        self.counts[step] = self.counts.get(step, 0) + len(edits)
        parts: list[str] = []
        at = 0
        for start, end, new in edits:
            parts.append(self.text[at:start])
            parts.append(new)
            at = end
        parts.append(self.text[at:])
        if any(end - start != len(new) for start, end, new in edits):
            self._move(edits)
        self.text = "".join(parts)

    def _move(self, edits: Iterable[Edit]) -> None:
        """Compose the map with these edits.

        Inside an edit the k-th old character goes to the k-th new one and those beyond the new text to its end, so
        the map never runs backwards. An insertion stands before the character it is put before, but behind a hidden
        token it stands apart from it.
        """
        step = np.ones(len(self.text) + 1, dtype=np.int64)
        for start, end, new in edits:
            kept = min(end - start, len(new))
            step[start + kept : end] = 0
            behind_hidden = start == end and self.text[start - 1 : start] == FILLER
            step[start if behind_hidden or end == 0 else end - 1] += len(new) - kept
        moved = np.concatenate(([0], np.cumsum(step[:-1])))
        self._moved = moved if self._moved is None else moved[self._moved]

    def hide(self, spans: Iterable[Span]) -> None:
        """Put fillers in place of these spans: offsets in the present text, in any order, overlapping or not.

        May be done again before ``unhide``, which undoes the last one.
        """
        parts: list[str] = []
        hidden: list[str] = []
        at = 0
        for start, end in _joined([*spans, *self._own_fillers()]):
            parts.append(self.text[at:start])
            parts.append(FILLER * (end - start))
            hidden.append(self.text[start:end])
            at = end
        parts.append(self.text[at:])
        self.text = "".join(parts)
        self._hidden.append("".join(hidden))

    def unhide(self) -> None:
        """Put back what the last ``hide`` hid."""
        hidden = self._hidden.pop()
        at = 0

        def shown(m: re.Match[str]) -> str:
            nonlocal at
            at += m.end() - m.start()
            return hidden[at - (m.end() - m.start()) : at]

        self.text = _FILLERS.sub(shown, self.text)

    def _own_fillers(self) -> list[Span]:
        """Fillers that stand in the page itself."""
        return [m.span() for m in _FILLERS.finditer(self.text)] if FILLER in self.text else []


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, overlapping ones made one, empty ones dropped."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif end > start:
            joined.append((start, end))
    return joined
