"""Where runs are recorded: the server that is configured, the one on this machine, or a temporary one."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.error import URLError
from urllib.request import OpenerDirector, ProxyHandler, build_opener

from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    temporary_settings,
)
from prefect.settings.context import get_current_settings

STARTUP_SECONDS = 180
"""More than a server ever takes (5 to 15 s; the first time, which compiles Prefect, a minute): slow is not broken."""
_PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""


@cache
def _direct() -> OpenerDirector:
    """A proxy has no business between two processes of one machine. (Making it loads the system's certificates.)"""
    return build_opener(ProxyHandler({}))


def configured() -> str | None:
    """Address of the API that ``PREFECT_API_URL`` or the active profile names."""
    return get_current_settings().api.url


def on_this_machine() -> str:
    """Address of the API of a server started here with these settings, whether it runs or not."""
    api = get_current_settings().server.api
    return f"http://{api.host}:{api.port}/api"


def screen(api: str) -> str:
    """The address a person opens."""
    return api.removesuffix("/api")


def answers(api: str, seconds: float = 2.0) -> bool:
    """Whether a Prefect server answers there. The question needs no password."""
    try:
        with _direct().open(f"{api}/health", timeout=seconds) as response:
            return bool(response.read(16) == b"true")
    except (URLError, http.client.HTTPException, OSError):
        return False


def start() -> subprocess.Popen[bytes]:
    """Start a server on this machine."""
    return spawn(["prefect", "server", "start"], dict(os.environ), stdout=subprocess.DEVNULL)


def spawn(module: list[str], environment: dict[str, str], stdout: int | None = None) -> subprocess.Popen[bytes]:
    """Start ``python -m MODULE`` in a session of its own, so that Ctrl-C reaches it through us alone. When this
    process is killed it is told to end, where the system can do that."""
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        env=environment,
        stdout=stdout,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_for(api: str, server: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until the server answers; raises RuntimeError when its process ends first or the time is over."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while not answers(api):
        if server is not None and server.poll() is not None:
            raise RuntimeError(
                f"the server on {screen(api)} ended before it answered (exit code {server.returncode}); where "
                "something else has that port, PREFECT_SERVER_API_PORT names another"
            )
        if time.monotonic() > deadline:
            raise RuntimeError(f"no answer from {api} within {STARTUP_SECONDS} s")
        time.sleep(0.2)


@contextmanager
def recording() -> Iterator[str | None]:
    """Where a run started by hand is recorded: the address of the API, or None for a temporary server."""
    api = configured()
    if api is None and answers(on_this_machine()):
        api = on_this_machine()
    # Nobody watches a temporary server for runs that fall silent, and the heartbeat costs a second at the end.
    alone = {PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: True, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with temporary_settings({PREFECT_API_URL: api} if api else alone):
        yield api
