"""The table of faults in docs/prefect.md: what a run ends in, how soon, and that nothing is lost, doubled or left.

All of it on a server with the deployments of prefect.yaml and the two healing automations. The brake is on from the
beginning of a run until what a test does to it is over, so that it is at work all that time.
"""

import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from pipeline import Settings, clean_folder
from tests.flows import pages
from tests.flows.live import Live, Process

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PAGES = 200


class Pool:
    """A server, the deployments of prefect.yaml, and a worker that can be lost and had again."""

    def __init__(self, live: Live) -> None:
        self.live = live
        live.start_server()
        for command in (
            ("prefect", "work-pool", "create", "zolal", "--type", "process"),
            ("prefect", "--no-prompt", "deploy", "--all"),
            ("flows.automations",),
        ):
            done = live.run("-m", *command)
            assert done.returncode == 0, done.stdout + done.stderr
        self.worker: Process
        self.start_worker()

    def start_worker(self) -> None:
        self.worker = self.live.spawn("-m", "prefect", "worker", "start", "--pool", "zolal", log="worker.log")

    def begin(self, raw: Path, clean: Path) -> str:
        """Order a run with the brake on, and wait until it is well under way."""
        self.live.brake.touch()
        id = self.live.order(
            "clean-folder/production", raw=str(raw), clean=str(clean), options={"jobs": 2, "shard_pages": 25}
        )
        self.live.wait(
            lambda: len(pages.outputs(clean)) > 10,
            120,
            f"{clean} to fill",
            lambda: (self.live.flow_run(id)["state"], len(pages.outputs(clean))),
        )
        return id

    def go_on(self) -> None:
        """Let pages be cleaned as fast as they can."""
        self.live.brake.unlink(missing_ok=True)

    def flow_process(self) -> psutil.Process:
        return self.live.wait(
            lambda: next(iter(self.live.processes("prefect.engine")), None), 30, "the process of the flow"
        )

    def healed(self, crashed: str, seconds: float = 180) -> dict[str, Any]:
        """The run that was started for a crashed one, when it has ended."""
        clean = self.live.flow_run(crashed)["parameters"]["clean"]

        def there() -> dict[str, Any] | None:
            runs = self.live.find("flow_runs", flow_runs={"state": {"type": {"any_": ["COMPLETED", "FAILED"]}}})
            ours = [run for run in runs if run["parameters"]["clean"] == clean and run["parameters"]["attempt"] == 2]
            return next(iter(ours), None)

        return self.live.wait(there, seconds, "the run that goes on", lambda: self.live.find("flow_runs")[:4])

    def assert_no_orphans(self) -> None:
        for words in (("pipeline.engines.child",), ("prefect.engine",)):
            self.live.wait(
                lambda words=words: not self.live.processes(*words),
                20,
                f"no {words} to be left",
                lambda words=words: self.live.processes(*words),
            )


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    live = Live(tmp_path_factory.mktemp("pool"))
    try:
        yield Pool(live)
    finally:
        live.close()


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    pages.write(folder, PAGES, paragraphs=30)
    return folder


