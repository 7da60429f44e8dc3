"""PostgreSQL as the server's database, with Debian's own server; and what happens when it is away for ten seconds."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import Settings, clean_folder
from tests.flows import pages
from tests.flows.live import Live, free_port

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not BINARIES, reason="no PostgreSQL below /usr/lib/postgresql (apt-get install postgresql)"),
]


class Postgres:
    """A cluster of its own in a folder, on a free port of loopback."""

    def __init__(self, folder: Path) -> None:
        self._bin = BINARIES[-1].parent
        self._folder = folder / "data"
        self._log = folder / "postgres.log"
        self._port = free_port()
        self._as = []
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(folder, "postgres")
            self._as = ["runuser", "-u", "postgres", "--"]
        self._do("initdb", "-D", str(self._folder), "-U", "zolal", "--auth=trust", "--encoding=UTF8")
        self.start()
        self._do("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "zolal", "prefect")
        self.url = f"postgresql+asyncpg://zolal@127.0.0.1:{self._port}/prefect"

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._do("pg_ctl", "-D", str(self._folder), "-w", "-t", "60", "-l", str(self._log), "-o", options, "start")

    def stop(self) -> None:
        self._do("pg_ctl", "-D", str(self._folder), "-m", "immediate", "-w", "-t", "60", "stop")

    def _do(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._bin / program), *arguments]
        done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120)
        assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("as root, PostgreSQL needs runuser to start")
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # pytest's folders are closed to the user postgres
        made = Postgres(Path(folder))
        yield made
        made.stop()


def test_a_run_outlives_ten_seconds_without_its_database(postgres: Postgres, live: Live, tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    pages.write(raw, 200)
    live.environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = postgres.url
    live.start_server()
    live.spawn("-m", "flows.serve", "--raw", str(raw), "--clean", str(clean), "--every", "600", log="serve.log")
    live.wait(lambda: "Screen: " in (live.home / "serve.log").read_text(), 120, "the deployments")
    assert live.ask("GET", "/admin/settings")["server"]["database"]["connection_url"] is not None

    live.brake.touch()
    id = live.order("clean-folder/quick-start", options={"jobs": 2, "shard_pages": 25})
    live.wait(lambda: len(pages.outputs(clean)) > 10, 180, "the run to be under way")
    postgres.stop()
    time.sleep(10)
    postgres.start()
    assert len(pages.outputs(clean)) < 200
    live.brake.unlink()
    run = live.wait_for_end(id, seconds=240)
    assert "200 documents" in run["state"]["message"]
    clean_folder(raw, tmp_path / "undisturbed", Settings())
    assert pages.outputs(clean) == pages.outputs(tmp_path / "undisturbed")

    pages.write(raw, 1, first=200)
    run = live.wait_for_state(live.order("clean-folder/quick-start"))
    assert "1 page cleaned, 200 unchanged" in run["state"]["message"]
