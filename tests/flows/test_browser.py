"""A person's way through the screens, in a headless Chromium: the run page, its artifact, the form."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.flows import pages
from tests.flows.live import Live

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium (apt-get install chromium fonts-noto-core)"),
]

PATIENCE = 60_000


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        # Chromium's sandbox needs rights a container seldom has, and the only site it opens is ours.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1400, "height": 1000})
        opened.set_default_timeout(PATIENCE)
        yield opened
        browser.close()


def test_a_person_runs_the_deployment_and_reads_what_came_of_it(live: Live, page: Page, tmp_path: Path) -> None:
    expect.set_options(timeout=PATIENCE)
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    pages.write(raw, 40, paragraphs=3)
    (raw / "عکس.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    live.start_server()
    live.spawn("-m", "flows.serve", "--raw", str(raw), "--clean", str(clean), "--every", "600", log="serve.log")
    live.wait(lambda: "Screen: " in (live.home / "serve.log").read_text(), 120, "the deployments")
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))

    page.goto(f"{live.screen}/deployments/deployment/{live.deployment('clean-folder/quick-start')['id']}/run")
    for words in ("Dates in text", "Persian normalization", "Classes to keep", "local: worker processes of this"):
        expect(page.get_by_text(words).first).to_be_visible()
    # Prefect's select loses its list to the focus when it is clicked elsewhere than on its arrow.
    page.locator(".p-select", has_text="convert").locator(".p-select-button__icon").click()
    page.get_by_role("option", name="iso").click()
    page.get_by_role("button", name="Submit").click()

    run = live.wait(
        lambda: live.find("flow_runs", flow_runs={"state": {"type": {"any_": ["COMPLETED"]}}})[:1], 120, "its end"
    )[0]
    assert run["parameters"]["settings"]["dates"] == "iso"
    page.goto(f"{live.screen}/runs/flow-run/{run['id']}")
    expect(page.get_by_text(run["name"]).first).to_be_visible()
    expect(page.get_by_text("Completed").first).to_be_visible()
    page.get_by_text("Task Runs", exact=True).click()
    expect(page.get_by_text("shard 1 of").first).to_be_visible()
    page.get_by_text("Artifacts", exact=True).last.click()
    expect(page.get_by_text("41 pages cleaned, 0 unchanged").first).to_be_visible()

    (summary,) = live.find("artifacts", artifacts={"key": {"like_": "summary-%"}})
    page.goto(f"{live.screen}/artifacts/artifact/{summary['id']}")
    expect(page.get_by_role("heading", name="Lines removed")).to_be_visible()
    expect(page.get_by_role("heading", name="Quarantine")).to_be_visible()
    expect(page.get_by_role("cell", name="عکس.html").first).to_be_visible()
    assert hosts == {f"127.0.0.1:{live.port}"}