@pytest.fixture(scope="module")
def undisturbed(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run that nobody disturbs writes."""
    clean = tmp_path_factory.mktemp("undisturbed")
    clean_folder(raw, clean, Settings())
    return pages.outputs(clean)


Given = tuple[Pool, Path, Path, dict[str, bytes]]


@pytest.fixture
def given(pool: Pool, raw: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> Given:
    pool.go_on()  # if the test before this one failed half-way
    return pool, raw, tmp_path / "clean", undisturbed


def seconds_since(moment: float) -> float:
    passed = time.monotonic() - moment
    print(f"ended after {passed:.1f} s")  # with -s: the numbers of the table
    return passed


def test_a_killed_worker_process_of_the_engine_costs_nothing(given: Given) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    pool.live.wait(lambda: pool.live.processes("pipeline.engines.child"), 10, "a worker process")[0].kill()
    pool.go_on()
    run = pool.live.wait_for_end(id)
    assert f"{PAGES} documents, 0 skipped, 0 in quarantine" in run["state"]["message"]
    assert pages.outputs(clean) == undisturbed
    pool.assert_no_orphans()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_flow_process_that_is_ended_crashes_and_goes_on(given: Given, number: signal.Signals) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    ended = time.monotonic()
    pool.flow_process().send_signal(number)
    pool.live.wait_for_end(id, "Crashed", seconds=20)
    assert seconds_since(ended) < 20
    pool.go_on()
    assert pool.healed(id)["state_name"] == "Completed"
    assert pages.outputs(clean) == undisturbed
    pool.assert_no_orphans()


def test_a_lost_worker_with_its_flow_is_found_and_goes_on(given: Given) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    ended = time.monotonic()
    pool.worker.kill()
    pool.flow_process().kill()
    pool.worker.wait()
    pool.go_on()
    pool.start_worker()
    pool.live.wait_for_end(id, "Crashed", seconds=150)
    assert seconds_since(ended) < 150
    assert pool.healed(id)["state_name"] == "Completed"
    assert pages.outputs(clean) == undisturbed
    pool.assert_no_orphans()


def test_a_worker_that_is_told_to_end_leaves_nothing_behind(given: Given) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    ended = time.monotonic()
    pool.worker.terminate()
    pool.worker.wait(60)
    pool.go_on()
    pool.start_worker()
    pool.live.wait_for_end(id, "Crashed", seconds=150)
    assert seconds_since(ended) < 150
    assert pool.healed(id)["state_name"] == "Completed"
    assert pages.outputs(clean) == undisturbed
    pool.assert_no_orphans()


def test_a_cancelled_run_stops_and_the_next_one_goes_on(given: Given) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    told = time.monotonic()
    pool.live.ask("POST", f"/flow_runs/{id}/set_state", {"state": {"type": "CANCELLING", "name": "Cancelling"}})
    pool.live.wait_for_end(id, "Cancelled", seconds=30)
    assert seconds_since(told) < 30
    pool.assert_no_orphans()
    done = len(pages.outputs(clean))
    assert done < PAGES
    pool.go_on()
    run = pool.live.wait_for_state(pool.live.order("clean-folder/production", raw=str(raw), clean=str(clean)))
    assert run["state_name"] == "Completed"
    assert f"{PAGES} documents" in run["state"]["message"]
    assert pages.outputs(clean) == undisturbed


def test_the_server_may_be_restarted(given: Given) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    pool.live.stop_server()
    assert pool.flow_process().is_running()
    pool.live.start_server()
    pool.go_on()
    pool.live.wait_for_end(id)
    assert pages.outputs(clean) == undisturbed
    pool.assert_no_orphans()


def test_the_database_may_be_gone_for_ten_seconds(given: Given) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    database = sqlite3.connect(Path(pool.live.environment["PREFECT_HOME"]) / "prefect.db", timeout=60)
    database.execute("BEGIN EXCLUSIVE")
    time.sleep(10)
    database.rollback()
    database.close()
    assert pool.flow_process().is_running()
    pool.go_on()
    pool.live.wait_for_end(id)
    assert pages.outputs(clean) == undisturbed
    pool.assert_no_orphans()


def test_a_worker_that_was_lost_alone_is_replaced(given: Given) -> None:
    pool, raw, clean, undisturbed = given
    id = pool.begin(raw, clean)
    ended = time.monotonic()
    pool.worker.kill()
    pool.worker.wait()
    pool.go_on()
    pool.start_worker()
    run = pool.live.wait_for_state(id, seconds=150)
    assert seconds_since(ended) < 150
    if run["state_name"] != "Completed":
        assert run["state_name"] == "Crashed"
        assert pool.healed(id)["state_name"] == "Completed"
    assert pages.outputs(clean) == undisturbed
    pool.assert_no_orphans()
