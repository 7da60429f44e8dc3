"""Two automations heal runs: one finds runs whose process is gone, one starts crashed runs again.

``python -m flows.automations`` creates them on the configured server, or brings them up to date.
"""

from datetime import timedelta
from inspect import signature

from prefect.automations import AutomationCore, ChangeFlowRunState, EventTrigger, Posture, RunDeployment
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType

from flows.clean import clean_folder
from flows.nightly import nightly
from flows.server import recording

HEARTBEAT_SECONDS = 30
"""How often a run says that it lives; Prefect allows no less. Also in prefect.toml and prefect.yaml."""
SILENCE = timedelta(seconds=3 * HEARTBEAT_SECONDS)

_FINAL = ("Completed", "Failed", "Crashed", "Cancelled", "TimedOut", "Skipped")
_RUNS: dict[str, str | list[str]] = {"prefect.resource.id": "prefect.flow-run.*"}
_OURS: dict[str, str | list[str]] = {
    "prefect.resource.role": "flow",
    "prefect.resource.name": [clean_folder.name, nightly.name],
}
_DEPLOYED: dict[str, str | list[str]] = {"prefect.resource.id": "prefect.deployment.*"}


def healing() -> tuple[AutomationCore, AutomationCore]:
    """The automations: silence makes a run Crashed; a crashed run of a deployment is run again, as it was told."""
    silent = AutomationCore(
        name="zolal: a silent run has crashed",
        description=f"A run that says nothing for {SILENCE.seconds} s has lost its process.",
        trigger=EventTrigger(
            match=_RUNS,
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            after={"prefect.flow-run.heartbeat"},
            expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{state}" for state in _FINAL)},
            threshold=1,
            within=SILENCE,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=f"No heartbeat for {SILENCE.seconds} s: the process is gone.",
                force=False,
            )
        ],
    )
    crashed = AutomationCore(
        name="zolal: a crashed run goes on",
        description="The new run has the parameters of the crashed one and does what is left.",
        trigger=EventTrigger(
            match=_RUNS,
            match_related=[_OURS, _DEPLOYED],
            for_each={"prefect.resource.id"},
            posture=Posture.Reactive,
            expect={"prefect.flow-run.Crashed"},
            threshold=1,
        ),
        actions=[RunDeployment(source="inferred", deployment_id=None, parameters=_again(), job_variables=None)],
    )
    return silent, crashed


def create() -> list[str]:
    """Create or update the automations on the configured server; returns their names."""
    with get_client(sync_client=True) as client:
        names = []
        for wanted in healing():
            found = client.read_automations_by_name(wanted.name)
            if found:
                client.update_automation(found[0].id, wanted)
            else:
                client.create_automation(wanted)
            names.append(wanted.name)
    return names


def _again() -> dict[str, str]:
    """The parameters of the crashed run, as templates; ``attempt`` counts, so that a run cannot crash for ever."""
    given = {name: f"{{{{ flow_run.parameters['{name}'] }}}}" for name in signature(clean_folder.fn).parameters}
    # Prefect appends a filter to the expression, which without the brackets would take hold of the 1 alone.
    return given | {"attempt": "{{ (flow_run.parameters['attempt'] + 1) }}"}


if __name__ == "__main__":
    with recording() as api:
        if api is None:
            raise SystemExit("No server is configured and none runs on this machine: set PREFECT_API_URL.")
        for name in create():
            print(name)
