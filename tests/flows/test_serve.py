"""The quick start: one command brings up server, deployments and schedule, and ends them again."""

import signal
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.flows import pages
from tests.flows.live import Live, free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def serve(live: Live, raw: Path, clean: Path, *more: str, **settings: str) -> Any:
    settings.setdefault("PREFECT_API_URL", "")
    log = live.home / f"serve-{len(list(live.home.glob('serve*')))}.log"
    told = ("--raw", str(raw), "--clean", str(clean), *more)
    child = live.spawn("-m", "flows.serve", *told, log=log.name, **settings)
    live.wait(lambda: f"Screen: {live.screen}" in log.read_text(), 120, "the address of the screen")
    return child


def finished(live: Live) -> list[dict[str, Any]]:
    """Scheduled runs that have ended, the oldest first."""
    runs = live.find(
        "flow_runs", flow_runs={"state": {"type": {"not_any_": ["SCHEDULED", "PENDING", "RUNNING", "CANCELLED"]}}}
    )
    return sorted(runs, key=lambda run: str(run["start_time"]))


def test_the_schedule_cleans_what_comes_in(live: Live, tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    pages.write(raw, 10, paragraphs=3)
    child = serve(live, raw, clean, "--every", "0.25")

    first = live.wait(lambda: finished(live)[:1], 120, "the first scheduled run to end")[0]
    assert (first["state_name"], first["auto_scheduled"]) == ("Completed", True)
    assert "10 pages cleaned, 0 unchanged" in first["state"]["message"]
    began, expected = (datetime.fromisoformat(first[name]) for name in ("start_time", "expected_start_time"))
    assert timedelta(seconds=-2) < began - expected < timedelta(seconds=60)
    left = live.find("artifacts", flow_runs={"id": {"any_": [first["id"]]}})
    assert {artifact["key"].partition("-")[0] for artifact in left} == {"progress", "shards", "summary", "report"}

    before = pages.outputs(clean)
    pages.write(raw, 1, first=10, paragraphs=3)
    later = live.wait(
        lambda: [run for run in finished(live)[1:] if "1 page cleaned, 10 unchanged" in run["state"]["message"]],
        120,
        "a later run to clean the new page alone",
    )
    assert later[0]["state_name"] == "Completed"
    assert set(pages.outputs(clean)) - set(before) == {"000/00010.html.json"}

    where = {
        connection.laddr.ip
        for process in live.processes()
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert where == {"127.0.0.1"}

    child.send_signal(signal.SIGTERM)
    assert child.wait(60) == 0
    assert live.wait(lambda: not live.processes(), 10, "everything to have ended", live.processes)
    assert not live.talk.exists(), live.talk.read_text()


def test_a_run_at_work_ends_with_it_and_goes_on_next_time(live: Live, tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    pages.write(raw, 200)
    child = serve(live, raw, clean, "--every", "600")
    live.brake.touch()
    id = live.order("clean-folder/quick-start", options={"jobs": 1})
    live.wait_for_state(id, ["RUNNING"])
    live.wait(lambda: len(pages.outputs(clean)) > 10, 120, "some pages to be clean")
    child.send_signal(signal.SIGINT)
    assert child.wait(60) == 0
    assert live.wait(lambda: not live.processes(), 10, "everything to have ended", live.processes)
    assert len(pages.outputs(clean)) < 200
    live.brake.unlink()

    child = serve(live, raw, clean, "--every", "600")
    assert live.flow_run(id)["state_type"] == "CRASHED"
    # The healing automation may have got its turn before the server ended; then this one is cancelled.
    live.order("clean-folder/quick-start")
    run = live.wait(lambda: finished(live)[1:], 180, "the next run to end")[0]
    assert run["state_name"] == "Completed"
    assert "200 documents" in run["state"]["message"]
    schedule = live.deployment("nightly/quick-start")["schedules"]
    assert [part["active"] for part in schedule] == [True]
    child.send_signal(signal.SIGTERM)
    assert child.wait(60) == 0


def test_nothing_outlives_it_when_it_is_killed(live: Live, tmp_path: Path) -> None:
    child = serve(live, tmp_path / "raw", tmp_path / "clean", "--every", "600")
    child.kill()
    child.wait()
    assert live.wait(lambda: not live.processes(), 60, "everything to have ended", live.processes)


def test_a_taken_port_is_an_error_a_person_understands(live: Live, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = live.run("-m", "flows.serve", PREFECT_API_URL="", PREFECT_SERVER_API_PORT=port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "PREFECT_SERVER_API_PORT" in done.stderr


def test_a_server_that_is_named_but_does_not_answer_is_wrong_use(live: Live) -> None:
    done = live.run("-m", "flows.serve", PREFECT_API_URL=f"http://127.0.0.1:{free_port()}/api")
    assert done.returncode == 2
    assert "PREFECT_API_URL" in done.stderr


def test_the_api_refuses_without_the_password(live: Live, tmp_path: Path) -> None:
    password = {"PREFECT_SERVER_API_AUTH_STRING": "editor:a long secret"}
    pages.write(tmp_path / "raw", 3, paragraphs=2)
    child = serve(live, tmp_path / "raw", tmp_path / "clean", "--every", "600", **password)
    client = live._client
    assert client.post("/flow_runs/filter", json={}).status_code == 401
    assert client.get("/admin/version", auth=("editor", "a guess")).status_code == 401
    assert client.get("/health").status_code == 200
    client.auth = ("editor", "a long secret")
    live.wait(lambda: live.find("deployments"), 60, "the runner to have got in")
    live.wait_for_end(live.order("clean-folder/quick-start"))
    child.send_signal(signal.SIGTERM)
    assert child.wait(60) == 0


def test_the_guard_of_these_tests_is_awake(live: Live) -> None:
    code = "import socket; socket.create_connection(('192.0.2.7', 443), 5)"
    assert "the test allows no connection" in live.run("-c", code).stderr
    code = "import urllib.request as u; u.urlopen('http://analytics.example/')"
    assert live.run("-c", code).returncode == 1
    code = (
        "import asyncio\n"
        "async def go():\n"
        "    reader, writer = await asyncio.open_connection('198.51.100.1', 80)\n"
        "asyncio.run(go())"
    )
    assert live.run("-c", code).returncode == 1
    noted = live.talk.read_text()
    assert all(host in noted for host in ("192.0.2.7", "analytics.example", "198.51.100.1"))
