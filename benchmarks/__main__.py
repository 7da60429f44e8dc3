"""``python -m benchmarks [NAME …]``: run the benchmarks and gather their tables into RESULTS.md.

Each benchmark is a module of this package that can be run alone and writes its table to ``results/NAME.md``.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
NAMES = ("dates", "segments", "normalize", "lines", "extraction", "worst_pages", "repeats", "engine", "flows")
TABLES = (
    "dates",
    "segments",
    "normalize",
    "lines",
    "unseen",
    "extraction",
    "worst_pages",
    "repeats",
    "engine",
    "flows",
)
"""``unseen`` needs what ``train_blocks`` kept, and is run by hand."""


def main(names: list[str]) -> int:
    """Run the named benchmarks (all without names); exit code 1 when one of them failed."""
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"no benchmark named {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    if not (HERE.parents[1] / "shared" / "gold").is_dir():
        print("The benchmarks read the gold data in ../shared/gold, which is not there.", file=sys.stderr)
        return 2
    failed = []
    for name in names or NAMES:
        started = time.perf_counter()
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent).returncode:
            failed.append(name)
        print(f"   {time.perf_counter() - started:.0f} s", flush=True)
    gather()
    if failed:
        print("failed: " + ", ".join(failed), file=sys.stderr)
    return int(bool(failed))


def gather() -> None:
    """Put the tables of ``results/`` one after the other into RESULTS.md."""
    parts = ["# Results\n\nThe last table of every benchmark; `make bench` measures them again.\n"]
    tables = (HERE / "results" / f"{name}.md" for name in TABLES)
    parts += [table.read_text(encoding="utf-8").strip() + "\n" for table in tables if table.exists()]
    (HERE / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
