"""HTML extraction: quality and cost beside trafilatura, on the same pages, in turn, in one process.

``python -m benchmarks.extraction [SET …] [--every N]`` prints two tables, quality and cost, and the share of each stage
of ``clean_page``, and writes them to ``results/extraction.md``. The
shipped model was trained on these pages: what it reaches on sites it has not seen is measured by
``python -m benchmarks.train_blocks --measure`` and told in ``pipeline/html/MODEL.md``.
"""

import argparse
import logging
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from benchmarks import html_gold
from benchmarks.stages import REST, STAGES, Stages
from pipeline import clean_page
from pipeline.config import Settings
from pipeline.html import decode, read_html

RESULT = Path(__file__).parent / "results" / "extraction.md"
NO_JOINER = "\u200c"
_FOLD = re.compile(r"[\W_]+")


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=html_gold.SETS, help="sets of the gold; all without")
    parser.add_argument("--every", type=int, default=1, help="take every Nth page")
    options = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    rows = [measured(name, options.every) for name in options.sets]
    head = (
        "| set | pages | trafilatura F1 | votes F1 | text F1 | ZWNJ kept | trafilatura ms | clean_page ms | share |"
        " read_html ms | lxml ms | lexbor ms | worst s |\n|---|" + "---|" * 12
    )
    table = "\n".join([head, *(quality for quality, _ in rows)])
    stages = "\n".join(
        [
            f"| set | {' | '.join((*STAGES, REST))} |\n|---|" + "---|" * (len(STAGES) + 1),
            *(shares for _, shares in rows),
        ]
    )
    print(table, stages, sep="\n\n")
    RESULT.parent.mkdir(exist_ok=True)
    part = f"One page in {options.every} (`--every {options.every}`). " if options.every > 1 else ""
    RESULT.write_text(
        f"## Extraction\n\n{part}Bag-of-words F1, the model trained on these pages (cross-validated figures are in"
        f" `pipeline/html/MODEL.md`); CPU a page.\n\n{table}\n\nShare of each stage"
        f" in the CPU of `clean_page`, from a run of its own; dates in the text are found in “compose”.\n\n{stages}\n",
        encoding="utf-8",
    )


def measured(name: str, every: int) -> tuple[str, str]:
    """One row of each table."""
    scorer = html_gold.scorer()
    scores: dict[str, list[float]] = {"trafilatura": [], "votes": [], "text": []}
    spent: dict[str, list[float]] = {}

    def timed[T](what: str, call: Callable[[], T]) -> T:
        start = time.process_time()
        result = call()
        spent.setdefault(what, []).append(time.process_time() - start)
        return result

    stages = Stages()
    joiners = [0, 0]
    for number, page in enumerate(html_gold.pages([name])):
        if number % every:
            continue
        data = page.data
        if not spent:  # what both read once in a process is no cost of a page
            trafilatura.extract(data, include_comments=False)
            clean_page(data, url=page.url, content_type="text/html")
        theirs = timed("trafilatura", lambda data=data: trafilatura.extract(data, include_comments=False) or "")
        document = timed("clean", lambda data=data, url=page.url: clean_page(data, url=url, content_type="text/html"))
        html = timed("read", lambda data=data, url=page.url: read_html(decode(data, "text/html"), url, Settings()))
        stages.run(lambda data=data, url=page.url: clean_page(data, url=url, content_type="text/html"))
        timed("lxml", lambda data=data: etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True)))
        timed("lexbor", lambda data=data: LexborHTMLParser(data))
        kept = [line for line in html.lines if (line.vote or 0) >= 0.5]
        titled = document.title and _fold(document.title) in _fold(page.text)
        title = f"{document.title}\n" if titled else ""
        body = [line.text for line in kept if not document.title or _fold(line.text) != _fold(document.title)]
        scores["trafilatura"].append(scorer.score_text(page.text, theirs)["bf"])
        scores["votes"].append(scorer.score_text(page.text, title + "\n".join(body))["bf"])
        scores["text"].append(scorer.score_text(page.text, title + document.text)["bf"])
        texts = {block.line for block in document.blocks}
        joiners[0] += sum(line.text.count(NO_JOINER) for line in html.lines if line.number in texts)
        joiners[1] += document.text.count(NO_JOINER)
    mean = {what: 1000 * statistics.mean(values) for what, values in spent.items()}
    quality = (
        f"| {name} | {len(scores['text'])} | "
        + " | ".join(f"{statistics.mean(scores[what]):.4f}" for what in scores)
        + f" | {joiners[1]}/{joiners[0]} | {mean['trafilatura']:.1f} | {mean['clean']:.1f}"
        + f" | {mean['clean'] / mean['trafilatura']:.2f} | {mean['read']:.1f} | {mean['lxml']:.1f}"
        + f" | {mean['lexbor']:.1f} | {max(spent['clean']):.2f} |"
    )
    return quality, f"| {name} | " + " | ".join(f"{share:.1%}" for share in stages.shares().values()) + " |"


def _fold(text: str) -> str:
    return _FOLD.sub("", text).casefold()


if __name__ == "__main__":
    main()
