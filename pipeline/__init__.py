"""zolal: raw Persian and English pages in, clean documents out, a reason for every line that went."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.chain import clean_page
    from pipeline.config import Settings
    from pipeline.model import Document, Outcome
    from pipeline.run import RunSummary, clean_folder

__all__ = ["Document", "Outcome", "RunSummary", "Settings", "clean_folder", "clean_page"]

_HOME = {
    "Document": "pipeline.model",
    "Outcome": "pipeline.model",
    "RunSummary": "pipeline.run",
    "Settings": "pipeline.config",
    "clean_folder": "pipeline.run",
    "clean_page": "pipeline.chain",
}


def __getattr__(name: str) -> Any:
    """Import on first use: the process that only hands out work must not load what reads pages (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value
