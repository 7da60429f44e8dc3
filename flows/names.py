"""Names a person can read."""

from prefect.runtime import flow_run


def run_name() -> str:
    """``news → clean, 22 Nov 05:30``: what goes where, and the local time it was to begin."""
    given = flow_run.get_parameters()
    begun = flow_run.get_scheduled_start_time().astimezone()
    return f"{given['raw']} → {given['clean']}, {begun:%-d %b %H:%M}"
