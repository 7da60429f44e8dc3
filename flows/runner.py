"""What ``flows.serve`` keeps running: it registers the deployments, and starts each due run as a process."""

import asyncio
import os
from contextlib import suppress
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
from flows.server import configured, on_this_machine, screen, wait_for

NAME = "quick-start"
ZONE = "Asia/Tehran"
GRACE_SECONDS = 15
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
    every: Annotated[float, typer.Option(help="Minutes.")] = 5,
    cron: Annotated[str | None, typer.Option()] = None,
) -> None:
    """Register the deployments and the healing automations, then run what is due until told to end."""
    api = configured() or on_this_machine()
    wait_for(api)
    schedule = Cron(cron, timezone=ZONE) if cron else Interval(timedelta(minutes=every), timezone=ZONE)
    asyncio.run(_serve(deployments(raw, clean, schedule), api))


async def _serve(made: list[RunnerDeployment], api: str) -> None:
    runner = _Runner(name=NAME, heartbeat_seconds=HEARTBEAT_SECONDS)
    for deployment in made:
        await runner.aadd_deployment(deployment)
    await asyncio.to_thread(create)
    typer.echo(f"Screen: {screen(api)}   (Ctrl-C ends)")
    runner.work = asyncio.create_task(runner.start())
    with suppress(asyncio.CancelledError):
        await runner.work


class _Runner(Runner):
    """Ends in order on SIGTERM; Prefect's own leaves at once, in the middle of whatever it does.

    The signal goes to the whole session: runs at work get it too, and need a moment to say how they ended.
    """

    work: asyncio.Task[None]

    def handle_sigterm(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self.work.get_loop())

    async def _end(self) -> None:
        for _ in range(10 * GRACE_SECONDS):
            if not _has_children():
                break
            await asyncio.sleep(0.1)
        self.work.cancel()


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


if __name__ == "__main__":
    typer.run(main)
