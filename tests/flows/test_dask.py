"""A dask cluster of two worker processes on loopback; one of them is killed in the middle of a run."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import s3fs

from pipeline import Settings, clean_folder
from tests.flows import pages
from tests.flows.live import Live, Process, free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SHARDS, SIZE = 24, 4
PAGES = SHARDS * SIZE

# Loaded by the workers of the cluster: each notes the shards it begins.
PRELOAD = """
import os
from pipeline.engines import local

real = local.run_shard

def run_shard(shard):
    with open(os.environ["ZOLAL_TEST_SHARDS"], "a") as log:
        log.write(f"{shard.number}\\n")
    return real(shard)

def dask_setup(worker):
    local.run_shard = run_shard
"""


class Cluster:
    """A scheduler and two workers of one thread each."""

    def __init__(self, live: Live, folder: Path) -> None:
        self.begun = folder / "shards.log"
        self.begun.touch()
        preload = folder / "preload.py"
        preload.write_text(PRELOAD)
        port = str(free_port())
        self.address = f"tcp://127.0.0.1:{port}"
        live.spawn(
            *(
                "-m",
                "distributed.cli.dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                port,
                "--dashboard-address",
                "127.0.0.1:0",
            ),
            log="scheduler.log",
        )
        self.workers: list[Process] = [
            live.spawn(
                *("-m", "distributed.cli.dask_worker", self.address, "--host", "127.0.0.1", "--nthreads", "1"),
                *("--no-nanny", "--dashboard-address", "127.0.0.1:0", "--preload", str(preload)),
                log=f"worker-{number}.log",
                ZOLAL_TEST_SHARDS=str(self.begun),
            )
            for number in (1, 2)
        ]
        for number in (1, 2):
            log = live.home / f"worker-{number}.log"
            live.wait(lambda log=log: "Registered to" in log.read_text(), 120, f"worker {number}")

    def counts(self) -> Counter[str]:
        """How often each shard was begun."""
        return Counter(self.begun.read_text().split())


def disturb(live: Live, folder: Path, begin: Callable[[Cluster, Path, Path], Callable[[], None]]) -> None:
    """Kill a worker while a run is at work, and compare with a run nobody disturbed."""
    raw, clean = folder / "raw", folder / "clean"
    pages.write(raw, PAGES)
    cluster = Cluster(live, folder)
    live.brake.touch()
    wait_for_end = begin(cluster, raw, clean)
    live.wait(lambda: 4 <= len(cluster.counts()) < SHARDS - 4, 180, "the run to be under way")
    cluster.workers[0].kill()
    live.brake.unlink()
    wait_for_end()
    counts = cluster.counts()
    assert set(counts) == {str(number) for number in range(1, SHARDS + 1)}
    assert sum(counts.values()) <= SHARDS + 2
    clean_folder(raw, folder / "undisturbed", Settings())
    assert pages.outputs(clean) == pages.outputs(folder / "undisturbed")
    live.wait(lambda: len(live.processes("pipeline.engines.child")) <= 1, 20, "the lost worker's child to leave")


def test_a_flow_loses_nothing_with_a_worker(live: Live, tmp_path: Path) -> None:
    def begin(cluster: Cluster, raw: Path, clean: Path) -> Callable[[], None]:
        live.start_server()
        live.spawn("-m", "flows.serve", "--raw", str(raw), "--clean", str(clean), "--every", "600", log="serve.log")
        live.wait(lambda: "Screen: " in (live.home / "serve.log").read_text(), 120, "the deployments")
        id = live.order(
            "clean-folder/quick-start", engine="dask", address=cluster.address, options={"shard_pages": SIZE}
        )

        def end() -> None:
            run = live.wait_for_end(id, seconds=300)
            assert f"{PAGES} documents" in run["state"]["message"]
            # The server learns of tasks from events, and on a loaded machine it is behind with them.
            last = f"shard {SHARDS} of {SHARDS}:"
            live.wait(lambda: any(task["name"].startswith(last) for task in live.tasks(id)), 120, last)

        return end

    disturb(live, tmp_path, begin)


def test_the_command_line_loses_nothing_with_a_worker(live: Live, tmp_path: Path) -> None:
    def begin(cluster: Cluster, raw: Path, clean: Path) -> Callable[[], None]:
        code = (
            "from pipeline.run import Options, clean_folder\n"
            f"clean_folder({str(raw)!r}, {str(clean)!r}, options=Options(shard_pages={SIZE}), engine='dask',"
            f" address={cluster.address!r})"
        )
        child = live.spawn("-c", code, log="command.log")

        def end() -> None:
            assert child.wait(300) == 0, live.said()

        return end

    disturb(live, tmp_path, begin)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of botocore
def test_the_command_line_cleans_a_bucket_on_a_cluster(live: Live, tmp_path: Path) -> None:
    port = free_port()
    live.spawn("-m", "moto.server", "-H", "127.0.0.1", "-p", str(port), log="bucket.log")
    live.wait(lambda: "Running on" in (live.home / "bucket.log").read_text(), 60, "the storage")
    live.environment |= {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    storage = s3fs.S3FileSystem(
        key="test", secret="test", endpoint_url=live.environment["AWS_ENDPOINT_URL"], use_listings_cache=False
    )
    storage.mkdir("pages")
    for number in range(20):
        storage.pipe_file(f"pages/raw/{number}.html", pages.page(number, 3).encode())
    cluster = Cluster(live, tmp_path)
    done = live.run(
        *("-m", "pipeline.clean", "s3://pages/raw", "--out", "s3://pages/clean"),
        *("--engine", "dask", "--address", cluster.address),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {f"pages/clean/{number}.html.json" for number in range(20)} <= set(storage.find("pages/clean"))
    assert len(cluster.counts()) == 1
