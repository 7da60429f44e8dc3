"""What a worker does with a shard when a site memory is learned: read a page, hand back its lines as hashes."""

import time
from collections.abc import Iterator

import msgspec

from pipeline.chain import site_of
from pipeline.corpus.repeats import Sighting, sight
from pipeline.engines.cleaning import Stop, never
from pipeline.engines.work import Job, Shard, sampled
from pipeline.errors import PageError
from pipeline.html import decode, read_html
from pipeline.model import Outcome
from pipeline.store.places import open_place
from pipeline.store.readers import Failure, PassedOver, RawPage, read_file, read_pages
from pipeline.store.records import PageRecord
from pipeline.text.lines import text_lines


class Learner:
    """Does the shards of one job. Nothing is written; a page that cannot be read teaches nothing."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._raw = open_place(job.raw)

    def pages(
        self,
        shard: Shard,
        *,
        done: int = 0,
        failure: Failure | None = None,
        blind: bool = False,
        stop: Stop = never,
    ) -> Iterator[PageRecord]:
        """The sightings of a shard's pages but for the first ``done``; with ``failure`` the next is left out."""
        for number, page in enumerate(self._found(shard)):
            if stop():
                return
            if number < done:
                continue
            if failure is not None:
                yield PageRecord(source=page.source, outcome=failure.outcome)
                failure = None
                continue
            yield self._sighted(page)

    def _found(self, shard: Shard) -> Iterator[RawPage]:
        limit = self.job.settings.max_bytes
        for file in shard.files:
            yield read_file(self._raw, file.source, file.size, limit)
        for span in shard.spans:
            pages = read_pages(
                self._raw,
                span.source,
                start=span.start,
                stop=span.stop,
                after=None,
                max_bytes=limit,
                columns=self.job.columns,
            )
            for page in pages:
                if not isinstance(page, PassedOver) and sampled(page.source, self.job.sample):
                    yield page

    def _sighted(self, page: RawPage) -> PageRecord:
        started = time.perf_counter()
        sighting, outcome = None, page.failure.outcome if page.failure else Outcome.OK
        if page.failure is None:
            try:
                sighting = self._sight(page)
            except PageError as error:
                outcome = error.outcome
            except Exception:  # noqa: BLE001  # what is wrong with the page is told when it is cleaned
                outcome = Outcome.INTERNAL_ERROR
        return PageRecord(
            source=page.source,
            outcome=outcome,
            site=sighting.site if sighting else None,
            reached=page.reached,
            seen=msgspec.msgpack.encode(sighting) if sighting else b"",
            seconds=time.perf_counter() - started,
        )

    def _sight(self, raw: RawPage) -> Sighting | None:
        page = decode(raw.data, raw.content_type, max_bytes=self.job.settings.max_bytes)
        html = read_html(page, raw.url, self.job.settings) if page.is_html else None
        lines = html.lines if html else text_lines(page.text)
        folder, slash, _ = raw.source.partition("/")
        site = site_of(raw.url or (html.metadata.canonical if html else None)) or (folder if slash else None)
        if site is None or not lines:
            return None
        date = raw.fetched
        if date is None and html is not None and html.metadata.dates:
            date = html.metadata.dates[0].value
        data = raw.data.encode("utf-8", "surrogatepass") if isinstance(raw.data, str) else raw.data
        return sight(site, data, lines, date)
