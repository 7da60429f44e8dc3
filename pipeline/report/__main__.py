"""``python -m pipeline.report``."""

from pipeline import console
from pipeline.report import EXAMPLES, main

if __name__ == "__main__":
    console.run_command(main, "report", EXAMPLES)
