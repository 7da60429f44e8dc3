"""The second look: what the model thought of each line's neighbours, containers and likes, and of the page."""

from collections.abc import Sequence

import numpy as np

from pipeline.html.features import Columns, Seen
from pipeline.html.structure import Floats, mean_by, running, shifted, since, until, window

_CONTAINERS = 6
_SURE = 0.6


def context(texts: Sequence[str], seen: Seen, p: Floats) -> Columns:
    """Features made of the first look's probabilities ``p``, one for each line."""
    t, chars = seen.elements, seen.letters.chars
    count = len(p)
    expected = p * chars
    f: Columns = {"p": p}
    for offset in (-2, -1, 1, 2):
        f[f"p{offset:+d}"] = shifted(p, offset, -1.0)
    ones = np.ones(count)
    for width in (2, 5, 12):
        f[f"p_near{width}"] = window(expected, width) / np.maximum(window(chars, width), 1)
    f["p_lines2"] = window(p, 2) / window(ones, 2)
    f["p_lines12"] = window(p, 12) / window(ones, 12)
    _containers(f, seen, p, expected)
    kinds, boxes = t.kind[t.elements], t.kind[t.boxes]
    f["p_like"] = mean_by(kinds, p)
    f["p_like_chars"] = mean_by(kinds, p, chars)
    f["p_like_box"] = mean_by(boxes, p)
    sure = p >= _SURE
    f["p_since"], f["p_until"] = since(sure), until(sure)
    f["p_before"] = running(expected)[:-1] / max(expected.sum(), 1)
    best: dict[str, float] = {}
    for text, own in zip(texts, p.tolist(), strict=True):
        best[text] = max(best.get(text, 0.0), own)
    f["p_copy"] = np.array([best[text] for text in texts]) - p
    score, threshold = expected_f1(p, chars)
    for name, value in (
        ("p_page_f1", score),
        ("p_page_threshold", threshold),
        ("p_page_max", p.max()),
        ("p_page_chars", np.log1p(expected.sum())),
        ("p_page_share", expected.sum() / max(chars.sum(), 1)),
    ):
        f[name] = np.full(count, value)
    return f


def _containers(f: Columns, seen: Seen, p: Floats, expected: Floats) -> None:
    t = seen.elements
    text, size, own = running(expected), running(seen.letters.chars), running(p)
    element = t.boxes
    for level in range(_CONTAINERS):
        begin = t.begins[element]
        end = np.maximum(t.ends[element], begin + 1)
        f[f"p_c{level}"] = (text[end] - text[begin]) / np.maximum(size[end] - size[begin], 1)
        f[f"p_c{level}_lines"] = (own[end] - own[begin]) / (end - begin)
        f[f"p_c{level}_share"] = (text[end] - text[begin]) / max(text[-1], 1)
        element = t.larger[element]


def expected_f1(p: Floats, chars: Floats) -> tuple[float, float]:
    """The best F1 a page can expect by keeping its likeliest lines, and the probability of the last one kept."""
    order = np.argsort(-p, kind="stable")
    right = np.cumsum(p[order] * chars[order])
    kept = np.cumsum(chars[order])
    scores = 2 * right / np.maximum(kept + right[-1], 1e-9)
    best = int(np.argmax(scores))
    return float(scores[best]), float(p[order[best]])
