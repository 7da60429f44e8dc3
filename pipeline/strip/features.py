"""What the line model sees of a page: numbers that need no language, and how many rules point where.

Everything is made for all lines of a page at once. ``COLUMNS`` names the columns, in their order; the trained
trees know columns by their place, so a change here asks for ``python -m benchmarks.train_lines``.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.strip.phrases import word_list
from pipeline.strip.rule import Pointers
from pipeline.strip.view import View

Floats = NDArray[np.float32]
Columns = dict[str, NDArray[Any]]
"""Feature → a value a line, of whatever number type came out; `features` makes them float32."""
Flags = NDArray[np.bool_]

COLUMNS = (
    # of the line itself
    "words", "chars", "stops", "upper", "capitals", "marks", "digits", "small_words", "foreign", "indent", "bullet",
    "prose", "ends_sentence", "copies", "cue", "certain",
    # of its place
    "at", "from_top", "from_end", "block_size", "like_blocks", "since_prose", "until_prose", "prose_above",
    "prose_below", "prose_words_above", "stamps_above", "since_stamp",
    # of headings and furniture above and below
    "since_related", "prose_since_related", "prose_before_related", "closings_above", "closings_below",
    "closing_lines_above", "anchors", "openers_since_anchor",
    # of its neighbours
    "words[-1]", "words[+1]", "words[above 3]", "words[below 3]", "words[above 8]", "words[below 8]",
    "prose[below 3]", "prose[below 8]", "small_words[above 3]", "small_words[above 8]", "small_words[below 8]",
    "ends_sentence[below 3]", "ends_sentence[below 8]", "cue[above 3]", "cue[above 8]", "cue[below 8]",
    # of the page
    "page_lines", "page_words", "page_median", "page_prose", "page_prose_lines", "page_cues", "page_glued",
    "page_bullets",
)  # fmt: skip

_KINDS = ("lower", "upper", "arabic", "letter", "digit", "stop", "mark", "space")
_STOPS = ".!?؟…۔。！？"
_BULLETS = "•‣◦▪●■*+–-"
_CLOSING = frozenset(
    ("related", "comments", "tags", "subscribe", "legal", "share", "ad", "contact", "endmark", "captcha")
)
_OPENING = frozenset(("related", "ad", "comments", "tags"))
_FAR = 40.0  # lines; further away tells no more
_NEAR_STAMP = 5  # lines between a date and the prose it dates


def features(view: View, pointers: Pointers) -> Floats:
    """One row a line and one column a name in ``COLUMNS``. ``pointers``: for each line, the rules that point at it."""
    pointers = [[pointer for pointer in found if pointer.rule.learned] for found in pointers]
    columns: Columns = {}
    _own(view, pointers, columns)
    _place(view, columns)
    _furniture(pointers, columns)
    _neighbours(columns)
    _page(view, columns)
    return np.column_stack([columns[name] for name in COLUMNS]).astype(np.float32)


@cache
def _table() -> NDArray[np.uint8]:
    """Kind of every character of the basic plane, as an index into ``_KINDS``."""
    kinds = {name: code for code, name in enumerate(_KINDS)}
    of_category = {"Lu": "upper", "Lt": "upper", "Ll": "lower", "Lo": "letter", "Lm": "letter", "Nd": "digit"}
    of_category |= {"Zs": "space", "Po": "mark", "Sm": "mark"}
    table = np.array(
        [kinds[of_category.get(unicodedata.category(chr(code)), "mark")] for code in range(0x10000)], dtype=np.uint8
    )
    for low, high in ((0x620, 0x64A), (0x66E, 0x6D3), (0x6FA, 0x6FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)):
        table[low : high + 1] = kinds["arabic"]
    table[[ord(character) for character in _STOPS]] = kinds["stop"]
    table[[0x200C, 0x200D, 0x200E, 0x200F]] = kinds["space"]
    return table


def _counts(texts: Sequence[str]) -> tuple[dict[str, Floats], Floats]:
    """Characters of each kind a line, and words that begin with a capital."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _table()[np.minimum(codes, 0xFFFF)]
    owner = np.repeat(np.arange(len(texts)), lengths)
    flat = np.bincount(owner * len(_KINDS) + kinds, minlength=len(texts) * len(_KINDS))
    by_kind = flat.reshape(len(texts), len(_KINDS)).astype(np.float32)
    upper = kinds == _KINDS.index("upper")
    upper[1:] &= kinds[:-1] > _KINDS.index("letter")
    capitals = np.bincount(owner[upper], minlength=len(texts)).astype(np.float32)
    return dict(zip(_KINDS, by_kind.T, strict=True)), capitals


