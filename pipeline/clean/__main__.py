"""``python -m pipeline.clean``."""

from pipeline.engines.process import start_early

if __name__ == "__main__":
    start_early()  # it imports the chain while this process imports the command

    from pipeline import console
    from pipeline.clean.command import EXAMPLES, main

    console.run_command(main, "clean", EXAMPLES)
