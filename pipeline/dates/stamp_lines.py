"""The stamps of a page's lines: dates that stand almost alone, with the labels beside them."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

from pipeline.dates import machine
from pipeline.dates.context import DateContext
from pipeline.dates.find import find_dates
from pipeline.dates.fold import fold
from pipeline.dates.machine import Moment
from pipeline.dates.patterns import LETTER, WORD_END, WORD_START, alternation, key
from pipeline.dates.vocabulary import load
from pipeline.model import DateMention

Role = Literal["published", "modified", "clock", "other"]

_LABELS: dict[Role, list[str]] = load("labels.toml")  # type: ignore[assignment]
_ROLE_OF: dict[str, Role] = {key(fold(label).text): role for role, labels in _LABELS.items() for label in labels}
_ALL = [label for labels in _LABELS.values() for label in labels]
# A long label counts where a flattener glued it to the word before: «۱۱۹ بارآخرین تغییرات».
_LABEL = re.compile(
    rf"(?:{WORD_START}(?P<label>{alternation(_ALL)})"
    rf"|(?P<glued>{alternation(label for label in _ALL if len(label) > 8)})){WORD_END}"
)
_WORD = re.compile(rf"{LETTER}+")
_DIGIT = re.compile(r"\d")
# A kept stamp ends with its date, or a bar parts it from what follows; a sentence goes on.
_END = re.compile(r"[\s.)\]،,؛:-]*(?:[|·•]|\Z)")
# Lines of these classes speak of other things than the page; "legal" too, unless it says more.
_NEVER = frozenset(
    {"caption", "related", "ad", "ticker", "comments", "tags", "captcha", "subscribe", "appeal", "body_dup"}
)
_FULL = frozenset({"day", "hour", "minute", "second"})
_LONGEST = 240
# Words a stamp may hold beside date and label: a byline, a section, an id.
_WITH_LABEL = 12
_WITHOUT_LABEL = 8
_IN_BODY = 8
_NAME = 4
_CLOSE = 5
_NEAR = 12
_SENTENCE = 60


class _Label(NamedTuple):
    at: int
    end: int
    words: int
    role: Role


class StampLine(Struct, frozen=True, gc=False):
    """A line of the page as the judges left it."""

    number: int
    text: str
    removed_as: str | None
    """Class of its removal, None where it was kept."""
    before_body: bool
    """It stands before the first line of the body; a kept line that does is the title."""
    row: bool = False
    """It is a row of a table: what is dated there is what the row tells of, unless a label says otherwise."""


class Stamp(Struct):
    """One point of time that stands on the page apart from its text."""

    line: StampLine
    place: int
    """Index of the line among all lines."""
    mentions: list[DateMention]
    """The mention, and its twin in another calendar where the line has one."""
    role: Role | None
    """What the label says; None where there is none."""
    moment: Moment
    gap: int = 0
    """Lines from title or body; 0 between the two."""
    side: Literal["between", "before", "in", "after"] = "before"
    """Where it stands to title and body."""
    over_text: bool = False
    """A line of running text follows within three lines, on a page whose title is not known."""
    score: float = 0.0

    @property
    def zone(self) -> str | None:
        """The zone the stamp states, as it states it."""
        return next((mention.zone for mention in self.mentions if mention.zone), None)

    @property
    def weekday(self) -> bool:
        return any(mention.weekday_ok is not None for mention in self.mentions)

    @property
    def clock(self) -> bool:
        """The page's own clock: what it showed when it was saved."""
        if self.line.removed_as == "pageclock" and self.role is None:
            return self.side != "between"  # no page has its clock under the title
        return self.role == "clock"


def read_stamps(lines: Sequence[StampLine], context: DateContext | None) -> list[Stamp]:
    """All stamps of a page, in order, with where they stand to title and body."""
    stamps = list(_stamps(lines, context))
    own = {stamp.place for stamp in stamps}
    kept = [i for i, line in enumerate(lines) if line.removed_as is None and i not in own]
    title = next((i for i in kept if lines[i].before_body), None)
    body = [i for i in kept if i != title]
    if title is None and not body:
        return [stamp for stamp in stamps if stamp.role is not None]
    # A short line kept by mistake is no body: the first line as long as a sentence is.
    first = next((i for i in body if len(lines[i].text) >= _SENTENCE), body[0] if body else len(lines))
    last = body[-1] if body else len(lines)
    for stamp in stamps:
        _place(stamp, first if title is None else title, first, last)
        if title is not None:
            continue
        following = lines[stamp.place + 1 : stamp.place + 4]
        stamp.over_text = any(line.removed_as is None and len(line.text) >= _SENTENCE for line in following)
    return [stamp for stamp in stamps if _credible(stamp)]


