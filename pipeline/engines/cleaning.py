"""What a worker does with a shard: read a page, clean it, put the whole output in its place, tell of it."""

import hashlib
import time
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from pipeline.chain import VERSION, clean_page
from pipeline.corpus.duplicates import fingerprint
from pipeline.corpus.repeats import decode
from pipeline.engines.work import Job, PageFile, Shard, Span, sampled
from pipeline.errors import UsageError
from pipeline.memory import SiteMemory
from pipeline.model import Document, Made, Outcome, Raw
from pipeline.store.journal import Entry, Journal, folder_of
from pipeline.store.names import Kind, output_name, place_of, source_name
from pipeline.store.places import open_place, store_error
from pipeline.store.readers import Failure, PassedOver, RawPage, read_file, read_pages
from pipeline.store.records import PageRecord
from pipeline.store.writers import encode, json_of, line_of, suffix_of

_TOO_MUCH_MEMORY = Failure(Outcome.INTERNAL_ERROR, "The page needed more memory than a page may have.")

Stop = Callable[[], bool]


def never() -> bool:
    """A stop that never comes."""
    return False


class Cleaner:
    """Does the shards of one job. Raises StoreError when clean/ cannot be written; nothing else for any page."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._raw = open_place(job.raw)
        self._clean = open_place(job.clean)
        self._memory = read_memory(job.memory) if job.memory else None

    def pages(
        self,
        shard: Shard,
        *,
        done: int = 0,
        failure: Failure | None = None,
        blind: bool = False,
        stop: Stop = never,
    ) -> Iterator[PageRecord]:
        """Clean a shard, page by page. ``done`` files of it are done already; with ``failure`` the first page
        is not tried but recorded as this, and with ``blind`` not even read."""
        for span in shard.spans:
            for record in self._span(span, failure, blind, stop):
                failure, blind = None, False
                yield record
            if stop():
                return
        for file in shard.files[done:]:
            if stop():
                return
            yield self._file(file, failure)
            failure = None

    def _file(self, file: PageFile, failure: Failure | None) -> PageRecord:
        started = time.perf_counter()
        page = RawPage(source=file.source, failure=failure)
        if failure is None:
            page = self._read(file)
        document = self._document(page)
        place = place_of(document.outcome)
        data = json_of(document) if place else encode(document, self.job.format)
        suffix = suffix_of("json" if place else self.job.format, Kind.PAGE, False)
        path = output_name(file.source, place, suffix)
        try:
            self._clean.write(path, data)
        except OSError as error:
            raise store_error(error, self.job.clean) from error
        return PageRecord.of(
            document,
            bytes=file.size,
            file_sha256=page.file_sha256,
            outputs=((source_name(path), len(data)),),
            **self._fingerprint(document),
            again=page.failure.again if page.failure else False,
            seconds=time.perf_counter() - started,
        )

    def _span(self, span: Span, failure: Failure | None, blind: bool, stop: Stop) -> Iterator[PageRecord]:
        folder = folder_of(span.source, span.size, span.stamp, span.made)
        try:
            journal = Journal(self._clean, folder, span.start)
            try:
                if not journal.complete:
                    yield from self._journalled(span, journal, failure, blind, stop)
            finally:
                journal.close()
        except OSError as error:
            raise store_error(error, self.job.clean) from error

    def _journalled(
        self, span: Span, journal: Journal, failure: Failure | None, blind: bool, stop: Stop
    ) -> Iterator[PageRecord]:
        for page in self._found(span, journal, blind):
            if stop():
                return
            if isinstance(page, PassedOver):
                journal.add(Entry(page.position, passed_over=page.reason))
                continue
            if not sampled(page.source, self.job.sample):
                continue
            if span.limit is not None and journal.pages >= span.limit:
                break
            started = time.perf_counter()
            if failure is not None:
                page, failure = replace(page, failure=failure), None
            document = self._document(page)
            record = PageRecord.of(
                document,
                position=page.position,
                reached=page.reached,
                again=page.failure.again if page.failure else False,
                seconds=time.perf_counter() - started,
                **self._fingerprint(document),
            )
            journal.add(Entry(page.position, record), line_of(document))
            journal.pages += 1
            yield record
        journal.end()

    def _found(self, span: Span, journal: Journal, blind: bool) -> Iterator[RawPage | PassedOver]:
        """The records of a span that are not in the journal; a container that cannot be read is one failure."""
        last = journal.last
        try:
            for page in read_pages(
                self._raw,
                span.source,
                start=span.start,
                stop=span.stop,
                after=last,
                max_bytes=self.job.settings.max_bytes,
                columns=self.job.columns,
                blind=blind,
            ):
                last = page.position
                yield page
        except OSError as error:
            position = (last[0], last[1] + 1) if last else (span.start, 0)
            sentence = f"The file cannot be read: {error.strerror or error}."
            failure = Failure(Outcome.INTERNAL_ERROR, sentence, again=True)
            yield RawPage(source=f"{span.source}#@{position[0]}", failure=failure, position=position)

    def _read(self, file: PageFile) -> RawPage:
        try:
            return read_file(self._raw, file.source, file.size, self.job.settings.max_bytes)
        except MemoryError:
            return RawPage(source=file.source, failure=_TOO_MUCH_MEMORY)

    def _document(self, page: RawPage) -> Document:
        if page.failure is not None:
            return self._failed(page, page.failure)
        try:
            return clean_page(
                page.data,
                source=page.source,
                url=page.url,
                content_type=page.content_type,
                fetched=page.fetched,
                settings=self.job.settings,
                memory=self._memory_for(page.source),
            )
        except MemoryError:
            return self._failed(page, _TOO_MUCH_MEMORY)
        except RecursionError:
            return self._failed(page, Failure(Outcome.PARSE_FAILED, "The page is nested too deeply to be read."))
        except Exception as error:  # noqa: BLE001  # a bug in a rule must cost one page, and be seen there
            sentence = f"zolal failed on this page, which is a bug: {_where(error)}."
            return self._failed(page, Failure(Outcome.INTERNAL_ERROR, sentence))

    def _fingerprint(self, document: Document) -> dict[str, object]:
        if not self.job.fingerprints or document.outcome is not Outcome.OK:
            return {}
        found = fingerprint(document.text)
        return {"exact": found.exact, "sketch": found.sketch}

    def _memory_for(self, source: str) -> SiteMemory | None:
        if self._memory is None:
            return None
        folder, slash, _ = source.partition("/")
        return self._memory.in_folder(folder if slash else None)

    def _failed(self, page: RawPage, failure: Failure) -> Document:
        """The record of a page that did not become a document."""
        data = page.data.encode("utf-8", "surrogatepass") if isinstance(page.data, str) else page.data
        digest = hashlib.sha256(data).hexdigest() if data else ""
        return Document(
            id=(digest or hashlib.sha256(page.source.encode()).hexdigest())[:16],
            source=page.source,
            url=page.url,
            outcome=failure.outcome,
            error=failure.error,
            raw=Raw(sha256=digest, bytes=len(data), fetched=page.fetched),
            pipeline=Made(VERSION, self.job.settings.digest(), self._memory.digest if self._memory else None),
        )


def read_memory(address: str) -> SiteMemory:
    """The frozen site memory at an address. Raises UsageError when there is none."""
    folder, _, name = address.rpartition("/")
    try:
        with open_place(folder or ".").open(name) as file:
            return decode(file.read())
    except OSError as error:
        raise UsageError(f"The site memory {address} cannot be read: {error.strerror or error}.") from error


def _where(error: Exception) -> str:
    """The error in one line, with the place in our code a bug report needs."""
    at = error.__traceback__
    place = ""
    while at is not None:
        place = f"{at.tb_frame.f_globals.get('__name__', '?')}:{at.tb_lineno}"
        at = at.tb_next
    return f"{type(error).__name__}: {str(error)[:200]} ({place})"
