"""The flow ``clean-folder``, and the command that runs it here and now: ``python -m flows.clean raw/``."""

import gc

from pipeline.engines.process import start_early

if __name__ == "__main__":
    start_early(2)  # one after the other they import the chain while this process imports Prefect for a second …
    gc.disable()  # … and a sixth less where the collector does not go through it again and again

from typing import Annotated

import msgspec
import typer
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Completed, Failed

from flows.artifacts import leave_link, leave_summary, leave_table
from flows.form import RunOptions, SettingsForm, to_form, to_options, to_settings
from flows.names import run_name
from flows.order import Ending, Order
from flows.server import recording, screen
from flows.shards import clean_in_tasks
from flows.summary import sentence
from pipeline.config import Settings
from pipeline.console.summary import show_summary
from pipeline.engines import EngineName
from pipeline.errors import BusyError, UsageError
from pipeline.run import RunSummary

DEFAULT_SETTINGS = SettingsForm()
DEFAULT_OPTIONS = RunOptions()
MOST_ATTEMPTS = 3
MOST_REPORTED = 20_000
CANNOT_BEGIN = "CannotBegin"
SKIPPED = "Skipped"


@flow(name="clean-folder", flow_run_name=run_name, persist_result=False)
def clean_folder(
    raw: str = "raw",
    clean: str = "clean",
    settings: SettingsForm = DEFAULT_SETTINGS,
    engine: EngineName = "local",
    address: str | None = None,
    options: RunOptions = DEFAULT_OPTIONS,
    attempt: int = 1,
) -> State[RunSummary]:
    """Clean every page of a folder that is new or changed, a task for each shard of about 500 pages or 64 MB.

    What is done already is decided by the state kept in the clean folder: a run that was killed goes on where it
    stopped, and a second run does nothing.

    Args:
        raw: Folder of raw pages, or an fsspec address such as s3://bucket/raw. Never written to.
        clean: Folder of the clean documents.
        settings: What changes a document.
        engine: local: worker processes of this machine. serial: one page after the other. dask: a cluster.
        address: Address of the dask scheduler, such as tcp://10.0.0.5:8786.
        options: How the run goes about it.
        attempt: Counts how often the healing automation started this run again; leave it at 1.
    """
    return carry_out(to_order(raw, clean, settings, engine, address, options), attempt)


def to_order(
    raw: str, clean: str, settings: SettingsForm, engine: EngineName, address: str | None, options: RunOptions
) -> Order:
    """What a filled form orders."""
    return Order(
        raw=raw,
        clean=clean,
        settings=to_settings(settings),
        options=to_options(options),
        engine=engine,
        jobs=options.jobs,
        address=address,
        minutes=options.minutes,
    )


def carry_out(order: Order, attempt: int, *, with_report: bool = False) -> State[RunSummary]:
    """Clean and summarize inside a flow; the state the run ends in, with the sentence that stands beside it."""
    if attempt > MOST_ATTEMPTS:
        return Failed(message=f"This run crashed {MOST_ATTEMPTS} times; the logs of those runs say where.")
    try:
        ending = clean_in_tasks(order)
    except BusyError as error:
        return Cancelled(name=SKIPPED, message=str(error))
    except UsageError as error:
        return Failed(name=CANNOT_BEGIN, message=str(error))
    if with_report and ending.summary.done:
        write_report(ending.summary, return_state=True)  # a report that fails is seen, and fails nothing else
    summarize(ending)
    done = sentence(ending.summary)
    if ending.failed:
        return Failed(message=f"{len(ending.failed)} tasks failed, the first is {ending.failed[0]}. {done}")
    if not ending.in_time:
        return Failed(name="TimedOut", message=f"The minutes are over; the next run goes on from here. {done}")
    return Completed(message=done, data=ending.summary)


@task(cache_policy=NO_CACHE, persist_result=False)
def write_report(summary: RunSummary) -> None:
    """Write ``report.html`` about the folder; of a large one it looks at a share, the same documents each time."""
    from pipeline.report import main as report  # not needed, and not imported, by a run that has nothing new

    report(summary.clean, share=min(1.0, MOST_REPORTED / max(1, summary.documents)))


@task(cache_policy=NO_CACHE, persist_result=False)
def summarize(ending: Ending) -> None:
    """Leave the table of shards, the summary, and a link to the report where there is one."""
    leave_table(ending.summary.clean, ending.rows)
    leave_summary(ending.summary)
    leave_link(ending.summary.clean)


def main(
    raw: Annotated[str, typer.Argument(help="Folder of raw pages, or an fsspec address.")] = "raw",
    out: Annotated[str, typer.Option(help="Folder of the clean documents.")] = "clean",
    engine: Annotated[EngineName, typer.Option(help="Who does the work.")] = "local",
    address: Annotated[str | None, typer.Option(help="Address of the dask scheduler.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes of the local engine; one a core.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="A setting: dates=annotate; repeatable.")] = None,
) -> None:
    """Clean a folder as a Prefect run, here and now.

    The run is recorded on the configured server, else on the one that runs on this machine, else on a temporary
    one that ends with it.

    Exit codes: 0 done; 1 finished, but some pages are in quarantine, or failed; 2 wrong use.

    Example: python -m flows.clean raw/ --out clean/ --set digits=persian
    """
    try:
        settings = msgspec.convert(dict(pair.split("=", 1) for pair in set_ or ()), Settings, strict=False)
        form, options = to_form(settings), RunOptions(jobs=jobs)
    except (ValueError, msgspec.ValidationError) as error:
        raise typer.BadParameter(str(error)) from error
    with recording() as api:
        state = clean_folder(raw, out, form, engine, address, options, return_state=True)
    if api:
        typer.echo(f"Recorded at {screen(api)}/runs")
    summary: object = state.result(raise_on_failure=False)
    if isinstance(summary, RunSummary):
        show_summary(summary)
        raise typer.Exit(summary.exit_code)
    typer.echo(state.message, err=True)
    raise typer.Exit(2 if state.name in (CANNOT_BEGIN, SKIPPED) else 1)


if __name__ == "__main__":
    gc.freeze()
    gc.enable()
    typer.run(main)
