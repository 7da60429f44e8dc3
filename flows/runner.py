"""What ``flows.serve`` keeps running: it registers the deployments, and starts each due run as a process."""

import asyncio
from datetime import timedelta
from typing import Annotated

import typer
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.automations import HEARTBEAT_SECONDS, create
from flows.clean import clean_folder
from flows.nightly import nightly

NAME = "quick-start"
ZONE = "Asia/Tehran"
_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def deployments(raw: str, clean: str, schedule: Schedule) -> list[RunnerDeployment]:
    """Both flows on this folder: one waits for the form, the other for the schedule."""
    # All parameters are written down, as a crashed run is started again with those the server knows of it.
    known = clean_folder.parameters.properties
    given = {name: known[name]["default"] for name in known} | {"raw": raw, "clean": clean}
    return [
        RunnerDeployment.from_flow(
            flow,
            NAME,
            parameters=given,
            schedule=when,
            concurrency_limit=_ONE_AT_A_TIME,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for flow, when in ((clean_folder, None), (nightly, schedule))
    ]


def main(
    raw: Annotated[str, typer.Option()],
    clean: Annotated[str, typer.Option()],
    every: Annotated[float, typer.Option(help="Minutes.")] = 15,
    cron: Annotated[str | None, typer.Option()] = None,
) -> None:
    """Register the deployments and the healing automations, then run what is due until told to end."""
    schedule = Cron(cron, timezone=ZONE) if cron else Interval(timedelta(minutes=every), timezone=ZONE)
    asyncio.run(_serve(deployments(raw, clean, schedule)))


async def _serve(made: list[RunnerDeployment]) -> None:
    runner = Runner(name=NAME, heartbeat_seconds=HEARTBEAT_SECONDS)
    for deployment in made:
        await runner.aadd_deployment(deployment)
    await asyncio.to_thread(create)
    await runner.start()


if __name__ == "__main__":
    typer.run(main)
