"""Persian text in one spelling, and nothing else changed: only Persian spans, never a protected token.

Levels, each with all of the one before:
``light``     one code point for one letter, the digits policy, no kashida, no bidi marks, NFC
``standard``  spaces and half spaces that can only be meant one way: «می شود», «کتاب ها», half spaces typed as RLM
``full``      hazm's ``Normalizer`` behind the shield
"""

from collections.abc import Iterable, Sequence
from functools import cache

from msgspec import Struct

from pipeline.config import Digits, Normalize
from pipeline.model import Segment
from pipeline.text import persian_steps as steps
from pipeline.text.language import segment
from pipeline.text.persian_full import Hazm, full
from pipeline.text.protect import Span, shield, tokens
from pipeline.text.rewriting import Rewriting


class Normalized(Struct, frozen=True):
    """A text after normalization."""

    text: str
    counts: dict[str, int]
    """How often each named step changed something; steps that changed nothing are absent."""
    offsets: list[int] | None
    """Old offset to new one, len(old) + 1 of them, never falling; None when nothing moved."""


def normalize(
    text: str,
    segments: Sequence[Segment] | None = None,
    *,
    level: Normalize = "standard",
    digits: Digits = "keep",
    protected: Iterable[Span] = (),
) -> Normalized:
    """Normalize the ``fa`` segments of ``text``; other spans lose only odd white space and control characters.

    ``segments`` are those of ``text`` (asked for here when None). ``protected`` are spans never touched, beside what
    is always protected: URLs, e-mail, numbers, code, Latin words, abbreviations. A ``digits`` policy other than
    ``keep`` changes the digits of amounts, dates and times, not those of versions, IP addresses or codes.
    """
    if level == "none" or not text:
        return Normalized(text, {}, None)
    if segments is None:
        segments = segment(text)
    if steps.evenly_spaced(text) and all(s.language != "fa" for s in segments):
        return Normalized(text, {}, None)
    untouched = [*tokens(text), *protected]
    work = Rewriting(text)
    _white_space(work, untouched)
    persian = [(work.now(s.start), work.now(s.end)) for s in segments if s.language == "fa"]
    if persian:
        hidden = [(work.now(start), work.now(end)) for start, end in untouched]
        hidden += _outside(persian, len(work.text))
        for start, end in persian:
            hidden += shield(work.text, start, end, numbers=digits == "keep")
        work.hide(hidden)
        steps.letters(work)
        if digits != "keep":
            steps.digits(work, digits)
        if level != "light":
            steps.spacing(work)
        if level == "full":
            full(work, _hazm())
        work.unhide()
        if "zwnj_edges" in work.counts:
            _white_space(work, untouched)  # a half space that goes may have stood between two spaces
    return Normalized(work.text, work.counts, work.offsets)


def is_normal(text: str) -> bool:
    """Whether ``normalize`` would leave ``text`` alone at every level, told without asking for its languages."""
    return not steps.has_arabic(text) and steps.evenly_spaced(text)


def _white_space(work: Rewriting, untouched: Iterable[Span]) -> None:
    if steps.evenly_spaced(work.text):
        return
    work.hide((work.now(start), work.now(end)) for start, end in untouched)
    steps.white_space(work)
    work.unhide()


@cache
def _hazm() -> Hazm:
    """Constructed once, at the first text of this level: it takes seconds and 200 MB, so not at import.

    Its steps that delete signs are off, and digits are a policy of their own.
    """
    from hazm import Normalizer

    hazm: Hazm = Normalizer(
        remove_diacritics=False, remove_specials_chars=False, persian_numbers=False, unicodes_replacement=False
    )
    return hazm


def _outside(spans: Sequence[Span], length: int) -> list[Span]:
    """What ``spans``, in order, leave of ``length`` characters."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), length]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if end < start]
