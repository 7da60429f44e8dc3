"""A pass over raw/ that learns what repeats on its sites."""

import threading
from collections.abc import Callable, Iterator

import msgspec

from pipeline.config import Settings
from pipeline.corpus.repeats import MIN_PAGES, SHARE, Evidence, Sighting, decode_evidence, encode, freeze
from pipeline.engines import EngineName, open_engine
from pipeline.engines.work import Job, PageFile, Shard, Span
from pipeline.errors import UsageError
from pipeline.memory import SiteMemory
from pipeline.run.ledger import Address
from pipeline.run.options import DEFAULTS, Options, Progress
from pipeline.run.plan import stretches, walk
from pipeline.store.names import FileType, file_type, source_name
from pipeline.store.places import Place, input_place, open_place, store_error
from pipeline.store.readers import missing_extra

_SETTINGS = Settings(extract="model")
"""Lines are all that is wanted, so nobody is asked for an opinion on them."""


def learn_folder(
    raw: Address,
    *,
    clean: Address | None = None,
    share: float = SHARE,
    min_pages: int = MIN_PAGES,
    options: Options = DEFAULTS,
    engine: EngineName = "local",
    jobs: int | None = None,
    address: str | None = None,
    watch: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> tuple[SiteMemory, Evidence]:
    """Learn the lines that repeat on the sites of ``raw``; ``clean`` is left out where it lies inside.

    ``watch`` is called with what has been seen so far. Raises UsageError, StoreError.
    """
    place, only = input_place(raw)
    job = Job(
        task="learn",
        raw=place.address,
        settings=_SETTINGS,
        columns=options.columns,
        limits=options.limits,
        sample=options.sample,
    )
    if not place.local and place.address.startswith("memory:"):
        engine = "serial"
    evidence, pages = Evidence(), 0
    with open_engine(engine, jobs=jobs, address=address, stop=stop) as hands:
        for result in hands.map(_shards(place, only, open_place(clean) if clean is not None else None, job)):
            for record in result.records:
                if record.seen:
                    evidence.add(msgspec.msgpack.decode(record.seen, type=Sighting))
            pages += len(result.records)
            if watch is not None:
                watch(Progress(pages))
    return freeze(evidence, share, min_pages), evidence


def save_memory(address: str, memory: SiteMemory, evidence: Evidence) -> None:
    """Write both to a file. Raises StoreError."""
    folder, _, name = address.rpartition("/")
    try:
        open_place(folder or ("/" if address.startswith("/") else ".")).write(name, encode(memory, evidence))
    except OSError as error:
        raise store_error(error, address) from error


def read_evidence(address: str) -> Evidence:
    """The evidence in a file of ``learn``. Raises UsageError."""
    folder, _, name = address.rpartition("/")
    try:
        with open_place(folder or ".").open(name) as file:
            return decode_evidence(file.read())
    except OSError as error:
        raise UsageError(f"{address} cannot be read: {error.strerror or error}.") from error


def _shards(raw: Place, only: str | None, clean: Place | None, job: Job) -> Iterator[Shard]:
    number = 0
    files: list[PageFile] = []
    for folder, entries in walk(raw, only, clean):
        for entry in entries:
            source = source_name(f"{folder}/{entry.name}" if folder else entry.name)
            kind: FileType | str = entry.odd or file_type(source)
            if isinstance(kind, str):
                continue
            if not kind.kind.container:
                files.append(PageFile(source, entry.size, entry.stamp))
                if len(files) >= 32:
                    number += 1
                    yield Shard(number=number, job=job, files=tuple(files))
                    files = []
                continue
            if missing := missing_extra(source):
                raise UsageError(missing)
            for start, stop in stretches(raw, source):
                number += 1
                span = Span(source, entry.size, entry.stamp, start, stop, "")
                yield Shard(number=number, job=job, spans=(span,))
    if files:
        yield Shard(number=number + 1, job=job, files=tuple(files))
