"""What made an output, besides its input: a change of any of it makes the output be made again."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pipeline
from pipeline.config import Settings

VERSION = version("zolal")

_NO_PART = frozenset(
    ["engines", "fetch", "run", "clean", "console", "explain", "report"]
    + [f"{name}.py" for name in ("__main__", "export", "learn", "schema", "scrape")]
)
"""Code of the package that decides how pages are worked off or shown, not what becomes of them."""


def made_with(settings: Settings, format: str, memory: str | None) -> str:
    """Hash of all that decides the output of a page, 16 hex digits."""
    parts = (settings.digest(), code_digest(), memory or "", format)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def code_digest() -> str:
    """Hash of the code and the data that make documents. The version alone would miss a changed rule."""
    root = Path(pipeline.__file__).parent
    digest = hashlib.sha256(VERSION.encode())
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if inside.parts[0] in _NO_PART or "__pycache__" in inside.parts or not path.is_file():
            continue
        digest.update(inside.as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()
