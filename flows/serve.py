"""``python -m flows.serve``: server, deployments and schedule on this machine with one command.

A parent process looks after two children in sessions of their own: the server (unless one answers already) and
the runner, which starts due runs as processes. When the parent is told to end, runs are ended before the server,
so that each finds somebody to tell how it ended.
"""

import os
import signal
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from prefect.settings.context import get_current_settings

from flows import server

GRACE_SECONDS = 20


def main(
    raw: Annotated[str, typer.Option(help="Folder of raw pages, or an fsspec address.")] = "raw",
    clean: Annotated[str, typer.Option(help="Folder of the clean documents.")] = "clean",
    every: Annotated[float, typer.Option(min=0.25, help="Minutes between two runs of the schedule.")] = 5,
    cron: Annotated[str | None, typer.Option(help="Instead of --every: a cron line, in Tehran time.")] = None,
) -> None:
    """Bring up the Prefect server, serve the deployments with their schedule, and print the screen's address.

    Ends with Ctrl-C or SIGTERM. A run at work ends as Crashed then, and the next one goes on where it stopped.
    The server is the one PREFECT_API_URL names, else the one that answers on this machine, else a new one on
    PREFECT_SERVER_API_HOST and PREFECT_SERVER_API_PORT (127.0.0.1 and 4200).

    Examples:

    python -m flows.serve

    python -m flows.serve --raw s3://pages/raw --clean s3://pages/clean --cron "30 2 * * *"
    """
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)  # a process begun with & in a script ignores it otherwise
    schedule = ["--cron", cron] if cron else ["--every", str(every)]
    try:
        with ExitStack() as stack:
            api = server.configured() or server.on_this_machine()
            begun = None
            if not server.answers(api):
                if server.configured():
                    raise typer.BadParameter(f"no server answers at {api}, which PREFECT_API_URL names")
                typer.echo(f"Starting a server on {server.screen(api)}; the first time takes a minute")
                begun = server.start()
                stack.callback(stop, begun)
            # It imports what it needs while the server comes up.
            runner = _start_runner(api, ["--raw", _absolute(raw), "--clean", _absolute(clean), *schedule])
            stack.callback(stop, runner)
            if begun is not None:
                server.wait_for(api, begun)
            children = [child for child in (begun, runner) if child is not None]
            while all(child.poll() is None for child in children):
                time.sleep(0.5)
            raise RuntimeError("the server or the runner has ended; its last words stand above")
    except KeyboardInterrupt:
        typer.echo("Ended.")
    except RuntimeError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(1) from error


def stop(child: subprocess.Popen[bytes]) -> None:
    """End a child and all it started; what is left of its session when the grace is over is killed."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(GRACE_SECONDS)


def _start_runner(api: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    """The child that waits for due runs; it talks to the server with the password the server was given."""
    environment = dict(os.environ, PREFECT_API_URL=api)
    if password := get_current_settings().server.api.auth_string:
        environment.setdefault("PREFECT_API_AUTH_STRING", password.get_secret_value())
    return server.spawn(["flows.runner", *arguments], environment)


def _absolute(address: str) -> str:
    return address if "://" in address else str(Path(address).resolve())


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    typer.run(main)
