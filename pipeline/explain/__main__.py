"""``python -m pipeline.explain``."""

from pipeline import console
from pipeline.explain import EXAMPLES, main

if __name__ == "__main__":
    console.run_command(main, "explain", EXAMPLES)
