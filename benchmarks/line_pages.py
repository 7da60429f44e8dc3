"""Pages whose every line is labelled: the gold of lines, and the HTML gold flattened and matched with its text.

The HTML pages are flattened as the text dumps are (Resiliparse, main content and whole page); a line is kept where
its words stand in the gold text. What cannot be told (a line half in the text) has no label. Test data only: pages
are read from ``../shared/gold`` and never stored in the project.
"""

import json
import random
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

from pipeline.model import Line
from pipeline.text.lines import text_lines

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
HTML_SETS = ("wcxb_dev", "fundus", "daniel", "scrapinghub", "arabscript", "cleanportaleval")
NO_SPACES = frozenset(("Chinese", "jp", "cn"))
"""Languages that write no spaces between words; counting words says nothing of their lines."""
CONTENT = ("article", "law", "abstract", "product", "form")
_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_IN_TEXT = 0.65  # share of a line's words that stand in the gold text
_HALF = 0.3
_RECALL = (0.75, 1.4)
"""Share of the gold text the labelled lines give back; outside of it page and gold are not the same text."""
_LARGEST = 3_000_000  # bytes
_LONGEST = 500  # lines
_SHORT_WORDS = 25
_LIST_LINES = 6
_LEAD_WORDS = 12
_FRONT_STORIES = (6, 40)
_FRONT_LINES = 40  # a page with fewer is no front page when its article is gone


class Labelled(Struct):
    """A page with a label a line: 1 kept, 0 not kept, -1 not known."""

    id: str
    site: str
    source: str
    """``lines`` for the gold of lines, else the set of HTML pages."""
    variant: str
    kind: str
    language: str
    lines: list[Line]
    keep: list[int]
    title: int | None
    """Index of the title's line; None where the page has none or it is not known."""
    title_known: bool
    made: str = ""
    """What was done to the page to make another of it; empty for a page as found."""


def line_gold() -> Iterator[tuple[dict[str, Any], Labelled]]:
    """The pages of the gold of lines: the gold's own record, and the page."""
    folder = GOLD / "lines"
    for record in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").strip().split("\n")):
        lines = text_lines((folder / record["file"]).read_text("utf-8"))
        labels = {label["n"]: label for label in record["lines"]}
        keep = [int(labels[line.number]["keep"]) for line in lines]
        titles = [i for i, line in enumerate(lines) if labels[line.number]["cls"] == "title" and keep[i]]
        yield record, Labelled(
            record["id"], record["source"], "lines", record["variant"], record["kind"], record["lang_page"], lines,
            keep, titles[0] if titles else None, True,
        )  # fmt: skip


def html_gold(names: Sequence[str] = HTML_SETS) -> Iterator[Labelled]:
    """The HTML gold as text pages, two variants a page."""
    for name in names:
        with tarfile.open(GOLD / "html" / f"{name}.tar.xz") as archive:
            pages: dict[str, bytes] = {}
            gold: list[dict[str, Any]] = []
            for member in archive:
                file = archive.extractfile(member)
                if file and member.name.endswith("gold.jsonl"):
                    gold = [json.loads(line) for line in file.read().decode("utf-8").strip().split("\n")]
                elif file and member.size <= _LARGEST:
                    pages[Path(member.name).stem] = file.read()
        for row in gold:
            if row.get("text") and row["id"] in pages and row["lang"] not in NO_SPACES:
                yield from _flattened(name, row, pages[row["id"]])


def _flattened(name: str, row: dict[str, Any], data: bytes) -> Iterator[Labelled]:
    tree = HTMLTree.parse_from_bytes(data, detect_encoding(data))
    title = row.get("title") or _title(tree)
    for variant, main in (("rpmain", True), ("rpfull", False)):
        lines = text_lines(extract_plain_text(tree, main_content=main, list_bullets=True))
        if not 2 <= len(lines) <= _LONGEST:
            continue
        keep, recall = labels(lines, row["text"], row.get("without") or ())
        if _RECALL[0] <= recall <= _RECALL[1]:
            at = _title_line(lines, keep, title) if title else None
            yield Labelled(
                f"{name}/{row['id']}.{variant}", row["site"] or row["id"], name, variant, row["page_type"],
                row["lang"], lines, keep, at, at is not None,
            )  # fmt: skip


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("\u200c", "").lower())


