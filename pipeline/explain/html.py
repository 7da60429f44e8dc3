"""A page line by line, as one HTML file that needs no network."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from zlib import crc32

from pipeline.explain.lines import Told, facts_of
from pipeline.model import Document

_STYLE = """
body { font: 15px/1.6 system-ui, "Noto Sans", "Vazirmatn", "Noto Naskh Arabic", sans-serif; margin: 2rem auto;
       max-width: 72rem; padding: 0 1rem; color: #1c2430; background: #fff }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dt { font-weight: 600 } dd { margin: 0 }
table { border-collapse: collapse; width: 100% } td { padding: .3rem .6rem; vertical-align: top }
tr { border-bottom: 1px solid #e4e8ee } td:first-child { color: #8791a0; text-align: right }
tr.gone td.text { color: #6b7482 } tr.kept td.text { color: inherit } td.text { width: 55%; overflow-wrap: anywhere }
.fate { white-space: nowrap; border-radius: .6rem; padding: 0 .5rem; font-size: .85em; background: var(--tint) }
.why { font-size: .85em; color: #4a5463 } .why b { font-weight: 600 }
@media (prefers-color-scheme: dark) {
  body { background: #14181f; color: #e6eaf0 } tr { border-color: #2a313c } .why, tr.gone td.text { color: #98a2b3 } }
"""


def page_of(document: Document, lines: Sequence[Told]) -> str:
    """The whole file. Every text of the page is escaped; lines choose their direction by themselves."""
    facts = "".join(map(_fact, facts_of(document)))
    counts = Counter(line.fate for line in lines)
    summary = ", ".join(f"{fate} {count}" for fate, count in counts.most_common())
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>{escape(document.title or document.source)}</title><style>{_STYLE}</style>"
        f"<h1 dir=auto>{escape(document.title or document.source)}</h1><dl>{facts}</dl>"
        f"<p>{len(lines)} lines: {escape(summary)}</p><table>{''.join(map(_row, lines))}</table></html>\n"
    )


def _fact(fact: tuple[str, str]) -> str:
    name, value = fact
    # An arrow from a Persian date to an ISO one points where the line runs.
    return f"<dt>{escape(name)}<dd dir={'ltr' if name == 'date' else 'auto'}>{escape(value)}"


def _row(line: Told) -> str:
    stays = line.fate in ("kept", "title")
    why = f"<b>{escape(line.rule)}</b> <span dir=auto>{escape(line.evidence)}</span>" if line.rule else ""
    hue = 140 if stays else crc32(line.fate.encode()) % 360
    tint = f"--tint: hsl({hue} 70% 60% / .3)"
    return (
        f"<tr class={'kept' if stays else 'gone'}><td>{line.number}<td><span class=fate style='{tint}'>"
        f"{escape(line.fate)}</span><td class=text dir=auto>{escape(line.text.strip())}<td class=why>{why}"
    )