def _own(view: View, pointers: Pointers, columns: Columns) -> None:
    texts = [line.text for line in view.lines]
    kinds, capitals = _counts(texts)
    chars = np.fromiter(map(len, texts), dtype=np.float32, count=len(texts))
    letters = kinds["lower"] + kinds["upper"] + kinds["arabic"] + kinds["letter"]
    words = np.array(view.words, dtype=np.float32)
    some = np.maximum(words, 1)
    arabic = kinds["arabic"] / np.maximum(letters, 1)
    main = float(np.average(arabic, weights=letters + 1e-6))
    boundary = word_list("boundary")
    columns["words"] = np.log1p(words)
    columns["chars"] = np.log1p(chars)
    columns["stops"] = kinds["stop"]
    columns["upper"] = kinds["upper"] / np.maximum(letters, 1)
    columns["capitals"] = capitals / some
    columns["marks"] = kinds["mark"] / np.maximum(chars, 1)
    columns["digits"] = kinds["digit"] / np.maximum(chars, 1)
    columns["small_words"] = (
        np.array([sum(map(boundary.__contains__, text.split())) for text in view.folded], dtype=np.float32) / some
    )
    columns["foreign"] = np.abs(arabic - main) * (letters > 0)
    columns["indent"] = np.array([min(len(text) - len(text.lstrip(" \t")), 30) for text in texts], dtype=np.float32)
    columns["bullet"] = np.array([text.lstrip()[:1] in _BULLETS for text in texts], dtype=np.float32)
    columns["prose"] = np.array(view.prose, dtype=np.float32)
    columns["ends_sentence"] = np.array(
        [text.rstrip("\"'”’»)] \t\r")[-1:] in _STOPS for text in texts], dtype=np.float32
    )
    columns["copies"] = np.array([min(len(view.copies[key]), 9) if key else 1 for key in view.keys], dtype=np.float32)
    columns["cue"] = np.array([bool(found) for found in pointers], dtype=np.float32)
    columns["certain"] = np.array([any(p.rule.certain for p in found) for found in pointers], dtype=np.float32)


def _place(view: View, columns: Columns) -> None:
    count = len(view)
    at = np.arange(count, dtype=np.float32)
    prose = columns["prose"] > 0
    weight = np.where(prose, np.array(view.words, dtype=np.float32), 0)
    total = max(float(weight.sum()), 1.0)
    above = np.cumsum(weight) - weight
    block = np.cumsum([not line.glued for line in view.lines])
    size = np.bincount(block)[block]
    kind = np.minimum(size, 4) * 2 + _first_of_block(columns["bullet"], block)
    run = np.cumsum(np.append(True, kind[1:] != kind[:-1]))
    starts = np.append(True, block[1:] != block[:-1])
    columns["at"] = at / max(count - 1, 1)
    columns["from_top"] = np.log1p(at)
    columns["from_end"] = np.log1p(count - 1 - at)
    columns["block_size"] = np.log1p(size)
    columns["like_blocks"] = np.log1p(np.bincount(run, weights=starts)[run])
    columns["since_prose"] = np.minimum(at - np.maximum.accumulate(np.where(prose, at, -_FAR)), _FAR)
    below = np.minimum.accumulate(np.where(prose, at, count + _FAR)[::-1])[::-1]
    columns["until_prose"] = np.minimum(below - at, _FAR)
    columns["prose_above"] = above / total
    columns["prose_below"] = (total - above - weight) / total
    columns["prose_words_above"] = np.log1p(above)
    dated = np.array([stamp is not None and stamp.date for stamp in view.stamps])
    columns["stamps_above"] = np.minimum(np.cumsum(dated), 9)
    columns["since_stamp"] = _since(dated)
    columns["page_prose"] = np.full(count, total / max(float(sum(view.words)), 1.0))
    columns["anchors"], anchor = _anchors(dated, prose & (columns["cue"] == 0))
    columns["_anchor"] = anchor


