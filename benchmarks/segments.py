"""Segments: language of isolated segments and of mixed lines on the shared gold, beside three detectors.

``python -m benchmarks.segments`` prints the tables and writes them to ``results/segments.md``. The peers label whole
strings; on mixed lines they are given the runs our own splitter finds, which is more than they have by themselves.
langdetect is seeded and its profiles are loaded before the clock starts, as are the tables of everyone else.
"""

import importlib.util
import json
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import langdetect
import pycld2
from langdetect.lang_detect_exception import LangDetectException
from lingua import LanguageDetectorBuilder

from pipeline.text import language
from pipeline.text.scripts import script_runs

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "segments"
RESULT = Path(__file__).parent / "results" / "segments.md"
LENGTHS = ("w1", "w23", "headline", "sentence", "para")
NEWS_ROUNDS = 5

type Gold = list[dict[str, Any]]
type Detect = Callable[[str], str]


def langdetect_seeded() -> Detect:
    """langdetect with a seed; a text it finds no features in is ``und``."""
    langdetect.DetectorFactory.seed = 0

    def detect(text: str) -> str:
        try:
            return str(langdetect.detect(text))
        except LangDetectException:
            return "und"

    return detect


def cld2() -> Detect:
    """pycld2, asked for its best effort."""

    def detect(text: str) -> str:
        clean = "".join(c for c in text if c.isprintable() or c.isspace())
        return str(pycld2.detect(clean, bestEffort=True)[2][0][1])

    return detect


def lingua() -> Detect:
    """lingua with all of its 75 languages."""
    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def detect(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return detect


def ours(label: str) -> str:
    """The gold knows three labels."""
    return label if label in ("fa", "en") else "und"


def spans_of_runs(text: str, detect: Detect) -> list[tuple[int, int, str]]:
    """What a detector of whole strings says of a mixed line."""
    return [(start, end, detect(text[start:end])) for start, end, _ in script_runs(text)]


def predict(gold: Gold, detect: Detect) -> dict[str, dict[str, Any]]:
    """Predictions in the form ``score.py`` reads."""
    predictions: dict[str, dict[str, Any]] = {}
    for item in gold:
        text = item["text"]
        if item["kind"] != "mixed":
            predictions[item["id"]] = {"pred": ours(detect(text))}
            continue
        if detect is language.detect:
            spans = [(s.start, s.end, s.language) for s in language.segment(text)]
        else:
            spans = spans_of_runs(text, detect)
        predictions[item["id"]] = {"spans": [{"start": a, "end": b, "label": ours(label)} for a, b, label in spans]}
    return predictions


def microseconds(texts: list[str], detect: Detect, rounds: int) -> float:
    """Microseconds of CPU a text, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for text in texts:
            detect(text)
        best = min(best, time.process_time() - started)
    return best / len(texts) * 1e6


def news(gold: Gold) -> list[tuple[str, str]]:
    """Sentences and paragraphs of the gold as one page each of Persian and of English."""
    return [
        (name, "\n".join(g["text"] for g in gold if g.get("expect") == name and g["len"] in ("sentence", "para")))
        for name in ("fa", "en")
    ]


def megabytes_a_second(text: str) -> float:
    """How fast ``segment`` reads a page, in UTF-8."""
    best = float("inf")
    for _ in range(NEWS_ROUNDS):
        started = time.process_time()
        language.segment(text)
        best = min(best, time.process_time() - started)
    return len(text.encode()) / best / 1e6


def percent(value: float) -> str:
    """A share as the tables write it."""
    return f"{value * 100:.1f}"


def row(name: str, result: dict[str, Any], cost: float) -> str:
    """One line of the table."""
    recall = result["recall"]
    cells = [
        name,
        f"{result['macro_f1']:.3f}",
        " ".join(f"{recall['fa'][length]:.2f}" for length in LENGTHS[:4]),
        " ".join(f"{recall['en'][length]:.2f}" for length in LENGTHS[:4]),
        " / ".join(percent(result[key]) for key in ("wrong_fa", "wrong_fa_2+words", "wrong_fa_sentpara")),
        " / ".join(percent(result[key]) for key in ("wrong_en", "wrong_en_sentpara")),
        f"{result['neutral_acc']:.3f}",
        f"{result['mixed_char_lenient']:.3f} {result['mixed_line_exact']:.2f}",
        f"{cost:.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def score_module() -> ModuleType:
    """The scorer that lies beside the gold."""
    spec = importlib.util.spec_from_file_location("segments_score", GOLD / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"no scorer at {GOLD / 'score.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Score everyone on the gold, measure their cost, print and write the tables."""
    gold: Gold = [json.loads(line) for line in (GOLD / "gold.jsonl").read_text("utf-8").splitlines()]
    score = score_module().score
    texts = [item["text"] for item in gold]
    language.load()
    table = [
        "## Segments\n",
        f"{len(gold)} items of the open gold; recall by length: one word, two or three, headline, sentence. "
        "Wrong fa: of segments in other languages of Arabic script, all / two words and more / sentences; wrong en: "
        "of other languages of Latin script, all / sentences, in percent.\n",
        "| | macro-F1 | fa recall | en recall | wrong fa % | wrong en % | neutral | mixed: letters, lines "
        "| µs a segment |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    costs: dict[str, float] = {}
    contenders: list[tuple[str, Detect, int]] = [
        ("zolal", language.detect, 5),
        ("langdetect, seeded", langdetect_seeded(), 1),
        ("pycld2", cld2(), 3),
        ("lingua", lingua(), 1),
    ]
    for name, detect, rounds in contenders:
        detect("سلام hello")
        costs[name] = microseconds(texts, detect, rounds)
        table.append(row(name, score(gold, predict(gold, detect))[0], costs[name]))
    table.append(f"\nzolal is {costs['langdetect, seeded'] / costs['zolal']:.0f} times as fast as langdetect. News:")
    table.append(", ".join(f"{name} {megabytes_a_second(text):.1f} MB/s" for name, text in news(gold)) + ".")
    text = "\n".join(table) + "\n"
    print(text)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
