"""A page as the rules see it: its lines folded, their phrases found, who repeats whom."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from msgspec import Struct

from pipeline.model import Line
from pipeline.strip.fold import fold_lines, key_of, persian_letters
from pipeline.strip.phrases import Hit, How, phrase_book
from pipeline.strip.stamp import Stamp, read_stamp

_SENTENCE_ENDS = tuple(".!?؟…۔。！？:;")
_CLOSERS = "\"'”’»)]"
_BULLET = re.compile(r"\s*(?:[•‣◦▪●■*+–-]|\d{1,2}[.)])(?:\s|$)")
_BAR = re.compile(r"\s[|•·]\s|\s\*\*\*\s")
_BARS = ("|", "•", "·", "***")
_HEADING = re.compile(r"h(?<![^/]h)([1-6])(?=[./#\[]|$)")
_SHORT, _MOST_KNOWN = 80, 8192
"""Characters of a line that is remembered at most, and lines remembered."""


class _Read(Struct, frozen=True, gc=False):
    """A line as it reads, wherever it stands."""

    plain: str
    folded: str
    words: int
    hits: tuple[Hit, ...]


_known: dict[str, _Read] = {}
"""What was read of short lines: menus say the same on every page of a site."""


def _read(texts: Sequence[str]) -> list[_Read]:
    """Each line of a page; those that are not known are read together."""
    found = {text: known for text in texts if (known := _known.get(text)) is not None}
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    find = phrase_book().find
    for text, (low, folded) in fold_lines(dict.fromkeys(text for text in texts if text not in found)).items():
        found[text] = read = _Read(low, folded, folded.count(" ") + 1 if folded else 0, find(folded))
        if len(text) <= _SHORT and len(_known) <= _MOST_KNOWN:
            _known[text] = read
    return [found[text] for text in texts]


class View:
    """One page; every list has one entry a line, and an index is a place in them, not a line number."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        read = _read([line.text for line in lines])
        self._plain = [one.plain for one in read]
        self.folded = [one.folded for one in read]
        self.words = [one.words for one in read]
        self.hits = [one.hits for one in read]

    def __len__(self) -> int:
        return len(self.lines)

    def key(self, index: int) -> str:
        """Key of a line for repetition: lines with one key read the same."""
        return key_of(self._plain[index])

    @cached_property
    def keys(self) -> list[str]:
        """The keys of all lines."""
        return list(map(key_of, self._plain))

    @cached_property
    def levels(self) -> list[int]:
        """1-6 where a line stands in such a heading, 0 elsewhere."""
        return [_level(line.path) for line in self.lines]

    @cached_property
    def items(self) -> list[bool]:
        """Whether a line is an item of a list, by the markup or by its bullet."""
        return [line.kind == "list_item" or _BULLET.match(line.text) is not None for line in self.lines]

    @cached_property
    def text(self) -> str:
        """The whole page, to see at one look what none of its lines has; see ``persian_letters``."""
        return persian_letters("\n".join([line.text for line in self.lines]))

    def written(self, index: int) -> str:
        """A line as it stands in ``text``."""
        return self.text[self._starts[index] : self._starts[index + 1] - 1]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in ``text``."""
        return list(accumulate((len(line.text) + 1 for line in self.lines), initial=0))

    def having(self, mark: str) -> Iterator[int]:
        """Indexes of the lines that have ``mark`` in them."""
        text, starts = self.text, self._starts
        at = text.find(mark)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            yield index
            at = text.find(mark, starts[index + 1])

    @cached_property
    def barred(self) -> dict[int, list[str]]:
        """Index of a line with bars or dots in it → what stands between them."""
        found = sorted({index for bar in _BARS for index in self.having(bar)})
        return {index: [part.strip() for part in _BAR.split(self.written(index)) if part.strip()] for index in found}

    @cached_property
    def by_group(self) -> dict[tuple[str, How], dict[int, Hit]]:
        """Phrase group and way of matching → index of line → what was found."""
        found: dict[tuple[str, How], dict[int, Hit]] = defaultdict(dict)
        for index, hits in enumerate(self.hits):
            for hit in hits:
                found[hit.group, hit.how].setdefault(index, hit)
        return found

    @cached_property
    def stamps(self) -> list[Stamp | None]:
        lines = zip(self.lines, self.folded, strict=True)
        return [read_stamp(line.text, folded) if "#" in folded else None for line, folded in lines]

    @cached_property
    def copies(self) -> dict[str, list[int]]:
        """Repetition key → indexes of the lines that read so."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(self.keys):
            found[key].append(index)
        return found

    @cached_property
    def prose(self) -> list[bool]:
        """Whether a line reads like a sentence of running text: long, or middling with a sentence's end."""
        return [
            words >= 25 or (words >= 9 and line.text.rstrip().rstrip(_CLOSERS).endswith(_SENTENCE_ENDS))
            for line, words in zip(self.lines, self.words, strict=True)
        ]


@lru_cache(maxsize=4096)
def _level(path: str) -> int:
    if "/h" not in path and not path.startswith("h"):
        return 0
    found = _HEADING.findall(path)
    return int(found[-1]) if found else 0
