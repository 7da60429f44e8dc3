"""The units of work: a job is the whole run's order, a shard the part one worker does in one go."""

import hashlib
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from pipeline.config import Settings
from pipeline.store.readers import Columns
from pipeline.store.records import PageRecord
from pipeline.store.writers import Format


class Limits(Struct, frozen=True, kw_only=True):
    """What one page may cost; held from outside the worker, so a page that hangs costs only itself."""

    seconds: float = 30.0
    """By the clock; where others keep the worker from running, of its own running time."""
    memory: int = 800_000_000
    """Bytes of a worker's resident memory."""


class Job(Struct, frozen=True, kw_only=True):
    """What is the same for all shards of a run. Plain data: it goes to other processes and machines."""

    task: Literal["clean", "learn"] = "clean"
    raw: str
    """A folder, or an fsspec address."""
    clean: str = ""
    settings: Settings
    made: str = ""
    """Hash of all that decides the output of a page: settings, code, site memory, format."""
    format: Format = "json"
    zstd: bool = False
    """Outputs of containers are compressed with zstd."""
    memory: str | None = None
    """Address of the frozen site memory."""
    columns: Columns = Columns()
    limits: Limits = Limits()
    sample: float = 1.0
    fingerprints: bool = False
    """Records carry what duplicates are found by."""


class PageFile(Struct, frozen=True):
    """A page that is a file of its own."""

    source: str
    size: int
    stamp: int


class Span(Struct, frozen=True):
    """A run of pages inside a container, from position ``start`` up to before ``stop`` (None: to its end)."""

    source: str
    size: int
    stamp: int
    start: int
    stop: int | None
    made: str
    """Hash of what decides the output of its container."""
    limit: int | None = None
    """At most so many pages."""


class Shard(Struct, frozen=True, kw_only=True):
    """A part of a run: some page files, or some spans of one container."""

    number: int
    job: Job
    files: tuple[PageFile, ...] = ()
    spans: tuple[Span, ...] = ()
    bytes: int = 0

    @property
    def name(self) -> str:
        """What a person calls it: its first and last page, or the stretch of its container."""
        if self.spans:
            first, last = self.spans[0], self.spans[-1]
            return f"{first.source} from {first.start} to {'its end' if last.stop is None else last.stop}"
        names = [file.source for file in self.files]
        return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"


class ShardResult(Struct, frozen=True, kw_only=True):
    """What became of a shard. Giving the same result to a run twice changes nothing."""

    shard: Shard
    records: tuple[PageRecord, ...]
    """Pages done now; pages of a span that an earlier, interrupted run had done are not among them."""
    seconds: float
    complete: bool = True
    """False when it was stopped before its end; what is recorded is done all the same."""


OnPage = Callable[[PageRecord], None]
"""Called after each page, from the thread that runs the shard."""


def sampled(source: str, share: float) -> bool:
    """Whether a page is in a sample of this share: by the hash of its name, so the same ones each time."""
    if share >= 1.0:
        return True
    digest = hashlib.blake2b(source.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * 2**64
