"""Duplicates among all documents of a clean/ folder, this run's and those of the runs before.

It comes after the pages, works on fingerprints kept in the state, and rewrites only documents whose verdict is
another one than before; done twice it changes nothing, so a run that is killed here is simply run again.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from operator import itemgetter

from msgspec.structs import replace

from pipeline.corpus.duplicates import Candidate, Fingerprint, Twin, twins
from pipeline.errors import UsageError
from pipeline.model import Document, Outcome
from pipeline.run.options import Options
from pipeline.store.documents import read_documents
from pipeline.store.names import QUARANTINE, SKIPPED, FileType, Kind, file_name, file_type, output_name, source_name
from pipeline.store.places import Place
from pipeline.store.records import PageRecord, Tally, tally
from pipeline.store.state import InputRow, State, Text
from pipeline.store.writers import encode, json_of, line_of, open_rows, suffix_of

_MARK = "duplicate: "
"""How the note of a duplicate begins, by which it is taken back."""


def settle_duplicates(state: State, clean: Place, options: Options) -> int:
    """Make every document say whether it repeats another one; how many do. Raises OSError, UsageError."""
    if options.format == "md":
        raise UsageError("Duplicates are marked in documents that can be read again; choose another format than md.")
    texts = list(state.texts())
    found = twins((_candidate(text) for text in texts), options.similarity)
    changed: dict[str, dict[str, Twin | None]] = {}
    for text in texts:
        twin = found.get(text.source)
        if text.twin != _verdict(twin, options):
            changed.setdefault(text.input, {})[text.source] = twin
    order = {text.source: text.nth for text in texts if text.input in changed}
    for source, verdicts in changed.items():
        row = state.one(source)
        if row is None:
            continue
        kind = file_type(source)
        if isinstance(kind, FileType) and kind.kind.container:
            settled = _settle_container(clean, row, verdicts, order, options)
        else:
            settled = _settle_page(clean, row, verdicts[source], options)
        state.settle(settled)
        state.note_twins(source, {document: _verdict(twin, options) for document, twin in verdicts.items()})
        state.commit()
    return len(found)


def _candidate(text: Text) -> Candidate:
    return Candidate(text.source, Fingerprint(text.exact, text.sketch), text.published)


def _verdict(twin: Twin | None, options: Options) -> str | None:
    """As the state keeps it."""
    return f"{options.duplicates} {twin.similarity} {twin.of}" if twin else None


def _said(document: Document, twin: Twin | None, options: Options) -> Document:
    """The document with this verdict and without any earlier one."""
    notes = tuple(note for note in document.notes if not note.startswith(_MARK))
    if twin is None:
        return replace(document, outcome=Outcome.OK, error=None, duplicate_of=None, notes=notes)
    notes = (*notes, _MARK + twin.sentence)
    if options.duplicates == "mark":
        return replace(document, outcome=Outcome.OK, error=None, duplicate_of=twin.of, notes=notes)
    return replace(document, outcome=Outcome.DUPLICATE, error=twin.sentence, duplicate_of=twin.of, notes=notes)


def _settle_page(clean: Place, row: InputRow, twin: Twin | None, options: Options) -> InputRow:
    ((old, _),) = row.outputs
    with clean.open(file_name(old)) as file:
        (document,) = read_documents(file, old)
    document = _said(document, twin, options)
    place = SKIPPED if document.outcome is Outcome.DUPLICATE else ""
    data = json_of(document) if place else encode(document, options.format)
    path = output_name(row.source, place, suffix_of("json" if place else options.format, Kind.PAGE, False))
    clean.write(path, data)
    if source_name(path) != old:
        clean.remove(file_name(old))
    record = PageRecord.of(document, bytes=row.size)
    return replace(row, outcome=document.outcome, outputs=((source_name(path), len(data)),), tally=tally([record]))


def _settle_container(
    clean: Place, row: InputRow, verdicts: dict[str, Twin | None], order: dict[str, int], options: Options
) -> InputRow:
    """Documents and records of a container written anew: in clean/ in their order, in _skipped the duplicates
    after all others."""
    kept = output_name(row.source, "", suffix_of(options.format, Kind.WARC, options.zstd))
    skipped, quarantined = (output_name(row.source, place, ".jsonl") for place in (SKIPPED, QUARANTINE))
    others = [d for d in _documents(clean, skipped) if d.outcome is not Outcome.DUPLICATE]
    before = (d for d in _documents(clean, skipped) if d.outcome is Outcome.DUPLICATE)
    sums = Tally(passed_over=row.tally.passed_over)
    for document in (*others, *_documents(clean, quarantined)):
        sums.add(PageRecord.of(document))
    with ExitStack() as files:
        keep = files.enter_context(open_rows(files.enter_context(clean.create(kept)), options.format, options.zstd))
        skip = files.enter_context(open_rows(files.enter_context(clean.create(skipped)), "jsonl", False))
        for document in others:
            skip.add(line_of(document))
        parts = (_numbered(_documents(clean, kept), order), _numbered(before, order))
        for _, document in merge(*parts, key=itemgetter(0)):
            if document.source in verdicts:
                document = _said(document, verdicts[document.source], options)
            (keep if document.outcome is Outcome.OK else skip).add(line_of(document))
            sums.add(PageRecord.of(document))
    counts = {kept: sums.documents, skipped: sums.skipped, quarantined: sums.quarantined}
    outputs: list[tuple[str, int]] = []
    for path, count in counts.items():
        entry = clean.stat(path)
        if entry is not None and count:
            outputs.append((source_name(path), entry.size))
        elif entry is not None:
            clean.remove(path)
    return replace(row, outputs=tuple(sorted(outputs)), tally=sums)


def _numbered(documents: Iterable[Document], order: dict[str, int]) -> Iterator[tuple[int, Document]]:
    """Documents with their numbers in the container; one that was not fingerprinted stays behind its neighbour."""
    number = -1
    for document in documents:
        number = order.get(document.source, number)
        yield number, document


def _documents(clean: Place, path: str) -> Iterator[Document]:
    if clean.stat(path) is not None:
        with clean.open(path) as file:
            yield from read_documents(file, path)
