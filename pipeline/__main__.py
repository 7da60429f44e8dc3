"""The console command ``zolal``: each command of the package as a subcommand."""

import typer

from pipeline import clean, console, explain, export, learn, report, schema


def program() -> typer.Typer:
    """The program with all its commands."""
    app = typer.Typer(
        name="zolal",
        help="Clean Persian and English web pages, with a reason for every line that goes.",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode="rich",
    )
    for module in (clean, explain, report, learn, export, schema):
        name = module.__name__.rpartition(".")[2]
        console.register(app, module.main, name, module.EXAMPLES.replace("python -m pipeline.", "zolal "))
    return app


def main() -> None:
    """Run ``zolal``."""
    program()()


if __name__ == "__main__":
    main()
