"""The commands as a person runs them: exit codes, sentences, files."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
from typer.testing import CliRunner

from pipeline.__main__ import program
from pipeline.chain import clean_page
from pipeline.strip import rules
from tests.run.kills import children, start
from tests.run.pages import article, write_folder

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["clean", "explain", "schema"]


class Ran(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: bytes
    stderr: bytes


def run(module: str, *arguments: str | Path, stdin: bytes | None = None) -> Ran:
    """A command as a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        env={**os.environ, "COLUMNS": "120"},
        check=False,
    )
    return Ran(result.returncode, result.stdout, result.stderr)


def call(*arguments: str | Path) -> Ran:
    """A subcommand of ``zolal`` in this process, which has imported everything already."""
    result = CliRunner(env={"COLUMNS": "120"}).invoke(program(), list(map(str, arguments)))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout_bytes, result.stderr_bytes)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Ran]:
    """The folder of issue 2: twenty good pages and five that are none."""
    raw, out = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("clean")
    write_folder(raw, 20)
    (raw / "empty.html").write_bytes(b"")
    (raw / "binary.html").write_bytes(bytes(range(256)) * 40)
    (raw / "cut.html.gz").write_bytes(gzip.compress(article(1).encode())[:-60])
    (raw / "ff.html").write_bytes(b"\xff" * 4000)
    (raw / "nested.html").write_bytes(b"<div>" * 200_000 + b"text")
    return raw, out, run("pipeline.clean", raw, "--out", out, "--timeout", "6")


def test_bad_pages_are_told_apart_from_good_ones(
    done: tuple[Path, Path, Ran],
) -> None:
    _, out, result = done
    assert result.returncode == 1
    assert b"Traceback" not in result.stdout + result.stderr
    assert len(list((out / "000").glob("*.json"))) == 20
    records = {
        path.name.removesuffix(".json"): json.loads(path.read_bytes())
        for place in ("_skipped", "_quarantine")
        for path in (out / place).rglob("*.json")
    }
    assert {name: record["outcome"] for name, record in records.items() if name != "nested.html"} == {
        "empty.html": "empty",
        "binary.html": "not_text",
        "cut.html.gz": "decode_failed",
        "ff.html": "not_text",
    }
    assert all(len(record["error"].split()) > 3 for record in records.values() if record["outcome"] != "empty")
    for line in (b"quarantined", b"cut.html.gz", b"cut off", b"_quarantine"):
        assert line in result.stdout


def test_every_document_fits_its_schema(
    done: tuple[Path, Path, Ran],
) -> None:
    schema = json.loads(call("schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    paths = [path for path in done[1].rglob("*.json") if path.name != "_run.json"]
    assert len(paths) >= 24
    for path in paths:
        validator.validate(json.loads(path.read_bytes()))


def test_a_second_run_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    write_folder(tmp_path / "raw", 3)
    assert call("clean", tmp_path / "raw", "--out", tmp_path / "clean").returncode == 0
    again = call("clean", tmp_path / "raw", "--out", tmp_path / "clean")
    assert again.returncode == 0
    assert b"Nothing to do: all 3 pages are clean already" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["nowhere/at/all"], b"neither a file nor a folder"),
        (["raw", "--format", "pdf"], b"pdf"),
        (["raw", "--keep", "nonsense"], b"nonsense"),
        (["raw", "--out", "raw"], b"the same"),
        (["raw", "--out", "clean", "--memory", "no-memory"], b"no-memory"),
        ([], b"missing argument"),
    ],
)
def test_wrong_use_is_exit_code_two_and_a_sentence(arguments: list[str], word: bytes) -> None:
    result = call("clean", *arguments)
    assert result.returncode == 2
    assert word.lower() in (result.stdout + result.stderr).lower()
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_complete_and_has_examples(command: str) -> None:
    result = call(command, "--help")
    assert result.returncode == 0
    assert b"Examples:" in result.stdout
    assert f"zolal {command}".encode() in result.stdout


def test_the_rules_are_listed() -> None:
    listed = call("clean", "--rules")
    assert listed.returncode == 0
    assert all(rule.name in listed.stdout.decode() for rule in rules())


def test_each_module_is_a_program_too() -> None:
    for command in COMMANDS:
        result = run(f"pipeline.{command}", "--help")
        assert result.returncode == 0
        assert f"python -m pipeline.{command}".encode() in result.stdout
    assert all(command.encode() in call("--help").stdout for command in COMMANDS)


def test_a_page_on_stdin_comes_out_on_stdout() -> None:
    result = run("pipeline.clean", "-", stdin=article(4).encode())
    assert result.returncode == 0
    assert json.loads(result.stdout)["title"].startswith("کارگاه سفال")
    assert run("pipeline.clean", "-", stdin=b"\xff" * 2000).returncode == 1
    text = run("pipeline.clean", "-", "--format", "md", stdin=article(4).encode()).stdout
    assert text.startswith(b"---\ntitle: ")


def test_explain_tells_the_fate_of_each_line(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(article(5), encoding="utf-8")
    result = call("explain", page)
    assert result.returncode == 0
    told = result.stdout.decode()
    for word in ("kept", "title", "nav", "published", "خانه"):
        assert word in told
    html = tmp_path / "why.html"
    assert call("explain", page, "--html", html).returncode == 0
    text = html.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "http" not in text.replace("https://peyk.example", "")
    document = clean_page(article(5).encode())
    assert text.count("<tr class=gone>") == len(document.removed)
    assert text.count("<tr class=kept>") == len(document.blocks) + 1  # and the title


def test_explain_finds_a_page_in_a_container(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": f"r{n}", "html": article(n)}, ensure_ascii=False) + "\n" for n in range(3))
    (tmp_path / "x.jsonl").write_text(lines, encoding="utf-8")
    result = call("explain", f"{tmp_path}/x.jsonl#r2")
    assert result.returncode == 0
    assert "ایستگاه" in result.stdout.decode() or "بازارچه" in result.stdout.decode()
    assert call("explain", f"{tmp_path}/x.jsonl#r9").returncode == 2
    assert call("explain", tmp_path / "x.jsonl").returncode == 2
    assert call("explain", tmp_path / "none.html").returncode == 2


def test_explain_escapes_what_a_page_says(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("A heading of the page\n\n<script>alert(1)</script> & more words in this line\n")
    html = tmp_path / "why.html"
    call("explain", page, "--html", html)
    assert "<script>" not in html.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    write_folder(tmp_path / "raw", 2000)
    going = start(tmp_path / "raw", tmp_path / "clean")
    while not list((tmp_path / "clean").rglob("*.html.json")):
        time.sleep(0.02)
    workers = children(going.pid)
    began = time.monotonic()
    going.send_signal(number)
    output = going.communicate()[0]
    assert time.monotonic() - began < 5
    assert going.returncode == 1
    assert "Stopped. Run the same command again" in output
    assert workers
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    left = {path.name for path in (tmp_path / "clean").iterdir()}
    assert left >= {"_run.json", "_state.sqlite"}
    assert not left & {"_work", "_lock", "_state.sqlite-wal"}
    assert 0 < json.loads((tmp_path / "clean/_run.json").read_bytes())["done"] < 2000


def test_importing_the_library_is_light() -> None:
    heavy = ("trafilatura", "hazm", "prefect", "pyarrow", "fsspec")
    code = f"import sys, pipeline.run, pipeline.clean.command; print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
