"""Lines: what stays of the text pages of the shared gold, cross-validated by site, beside three peers.

``python -m benchmarks.lines`` trains on four fifths of the sites at a time (some minutes), judges the pages of the
rest and writes ``results/lines.md``; with ``--shipped`` the shipped weights judge the pages they were trained on, which
shows no more than that they work. Scores are those of the gold's own ``score.py``: copies of a line are one pool.
"""

import argparse
import importlib.util
import io
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from pathlib import Path
from types import ModuleType
from typing import Any

import justext
import trafilatura
from msgspec import Struct

from benchmarks.line_pages import CONTENT, GOLD, Labelled, line_gold
from pipeline.config import Settings
from pipeline.dates import StampLine, page_context, page_stamps
from pipeline.model import Line, Outcome
from pipeline.strip import Hints, Verdict, judge
from pipeline.strip.fold import same
from pipeline.strip.model import Models, shipped
from pipeline.text.lines import text_lines

RESULT = Path(__file__).parent / "results" / "lines.md"
_SETTINGS = Settings()
_HINTS = Hints(is_html=False)
_TARGETS = {
    "rpmain": 0.94, "rpfull": 0.90, "ins": 0.85, "fa": 0.92, "fa+en": 0.88, "class of removed lines": 0.85,
    "title": 0.97, "published": 0.95,
}  # fmt: skip
_CLASSES: dict[str, tuple[str, ...]] = {
    "other/comments": ("comments",), "other/bullet": ("other",), "other/a11y": ("accessibility", "fontsize"),
    "other/contact": ("contact", "legal"), "other/breakpoints": ("fontsize",), "other/endmark": ("endmark",),
    "other/masthead": ("contact", "other"), "other/lead_dup": ("body_dup",),
    "other/credit": ("contact", "caption", "other"),
    "other/legend": ("other", "nav"), "other/notice": ("other", "nav"), "nav/tools": ("nav", "share", "other"),
    "share/tools": ("share", "nav"), "nav/breadcrumb": ("nav",), "timestamp/pageclock": ("pageclock", "timestamp"),
    "quote/pullquote_dup": ("body_dup", "related"), "byline/dup": ("other", "repeated"), "caption_dup": ("caption",),
    "other/widget": ("other", "comments", "nav"), "other/form": ("other", "comments", "nav"),
    "other/gentime": ("other", "counter"), "body_dup": ("body_dup",),
}  # fmt: skip
"""Classes of the gold that are named otherwise here, or that more than one of ours fits."""


class Judged(Struct):
    """A page of the gold and what was made of it."""

    record: dict[str, Any]
    page: Labelled
    verdict: Verdict

    @property
    def content(self) -> bool:
        """A page that has something to keep."""
        return self.page.kind in CONTENT

    @property
    def kept(self) -> list[int]:
        """Numbers of the kept lines; a page with another outcome than ``ok`` keeps none."""
        return [line.number for line in self.verdict.kept] if self.verdict.outcome is Outcome.OK else []


def _score_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_lines", GOLD / "lines" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(models: Callable[[Labelled], Models]) -> list[Judged]:
    """Every page of the gold, judged by the models that may see it."""
    return [
        Judged(record, page, judge(page.lines, _HINTS, _SETTINGS, models=models(page))) for record, page in line_gold()
    ]


def cross_validated() -> Callable[[Labelled], Models]:
    """Models for a page that saw no page of its site."""
    from benchmarks.train_lines import cross_validate, examples

    pages = examples()
    models = cross_validate(pages)
    fold = {example.page.site: example.fold for example in pages}
    return lambda page: models[fold[page.site]]


def f1_table(results: Sequence[Judged], keeps: dict[str, dict[str, list[int]]]) -> list[str]:
    """Line F1 of content pages by group, one column a method."""
    score = _score_module()
    groups: dict[str, Callable[[Judged], bool]] = {
        "all content pages": lambda j: True,
        **{variant: (lambda j, v=variant: j.page.variant == v) for variant in ("seed", "rpmain", "rpfull", "ins")},
        **{language: (lambda j, x=language: j.page.language == x) for language in ("fa", "fa+en", "en")},
    }
    out = ["| line F1 | pages | target | " + " | ".join(keeps) + " |", "|---|---|---|" + "---|" * len(keeps)]
    for name, belongs in groups.items():
        pages = [j for j in results if j.content and belongs(j)]
        cells = []
        for kept in keeps.values():
            counts = [score.page(j.record, kept[j.page.id], False, False) for j in pages]
            cells.append(f"{score.prf(*map(sum, zip(*counts, strict=True)))[2]:.3f}")
        target = f"{_TARGETS[name]:.2f}" if name in _TARGETS else ""
        out.append(f"| {name} | {len(pages)} | {target} | " + " | ".join(cells) + " |")
    return out


