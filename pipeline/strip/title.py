"""The line that is the title of a text page: what stands like a title above the running text.

A clean text has no title any more, so a first line is not a title for being the first: the model was trained on
clean texts too, and says none rather than a wrong one.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.strip.features import COLUMNS, Flags, Floats
from pipeline.strip.phrases import word_list
from pipeline.strip.trees import Trees
from pipeline.strip.view import View

_LONGEST = 60  # words; titles of court rulings are long
_REACH = 60  # lines above the body that are looked at
_LIKE = 0.5
"""A title from this probability on."""
_STAMP_NEAR = 4
_TELLING_WORDS = 3
_OUTER = " \t\r\xa0\u200e\u200f\ufeff•‣◦▪●■*|"

EXTRA = (
    "probability", "probability[+1]", "probability[below]", "lines_to_body", "words_to_body", "free_to_body",
    "stamp_below", "stamp_above", "copy_near", "copy_far", "ends_colon", "number", "body_words", "free_above",
    "shared", "shared_words", "most_shared", "next_longer", "before_longer", "next_prose", "longest", "arabic",
    "inside_others", "holds_other", "last_free",
)  # fmt: skip
TITLE_COLUMNS = (*COLUMNS, *EXTRA)


def candidates(view: View, rows: Floats, keep: Flags) -> list[int]:
    """Indexes of the lines that could be a title, top first."""
    body = body_start(rows, keep)
    cue = rows[:, COLUMNS.index("certain")] > 0
    return [i for i in range(max(0, body - _REACH), body) if 1 <= view.words[i] <= _LONGEST and not cue[i]]


def body_start(rows: Floats, keep: Flags) -> int:
    """Index of the first kept line of prose; of the second kept line where none is prose."""
    prose = np.flatnonzero(keep & (rows[:, COLUMNS.index("prose")] > 0))
    kept = np.flatnonzero(keep)
    if len(prose):
        return int(prose[0]) + int(prose[0] == kept[0])
    return int(kept[1]) if len(kept) > 1 else len(keep)


def title_rows(view: View, rows: Floats, probability: Floats, keep: Flags, places: Sequence[int]) -> Floats:
    """Rows of ``TITLE_COLUMNS`` for these candidates."""
    body = body_start(rows, keep)
    words = np.array(view.words, dtype=np.float32)
    free = rows[:, COLUMNS.index("cue")] == 0
    stamped = np.array([stamp is not None and stamp.date and stamp.others <= 3 for stamp in view.stamps])
    body_words = np.log1p(float(words[keep].sum()))
    said = {word for index in np.flatnonzero(keep) if index >= body for word in view.folded[index].split()}
    small = word_list("boundary")
    telling = {index: {word for word in view.folded[index].split() if word not in small} for index in places}
    shared = {index: len(telling[index] & said) for index in places}
    longest = max(view.words[index] for index in places)
    page_text = "\n".join(view.keys)
    keys = {view.keys[index] for index in places if view.words[index] >= _TELLING_WORDS}
    after = {index: next((i for i in range(index + 1, body) if free[i]), body) for index in places}
    extra = []
    for index in places:
        copies = [other - index for other in view.copies[view.keys[index]] if other != index]
        below = slice(index + 1, index + 4)
        extra.append(
            (
                probability[index],
                probability[index + 1] if index + 1 < len(view) else -1,
                probability[below].mean() if index + 1 < len(view) else -1,
                body - index,
                words[index + 1 : body].sum(),
                free[index + 1 : body].sum(),
                stamped[index + 1 : index + 1 + _STAMP_NEAR].any(),
                stamped[max(0, index - _STAMP_NEAR) : index].any(),
                any(abs(step) <= 4 for step in copies),
                any(abs(step) > 4 for step in copies),
                view.lines[index].text.rstrip().endswith((":", "：")),
                view.folded[index].replace("#", "").strip() == "",
                body_words,
                free[:index].sum(),
                shared[index] / max(len(telling[index]), 1),
                shared[index],
                shared[index] / max(*shared.values(), 1),
                words[index + 1] / max(words[index], 1) if index + 1 < len(view) else 0,
                words[index - 1] / max(words[index], 1) if index else 0,
                view.prose[index + 1] if index + 1 < len(view) else 0,
                view.words[index] / longest,
                _arabic_share(view.lines[index].text),
                view.words[index] >= _TELLING_WORDS and page_text.count(view.keys[index]) > len(copies) + 1,
                any(key != view.keys[index] and key in view.keys[index] for key in keys),
                after[index] == body,
            )
        )
    return np.hstack([rows[list(places)], np.array(extra, dtype=np.float32).reshape(len(places), len(EXTRA))])


def _arabic_share(text: str) -> float:
    letters = [letter for letter in text[:200] if letter.isalpha()]
    return sum("\u0600" <= letter <= "\u06ff" for letter in letters) / max(len(letters), 1)


def found(view: View, rows: Floats, probability: Floats, keep: Flags, trees: Trees) -> int | None:
    """Index of the line the model takes for the title; None where it takes none."""
    places = candidates(view, rows, keep)
    if not places:
        return None
    scores = trees.probabilities(title_rows(view, rows, probability, keep, places))
    best = int(np.argmax(scores))
    return places[best] if scores[best] >= _LIKE else None


def plain_title(text: str) -> str:
    """The title's text without bullets and outer white space."""
    return text.strip(_OUTER)
