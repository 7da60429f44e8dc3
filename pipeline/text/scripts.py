"""Scripts of characters: runs of one script in a line, and the letters each script is made of.

Everything here is a compiled pattern over explicit ranges, so a run costs one step of the regex engine and
not one of Python per letter.
"""

import re
from typing import Literal

Script = Literal["Arab", "Latn", "Cyrl", "Hebr", "other"]

# Letters and the marks that sit on them. Digits and punctuation of a script are neutral: they join their
# neighbours. ZWNJ and ZWJ belong to the Arabic word they stand in.
ARABIC = (
    "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff"
    "\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
)
LATIN = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0300-\u036f\u1d00-\u1d25\u1d2c-\u1d5c"
    "\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua7ff\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a"
)
CYRILLIC = "\u0400-\u0482\u0484-\u052f\u1c80-\u1c88\u2de0-\u2dff\ua640-\ua69f"
HEBREW = "\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u05d0-\u05f2\ufb1d-\ufb4f"
# Every other block that holds letters, as blocks: a script nobody here can read is one label anyway.
OTHER = (
    "\u00b5\u0370-\u03ff\u0531-\u0556\u0561-\u0587\u0700-\u074f\u0780-\u086f\u0900-\u0963\u0970-\u0e3e\u0e40-\u0fff"
    "\u1000-\u1c7f\u1cd0-\u1cff\u1d26-\u1d2b\u1d5d-\u1dff\u1f00-\u1fff\u2c00-\u2c5f\u2c80-\u2ddf\u2e80-\u2fdf"
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u318f\u31a0-\u31ff\u3400-\ua63f\ua6a0-\ua6ff\ua800-\ud7ff"
    "\uf900-\ufaff\uff66-\uffdc\U00010000-\U0001cfff\U0001e000-\U0001efff\U00020000-\U0003ffff"
)
ZWNJ, ZWJ, RLM, LRM = "\u200c", "\u200d", "\u200f", "\u200e"

# Brackets and quotation marks part runs: what stands between them is often in another language of one script.
BRACKETS = "()\\[\\]{}«»“”„<>"

_SCRIPTS: tuple[tuple[Script, str], ...] = (
    ("Arab", ARABIC),
    ("Latn", LATIN),
    ("Cyrl", CYRILLIC),
    ("Hebr", HEBREW),
    ("other", OTHER),
)


def _run(script: str) -> str:
    others = "".join(letters for name, letters in _SCRIPTS if name != script)
    letters = dict(_SCRIPTS)[script]  # type: ignore[index]
    return f"(?P<{script}>[{letters}][^{others}{BRACKETS}]*)"


_RUN = re.compile("|".join(_run(name) for name, _ in _SCRIPTS))
_LETTER = re.compile("[" + "".join(letters for _, letters in _SCRIPTS) + "]")

ARABIC_WORD = re.compile(f"[{ARABIC}\u200c\u200d]+")
ANY_WORD = re.compile("[^\\W\\d_]+(?:['’][^\\W\\d_]+)*")


Run = tuple[int, int, Script]
"""Start, end and script of letters of one script with the neutral characters after them."""


def script_runs(text: str, start: int = 0, end: int | None = None) -> list[Run]:
    """Runs of one script in ``text[start:end]``, parted also by brackets and quotation marks.

    A run begins at a letter and reaches to the next letter of another script, the next bracket or the end;
    what stands before the first letter, and the brackets themselves, is in no run.
    """
    stop = len(text) if end is None else end
    return [(*m.span(), m.lastgroup) for m in _RUN.finditer(text, start, stop)]  # type: ignore[misc]


def has_letter(text: str, start: int, end: int) -> bool:
    """Whether any script's letter stands in ``text[start:end]``."""
    return _LETTER.search(text, start, end) is not None
