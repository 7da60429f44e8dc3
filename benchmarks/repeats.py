"""Site memory on the open gold: ``python -m benchmarks.repeats``.

For every site with at least five pages in the gold, the memory is learned from these pages and each is judged with it
and without. A line is the article's where the gold text has its words (``line_pages.labels``), which says more than the
truth: a disclaimer or a date that stands in the gold text of one page and not in that of the next counts as one. So
besides all such lines that bear the class, those that would have stayed without the memory are counted, and told.
"""

import json
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.line_pages import GOLD, labels, line_gold
from pipeline.config import Settings
from pipeline.corpus.repeats import MIN_PAGES, Evidence, freeze, sight
from pipeline.html import decode, read_html
from pipeline.model import Line
from pipeline.strip import Hints, judge

RESULT = Path(__file__).parent / "results" / "repeats.md"
_SETS = ("cleanportaleval", "daniel", "wcxb_dev")
"""Those with sites of five pages."""
_LARGEST = 3_000_000  # bytes
_ORDER = ("lines of the text gold", "articles", "shops, manuals and lists")


class Labelled(Struct):
    """A page of a site; a label a line: 1 the article's, 0 not, -1 not known."""

    kind: str
    data: bytes
    lines: list[Line]
    keep: list[int]
    hints: Hints


def main() -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    lost: Counter[str] = Counter()
    sites: dict[str, list[Labelled]] = defaultdict(list)
    for site, page in (*_texts(), *_pages()):
        sites[f"{page.hints.is_html} {site}"].append(page)
    for pages in sites.values():
        if len(pages) >= MIN_PAGES:
            _count(pages, counts, lost)
    table = "# Site memory\n\n| pages of | article lines | of them `repeated` | lost by it | other lines `repeated` | "
    table += "gone by it alone |\n| --- | --- | --- | --- | --- | --- |\n"
    for kind in _ORDER:
        names = ("article", "article repeated", "article lost", "other repeated", "other lost")
        table += f"| {kind} | " + " | ".join(f"{counts[kind][name]:,}" for name in names) + " |\n"
    table += "\nArticle lines lost by the memory, each with the number of its pages:\n\n"
    table += "".join(f"- {count} × {text}\n" for text, count in sorted(lost.items())) or "none\n"
    print(table)
    RESULT.write_text(table, encoding="utf-8")


def _count(pages: list[Labelled], counts: dict[str, Counter[str]], lost: Counter[str]) -> None:
    evidence = Evidence()
    for page in pages:
        evidence.add(sight(page.hints.site or "", page.data, page.lines, None))
    memory = freeze(evidence)
    for page in pages:
        kept = {line.number for line in judge(page.lines, page.hints, Settings()).kept}
        known = replace(page.hints, memory=memory)
        gone = {r.line: r for r in judge(page.lines, known, Settings()).removed if r.class_ == "repeated"}
        for line, label in zip(page.lines, page.keep, strict=True):
            name = {1: "article", 0: "other"}.get(label, "unknown")
            counts[page.kind][name] += 1
            counts[page.kind][f"{name} repeated"] += line.number in gone
            counts[page.kind][f"{name} lost"] += line.number in gone and line.number in kept
            if label == 1 and line.number in gone and line.number in kept:
                lost[f"{page.hints.site}, {gone[line.number].evidence}, {len(line.text)} letters"] += 1


def _texts() -> Iterator[tuple[str, Labelled]]:
    for _, page in line_gold():
        hints = Hints(is_html=False, site=page.site)
        yield page.site, Labelled(_ORDER[0], page.id.encode(), page.lines, page.keep, hints)


def _pages() -> Iterator[tuple[str, Labelled]]:
    for name in _SETS:
        files: dict[str, bytes] = {}
        rows = []
        with tarfile.open(GOLD / "html" / f"{name}.tar.xz") as archive:
            for member in archive:
                file = archive.extractfile(member)
                if file and member.name.endswith("gold.jsonl"):
                    rows = [json.loads(line) for line in file.read().decode("utf-8").strip().split("\n")]
                elif file and member.size <= _LARGEST:
                    files[Path(member.name).stem] = file.read()
        sizes = Counter(row["site"] for row in rows)
        for row in rows:
            if row["site"] and sizes[row["site"]] >= MIN_PAGES and row["id"] in files:
                yield row["site"], _page(row, files[row["id"]])


def _page(row: dict[str, str], data: bytes) -> Labelled:
    html = read_html(decode(data, None, max_bytes=10**8), row["url"], Settings(extract="model"))
    keep, _ = labels(html.lines, row["text"] or "", row.get("without") or ())
    hints = Hints(is_html=True, titles=html.metadata.titles, site=row["site"], url=row["url"])
    kind = _ORDER[1] if row["page_type"] == "article" else _ORDER[2]
    return Labelled(kind, data, html.lines, keep, hints)


if __name__ == "__main__":
    main()
