"""What the commands share: options for the settings, errors as sentences, signals."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
import typer
from msgspec import Meta
from rich.console import Console
from rich.text import Text

from pipeline.config import Dates, Digits, Extract, Normalize, Settings
from pipeline.errors import ZolalError

if TYPE_CHECKING:
    from pipeline.run import Progress

WRONG_USE = 2

out = Console()
err = Console(stderr=True)


def _told(name: str) -> dict[str, str]:
    """Help of a setting, from the one place where it is described."""
    hint = get_type_hints(Settings, include_extras=True)[name]
    meta = next(arg for arg in get_args(hint) if isinstance(arg, Meta)) if get_origin(hint) is Annotated else Meta()
    return {"help": meta.description or "", "rich_help_panel": "What becomes of a page"}


DatesOption = Annotated[Dates, typer.Option("--dates", **_told("dates"))]
NormalizeOption = Annotated[Normalize, typer.Option("--normalize", **_told("normalize"))]
DigitsOption = Annotated[Digits, typer.Option("--digits", **_told("digits"))]
ExtractOption = Annotated[Extract, typer.Option("--extract", **_told("extract"))]
KeepOption = Annotated[list[str] | None, typer.Option("--keep", metavar="CLASS", **_told("keep"))]
DropOption = Annotated[list[str] | None, typer.Option("--drop", metavar="CLASS", **_told("drop"))]
ListingsOption = Annotated[bool, typer.Option("--keep-listings", **_told("keep_listings"))]
MaxBytesOption = Annotated[int, typer.Option("--max-bytes", min=1, **_told("max_bytes"))]


def settings_of(**given: Any) -> Settings:
    """Settings out of options; a class that does not exist is wrong use."""
    given = {name: tuple(value or ()) if name in ("keep", "drop") else value for name, value in given.items()}
    try:
        return msgspec.convert(given, Settings)
    except msgspec.ValidationError as error:
        raise typer.BadParameter(str(error)) from error


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Errors raised on purpose become a sentence and exit code 2."""
    try:
        yield
    except ZolalError as error:
        err.print(Text.assemble(("zolal: ", "bold red"), str(error)))
        raise typer.Exit(WRONG_USE) from error


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """The first SIGINT or SIGTERM ends the run in good order, the second one at once."""
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def progress(quiet: bool = False) -> "Iterator[Callable[[Progress], None] | None]":
    """A progress bar on a terminal, as the ``watch`` of a run; None where nobody looks."""
    if quiet or not err.is_terminal:
        yield None
        return
    from pipeline.console.bar import Bar  # a tenth of a second to import, for nobody to see

    with Bar() as bar:
        yield bar.show


def run_command(command: Callable[..., None], name: str, examples: str) -> None:
    """Run a module's command as a program: ``python -m pipeline.clean``."""
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    register(app, command, name, examples)
    app(prog_name=f"python -m pipeline.{name}")


def register(app: typer.Typer, command: Callable[..., None], name: str, examples: str) -> None:
    """Add a command with its examples to a program."""

    @wraps(command)
    def spoken(**given: Any) -> None:
        with errors_as_sentences():
            command(**given)

    lines = [f"  {line.strip()}" for line in examples.strip().splitlines()]
    app.command(name, epilog="Examples:\n\n\b\n" + "\n".join(lines))(spoken)


def printable(text: str) -> str:
    """A name without control characters: a file may be called anything."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
