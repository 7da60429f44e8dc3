"""Dates: quality on the shared gold beside three peers, cost on Persian news, linearity on hostile input.

``python -m benchmarks.dates`` prints the tables and writes them to ``results/dates.md``. The peers are
dateparser's search, dateparser's Solar Hijri calendar (it reads whole strings only, so every window of up to seven
words is given to it, the longest first), and the regex one writes first, with persiantools behind it.
"""

import importlib.util
import json
import re
import time
import warnings
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from dateparser.search import search_dates
from persiantools.jdatetime import JalaliDate

from pipeline.dates import StampLine, find_dates, page_context, page_stamps

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"
RESULT = Path(__file__).parent / "results" / "dates.md"
MONTHS = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
NAIVE = re.compile(rf"(\d{{4}})[/-](\d{{1,2}})[/-](\d{{1,2}})|(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
HOSTILE = {
    "one digit": "۱",
    "digits and spaces": "12 ",
    "slashes": "/",
    "1398/12/ without end": "1398/12/",
    "a month name": "اسفند ",
    "May": "May ",
    "number words": "بیست و ",
    "ranges without end": "۱۱ تا ",
    "times": "11:34 ",
    "days without years": "۱۱ اسفند ",
    "full dates": "۱۱ اسفند ۱۳۹۸ - ",
}
SIZES = (1, 10)

type Span = dict[str, Any]
type Finder = Callable[[str], Iterable[Span]]


def ours(text: str) -> Iterable[Span]:
    """This project."""
    return [{"start": m.start, "end": m.end, "iso": m.iso} for m in find_dates(text)]


def searched(text: str) -> Iterable[Span]:
    """dateparser.search with the two languages given."""
    at = 0
    for surface, when in search_dates(text, languages=["fa", "en"]) or ():
        start = text.find(surface, at)
        if start >= 0:
            at = start + len(surface)
            iso = when.isoformat(timespec="minutes") if ":" in surface else when.date().isoformat()
            yield {"start": start, "end": at, "iso": iso}


def solar(text: str) -> Iterable[Span]:
    """dateparser's Solar Hijri calendar (extra ``dateparser[calendars]``) on windows of words."""
    from dateparser.calendars.jalali import JalaliCalendar

    words = [match.span() for match in re.finditer(r"\S+", text)]
    i = 0
    while i < len(words):
        for j in range(min(len(words), i + 7), i, -1):
            start, end = words[i][0], words[j - 1][1]
            surface = text[start:end]
            if not re.search(r"\d", surface):
                continue
            try:
                found = JalaliCalendar(surface).get_date()
            except (ValueError, KeyError, IndexError, AttributeError, TypeError):
                continue  # what it raises on strings that are no date
            if found is not None and found.date_obj is not None:
                yield {"start": start, "end": end, "iso": found.date_obj.date().isoformat()}
                i = j - 1
                break
        i += 1


def naive(text: str) -> Iterable[Span]:
    """Two shapes and persiantools."""
    for found in NAIVE.finditer(text):
        a, b, c, day, month, year = found.groups()
        y, m, d = (int(a), int(b), int(c)) if a else (int(year), MONTHS.index(month) + 1, int(day))
        try:
            iso = JalaliDate(y, m, d).to_gregorian().isoformat() if y < 1500 else f"{y:04}-{m:02}-{d:02}"
        except ValueError:
            continue
        yield {"start": found.start(), "end": found.end(), "iso": iso}


FINDERS: dict[str, tuple[Finder, int]] = {
    "zolal": (ours, 1_000_000),
    "dateparser.search": (searched, 10_000),
    "dateparser Solar Hijri": (solar, 10_000),
    "regex + persiantools": (naive, 1_000_000),
}
"""Finder and the bytes of Persian news its speed is measured on."""


def main() -> None:
    """Measure all, print, and write the tables."""
    warnings.simplefilter("ignore")  # dateparser warns of what the standard library deprecates
    tables = "\n".join(["## Dates", "", quality(), published(), linearity()])
    print(tables)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(tables, encoding="utf-8")


def quality() -> str:
    """Spans, conversion, false alarms and cost, one row for each finder."""
    gold = rows(GOLD / "dates" / "gold.jsonl")
    score = scorer()
    news = persian_news()
    lines = [
        f"{len(gold)} sentences of `gold/dates`; cost is CPU time on one core.",
        "",
        "| | span F1 | same day F1 | conversion | minute | harmful per 1,000 traps | ms per MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, (finder, size) in FINDERS.items():
        if finder is solar and importlib.util.find_spec("convertdate") is None:
            lines.append(f"| {name} | not installed: dateparser[calendars] | | | | | |")
            continue
        found = {item["id"]: list(finder(item["text"])) for item in gold}
        s = score.summary(score.score(gold, found))
        lines.append(
            f"| {name} | {s['F1']:.3f} | {s['lenF1']:.3f} | {s['conv']:.3f} | {s['time']:.3f} "
            f"| {s['fp1000']:.0f} | {cost(finder, news, size):,.0f} |"
        )
    return "\n".join([*lines, ""])


def published() -> str:
    """The published time of the pages of ``gold/lines``, over lines as a reader labelled them."""
    right = shown = invented = silent = 0
    for item in rows(GOLD / "lines" / "gold.jsonl"):
        first = next((line["n"] for line in item["lines"] if line["keep"] and line["cls"] != "title"), 10**9)
        lines = [
            StampLine(line["n"], line["text"], None if line["keep"] else line["cls"], line["n"] < first)
            for line in item["lines"]
        ]
        found = page_stamps(lines, context=page_context(line.text for line in lines)).published
        if item["published_iso"]:
            shown += 1
            right += found == item["published_iso"]
        else:
            silent += 1
            invented += found is not None
    return (
        f"`published` on `gold/lines`: {right} of {shown} right, invented on {invented} of {silent} that show none.\n"
    )


def linearity() -> str:
    """Cost for each megabyte of hostile input; the last column is 1 where the cost is linear."""
    lines = [
        "| hostile input | " + " | ".join(f"{size} MB, ms per MB" for size in SIZES) + " | ratio |",
        "| --- |" + " ---: |" * (len(SIZES) + 1),
    ]
    for name, unit in HOSTILE.items():
        costs = []
        for size in SIZES:
            text = unit * (size * 1_000_000 // len(unit.encode()))
            costs.append(cost(ours, text, len(text.encode()), repeats=1))
        lines.append(f"| {name} | " + " | ".join(f"{c:,.0f}" for c in costs) + f" | {costs[-1] / costs[0]:.2f} |")
    return "\n".join([*lines, ""])


def cost(finder: Finder, text: str, size: int, repeats: int = 3) -> float:
    """Milliseconds of CPU for each megabyte (UTF-8), the best of several runs on the first ``size`` bytes."""
    part = text.encode()[:size].decode(errors="ignore")
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        for _ in finder(part):
            pass
        best = min(best, time.process_time() - started)
    return best * 1000 / (len(part.encode()) / 1e6)


def persian_news() -> str:
    """A megabyte of the kept Persian lines of ``gold/lines``, repeated."""
    pages = (item for item in rows(GOLD / "lines" / "gold.jsonl") if item["lang_page"].startswith("fa"))
    lines = [line["text"] for item in pages for line in item["lines"] if line["keep"] and line["lang"] == "fa"]
    text = "\n".join(islice((line for line in dict.fromkeys(lines) if len(line) > 80), 2000)) + "\n"
    return text * (1 + 1_000_000 // len(text.encode()))


def rows(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scorer() -> ModuleType:
    """The scorer that lies beside the gold."""
    spec = importlib.util.spec_from_file_location("dates_score", GOLD / "dates" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
