"""Where Prefect may be, and settings that stand in two places because each is read by somebody else."""

import subprocess
import sys
import tomllib
from pathlib import Path

from flows.automations import HEARTBEAT_SECONDS, SILENCE, healing
from flows.clean import clean_folder
from flows.nightly import nightly

ROOT = Path(__file__).parents[2]


def test_pipeline_never_imports_prefect() -> None:
    code = (
        "import pkgutil, sys, pipeline\n"
        "for module in pkgutil.walk_packages(pipeline.__path__, 'pipeline.'):\n"
        "    if not module.name.endswith('__main__'): __import__(module.name)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('prefect', 'flows', 'pydantic')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_importing_flows_turns_tracking_off() -> None:
    code = "import flows, os; print(os.environ['DO_NOT_TRACK'], os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'])"
    environment = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["1", "false"]


def test_heartbeats_are_as_frequent_as_the_automation_takes_for_granted() -> None:
    settings = tomllib.loads((ROOT / "prefect.toml").read_text(encoding="utf-8"))
    assert settings["flows"]["heartbeat_frequency"] == HEARTBEAT_SECONDS
    assert f'PREFECT_FLOWS_HEARTBEAT_FREQUENCY: "{HEARTBEAT_SECONDS}"' in (ROOT / "prefect.yaml").read_text()
    assert SILENCE.total_seconds() == 3 * HEARTBEAT_SECONDS


def test_nothing_listens_beyond_loopback_and_nothing_is_tracked() -> None:
    settings = tomllib.loads((ROOT / "prefect.toml").read_text(encoding="utf-8"))
    assert settings["server"]["api"]["host"] == settings["worker"]["webserver"]["host"] == "127.0.0.1"
    assert settings["server"]["analytics_enabled"] is False


def test_a_crashed_run_is_started_again_with_all_its_parameters() -> None:
    silent, crashed = healing()
    (change,) = silent.actions
    (again,) = crashed.actions
    assert change.state == "CRASHED"
    given = again.parameters
    assert list(given) == list(clean_folder.parameters.properties) == list(nightly.parameters.properties)
    assert given["raw"] == "{{ flow_run.parameters['raw'] }}"
    assert given["attempt"] == "{{ (flow_run.parameters['attempt'] + 1) }}"
