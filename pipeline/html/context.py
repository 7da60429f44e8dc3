"""The second look: what the model thought of each line's neighbours, containers and likes, and of the page."""

from collections.abc import Sequence

import numpy as np

from pipeline.html.features import Columns, Seen, constant
from pipeline.html.structure import (
    CONTAINERS,
    Elements,
    Floats,
    mean_by,
    means_by,
    running,
    shifted,
    since,
    until,
    windows,
)

_NEAR = (2, 5, 12)
"""Lines before and after each line that are taken together."""
_SURE = 0.6


def context(texts: Sequence[str], seen: Seen, p: Floats) -> Columns:
    """Features made of the first look's probabilities ``p``, one for each line."""
    t, chars = seen.elements, seen.letters.chars
    count = len(p)
    expected = p * chars
    f: Columns = {"p": p}
    for offset in (-2, -1, 1, 2):
        f[f"p{offset:+d}"] = shifted(p, offset, -1.0)
    for width, near in zip(_NEAR, windows(np.stack([expected, chars, p, np.ones(count)]), *_NEAR), strict=True):
        f[f"p_near{width}"] = near[0] / np.maximum(near[1], 1)
        f[f"p_lines{width}"] = near[2] / near[3]
    sums = running(np.stack([expected, chars, p]))
    _containers(f, t, sums)
    kinds, boxes = t.kind[t.elements], t.kind[t.boxes]
    (f["p_like"],) = means_by(kinds, p)
    f["p_like_chars"] = mean_by(kinds, p, chars)
    (f["p_like_box"],) = means_by(boxes, p)
    sure = p >= _SURE
    f["p_since"], f["p_until"] = since(sure), until(sure)
    f["p_before"] = sums[0, :-1] / max(expected.sum(), 1)
    best: dict[str, float] = {}
    for text, own in zip(texts, p.tolist(), strict=True):
        best[text] = max(best.get(text, 0.0), own)
    f["p_copy"] = np.array([best[text] for text in texts]) - p
    score, threshold = expected_f1(p, chars)
    page = {
        "p_page_f1": score,
        "p_page_threshold": threshold,
        "p_page_max": p.max(),
        "p_page_chars": np.log1p(expected.sum()),
        "p_page_share": expected.sum() / max(chars.sum(), 1),
    }
    f |= constant(page, count)
    return f


def _containers(f: Columns, t: Elements, sums: Floats) -> None:
    begin, end = t.around_begins, t.around_ends
    text, size, own = sums.take(end, axis=1) - sums.take(begin, axis=1)
    shares, lines, parts = text / np.maximum(size, 1), own / (end - begin), text / max(sums[0, -1], 1)
    for level in range(CONTAINERS):
        f[f"p_c{level}"] = shares[level]
        f[f"p_c{level}_lines"] = lines[level]
        f[f"p_c{level}_share"] = parts[level]


def expected_f1(p: Floats, chars: Floats) -> tuple[float, float]:
    """The best F1 a page can expect by keeping its likeliest lines, and the probability of the last one kept."""
    order = np.argsort(-p, kind="stable")
    right = np.cumsum(p[order] * chars[order])
    kept = np.cumsum(chars[order])
    scores = 2 * right / np.maximum(kept + right[-1], 1e-9)
    best = int(np.argmax(scores))
    return float(scores[best]), float(p[order[best]])
