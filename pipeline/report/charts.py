"""Bars and lines as SVG, drawn with the colours of the page."""

from collections.abc import Mapping, Sequence
from html import escape

_ROW = 26
_LABEL = 150
_WIDTH = 640


def bars(counts: Mapping[str, int], most: int = 14) -> str:
    """Horizontal bars, most first; what does not fit is summed up in the last one."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) > most:
        rest = ranked[most - 1 :]
        ranked = [*ranked[: most - 1], (f"{len(rest)} others", sum(count for _, count in rest))]
    if not ranked:
        return "<p class=none>none</p>"
    total, longest = sum(counts.values()), max(count for _, count in ranked)
    room = _WIDTH - _LABEL - 120
    rows = []
    for number, (name, count) in enumerate(ranked):
        y, width = number * _ROW, max(2, round(room * count / longest))
        rows.append(
            f"<text x={_LABEL - 8} y={y + 17} text-anchor=end>{escape(name)}</text>"
            f"<rect x={_LABEL} y={y + 5} width={width} height={_ROW - 9} rx=3 />"
            f"<text x={_LABEL + width + 8} y={y + 17} class=n>{count:,} · {count / total:.0%}</text>"
        )
    return _svg("".join(rows), _WIDTH, len(ranked) * _ROW)


def columns(counts: Mapping[str, int]) -> str:
    """Upright bars in the order of their names: years."""
    if not counts:
        return "<p class=none>none</p>"
    names = sorted(counts)[-24:]
    longest, step = max(counts[name] for name in names), _WIDTH // max(len(names), 8)
    parts = []
    for number, name in enumerate(names):
        height = max(2, round(120 * counts[name] / longest))
        x = number * step
        parts.append(
            f"<rect x={x + 3} y={135 - height} width={step - 6} height={height} rx=2 />"
            f"<text x={x + step / 2} y={130 - height} text-anchor=middle class=n>{counts[name]:,}</text>"
            f"<text x={x + step / 2} y=152 text-anchor=middle>{escape(name)}</text>"
        )
    return _svg("".join(parts), _WIDTH, 158)


def line(shares: Sequence[float]) -> str:
    """A small line of shares between 0 and 1, one point a run."""
    if len(shares) < 2:
        return ""
    step = 90 / (len(shares) - 1)
    points = " ".join(f"{5 + at * step:.1f},{21 - 18 * share:.1f}" for at, share in enumerate(shares))
    return (
        f"<svg class=line viewBox='0 0 100 24' width=100 height=24 aria-hidden=true><polyline points='{points}'/></svg>"
    )


def _svg(inner: str, width: int, height: int) -> str:
    return f"<svg viewBox='0 0 {width} {height}' width={width} height={height} role=img>{inner}</svg>"