def page_table(results: Sequence[Judged]) -> list[str]:
    """Front pages, outcomes, classes, titles, dates, and what a second cleaning changes."""
    content = [j for j in results if j.content]
    fronts = [j for j in results if not j.content]
    kept = sum(
        sum(not label for line, label in zip(j.page.lines, j.page.keep, strict=True) if line.number in set(j.kept))
        for j in fronts
    )
    lines = sum(j.page.keep.count(0) for j in fronts)
    other = [j for j in content if j.verdict.outcome is not Outcome.OK]
    titled = [j for j in content if j.page.title is not None]
    titles = [j for j in titled if j.verdict.title and same(j.verdict.title) == same(j.record["title"])]
    untitled = [j for j in content if j.page.title is None and j.verdict.title]
    right, all_ = classes(content)
    dates = Counter(published(j) for j in content)
    dated = sum(j.record["published_iso"] is not None for j in content)
    unchanged = [j for j in content if not second_cleaning(j)]
    rows = [
        ("front pages and listings: share of their lines kept", "≤ 3 %", f"{kept / lines:.1%}"),
        ("content pages given another outcome", "≤ 1 %", f"{len(other) / len(content):.1%}"),
        ("class of removed lines", "≥ .85", f"{right / all_:.3f} of {all_}"),
        ("title right", "≥ .97", f"{len(titles) / len(titled):.3f} of {len(titled)}"),
        ("title found where the page has none", "", f"{len(untitled)} of {len(content) - len(titled)}"),
        ("published right", "≥ .95", f"{dates['right'] / dated:.3f} of {dated}"),
        ("published invented", "0", str(dates["invented"])),
        ("clean text unchanged when cleaned again", "", f"{len(unchanged) / len(content):.3f}"),
    ]
    return ["| page | target | zolal |", "|---|---|---|", *(f"| {a} | {b} | {c} |" for a, b, c in rows)]


def classes(results: Sequence[Judged], wrong: Counter[tuple[str, str]] | None = None) -> tuple[int, int]:
    """Removed lines whose class is right, and how many there are; lines nobody read one by one are left out."""
    right = all_ = 0
    for j in results:
        labels = {label["n"]: label for label in j.record["lines"]}
        for removal in j.verdict.removed:
            label = labels[removal.line]
            if label["keep"] or label.get("sub") == "default":
                continue
            fine = f"{label['cls']}/{label['sub']}" if label.get("sub") else label["cls"]
            fits = _CLASSES.get(fine, (label["cls"],))
            all_ += 1
            right += removal.class_ in fits
            if removal.class_ not in fits and wrong is not None:
                wrong[fine, removal.class_] += 1
    return right, all_


def published(j: Judged) -> str:
    """``right``, ``wrong``, ``missed``, ``invented`` or ``none``: the stamp read from the lines as the chain does."""
    reasons = {removal.line: removal.class_ for removal in j.verdict.removed}
    body = [line for line in j.verdict.kept if line is not j.verdict.title_line]
    first = body[0].number if body else len(j.page.lines) + 1
    stamps = [StampLine(x.number, x.text, reasons.get(x.number), x.number < first) for x in j.page.lines]
    context = page_context([line.text for line in j.page.lines])
    found = page_stamps(stamps, (), site=None, context=context).published
    wanted = j.record["published_iso"]
    if wanted is None:
        return "invented" if found else "none"
    if found is None:
        return "missed"
    return "right" if found.replace("Z", "+00:00").startswith(wanted.replace("Z", "+00:00")) else "wrong"


def second_cleaning(j: Judged) -> list[str]:
    """What is removed, or taken for a title, when the clean text is judged again."""
    parts: list[str] = []
    last = -2
    for line in j.verdict.kept:
        if line is not j.verdict.title_line:
            glued = line.glued and line.number == last + 1
            parts.append(("\n" if glued else "\n\n") * bool(parts) + line.text.strip())
            last = line.number
    again = judge(text_lines("".join(parts)), _HINTS, _SETTINGS)
    changes = [removal.text for removal in again.removed]
    return changes + ([again.title] if again.title else [])


def long_lines(lines: Sequence[Line]) -> list[int]:
    """Keep lines of 80 characters and more."""
    return [line.number for line in lines if len(line.text.strip()) >= 80]


