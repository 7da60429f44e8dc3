"""What the README shows is what comes out."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec

from pipeline import clean_page

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def holds(shown: Any, made: Any) -> bool:
    """Whether ``made`` has what is ``shown``: fields and items may be left out, and … stands for the rest of a text."""
    if isinstance(shown, dict):
        return all(name in made and holds(value, made[name]) for name, value in shown.items())
    if isinstance(shown, list):
        return all(any(holds(item, other) for other in made) for item in shown)
    if isinstance(shown, str) and shown.endswith("…"):
        return isinstance(made, str) and made.startswith(shown.removesuffix("…").rstrip())
    return bool(shown == made)


def test_the_document_shown_is_the_one_made() -> None:
    page = re.search(r"`raw/(dumps/[^`]+)` is one of the sample pages", README)
    shown = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert page is not None
    assert shown is not None
    made = msgspec.to_builtins(clean_page((ROOT / "raw" / page[1]).read_bytes()))
    for name, value in json.loads(shown[1]).items():
        assert holds({name: value}, made), (name, made[name])


def test_files_and_modules_that_are_named_exist() -> None:
    for text in (
        README,
        *((ROOT / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "docs/prefect.md")),
    ):
        for module in re.findall(r"python -m ((?:pipeline|flows|benchmarks|tests)[.]\w[\w.]*)", text):
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
        for command in re.findall(r"`?make (\w+)`?", text):
            assert re.search(rf"^{command}:", (ROOT / "Makefile").read_text(), re.MULTILINE), command
