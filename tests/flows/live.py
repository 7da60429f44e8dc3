"""A Prefect server of a test's own, on loopback, and the processes that talk to it."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import httpx
import psutil

ROOT = Path(__file__).parents[2]
GUARD = Path(__file__).parent / "guard"
FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")

Process = subprocess.Popen[bytes]


class Live:
    """Starts processes with settings of their own, asks the server, and leaves nothing behind."""

    def __init__(self, home: Path, **settings: str) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.mark = uuid.uuid4().hex
        self.port = free_port()
        self.screen = f"http://127.0.0.1:{self.port}"
        self.talk = home / "sockets.log"
        self.brake = home / "brake"
        """While this file is there, pages take their time; see guard/sitecustomize.py."""
        unwanted = ("PREFECT", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        self.environment = kept | {
            "DO_NOT_TRACK": "1",
            "PREFECT_HOME": str(home / "prefect"),
            "PREFECT_API_URL": f"{self.screen}/api",
            "PREFECT_SERVER_API_PORT": str(self.port),
            "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
            "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "bytecode"),  # compiling Prefect takes seconds
            "PYTHONPATH": os.pathsep.join(map(str, (GUARD, ROOT))),
            "ZOLAL_TEST_BRAKE": str(self.brake),
            "ZOLAL_TEST_SOCKET_LOG": str(self.talk),
            "ZOLAL_TEST_MARK": self.mark,
            **settings,
        }
        self.server: Process | None = None
        self._children: list[Process] = []
        self._client = httpx.Client(base_url=f"{self.screen}/api", timeout=30, trust_env=False)

    def spawn(self, *arguments: str, log: str = "process.log", cwd: Path = ROOT, **settings: str) -> Process:
        """Start ``python ARGUMENTS`` in a session of its own; what it says goes to a file in the home."""
        with (self.home / log).open("ab") as file:
            child = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=cwd,
                env=self.environment | settings,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._children.append(child)
        return child

    def run(self, *arguments: str, seconds: float = 120, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run ``python ARGUMENTS`` to its end."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
        )

    def start_server(self, seconds: float = 120, **settings: str) -> None:
        self.server = self.spawn("-m", "prefect", "server", "start", log="server.log", **settings)
        self.wait(self.answers, seconds, "the server to answer")

    def stop_server(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(60)
            self.server = None

    def answers(self) -> bool:
        try:
            return self._client.get("/health", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the API answers; an error is an error, unless the server only asks for patience."""
        for _ in range(30):
            answer = self._client.request(method, path, json=body)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(1)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def find(self, kind: str, **filters: Any) -> list[dict[str, Any]]:
        """``find("flow_runs", flow_runs={...})``: the newest 200 things a filter lets through."""
        found: list[dict[str, Any]] = self.ask("POST", f"/{kind}/filter", filters | {"limit": 200})
        return found

    def deployment(self, name: str) -> dict[str, Any]:
        """``deployment("clean-folder/production")``."""
        found: dict[str, Any] = self.ask("GET", f"/deployments/name/{name}")
        return found

    def order(self, deployment: str, **parameters: Any) -> str:
        """Have a deployment run; the run's id."""
        id = self.deployment(deployment)["id"]
        made = self.ask("POST", f"/deployments/{id}/create_flow_run", {"parameters": parameters})
        return str(made["id"])

    def flow_run(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", f"/flow_runs/{id}")
        return found

    def tasks(self, id: str) -> list[dict[str, Any]]:
        return self.find("task_runs", flow_runs={"id": {"any_": [id]}})

    def wait_for_state(self, id: str, types: Iterable[str] = FINAL, seconds: float = 180) -> dict[str, Any]:
        """Wait until a run is in one of these types of state."""
        wanted = tuple(types)

        def there() -> dict[str, Any] | None:
            run = self.flow_run(id)
            return run if run["state_type"] in wanted else None

        return self.wait(there, seconds, f"run {id} to be {' or '.join(wanted)}", lambda: self.flow_run(id)["state"])

    def wait_for_end(self, id: str, name: str = "Completed", seconds: float = 180) -> dict[str, Any]:
        """Wait until a run has ended, which has to be in the state of this name."""
        run = self.wait_for_state(id, seconds=seconds)
        assert run["state_name"] == name, f"{run['state']}\n{self.said()}"
        return run

    def wait[T](
        self, look: Callable[[], T | None], seconds: float, what: str, last: Callable[[], object] = lambda: ""
    ) -> T:
        """What ``look`` returns, once that is something."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                if found := look():
                    return found
            except httpx.TransportError:  # the server is away, which some tests want it to be
                pass
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {seconds} s for {what}; {last()}\n{self.said()}")
            time.sleep(0.2)

    def processes(self, *words: str) -> list[psutil.Process]:
        """Living processes started here, or by one of those, with all these words in their command line."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = process.environ().get("ZOLAL_TEST_MARK") == self.mark
                command = " ".join(process.cmdline())
                alive = process.status() != psutil.STATUS_ZOMBIE
            except psutil.Error:
                continue
            if ours and alive and all(word in command for word in words):
                found.append(process)
        return found

    def said(self) -> str:
        """The last lines of all logs."""
        return "\n".join(
            f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-40:])
            for log in sorted(self.home.glob("*.log"))
        )

    def close(self) -> None:
        """End everything that was started."""
        for child in reversed(self._children):
            if child.poll() is None:
                child.terminate()
        for child in self._children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        for process in self.processes():
            process.kill()
        self._client.close()


def free_port() -> int:
    """A port of loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
