"""Servers for the tests of flows."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.live import Live

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Tests started in the background of a script would hand this down, and a Prefect worker that is told to end
    # tells itself so with SIGINT.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """Processes of this test; no server runs yet."""
    made = Live(tmp_path / "live")
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server the tests of a module share."""
    made = Live(tmp_path_factory.mktemp("live"))
    try:
        made.start_server()
        yield made
    finally:
        made.close()
