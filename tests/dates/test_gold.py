"""The project's own measure on the shared gold; the numbers of the issue are the floor."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.dates import StampLine, find_dates, page_context, page_stamps


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dates_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_dates(shared: Path) -> None:
    folder = shared / "gold" / "dates"
    score = scorer(folder / "score.py")
    gold = rows(folder / "gold.jsonl")
    found = {
        item["id"]: [{"start": m.start, "end": m.end, "iso": m.iso} for m in find_dates(item["text"])] for item in gold
    }
    summary = score.summary(score.score(gold, found))
    assert summary["F1"] >= 0.96
    assert summary["conv"] >= 0.99
    assert summary["time"] >= 0.97
    assert summary["fp1000"] <= 5


def test_published(shared: Path) -> None:
    """Over lines as a reader labelled them, so that the judges' errors do not count here."""
    right = shown = 0
    for item in rows(shared / "gold" / "lines" / "gold.jsonl"):
        first = next((line["n"] for line in item["lines"] if line["keep"] and line["cls"] != "title"), 10**9)
        lines = [
            StampLine(line["n"], line["text"], None if line["keep"] else line["cls"], line["n"] < first)
            for line in item["lines"]
        ]
        found = page_stamps(lines, context=page_context(line.text for line in lines))
        if item["published_iso"] is None:
            assert found.published is None, item["id"]
        else:
            shown += 1
            right += found.published == item["published_iso"]
    assert right >= 0.95 * shown
