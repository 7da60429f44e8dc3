"""The console command ``zolal``: each command of the package as a subcommand."""

import sys
from typing import TYPE_CHECKING

from pipeline.engines.process import start_early

if TYPE_CHECKING:
    import typer


def program() -> "typer.Typer":
    """The program with all its commands."""
    import typer

    from pipeline import console, explain, export, learn, report, schema
    from pipeline.clean import command as clean

    app = typer.Typer(
        name="zolal",
        help="Clean Persian and English web pages, with a reason for every line that goes.",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode="rich",
    )
    modules = {"clean": clean, "explain": explain, "report": report, "learn": learn, "export": export, "schema": schema}
    for name, module in modules.items():
        console.register(app, module.main, name, module.EXAMPLES.replace("python -m pipeline.", "zolal "))
    return app


def main() -> None:
    """Run ``zolal``."""
    if sys.argv[1:2] == ["clean"]:
        start_early()  # it imports the chain while this process imports the commands
    program()()


if __name__ == "__main__":
    main()
