"""What a person reads about a run: the markdown of its summary and the rows of its shards, without Prefect."""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.engines.work import Shard, ShardResult
from pipeline.run import RunSummary
from pipeline.store.records import tally

_LANGUAGES = {"fa": "Persian", "en": "English", "ar": "Arabic", "ckb": "Central Kurdish", "und": "undecided"}
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_BAR = 20  # cells of a full bar


def isolated(text: str) -> str:
    """``text`` for a markdown table: nothing of it is markup, and right-to-left stays inside its own cell."""
    for mark in ("\\", "|", "*", "_", "`", "[", "]", "<", ">", "#", "~"):
        text = text.replace(mark, "\\" + mark if mark not in "<>" else {"<": "&lt;", ">": "&gt;"}[mark])
    return f"{_FIRST_STRONG}{' '.join(text.split())}{_POP}"


def sentence(summary: RunSummary) -> str:
    """The run in one line, as it stands beside its state."""
    pages = f"{_pages(summary.done)} cleaned, {summary.unchanged:,} unchanged"
    parts = [f"{summary.documents:,} documents", f"{summary.skipped:,} skipped"]
    parts.append(f"{summary.quarantined:,} in quarantine")
    return f"{pages}; {', '.join(parts)}" + ("; stopped before the end" if summary.stopped else "")


def report(summary: RunSummary) -> str:
    """The markdown summary of a run: counts, removals, languages, slow pages, drift, quarantine."""
    parts = [
        f"# {isolated(summary.raw)} → {isolated(summary.clean)}",
        sentence(summary) + f". {summary.seconds:.1f} s, zolal {summary.version}, settings `{summary.settings}`.",
        "## Pages",
        _table(("outcome", "pages", "share"), _shares(summary.outcomes)),
        "## Lines removed",
        _removed(summary),
        "## Languages",
        _table(("language", "documents", "share"), _shares(summary.languages, _LANGUAGES)),
        "## Dates",
        f"{summary.dates:,} found, {summary.converted:,} written anew as the settings ask.",
    ]
    if summary.duplicates:
        parts.append(f"{summary.duplicates:,} documents repeat another one.")
    if summary.slowest:
        rows = [(isolated(page.source), f"{page.seconds:.2f} s", f"{page.bytes:,}") for page in summary.slowest]
        parts += ["## Slowest pages of this run", _table(("page", "time", "bytes"), rows)]
    if summary.drifted:
        parts += ["## Sites that drifted", *(f"- {isolated(sentence)}" for sentence in summary.drifted)]
    if summary.failures:
        rows = [(isolated(page.source), page.outcome, isolated(page.error or "")) for page in summary.failures]
        parts += ["## Quarantine", _table(("page", "outcome", "why"), rows)]
        if (more := summary.quarantined - len(summary.failures)) > 0:
            parts.append(f"… and {more:,} more below `_quarantine/`.")
    if summary.passed_over:
        files = [(isolated(reason), f"{count:,}") for reason, count in summary.passed_over.items()]
        parts += ["## Passed over", _table(("what", "files"), files)]
    if summary.vanished:
        parts.append(f"{len(summary.vanished):,} inputs have vanished; {summary.pruned:,} of their outputs are pruned.")
    return "\n\n".join(parts) + "\n"


def shard_row(number: int, shards: Sequence[Shard], results: Sequence[ShardResult]) -> dict[str, str | int | float]:
    """One row of the table of shards; a shard without its result is one that failed or never began."""
    sums = tally(record for result in results for record in result.records)
    whole = len(results) == len(shards) and all(result.complete for result in results)
    return {
        "shard": number,
        "first page": shards[0].name,
        "pages": sums.pages,
        "documents": sums.documents,
        "skipped": sums.skipped,
        "quarantined": sums.quarantined,
        "seconds": round(sum(result.seconds for result in results), 1),
        "whole": "yes" if whole else "no",
    }


def _removed(summary: RunSummary) -> str:
    gone = sum(summary.removed.values())
    lines = gone + summary.kept
    share = f"{gone / lines:.0%}" if lines else "none"
    head = f"{gone:,} of {lines:,} lines ({share})."
    return head + "\n\n" + _table(("class", "lines", "share"), _shares(summary.removed)) if gone else head


def _shares(counts: Mapping[str, int], names: Mapping[str, str] = {}) -> list[tuple[str, ...]]:
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        (isolated(names.get(name, name)), f"{count:,}", f"{'█' * round(_BAR * count / total)} {count / total:.1%}")
        for name, count in ordered
        if count
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) if len(lines) > 2 else "none"


def _pages(count: int) -> str:
    return f"{count:,} page" + ("" if count == 1 else "s")
