"""A plain text page as lines: they are lines already, only their neighbourhood has to be kept."""

import re

from pipeline.model import BlockKind, Line

_BULLET = re.compile(r"\s*(?:[•‣◦▪●■–*-]|\d{1,3}[.)])\s+\S")
_BLANK = "\ufeff\u200b\u200c\u200d\u200e\u200f\u00a0"


def text_lines(text: str) -> list[Line]:
    """The non-blank lines of ``text``, numbered from 1 over ``text.split("\\n")``.

    A line of spaces, NBSP or invisible marks alone is blank. ``glued`` says that no blank line stands
    between a line and the one before it, so that putting kept lines together again gives the same shape.
    """
    lines: list[Line] = []
    last = -1
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip().strip(_BLANK).strip():
            continue
        kind: BlockKind = "list_item" if _BULLET.match(raw) else "paragraph"
        lines.append(Line(number=number, text=raw.rstrip("\r"), kind=kind, glued=number == last + 1))
        last = number
    return lines