def _credible(stamp: Stamp) -> bool:
    """A line taken for a caption or a teaser may be a stamp all the same, but only close to title and body."""
    if stamp.line.removed_as not in _NEVER or stamp.side == "between":
        return True
    if stamp.role in ("published", "modified"):
        return stamp.gap <= _CLOSE
    return stamp.side == "before" and stamp.gap <= 3


def _place(stamp: Stamp, title: int, first: int, last: int) -> None:
    at = stamp.place
    if at < title:
        stamp.side, stamp.gap = "before", title - at
    elif at < first:
        stamp.side, stamp.gap = "between", 0
    elif at <= last:
        stamp.side, stamp.gap = "in", at - first
    else:
        stamp.side, stamp.gap = "after", at - last


def _stamps(lines: Sequence[StampLine], context: DateContext | None) -> Iterator[Stamp]:
    for place, line in enumerate(lines):
        if len(line.text) > _LONGEST or not _DIGIT.search(line.text):
            continue
        mentions = [m for m in find_dates(line.text, context=context) if m.precision in _FULL and m.iso]
        if not mentions:
            continue
        labels = list(_labels(line.text))
        if _is_stamp(line, mentions, labels):
            yield from _of_line(line, place, mentions, labels, _label_before(lines, place))


def _label_before(lines: Sequence[StampLine], place: int) -> Role | None:
    """What a line says that is a label and nothing else: «تاریخ انتشار», and the date on the next line."""
    text = lines[place - 1].text if place else ""
    labels = list(_labels(text)) if text and len(text) <= _SENTENCE else []
    return labels[0].role if labels and len(_WORD.findall(text)) == labels[0].words else None


def _labels(text: str) -> Iterator[_Label]:
    folded = fold(text)
    for found in _LABEL.finditer(folded.text):
        label = found["label"] or found["glued"]
        start, end = folded.start(found.start()), folded.end(found.end(), text)
        yield _Label(start, end, len(_WORD.findall(label)), _ROLE_OF[key(label)])


def _is_stamp(line: StampLine, mentions: list[DateMention], labels: list[_Label]) -> bool:
    """Whether a line is a stamp and no sentence, caption or teaser with a date in it."""
    told = sum(len(_WORD.findall(mention.surface)) for mention in mentions) + sum(label.words for label in labels)
    words = len(_WORD.findall(line.text)) - told
    if line.removed_as is not None and _says_so(mentions, labels, 2 if line.removed_as == "legal" else 1):
        return line.removed_as == "legal" or words <= _WITH_LABEL
    if line.removed_as is not None and line.removed_as not in _NEVER and line.removed_as != "legal":
        return words <= (_WITH_LABEL if labels else _WITHOUT_LABEL)
    end = mentions[-1].end
    closed = _END.match(line.text, end) or any(0 <= label.at - end <= 3 for label in labels)
    if line.removed_as == "legal" or not closed:
        return False
    labelled = any(label.role in ("published", "modified") and label.at < mentions[0].start for label in labels)
    if line.row and not labelled:
        return False
    return words <= (_IN_BODY if labelled else _NAME)


def _says_so(mentions: list[DateMention], labels: list[_Label], words: int) -> bool:
    """Whether a label of at least so many words stands right before a date: "Last updated: 8 September 2018"."""
    return any(
        label.role in ("published", "modified")
        and label.words >= words
        and any(0 <= mention.start - label.end <= 3 for mention in mentions)
        for label in labels
    )


def _speaks_of(label: _Label, mention: DateMention) -> bool:
    """A label speaks of the dates after it; one for the clock or for another thing only of the very next words."""
    near = mention.start - label.end
    return near >= 0 and (label.role in ("published", "modified") or near <= _NEAR or label.at == 0)


def _of_line(
    line: StampLine, place: int, mentions: list[DateMention], labels: list[_Label], carried: Role | None
) -> Iterator[Stamp]:
    """One stamp for each date of a line; the same day in two calendars is one stamp."""
    last: Stamp | None = None
    for mention in mentions:
        moment = machine.from_iso(mention.iso or "")
        if moment is None:
            continue
        before = [label.role for label in labels if _speaks_of(label, mention)]
        role = before[-1] if before else carried
        if last is not None and mention.calendars_agree and moment.day == last.moment.day and role == last.role:
            last.mentions.append(mention)
            if last.moment.clock is None:
                last.moment = moment
            continue
        if last is not None:
            # what stands before «به‌روزرسانی: …» on one line is the first publication
            if last.role is None and role == "modified":
                last.role = "published"
            yield last
        last = Stamp(line, place, [mention], role, moment)
    if last is not None:
        yield last