def labels(lines: Sequence[Line], gold: str, without: Sequence[str]) -> tuple[list[int], float]:
    """A label a line, and the share of the gold text's words that the kept lines give back."""
    gold_lines = [_words(line) for line in gold.split("\n")]
    gold_words = [word for line in gold_lines for word in line]
    shingles = {tuple(gold_words[i : i + _SHINGLE]) for i in range(len(gold_words) - _SHINGLE + 1)}
    whole = Counter(" ".join(line) for line in gold_lines if line)
    words = [_words(line.text) for line in lines]
    covered = _covered(words, shingles)
    keep = []
    for line, count in zip(words, covered, strict=True):
        share = count / len(line) if line else 0.0
        if not line:
            keep.append(-1)
        elif len(line) < _SHINGLE:
            keep.append(int(share == 1))
        else:
            keep.append(1 if share >= _IN_TEXT else -1 if share >= _HALF else 0)
    long = [i for i, line in enumerate(words) if keep[i] == 1 and len(line) >= 2 * _SHINGLE]
    if not long:
        return keep, 0.0
    for i in range(max(0, long[0] - 3), min(len(lines), long[-1] + 4)):
        if keep[i] == 0 and " ".join(words[i]) in whole:
            keep[i] = 1
    _once(keep, words, whole)
    for i, line in enumerate(words):
        near = keep[max(0, i - 4) : i] + keep[i + 1 : i + 5]
        if keep[i] == 1 and len(line) < _SHINGLE and 1 not in near:
            keep[i] = -1
        if keep[i] == 1 and any(len(text) < 200 and _words(text) == line for text in without):
            keep[i] = 0
    return keep, sum(len(line) for i, line in enumerate(words) if keep[i] == 1) / len(gold_words)


def _covered(words: Sequence[Sequence[str]], shingles: set[tuple[str, ...]]) -> list[int]:
    """Words of each line that stand in a run of words of the gold; runs may go over the ends of lines."""
    stream = [(word, i) for i, line in enumerate(words) for word in line]
    inside = [False] * len(stream)
    for at in range(len(stream) - _SHINGLE + 1):
        if tuple(word for word, _ in stream[at : at + _SHINGLE]) in shingles:
            inside[at : at + _SHINGLE] = [True] * _SHINGLE
    counts = [0] * len(words)
    for (_, i), here in zip(stream, inside, strict=True):
        counts[i] += here
    return counts


def _once(keep: list[int], words: Sequence[Sequence[str]], whole: Counter[str]) -> None:
    """Keep as many copies of a line as the gold text has: those with the most kept lines around them."""
    copies: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(words):
        if keep[i] == 1:
            copies[" ".join(line)].append(i)
    for text, places in copies.items():
        places.sort(key=lambda i: -keep[max(0, i - 4) : i + 5].count(1))
        for i in places[max(1, whole.get(text, 1)) :]:
            keep[i] = 0


def _title(tree: HTMLTree) -> str | None:
    """The title the page declares; None where nothing or more than one thing could be it."""
    meta = tree.document.query_selector('meta[property="og:title"]')
    if meta and meta.getattr("content"):
        return str(meta.getattr("content"))
    headings = tree.document.query_selector_all("h1")
    return headings[0].text.strip() if len(headings) == 1 else None


def _title_line(lines: Sequence[Line], keep: Sequence[int], title: str) -> int | None:
    wanted = _words(title)
    places = []
    for i, line in enumerate(lines):
        words = _words(line.text)
        begins = len(words) >= 3 and words == wanted[: len(words)] and len(words) >= 0.6 * len(wanted)
        if words and (words == wanted or begins):
            places.append(i)
    body = next(
        (i for i, label in enumerate(keep) if label == 1 and len(_words(lines[i].text)) >= 8 and i not in places), 0
    )
    return max((i for i in places if i < body), default=None)


def variants(page: Labelled, rng: random.Random) -> Iterator[Labelled]:
    """Other pages made of this one: already clean, a list alone, or with less furniture around."""
    kept = [i for i, label in enumerate(page.keep) if label == 1]
    if len(kept) < 4:
        return
    chance = rng.random()
    if chance < 0.35:
        yield _picked(page, [i for i in kept if i != page.title or rng.random() < 0.3], "clean")
    elif chance < 0.55:
        run = _longest_run(kept, lambda i: len(page.lines[i].text.split()) < 16)
        if len(run) >= 6:
            yield _picked(page, run, "clean list")
    else:
        stay = {*kept, *([page.title] if page.title is not None else [])}
        share = rng.choice((0.1, 0.2, 0.4))
        for i, label in enumerate(page.keep):
            near = min(abs(i - kept[0]), abs(i - kept[-1])) < 8
            if label == 0 and rng.random() < share * (2 if near else 0.5):
                stay.add(i)
        yield _picked(page, sorted(stay), "less around")


def front_page(page: Labelled) -> Iterator[Labelled]:
    """A full dump without its article: menus, headlines and teasers are what a front page has."""
    if page.variant == "rpmain" or page.kind not in CONTENT or len(page.lines) < _FRONT_LINES:
        return
    gone = {i for i, label in enumerate(page.keep) if label != 0} | {page.title}
    left = [i for i in range(len(page.lines)) if i not in gone]
    if len(left) >= _FRONT_LINES:
        made = _picked(page, left, "front page")
        made.kind, made.title, made.title_known = "front", None, False
        yield made


