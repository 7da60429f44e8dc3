"""The report as one HTML file. Every text of a page is escaped, and chooses its direction by itself."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from pipeline.console import printable
from pipeline.model import Outcome
from pipeline.report.charts import bars, columns, line
from pipeline.report.gather import Figures
from pipeline.store.records import SiteTally

_STYLE = """
:root { --ink: #1b2430; --soft: #667085; --line: #e4e7ec; --paper: #fff; --bar: #2f7f86; --warn: #b54708 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --soft: #98a2b3; --line: #2a313c; --paper: #12161c; --bar: #58b5bd; --warn: #f7b27a } }
body { font: 15px/1.6 system-ui, "Noto Sans", Vazirmatn, "Noto Naskh Arabic", sans-serif; color: var(--ink);
       background: var(--paper); max-width: 76rem; margin: 2.5rem auto; padding: 0 1.25rem }
h1 { font-size: 1.7rem; margin: 0 } h2 { margin: 2.5rem 0 .6rem; font-size: 1.2rem } h3 { margin: 1.4rem 0 .3rem }
.sub, .none, .n { color: var(--soft) } .tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin: 1.5rem 0 }
.tile { border: 1px solid var(--line); border-radius: .6rem; padding: .7rem 1.1rem; min-width: 8rem }
.tile b { display: block; font-size: 1.5rem; line-height: 1.3 } .tile.warn b { color: var(--warn) }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 0 2.5rem }
svg { max-width: 100%; height: auto } svg text { font-size: 13px; fill: var(--ink) } svg text.n { fill: var(--soft) }
svg rect { fill: var(--bar) } svg.line { vertical-align: middle } svg.line polyline { fill: none; stroke: var(--bar);
  stroke-width: 2 } table { border-collapse: collapse; width: 100% } th { text-align: start; font-weight: 600 }
td, th { padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere } td.num, th.num { text-align: end; white-space: nowrap } details { margin: .4rem 0 }
summary { cursor: pointer; font-weight: 600 } code { font-size: .88em; color: var(--soft) }
"""


def page_of(figures: Figures, clean: str) -> str:
    """The whole file."""
    whole = "" if figures.share >= 1 else f" · a sample of {figures.share:.1%} of the documents"
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>zolal · {escape(clean)}</title><style>{_STYLE}</style>"
        f"<h1>{escape(clean)}</h1><div class=sub>what became of {figures.pages:,} pages{whole}</div>"
        f"<div class=tiles>{''.join(_tiles(figures))}</div>"
        f"<div class=two>{''.join(_charts(figures))}</div>"
        f"<h2>What went, and why</h2>{''.join(_samples(figures))}"
        f"<h2>What a person should know</h2>{_notes(figures)}"
        f"<h2>Sites</h2>{_sites(figures)}"
        f"<h2>Quarantine</h2>{_failures(figures)}"
        "</html>\n"
    )


def _tiles(figures: Figures) -> Iterator[str]:
    documents = figures.outcomes[Outcome.OK]
    gone = sum(figures.removed.values())
    skipped = sum(n for name, n in figures.outcomes.items() if Outcome(name).skipped)
    failed = sum(n for name, n in figures.outcomes.items() if Outcome(name).quarantined)
    lines = max(gone + figures.kept, 1)
    yield _tile(f"{documents:,}", "documents")
    yield _tile(f"{skipped:,}", "skipped")
    yield _tile(f"{failed:,}", "in quarantine", warn=failed > 0)
    yield _tile(f"{figures.letters:,}", "characters of text")
    yield _tile(f"{gone / lines:.0%}", f"of {lines:,} lines removed")
    yield _tile(f"{sum(figures.calendars.values()):,}", f"dates, {figures.converted:,} written anew")
    yield _tile(f"{figures.titled / max(documents, 1):.0%}", "with a title")
    yield _tile(f"{sum(figures.years.values()) / max(documents, 1):.0%}", "with a date of publication")


def _charts(figures: Figures) -> Iterator[str]:
    for title, chart in (
        ("Outcomes", bars(figures.outcomes)),
        ("Languages of documents", bars(figures.languages)),
        ("Lines removed, by class", bars(figures.removed)),
        ("Lines removed, by rule", bars(figures.rules)),
        ("Dates, by calendar", bars(figures.calendars)),
        ("Published in", columns(figures.years)),
        ("Normalization, by step", bars(figures.normalization)),
    ):
        yield f"<section><h2>{title}</h2>{chart}</section>"


def _samples(figures: Figures) -> Iterator[str]:
    for class_, count in figures.removed.most_common():
        rows = (
            (
                f"<td dir=auto>{escape(sample.text[:400])}",
                f"<td><code>{escape(sample.rule)}</code> <span dir=auto>{escape(sample.evidence[:200])}</span>",
                f"<td><code>{escape(printable(sample.source))}</code>",
            )
            for sample in figures.samples.get(class_, ())
        )
        yield (
            f"<details><summary>{escape(class_)} <span class=n>{count:,}</span></summary>"
            f"{_table(('line', 'rule and evidence', 'page'), rows)}</details>"
        )


def _notes(figures: Figures) -> str:
    if not figures.notes:
        return "<p class=none>Nothing disagrees on these pages.</p>"
    rows = ((f"<td class=num>{n:,}", f"<td dir=auto>{escape(note)}") for note, n in figures.notes.most_common(20))
    return _table(("documents", "note"), rows, numbers=(0,))


def _sites(figures: Figures) -> str:
    ranked = sorted(figures.sites.items(), key=lambda item: (-item[1].pages, item[0]))[:100]
    if not ranked:
        return "<p class=none>The pages name no sites.</p>"
    rows = (
        (
            f"<td>{escape(site)}",
            f"<td class=num>{sums.pages:,}",
            f"<td class=num>{_share(sums.kept, sums.lines)}",
            f"<td class=num>{_share(sums.titled, sums.documents)}",
            f"<td class=num>{_share(sums.dated, sums.documents)}",
            f"<td>{_course(figures.history.get(site, ()))}",
        )
        for site, sums in ranked
    )
    heads = ("site", "documents", "lines kept", "with title", "with date", "lines kept, run by run")
    return _table(heads, rows, numbers=range(1, 5))


def _course(runs: Sequence[SiteTally]) -> str:
    return line([run.kept / max(run.lines, 1) for run in runs if run.documents])


def _failures(figures: Figures) -> str:
    if not figures.failures:
        return "<p class=none>Empty.</p>"
    rows = (
        (
            f"<td><code>{escape(printable(failure.source))}</code>",
            f"<td>{escape(failure.outcome)}",
            f"<td dir=auto>{escape(failure.error)}",
        )
        for failure in figures.failures
    )
    return _table(("page", "outcome", "why"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    head = "".join(f"<th{' class=num' if at in numbers else ''}>{escape(name)}" for at, name in enumerate(heads))
    return f"<table><tr>{head}{''.join('<tr>' + ''.join(row) for row in rows)}</table>"


def _tile(number: str, what: str, warn: bool = False) -> str:
    return f"<div class='tile{' warn' if warn else ''}'><b>{number}</b>{escape(what)}</div>"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"