def _furniture(pointers: Pointers, columns: Columns) -> None:
    count = len(pointers)
    prose = np.cumsum(columns["prose"])
    heading = np.array([any(p.rule.name == "related.header" for p in found) for found in pointers])
    last = np.maximum.accumulate(np.where(heading, np.arange(count), -1))
    columns["since_related"] = _since(heading)
    columns["prose_since_related"] = np.where(last >= 0, np.minimum(prose - prose[last], 20), -1)
    columns["prose_before_related"] = np.where(last >= 0, prose[last] / max(float(prose[-1]), 1.0), -1)
    kinds = sorted(_CLOSING)
    seen = np.array([[kind in {p.rule.class_ for p in found} for kind in kinds] for found in pointers])
    after = seen & (prose > 0)[:, None]
    columns["closings_above"] = np.maximum.accumulate(after, axis=0).sum(axis=1)
    columns["closings_below"] = np.maximum.accumulate(seen[::-1], axis=0)[::-1].sum(axis=1)
    columns["closing_lines_above"] = np.cumsum(after.any(axis=1))
    openers = np.cumsum(seen[:, [kind in _OPENING for kind in kinds]].any(axis=1))
    last = np.maximum.accumulate(np.where(columns.pop("_anchor") > 0, np.arange(count), -1))
    columns["openers_since_anchor"] = np.where(last >= 0, np.minimum(openers - openers[last], 9), -1)


def _neighbours(columns: Columns) -> None:
    words = columns["words"]
    columns["words[-1]"] = np.append(-1, words[:-1])
    columns["words[+1]"] = np.append(words[1:], -1)
    for name in COLUMNS:
        if name.endswith((" 3]", " 8]")):
            base, side = name.rstrip("]").split("[")
            direction, reach = side.split()
            columns[name] = _mean(columns[base], int(reach), above=direction == "above")


def _page(view: View, columns: Columns) -> None:
    words = np.array(view.words, dtype=np.float32)
    for name, value in {
        "page_lines": np.log1p(len(view)),
        "page_words": np.log1p(words.sum()),
        "page_median": np.median(words),
        "page_prose_lines": columns["prose"].mean(),
        "page_cues": columns["cue"].mean(),
        "page_glued": np.mean([line.glued for line in view.lines]),
        "page_bullets": columns["bullet"].mean(),
    }.items():
        columns[name] = np.full(len(view), value)


def _anchors(dated: Flags, prose: Flags) -> tuple[Floats, Floats]:
    """An anchor is prose with a date a few lines above it: there an article begins."""
    near = dated.copy()
    for step in range(1, min(_NEAR_STAMP, len(dated) - 1) + 1):
        near[step:] |= dated[:-step]
    anchor = prose & near
    anchor[1:] &= ~anchor[:-1]
    return np.full(len(dated), min(int(anchor.sum()), 9)).astype(np.float32), anchor.astype(np.float32)


def _since(here: Flags) -> Floats:
    """Lines since the last one that is so, at most ``_FAR``; above the first one a little more."""
    at = np.arange(len(here))
    last = np.maximum.accumulate(np.where(here, at, -1))
    return np.where(last >= 0, np.minimum(at - last, _FAR), _FAR + 10).astype(np.float32)


def _first_of_block(values: Floats, block: NDArray[np.int64]) -> NDArray[np.int64]:
    starts = np.append(True, block[1:] != block[:-1])
    return values[np.maximum.accumulate(np.where(starts, np.arange(len(block)), 0))].astype(np.int64)


def _mean(values: Floats, reach: int, *, above: bool) -> Floats:
    """Mean of up to ``reach`` values above (or below) each; 0 where there are none."""
    sums = np.append(0.0, np.cumsum(values, dtype=np.float64))
    at = np.arange(len(values))
    low = np.maximum(at - reach, 0) if above else np.minimum(at + 1, len(values))
    high = at if above else np.minimum(at + 1 + reach, len(values))
    mean: Floats = ((sums[high] - sums[low]) / np.maximum(high - low, 1)).astype(np.float32)
    return mean