def stories(pages: Sequence[Labelled]) -> dict[str, list[tuple[str, str]]]:
    """Headlines with the first words of their articles, by language: what front pages are made of."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for page in pages:
        if page.title is not None and not page.made:
            lead = next((page.lines[i].text.strip() for i in range(page.title + 1, len(page.lines))
                         if page.keep[i] == 1 and len(page.lines[i].text.split()) > _LEAD_WORDS), "")  # fmt: skip
            if lead:
                found[page.language].setdefault(page.lines[page.title].text.strip(), lead)
    return {language: list(told.items()) for language, told in found.items()}


def front_of_stories(page: Labelled, told: Sequence[tuple[str, str]], rng: random.Random) -> Iterator[Labelled]:
    """A front page: what stands around an article, and stories of others in its place."""
    kept = [i for i, label in enumerate(page.keep) if label == 1]
    if not kept or page.kind not in CONTENT or len(told) < _FRONT_STORIES[0]:
        return
    around = 1.0 if page.variant != "rpmain" else rng.choice((0.2, 0.4, 0.6))
    rest = [i for i, label in enumerate(page.keep) if label == 0 and rng.random() < around]
    bullet, teaser, apart = rng.choice(("", "• ", "")), rng.choice((0.6, 1.0, 1.0)), rng.choice((1, 2, 2))
    words = rng.choice((18, 30, 45))
    rows: list[tuple[str, bool]] = [(page.lines[i].text, page.lines[i].glued) for i in rest if i < kept[0]]
    for headline, lead in rng.sample(told, min(len(told), rng.randint(*_FRONT_STORIES))):
        rows.append((bullet + headline, False))
        if rng.random() < teaser:
            rows.append((" ".join(lead.split()[:words]) + rng.choice(("", " …", ".")), apart == 1))
    rows += [(page.lines[i].text, page.lines[i].glued) for i in rest if i > kept[0]]
    lines: list[Line] = []
    number = 0
    for text, glued in rows:
        number += 1 if glued or not lines else 2
        lines.append(Line(number=number, text=text, glued=glued and bool(lines)))
    yield Labelled(
        f"{page.id}+stories", page.site, page.source, page.variant, "front", page.language, lines, [0] * len(lines),
        None, False, "stories",
    )  # fmt: skip


def short_article(page: Labelled, rng: random.Random) -> Iterator[Labelled]:
    """A full dump whose article is only its title and a paragraph or three: still no front page."""
    if page.variant == "rpmain" or page.kind not in CONTENT or page.title is None or len(page.lines) < _FRONT_LINES:
        return
    text = [i for i, label in enumerate(page.keep) if label == 1 and i > page.title]
    stay = {*text[: rng.choice((1, 2, 2, 3))], page.title}
    left = [i for i, label in enumerate(page.keep) if label == 0 or i in stay]
    if text and sum(len(page.lines[i].text.split()) for i in stay) >= _SHORT_WORDS:
        made = _picked(page, left, "short")
        made.title_known = False
        yield made


def list_article(page: Labelled, rng: random.Random) -> Iterator[Labelled]:
    """A page whose text is a list: its title, a paragraph perhaps, and what it enumerates."""
    kept = [i for i, label in enumerate(page.keep) if label == 1]
    run = _longest_run(kept, lambda i: len(page.lines[i].text.split()) < 16)
    if len(run) >= _LIST_LINES and page.title is not None and page.kind in CONTENT and page.title not in run:
        paragraphs = [i for i in kept if i not in run and i > page.title][: rng.choice((0, 1, 2))]
        rest = [i for i, label in enumerate(page.keep) if label == 0 and rng.random() < rng.choice((0.0, 0.1, 0.3))]
        made = _picked(page, sorted({page.title, *paragraphs, *run, *rest}), "list")
        made.title_known = False
        yield made


def _longest_run(indexes: Sequence[int], fits: Any) -> list[int]:
    best: list[int] = []
    run: list[int] = []
    for i in indexes:
        run = [*run, i] if fits(i) else []
        best = run if len(run) > len(best) else best
    return best


def _picked(page: Labelled, indexes: Sequence[int], made: str) -> Labelled:
    """The page with these lines only; a clean one is written as a document's text is."""
    lines: list[Line] = []
    number = 0
    before = -1
    for i in indexes:
        old = page.lines[i]
        glued = old.glued and before == i - 1
        number += 1 if glued or not lines else 2
        text = old.text.strip() if made.startswith("clean") else old.text
        lines.append(Line(number=number, text=text, kind=old.kind, glued=glued and bool(lines)))
        before = i
    title = indexes.index(page.title) if page.title in indexes else None
    keep = [page.keep[i] for i in indexes]
    known = page.title_known or title is not None
    return Labelled(
        f"{page.id}+{made}", page.site, page.source, page.variant, page.kind, page.language, lines, keep, title,
        known, made,
    )  # fmt: skip
