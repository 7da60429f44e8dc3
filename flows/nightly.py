"""The flow ``nightly``: what a schedule runs, one step after the other."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.clean import DEFAULT_OPTIONS, DEFAULT_SETTINGS, carry_out, to_order
from flows.form import RunOptions, SettingsForm
from flows.names import run_name
from pipeline.engines import EngineName
from pipeline.run import RunSummary


@flow(name="nightly", flow_run_name=run_name, persist_result=False)
def nightly(
    raw: str = "raw",
    clean: str = "clean",
    settings: SettingsForm = DEFAULT_SETTINGS,
    engine: EngineName = "local",
    address: str | None = None,
    options: RunOptions = DEFAULT_OPTIONS,
    attempt: int = 1,
) -> State[RunSummary]:
    """Clean what came in since the last time, write the report, and leave a summary.

    Args:
        raw: Folder of raw pages, or an fsspec address such as s3://bucket/raw. Never written to.
        clean: Folder of the clean documents.
        settings: What changes a document.
        engine: local: worker processes of this machine. serial: one page after the other. dask: a cluster.
        address: Address of the dask scheduler, such as tcp://10.0.0.5:8786.
        options: How the run goes about it.
        attempt: Counts how often the healing automation started this run again; leave it at 1.
    """
    # Scraping goes here, before cleaning: what it brings into `raw` is cleaned in the same night.
    return carry_out(to_order(raw, clean, settings, engine, address, options), attempt, with_report=True)
