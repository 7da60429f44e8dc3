"""Names a person can read."""

from prefect.runtime import flow_run


def run_name() -> str:
    """``archive/news → archive/clean, 22 Nov 05:30``: what goes where, and the local time it was to begin."""
    given = flow_run.get_parameters()
    begun = flow_run.get_scheduled_start_time().astimezone()
    return f"{short(given['raw'])} → {short(given['clean'])}, {begun:%-d %b %H:%M}"


def short(address: str) -> str:
    """The last two parts of an address."""
    return "/".join(address.rstrip("/").rsplit("/", 2)[-2:])
