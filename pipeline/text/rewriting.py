"""Rewriting a text step by step while knowing where each of its characters went."""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

Edit = tuple[int, int, str]
"""Characters ``start`` to ``end`` become ``new``."""

# Stands for a character nobody may touch: a private-use code point no pattern of ours or hazm's knows.
FILLER = "\uf8ff"
_FILLERS = re.compile(FILLER + "+")


class Rewriting:
    """A text under change: the present ``text``, the count of each named step, and the way back.

    Shielded characters are fillers while the steps run, so that whatever a step does it cannot change them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.counts: dict[str, int] = {}
        self._size = len(text)
        self._moved: npt.NDArray[np.int64] | None = None
        self._hidden: list[str] = []

    @property
    def offsets(self) -> list[int] | None:
        """Old offset to new one, for 0 to len(old) both included; None when nothing moved."""
        return None if self._moved is None else self._moved.tolist()

    def now(self, offset: int) -> int:
        """Where an offset of the first text is now."""
        return offset if self._moved is None else int(self._moved[offset])

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

    def sub(self, step: str, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> None:
        """``re.sub`` as a step."""
        make = new if callable(new) else lambda _: new
        self.apply(step, [(m.start(), m.end(), make(m)) for m in pattern.finditer(self.text)])

    def _move(self, edits: Iterable[Edit]) -> None:
        """Compose the map with these edits. Inside an edit the k-th old character goes to the k-th new one, and those
        beyond the new text to its end, so the map never runs backwards. An insertion goes before the offset it is at."""
        step = np.ones(len(self.text) + 1, dtype=np.int64)
        for start, end, new in edits:
            kept = min(end - start, len(new))
            step[start + kept : end] = 0
            step[max(end - 1, 0)] += len(new) - kept
        moved = np.concatenate(([0], np.cumsum(step[:-1])))
        self._moved = moved if self._moved is None else moved[self._moved]

    def hide(self, spans: Iterable[tuple[int, int]]) -> None:
        """Put fillers in place of these spans (offsets in the present text, in order, without overlap)."""
        parts: list[str] = []
        at = 0
        for start, end in spans:
            parts.append(self.text[at:start])
            parts.append(FILLER * (end - start))
            self._hidden.append(self.text[start:end])
            at = end
        parts.append(self.text[at:])
        self.text = "".join(parts)

    def unhide(self) -> None:
        """Put back everything hidden since the last ``unhide``."""
        hidden = "".join(self._hidden)
        self._hidden = []
        if hidden:
            at = 0
            parts: list[str] = []
            last = 0
            for m in _FILLERS.finditer(self.text):
                size = m.end() - m.start()
                parts.append(self.text[last : m.start()])
                parts.append(hidden[at : at + size])
                at += size
                last = m.end()
            parts.append(self.text[last:])
            self.text = "".join(parts)
