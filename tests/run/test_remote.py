"""Folders far away: an S3 server of this machine, and a dask cluster of two processes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.engines import open_engine
from pipeline.run import Options, clean_folder, open_run
from tests.run.pages import article, tree, warc_records, write_folder, write_warc

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of moto, botocore and distributed themselves
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """An empty bucket on a server of this machine, and the file system that reaches it."""
    moto = pytest.importorskip("moto.server", reason="moto is not installed")
    s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        fs = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
        fs.mkdir("pages")
        yield fs
    server.stop()


def test_a_bucket_is_read_and_written(bucket: Any) -> None:
    for number in range(4):
        bucket.pipe_file(f"pages/raw/a/{number}.html", article(number).encode())
    bucket.pipe_file("pages/raw/x.warc", b"".join(warc_records(3)))
    bucket.pipe_file("pages/raw/bad.html", b"\xff" * 900)
    summary = clean_folder("s3://pages/raw", "s3://pages/clean", jobs=1)
    assert (summary.documents, summary.quarantined) == (7, 1)
    assert bucket.exists("pages/clean/a/3.html.json")
    assert bucket.exists("pages/clean/_quarantine/bad.html.json")
    assert len(bucket.cat_file("pages/clean/x.warc.jsonl").splitlines()) == 3
    left = {path.rsplit("/", 1)[-1] for path in bucket.find("pages/clean")}
    assert not {name for name in left if "draft" in name or name in ("_lock",) or name.endswith(".journal")}
    again = clean_folder("s3://pages/raw", "s3://pages/clean", jobs=1)
    assert (again.done, again.unchanged) == (0, 8)
    bucket.pipe_file("pages/raw/a/1.html", article(50).encode())
    bucket.rm_file("pages/raw/a/2.html")
    changed = clean_folder("s3://pages/raw", "s3://pages/clean", jobs=1, options=Options(prune=True))
    assert (changed.done, changed.pruned) == (1, 1)
    assert not bucket.exists("pages/clean/a/2.html.json")


def test_a_local_folder_into_a_bucket(bucket: Any, tmp_path: Path) -> None:
    write_folder(tmp_path / "raw", 3)
    assert clean_folder(tmp_path / "raw", "s3://pages/other", jobs=1).documents == 3
    document = json.loads(bucket.cat_file("pages/other/000/news-00001.html.json"))
    assert document["source"] == "000/news-00001.html"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two worker processes, each a program of its own."""
    pytest.importorskip("distributed", reason="dask is not installed")
    folder = tmp_path_factory.mktemp("dask")
    contact = folder / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(Path(pipeline.__file__).parent.parent)}
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    common = ["--no-dashboard", "--host", "127.0.0.1"]
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", *common, "--port", "0"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", *common, "--nthreads", "1", "--no-nanny"]
    running = [subprocess.Popen([*scheduler, "--scheduler-file", str(contact)], **quiet)]
    try:
        deadline = time.monotonic() + 60
        while not contact.exists():
            assert time.monotonic() < deadline, "no dask scheduler came up"
            time.sleep(0.1)
        running += [subprocess.Popen([*worker, "--scheduler-file", str(contact)], **quiet) for _ in range(2)]
        yield json.loads(contact.read_text())["address"]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def test_a_cluster_gives_the_same_bytes(cluster: str, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_folder(raw, 30)
    write_warc(raw / "x.warc.gz", 12)
    clean_folder(raw, tmp_path / "here", engine="serial")
    options = Options(shard_pages=5)
    with open_run(raw, tmp_path / "there", options=options) as run, open_engine("dask", address=cluster) as engine:
        seen: list[str] = []
        for result in engine.map(run.shards(), lambda record: seen.append(record.source)):
            run.record(result)
        summary = run.finish()
    assert summary.documents == 42
    assert len(seen) == 42
    assert tree(tmp_path / "there") == tree(tmp_path / "here")
