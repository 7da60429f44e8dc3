"""Persian normalization: what comes through unharmed, what is mended, and what it costs, beside hazm and persiantools.

``python -m benchmarks.normalize`` prints the tables and writes them to ``results/normalize.md``. Harm is counted on a
grammar of mixed text of our own; cost and idempotence on the Persian sentences and paragraphs of the shared gold.
"""

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hazm import Normalizer
from persiantools import characters

from pipeline.config import Normalize
from pipeline.text import language
from pipeline.text.persian import normalize

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "segments" / "gold.jsonl"
RESULT = Path(__file__).parent / "results" / "normalize.md"

KINDS = {
    "URL": ["https://example.com/a?x=1", "http://example.ir/باران/برف", "www.example.org/path?q=2"],
    "e-mail": ["info@example.ir", "first.last@mail.example.com"],
    "number": ["1,250.50", "۱۲٬۵۰۰", "۳٫۱۴", "85%", "021-88776655", "12:30"],
    "date": ["1398/05/12", "۱۴۰۱/۷/۲۲", "2021-03-04"],
    "version, IP": ["3.12.1", "192.168.1.10"],
    "code": ["`git commit -m`", "</b>", "run_all()", "--force", "report_final.pdf"],
    "Latin": ["U.S.A.", "GPT-4", "C++", '"The Rain"', "iPhone"],
    "signs": ["نامهٔ", "خانۀ", "قُلْ", "ﷺ", "ه.ق.", "ماه می سال"],
}
MENDED = [
    ("می شود", "می\u200cشود"),
    ("نمی روند", "نمی\u200cروند"),
    ("درخت ها", "درخت\u200cها"),
    ("گل های باغ", "گل\u200cهای باغ"),
    ("رفته اند", "رفته\u200cاند"),
    ("خانه ای", "خانه\u200cای"),
    ("بزرگ ترین", "بزرگ\u200cترین"),
    ("می\u200fآید", "می\u200cآید"),
    ("خانه\u200c\u200cها", "خانه\u200cها"),
    ("كيك", "کیک"),
    ("ســلام", "سلام"),
    ("ﺑﺎﻍ", "باغ"),
    ("ا\u0653سمان", "آسمان"),
    ("باران ، برف", "باران، برف"),
    ("« باران »", "«باران»"),
]
SENTENCES = 400
ROUNDS = 3

type Change = Callable[[str], str]


def ours(level: Normalize) -> Change:
    """One level of this project, segmentation included."""
    return lambda text: normalize(text, level=level).text


def contenders() -> dict[str, Change]:
    """Everyone measured, by name."""
    careful = Normalizer(
        correct_spacing=False, decrease_repeated_chars=False, seperate_mi=False, persian_style=False,
        persian_numbers=False,
    )  # fmt: skip
    return {
        "zolal light": ours("light"),
        "zolal standard": ours("standard"),
        "zolal full": ours("full"),
        "hazm": Normalizer().normalize,
        "hazm, letters only": careful.normalize,
        "persiantools ar_to_fa": characters.ar_to_fa,
    }


def mixed(rng: random.Random, token: str) -> str:
    """A Persian sentence with ``token`` in its midst."""
    words = ["باران", "در", "باغ", "ما", "بارید", "و", "رودخانه", "بالا", "آمد", "سپس", "آفتاب", "شد"]
    before, after = rng.sample(words, 4), rng.sample(words, 4)
    return " ".join([*before, token, *after]) + "."


def unharmed(change: Change, tokens: list[str]) -> float:
    """Share of sentences in which the token comes through byte for byte."""
    rng = random.Random(4)
    kept = 0
    for i in range(SENTENCES):
        token = tokens[i % len(tokens)]
        kept += f" {token} " in change(mixed(rng, token))
    return kept / SENTENCES


def quality(all_of_them: dict[str, Change], persian: list[str], english: list[str]) -> list[str]:
    """The table of harm and help."""
    lines = [
        "Percent of sentences whose token comes through byte for byte; of English lines whose visible characters do; "
        "of Persian lines for which twice is once; and of fifteen common misspellings mended.",
        "",
        "| | " + " | ".join(KINDS) + " | English | twice is once | mended |",
        "| --- |" + " ---: |" * (len(KINDS) + 3),
    ]
    for name, change in all_of_them.items():
        shares = [unharmed(change, tokens) for tokens in KINDS.values()]
        shares.append(sum(visible(change(line)) == visible(line) for line in english) / len(english))
        once = [change(line) for line in persian]
        shares.append(sum(change(line) == line for line in once) / len(once))
        mended = sum(right in change(f"گفت که {wrong} و رفت.") for wrong, right in MENDED)
        shares.append(mended / len(MENDED))
        lines.append(f"| {name} | " + " | ".join(f"{share * 100:.0f}" for share in shares) + " |")
    return lines


def visible(text: str) -> str:
    """A text without white space and control characters."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+", "", text)


def cost(all_of_them: dict[str, Change], persian: list[str]) -> list[str]:
    """The table of CPU time; the first call in a new process, imports included, is measured from outside."""
    kilobytes = sum(len(line.encode()) for line in persian) / 1024
    lines = ["| | ms per KB |", "| --- | ---: |"]
    for name, change in all_of_them.items():
        best = float("inf")
        for _ in range(ROUNDS):
            started = time.process_time()
            for line in persian:
                change(line)
            best = min(best, time.process_time() - started)
        lines.append(f"| {name} | {best * 1000 / kilobytes:.3f} |")
    best = float("inf")
    segmented = [(line, language.segment(line)) for line in persian]
    for _ in range(ROUNDS):
        started = time.process_time()
        for line, segments in segmented:
            normalize(line, segments)
        best = min(best, time.process_time() - started)
    lines.append(f"| zolal standard, segments given | {best * 1000 / kilobytes:.3f} |")
    return lines


FIRST = {
    "zolal standard": "from pipeline.text.persian import normalize",
    "zolal full": "from pipeline.text.persian import normalize",
    "hazm": "from hazm import Normalizer",
}
FIRST_CALL = {
    "zolal standard": "normalize('باران می آید و Rain falls هم')",
    "zolal full": "normalize('باران می آید و Rain falls هم', level='full')",
    "hazm": "Normalizer().normalize('باران می آید و Rain falls هم')",
}


def first_call() -> list[str]:
    """Seconds until the first text is normalized in a new process."""
    lines = ["| | import, s | first text, s |", "| --- | ---: | ---: |"]
    for name, imports in FIRST.items():
        program = (
            f"import time; a = time.process_time()\n{imports}\nb = time.process_time()\n{FIRST_CALL[name]}\n"
            "print(b - a, time.process_time() - b)"
        )
        runs = [
            tuple(
                map(
                    float,
                    subprocess.run(
                        [sys.executable, "-c", program], capture_output=True, text=True, check=True
                    ).stdout.split()[-2:],
                )
            )
            for _ in range(ROUNDS)
        ]
        lines.append(f"| {name} | {min(run[0] for run in runs):.2f} | {min(run[1] for run in runs):.2f} |")
    return lines


def main() -> int:
    """Measure everyone, print and write the tables."""
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    long = [item for item in gold if item["len"] in ("sentence", "para")]
    persian = [item["text"] for item in long if item["expect"] == "fa"]
    english = [item["text"] for item in long if item["expect"] == "en"]
    language.load()
    all_of_them = contenders()
    tables = [quality(all_of_them, persian, english), cost(all_of_them, persian), first_call()]
    text = "## Normalization\n\n" + "\n\n".join("\n".join(table) for table in tables) + "\n"
    print(text)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
