"""The flow in this process, on a real server: what it does, and the state it ends in."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from prefect.events.worker import EventsWorker
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)

from flows import shards
from flows.clean import MOST_ATTEMPTS, clean_folder
from flows.form import RunOptions, SettingsForm
from flows.nightly import nightly
from pipeline import Settings
from pipeline import clean_folder as clean_without_prefect
from pipeline.engines import open_engine
from pipeline.engines.work import ShardResult
from pipeline.errors import StoreError
from pipeline.run import open_run
from tests.flows import pages
from tests.flows.live import Live


@pytest.fixture(scope="module", autouse=True)
def recorded(server: Live) -> Iterator[None]:
    settings = {
        PREFECT_API_URL: f"{server.screen}/api",
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,  # its thread costs each run a second
        PREFECT_LOGGING_TO_API_ENABLED: False,
    }
    with temporary_settings(settings):
        yield
        EventsWorker.drain_all()  # otherwise the end of the process waits for a server that is gone


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    pages.write(tmp_path / "raw", 30, paragraphs=3)
    return tmp_path / "raw"


def run(raw: Path, clean: Path, flow: Any = clean_folder, **more: Any) -> State[Any]:
    more.setdefault("engine", "serial")
    state: State[Any] = flow(str(raw), str(clean), return_state=True, **more)
    return state


def artifacts(server: Live, state: State[Any]) -> dict[str, dict[str, Any]]:
    found = server.find("artifacts", flow_runs={"id": {"any_": [str(state.state_details.flow_run_id)]}})
    return {artifact["key"].partition("-")[0]: artifact for artifact in found}


def test_it_writes_what_the_command_line_writes(server: Live, raw: Path, tmp_path: Path) -> None:
    (raw / "broken.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    state = run(raw, tmp_path / "clean", engine="local", options=RunOptions(jobs=2, shard_pages=8))
    clean_without_prefect(raw, tmp_path / "plain", Settings())
    assert state.is_completed()
    assert "31 pages cleaned, 0 unchanged" in str(state.message)
    assert pages.outputs(tmp_path / "clean") == pages.outputs(tmp_path / "plain")
    left = artifacts(server, state)
    assert left["progress"]["data"] == 100.0
    assert "1 in quarantine" in left["summary"]["description"]
    assert "broken.html" in left["summary"]["data"]
    table = server.ask("GET", f"/artifacts/{left['shards']['id']}")["data"]
    assert sum(row["pages"] for row in json.loads(table)) == 31


def test_names_are_for_people(server: Live, raw: Path, tmp_path: Path) -> None:
    state = run(raw, tmp_path / "clean")
    id = str(state.state_details.flow_run_id)
    assert server.flow_run(id)["name"].startswith(f"{tmp_path.name}/raw → {tmp_path.name}/clean, ")
    names = server.wait(lambda: [task["name"] for task in server.tasks(id)][2:] and server.tasks(id), 30, "its tasks")
    assert any(task["name"] == "shard 1 of 1: 000/00000.html" for task in names)


def test_only_what_is_new_is_cleaned(raw: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    run(raw, clean)
    before = pages.outputs(clean)
    assert "0 pages cleaned, 30 unchanged" in str(run(raw, clean).message)
    pages.write(raw, 1, first=30, paragraphs=3)
    assert "1 page cleaned, 30 unchanged" in str(run(raw, clean, nightly).message)
    after = pages.outputs(clean)
    assert set(after) - set(before) == {"000/00030.html.json"}
    assert {name: after[name] for name in before} == before


def test_the_night_writes_the_report_when_there_is_news(server: Live, raw: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    state = run(raw, clean, nightly)
    page = clean / "report.html"
    assert "<html" in page.read_text(encoding="utf-8")
    found = server.ask("GET", f"/artifacts/{artifacts(server, state)['report']['id']}")
    assert page.resolve().as_uri() in found["data"]
    written = page.stat().st_mtime_ns
    run(raw, clean, nightly)
    assert page.stat().st_mtime_ns == written


def test_a_lost_output_is_made_again(raw: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    run(raw, clean)
    before = pages.outputs(clean)
    (clean / "000" / "00007.html.json").unlink()
    assert "1 page cleaned" in str(run(raw, clean).message)
    assert pages.outputs(clean) == before


def test_settings_of_the_form_reach_the_documents(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "form", settings=SettingsForm.model_validate({"dates": "iso"}))
    clean_without_prefect(raw, tmp_path / "plain", Settings(dates="iso"))
    assert pages.outputs(tmp_path / "form") == pages.outputs(tmp_path / "plain")


def test_a_folder_that_is_being_cleaned_is_left_alone(raw: Path, tmp_path: Path) -> None:
    with open_run(raw, tmp_path / "clean"):
        state = run(raw, tmp_path / "clean")
    assert (state.type, state.name) == ("CANCELLED", "Skipped")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    state = run(tmp_path / "nowhere", tmp_path / "clean")
    assert (state.type, state.name) == ("FAILED", "CannotBegin")
    assert "nowhere" in str(state.message)


def test_a_run_that_keeps_crashing_is_not_started_for_ever(raw: Path, tmp_path: Path) -> None:
    assert run(raw, tmp_path / "clean", attempt=MOST_ATTEMPTS).is_completed()
    state = run(raw, tmp_path / "clean", attempt=MOST_ATTEMPTS + 1)
    assert state.is_failed()
    assert f"crashed {MOST_ATTEMPTS} times" in str(state.message)


class Flaky:
    """An engine that fails so many times before it works."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.left, self.asked = error, times, 0
        self.slots = 1
        self._real = open_engine("serial")

    def __enter__(self) -> "Flaky":
        return self

    def __exit__(self, *exc: object) -> None: ...

    def stop(self) -> None: ...

    def run(self, *arguments: Any) -> Any:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise self.error
        return self._real.run(*arguments)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards.clean_shard, "retry_delay_seconds", [0.0, 0.0, 0.0])


@pytest.mark.usefixtures("no_waiting")
def test_what_can_pass_is_tried_again(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flaky = Flaky(StoreError("the share was away"), times=2)
    monkeypatch.setattr(shards, "open_engine", lambda *_, **__: flaky)
    assert run(raw, tmp_path / "clean").is_completed()
    assert flaky.asked == 3


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize("error", [PermissionError("not yours"), RuntimeError("a mistake of ours")])
def test_what_cannot_pass_is_not(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    flaky = Flaky(error, times=1)
    monkeypatch.setattr(shards, "open_engine", lambda *_, **__: flaky)
    state = run(raw, tmp_path / "clean")
    assert state.is_failed()
    assert "shard 1 of 1" in str(state.message)
    assert flaky.asked == 1


def test_the_minutes_are_kept(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Flaky):
        """An engine that works until it is stopped."""

        stopped = threading.Event()

        def stop(self) -> None:
            self.stopped.set()

        def run(self, shard: Any, *_: Any) -> Any:
            assert self.stopped.wait(60)
            return ShardResult(shard=shard, records=(), seconds=0.0, complete=False)

    monkeypatch.setattr(shards, "open_engine", lambda *_, **__: Slow(RuntimeError(), 0))
    state = run(raw, tmp_path / "clean", options=RunOptions(minutes=0.01))
    assert (state.type, state.name) == ("FAILED", "TimedOut")
