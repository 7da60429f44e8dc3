"""The gold pages for main-content extraction, and how a text is scored against them.

Pages are read out of ``../shared/gold/html/*.tar.xz`` as they stand; the scorer is the gold's own ``score.py``.
"""

import importlib.util
import json
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from msgspec import Struct

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold" / "html"
SETS = ("wcxb_dev", "scrapinghub", "fundus", "daniel", "cleanportaleval", "arabscript")
_SHORT = frozenset(["co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go"])


class GoldPage(Struct, frozen=True):
    """One page with the text it should give."""

    set: str
    id: str
    url: str | None
    site: str
    type: str
    text: str
    data: bytes

    @property
    def owner(self) -> str:
        """The registered domain: pages of one owner never stand on both sides of a fold."""
        parts = self.site.split(".")
        long = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SHORT
        return ".".join(parts[-3 if long else -2 :])


def pages(sets: Sequence[str] = SETS) -> Iterator[GoldPage]:
    """All pages of these sets, in the order of their archives."""
    for name in sets:
        with tarfile.open(GOLD / f"{name}.tar.xz") as archive:
            rows: dict[str, dict[str, str]] = {}
            waiting: dict[str, bytes] = {}
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    continue
                if member.name.endswith("gold.jsonl"):
                    rows = {row["id"]: row for row in map(json.loads, content.read().splitlines())}
                elif member.name.endswith(".html"):
                    waiting[Path(member.name).name.removesuffix(".html")] = content.read()
        for identity, row in rows.items():
            yield GoldPage(
                name, identity, row["url"], row["site"] or "", row["page_type"], row["text"], waiting[identity]
            )


def scorer() -> ModuleType:
    """The gold's scorer as a module."""
    spec = importlib.util.spec_from_file_location("html_score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
