"""Pages that a test does not pass yet are named in ``unreached.toml`` and stand as strict expected failures."""

import tomllib
from pathlib import Path

import pytest

UNREACHED: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "unreached.toml").read_text(encoding="utf-8"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not isinstance(item, pytest.Function) or "golden" not in item.path.parts:
            continue
        case = item.callspec.id if hasattr(item, "callspec") else ""
        if case in UNREACHED.get(item.originalname, ()):
            item.add_marker(pytest.mark.xfail(reason="not reached yet", strict=True))
