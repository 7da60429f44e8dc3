"""Settings: everything a user can change about how pages become documents."""

import hashlib
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from pipeline.model import RemovalClass

Dates = Literal["convert", "annotate", "append", "iso"]
Normalize = Literal["none", "light", "standard", "full"]
Digits = Literal["keep", "persian", "latin"]
Extract = Literal["auto", "model", "trafilatura"]


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes a document. Limits and output format, which do not, are arguments of a run.

    The titles and descriptions below are shown by ``--help`` and by the Prefect run form.
    """

    dates: Annotated[
        Dates,
        Meta(
            title="Dates in text",
            description="convert writes Solar Hijri dates as Gregorian; annotate leaves the text alone; "
            "append adds the ISO date in brackets; iso writes ISO 8601.",
        ),
    ] = "convert"
    normalize: Annotated[
        Normalize,
        Meta(
            title="Persian normalization",
            description="light: letters and marks; standard: also spaces and half spaces; full: hazm; "
            "none: as the page has it.",
        ),
    ] = "standard"
    digits: Annotated[
        Digits, Meta(title="Digits", description="Digits of Persian text: as they are, Persian, or Latin.")
    ] = "keep"
    extract: Annotated[
        Extract,
        Meta(
            title="HTML extraction",
            description="auto asks trafilatura where it pays; model never does; trafilatura always does.",
        ),
    ] = "auto"
    keep: Annotated[
        tuple[RemovalClass, ...],
        Meta(title="Classes to keep", description="Lines of these classes stay in the text."),
    ] = ()
    drop: Annotated[
        tuple[RemovalClass, ...],
        Meta(
            title="Classes to drop",
            description="Lines the rules of these classes point at go, even where an article would be cut.",
        ),
    ] = ()
    keep_listings: Annotated[
        bool, Meta(title="Keep listings", description="Front pages and listings stand in clean/ itself.")
    ] = False
    max_bytes: Annotated[
        int,
        Meta(ge=1, title="Largest page", description="Bytes after unpacking; a larger page is quarantined."),
    ] = 20_000_000

    def digest(self) -> str:
        """Hash of the settings, 12 hex digits; stands in each document as ``pipeline.settings``."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()[:12]