def by_justext(lines: Sequence[Line]) -> list[int]:
    """jusText on the lines as paragraphs, without a stop list."""
    paragraphs = justext.justext(_wrapped(lines).encode(), frozenset(), stopwords_low=0, stopwords_high=0)
    good = {same(paragraph.text) for paragraph in paragraphs if not paragraph.is_boilerplate}
    return [line.number for line in lines if same(line.text) in good]


def by_trafilatura(lines: Sequence[Line]) -> list[int]:
    """trafilatura on the lines as paragraphs."""
    text = trafilatura.extract(_wrapped(lines), include_comments=False) or ""
    good = {same(line.removeprefix("- ").replace("\u200c", "")) for line in text.split("\n")}
    return [line.number for line in lines if same(line.text.replace("\u200c", "")) in good]


def _wrapped(lines: Sequence[Line]) -> str:
    escaped = (line.text.replace("&", "&amp;").replace("<", "&lt;") for line in lines)
    return "<html><body>" + "".join(f"<p>{text}</p>" for text in escaped) + "</body></html>"


def speed() -> str:
    """Milliseconds a page, the best of five rounds, by variant."""
    pages: dict[str, list[list[Line]]] = defaultdict(list)
    for _, page in line_gold():
        pages[page.variant].append(page.lines)
    cells = []
    for variant, found in pages.items():
        best = float("inf")
        for _ in range(5):
            started = time.perf_counter()
            for lines in found:
                judge(lines, _HINTS, _SETTINGS)
            best = min(best, time.perf_counter() - started)
        count = sum(map(len, found)) / len(found)
        cells.append(f"{variant} {1000 * best / len(found):.2f} ms ({count:.0f} lines)")
    return "Speed, everything from lines to verdict: " + ", ".join(cells) + " a page."


def main(arguments: Sequence[str]) -> int:
    """Measure, print and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lines", description=__doc__)
    parser.add_argument("--shipped", action="store_true", help="judge with the shipped weights, not cross-validated")
    parser.add_argument("--wrong", action="store_true", help="show what is wrong, page by page")
    asked = parser.parse_args(arguments)
    results = judged(lambda page: shipped()) if asked.shipped else judged(cross_validated())
    keeps: dict[str, dict[str, list[int]]] = {"zolal": {j.page.id: j.kept for j in results}}
    if not asked.shipped:
        with redirect_stderr(io.StringIO()):
            for name, peer in (("80 characters", long_lines), ("jusText", by_justext), ("trafilatura", by_trafilatura)):
                keeps[name] = {j.page.id: peer(j.page.lines) for j in results}
    table = "\n".join([*f1_table(results, keeps), "", *page_table(results), "", speed(), ""])
    print(table)
    if asked.wrong:
        _show(results)
    if not asked.shipped:
        how = "Text pages of `../shared/gold/lines`, cross-validated by site; copies of a line are one pool."
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(f"## Lines\n\n`python -m benchmarks.lines`. {how}\n\n{table}", encoding="utf-8")
    return 0


def _show(results: Sequence[Judged]) -> None:
    wrong: Counter[tuple[str, str]] = Counter()
    classes([j for j in results if j.content], wrong)
    print("classes:", *(f"{gold} as {ours} {n};" for (gold, ours), n in wrong.most_common(40)))
    for j in results:
        kept = set(j.kept)
        why = {removal.line: removal for removal in j.verdict.removed}
        labels = {label["n"]: label for label in j.record["lines"]}
        bad = [
            line for line, label in zip(j.page.lines, j.page.keep, strict=True) if (line.number in kept) != bool(label)
        ]
        again = second_cleaning(j) if j.content else []
        title = j.verdict.title if same(j.verdict.title or "") != same(j.record["title"] or "") else ""
        date = published(j)
        if (
            bad
            or again
            or title
            or date in ("wrong", "missed", "invented")
            or j.content != (j.verdict.outcome is Outcome.OK)
        ):
            print(f"== {j.page.id} {j.page.kind} {j.verdict.outcome} {j.verdict.why or ''} title={title!r} date={date}")
            for line in bad:
                reason = why.get(line.number)
                said = f"{reason.class_} {reason.rule} {reason.evidence}"[:90] if reason else "KEPT"
                print(f"   {line.number:4} {labels[line.number]['cls']:10} {line.text.strip()[:70]} | {said}")
            for text in again:
                print("   again:", text.strip()[:90])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
