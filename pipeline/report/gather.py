"""The figures of a report, out of one pass over the documents."""

import hashlib
import re
from collections import Counter, defaultdict
from heapq import nsmallest

from msgspec import Struct, field

from pipeline.engines.work import sampled
from pipeline.model import Document, Outcome
from pipeline.store.documents import documents_in
from pipeline.store.names import QUARANTINE, SKIPPED
from pipeline.store.places import Place
from pipeline.store.records import SiteTally
from pipeline.store.state import NAME, State

_SAMPLES = 6
_FAILURES = 300
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|[\d۰-۹][\d۰-۹:/.T+-]*")
"""What differs from page to page in a note that says the same."""


class Sample(Struct, frozen=True, order=True):
    """A line that went."""

    key: int
    text: str
    rule: str
    evidence: str
    source: str


class Failure(Struct, frozen=True):
    """A page that is no document."""

    source: str
    outcome: str
    error: str


class Figures(Struct):
    """What the report shows. Counters are by name."""

    share: float
    pages: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    kept: int = 0
    removed: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    """Of each class a few lines, the same ones each time."""
    languages: Counter[str] = field(default_factory=Counter)
    calendars: Counter[str] = field(default_factory=Counter)
    converted: int = 0
    titled: int = 0
    years: Counter[str] = field(default_factory=Counter)
    """Documents by the year they were published in."""
    normalization: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    sites: dict[str, SiteTally] = field(default_factory=dict)
    history: dict[str, list[SiteTally]] = field(default_factory=dict)
    """Of each site the sums of the runs, oldest first."""
    failures: list[Failure] = field(default_factory=list)


def gather(clean: Place, share: float = 1.0) -> Figures:
    """Read a folder. ``share`` of its documents, chosen by their sources; all that failed."""
    figures = Figures(share)
    samples: dict[str, list[Sample]] = defaultdict(list)
    for document in documents_in(clean):
        if sampled(document.source, share):
            _count(figures, document, samples)
    figures.samples = {class_: nsmallest(_SAMPLES, lines) for class_, lines in samples.items()}
    for place in (SKIPPED, QUARANTINE):
        for document in documents_in(clean, place):
            figures.pages += 1
            figures.outcomes[document.outcome] += 1
            if document.outcome.quarantined and len(figures.failures) < _FAILURES:
                figures.failures.append(Failure(document.source, document.outcome, document.error or ""))
    if clean.stat(NAME) is not None:
        state = State(clean)
        figures.history = dict(state.site_history())
        state.close()
    return figures


def _count(figures: Figures, document: Document, samples: dict[str, list[Sample]]) -> None:
    figures.pages += 1
    figures.outcomes[document.outcome] += 1
    figures.letters += len(document.text)
    figures.kept += len(document.blocks)
    figures.languages[document.language] += 1
    figures.titled += document.title is not None
    figures.normalization.update(document.normalization)
    figures.notes.update(_QUOTED.sub("…", note) for note in document.notes)
    if document.published:
        figures.years[document.published[:4]] += 1
    for mention in document.dates:
        figures.calendars[mention.calendar] += 1
        figures.converted += mention.written is not None
    for removal in document.removed:
        figures.removed[removal.class_] += 1
        figures.rules[removal.rule] += 1
        lines = samples[removal.class_]
        key = hashlib.blake2b(f"{document.source}\0{removal.line}".encode(), digest_size=7).digest()
        lines.append(
            Sample(int.from_bytes(key, "big"), removal.text.strip(), removal.rule, removal.evidence, document.source)
        )
        if len(lines) > 50 * _SAMPLES:
            samples[removal.class_] = nsmallest(_SAMPLES, lines)
    if document.site is not None:
        site = figures.sites.setdefault(document.site, SiteTally())
        site.pages += 1
        site.documents += document.outcome is Outcome.OK
        site.kept += len(document.blocks)
        site.lines += len(document.blocks) + len(document.removed)
        site.titled += document.title is not None
        site.dated += document.published is not None
