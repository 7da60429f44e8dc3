"""The line that is the title of a text page: what is said of each line above the text, weighed.

A line is described in words a reader would use («as long as a headline», «ends like a sentence», «its words come back
in the text»), and each has a weight (``headline.toml``, learned by ``benchmarks.train_headlines``). The line with the
largest sum is the title, unless the sum for "none of them" is larger: a clean text has no title any more, so a first
line is no title for being the first.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from msgspec import Struct, convert

from pipeline.strip.credits import begins_like_byline
from pipeline.strip.features import COLUMNS, Flags, Floats
from pipeline.strip.phrases import word_list
from pipeline.strip.view import View

WEIGHTS = "headline.toml"
Said = dict[str, float]
"""What is said of a line → how much of it (mostly 1)."""

_LONGEST = 60  # words; titles of court rulings are long
_REACH = 60  # lines above the text that are looked at
_LEAD = 60  # words the text begins with
_NEAR = 4  # lines
_STAMP_OTHERS = 4  # words
_PAIR = 3  # words; a shorter line is no headline beside another one
_CREDIT = 4  # words; «عکس: مریم نمونه» names a photographer and no story
_LONG = 7  # words; a shorter line may be the name of a section
_KICKER = (18, 22)
"""Words a kicker and the title under it have at most."""
_KICKER_GAP = 2.0
"""A title under a kicker is at most this much less likely than the kicker is."""
_LENGTHS = (
    (1, "one word"), (2, "two words"), (3, "three words"), (5, ""), (9, "6-9 words"), (16, "10-16 words"),
    (24, "17-24 words"), (40, "25-40 words"), (_LONGEST, "more words"),
)  # fmt: skip
_SENTENCE = re.compile(r"""[.۔。…]["'”’»)\]]*\s*$""")
_QUESTION = re.compile(r"""[?؟!]["'”’»)\]]*\s*$""")
_COLON = re.compile(r"[:：؛]\s*$")
_SPEAKER = re.compile(r"^\W*(?:[\w\u200c'’.-]+\s+){0,3}[\w\u200c'’.-]+\s*[:：]\s*\S")
_BAR = re.compile(r"\s[|»«›>/·•]\s|\|")
_YEAR = re.compile(r"\d{4}")
_BULLETS = "•‣◦▪●■*+–-"
_OUTER = " \t\r\xa0\u200e\u200f\ufeff•‣◦▪●■*|"


class Title(Struct, frozen=True):
    """What was found above the text."""

    index: int | None
    """Line of the title; None where the page has none."""
    score: float
    """How much better the best line is than none at all: log-odds."""
    told: float
    """Share (0-1) of the best line's telling words that come back in the text."""


class Candidates:
    """The lines above the text of a page that could be its title, and what is said of each."""

    def __init__(self, view: View, rows: Floats, probability: Floats, keep: Flags) -> None:
        """``rows``: ``features()`` of the page; ``probability``: the line model's; ``keep``: lines that stay."""
        self._view, self._keep, self._probability = view, keep, probability
        column = {name: rows[:, COLUMNS.index(name)] > 0 for name in ("cue", "certain", "prose")}
        self._cue, self._prose = column["cue"], column["prose"]
        self.body = body_start(rows, keep)
        self._bullet = [line.text.lstrip()[:1] in _BULLETS for line in view.lines]
        credited = {i for i in view.by_group.get(("caption.credit", "label"), {}) if view.words[i] <= _CREDIT}
        near = [
            i for i in range(max(0, self.body - _REACH), self.body)
            if 1 <= view.words[i] <= _LONGEST and not column["certain"][i] and i not in credited
        ]  # fmt: skip
        # Items of lists are menus; where there is nothing else they are asked all the same.
        self.places: list[int] = [i for i in near if not self._bullet[i]] or near
        """Indexes of the lines, top first."""
        self._stamp = [s is not None and s.date and s.others <= _STAMP_OTHERS for s in view.stamps]
        self._plain = [
            bool(words) and not cue and not stamp
            for words, cue, stamp in zip(view.words, self._cue.tolist(), self._stamp, strict=True)
        ]
        weight = np.where(self._prose, np.array(view.words), 0)
        self._above = (np.cumsum(weight) - weight) / max(int(weight.sum()), 1)

    @cached_property
    def said(self) -> list[Said]:
        """Of each of ``places``, what is said of it."""
        return [self._of(i) for i in self.places]

    @cached_property
    def none(self) -> Said:
        """What speaks for a page without a title."""
        keep, view = self._keep, self._view
        first = int(np.argmax(keep))
        clean = not self._cue.any()
        said = {
            "none": True,
            "no furniture": clean,
            "all stays": float(keep.mean()) > 0.95,
            "one candidate": len(self.places) <= 1,
            "begins with text": bool(self._prose[first]),
            "begins short, no furniture": clean and view.words[first] <= 5,
        }
        return {name: 1.0 for name, true in said.items() if true}

    def told(self, index: int) -> float:
        """Share of a line's telling words that come back in the text."""
        words = self._telling(index)
        return sum(word in self._text[0] for word in words) / len(words) if words else 0.0

    def is_pair(self, upper: int, lower: int) -> bool:
        """Whether two lines one above the other both read like headlines, in a script where a kicker comes first."""
        words = self._view.words
        return (
            words[upper] <= _KICKER[0]
            and words[lower] <= _KICKER[1]
            and self._headline(upper)
            and self._headline(lower)
            and self._below(upper) == lower
            and not _COLON.search(self._view.lines[lower].text)
            and _is_arabic(self._view.lines[lower].text)
        )

    @cached_property
    def _text(self) -> tuple[set[str], set[str]]:
        """Words of the text, and of its beginning."""
        words: set[str] = set()
        lead: set[str] = set()
        count = 0
        for i in range(self.body, len(self._view)):
            if self._keep[i]:
                mine = self._view.folded[i].split()
                words.update(mine)
                if count < _LEAD:
                    lead.update(mine)
                count += len(mine)
        return words, lead

    @cached_property
    def _top(self) -> str:
        """The lines above the text and around its beginning, folded."""
        return "\n".join(self._view.folded[: self.body + 2])

    @cached_property
    def _plain_lines(self) -> list[int]:
        start = max(0, self.places[0] - _NEAR) if self.places else 0
        return [i for i in range(start, self.body) if self._plain[i] and not self._bullet[i]]

    def _telling(self, index: int) -> list[str]:
        small = word_list("boundary")
        return [w for w in self._view.folded[index].split() if len(w) > 1 and w not in small]

    def _headline(self, index: int) -> bool:
        view = self._view
        return (
            self._plain[index]
            and not self._bullet[index]
            and _PAIR <= view.words[index] <= _LONGEST
            and not _SENTENCE.search(view.lines[index].text)
        )

    def _below(self, index: int) -> int | None:
        words = self._view.words
        return next((i for i in range(index + 1, min(len(words), index + _NEAR)) if words[i]), None)

    def _over(self, index: int) -> int | None:
        words = self._view.words
        return next((i for i in range(index - 1, max(-1, index - _NEAR), -1) if words[i]), None)

    def _of(self, i: int) -> Said:
        said = dict.fromkeys((*self._form(i), *self._place(i), *self._neighbours(i)), 1.0)
        return said | self._words_told(i) | self._distances(i)

    def _form(self, i: int) -> list[str]:
        """The line by itself."""
        view, line = self._view, self._view.lines[i]
        text, words = line.text, view.words[i]
        copies = view.copies[view.keys[i]]
        below = i + 1 < len(view) and view.lines[i + 1].glued
        stamp = view.stamps[i]
        key = view.folded[i]
        true = {
            next(name for most, name in _LENGTHS if words <= most): True,
            "ends like a sentence": bool(_SENTENCE.search(text)),
            "question": bool(_QUESTION.search(text)),
            "ends in a colon": bool(_COLON.search(text)),
            "speaker": bool(_SPEAKER.search(text)),
            "bar": bool(_BAR.search(text)),
            "bullet": self._bullet[i],
            "byline": begins_like_byline(key),
            "cue": bool(self._cue[i]),
            "stamp": self._stamp[i],
            "holds a date": stamp is not None and not self._stamp[i] and (stamp.date or bool(_YEAR.search(text))),
            "prose": bool(self._prose[i]),
            "glued": line.glued,
            "glued below": below,
            "alone": not (line.glued or below or self._bullet[i]),
            "number last": key.endswith("#"),
            "twice": len(copies) > 1,
            "once more above the text": any(i < j < self.body for j in copies),
            "inside a longer line": words >= _PAIR and self._top.count(key) > sum(j < self.body + 2 for j in copies),
        }
        return [name for name, is_so in true.items() if is_so and name]

    def _place(self, i: int) -> list[str]:
        view, plain = self._view, self._plain_lines
        stamp, cue = self._stamp, self._cue
        above = self._above[i]
        first = not any(view.words[:i])
        after = self._below(i)
        true = {
            "last plain line": not any(i < j for j in plain),
            "right above the text": self.body - i == 1,
            "no text above": above == 0,
            "text above > 10 %": 0.1 < above <= 0.25,
            "text above > 25 %": 0.25 < above <= 0.5,
            "text above > 50 %": above > 0.5,
            "first": first,
            "first and dated": first and any(stamp[i + 1 : i + _NEAR]),
            "nothing above": i == 0,
            "dated right below": any(stamp[i + 1 : i + 2]),
            "dated below": any(stamp[i + 1 : i + 1 + _NEAR]),
            "dated above": any(stamp[max(0, i - _NEAR) : i]),
            "byline below": any(map(begins_like_byline, view.folded[i + 1 : i + _NEAR])),
            "furniture above": bool(cue[max(0, i - 2) : i].any()),
            "furniture below": bool(cue[i + 1 : i + 3].any()),
            "text right below": after is not None and after >= self.body and not stamp[after],
            "kept": bool(self._keep[i]),
        }
        return [name for name, is_so in true.items() if is_so]

    def _neighbours(self, i: int) -> list[str]:
        """Lines right above and right below that read like headlines too."""
        found = []
        over, below, text = self._over(i), self._below(i), self._view.lines
        if (
            over is not None
            and self._plain[over]
            and self._view.words[over] <= _PAIR
            and _COLON.search(text[over].text)
        ):
            found.append("under a word and a colon")
        elif over is not None and self._headline(over) and not self._bullet[i]:
            found += self._pair(over, i, "over it")
        if below is not None and below < self.body:
            if _SENTENCE.search(text[below].text):
                found.append("a sentence below")
            elif self._headline(i) and self._headline(below):
                found += self._pair(i, below, "under it")
        return found

    def _pair(self, upper: int, lower: int, where: str) -> list[str]:
        if self.is_pair(upper, lower):
            return []  # pages are few to learn from that have kickers: `found` knows what to do
        words = self._view.words
        if min(words[upper], words[lower]) >= _LONG:
            return [f"headline {where}, both long"]
        return [f"headline {where}, the lower {'longer' if words[lower] > words[upper] else 'shorter'}"]

    def _words_told(self, i: int) -> Said:
        words = self._telling(i)
        if not words:
            return {"untold": 1.0}
        many = min(len(words), 6) / 6
        share = self.told(i)
        said = {
            "words told": share * many,
            "words in the lead": many * sum(w in self._text[1] for w in words) / len(words),
        }
        if share >= 0.5 and len(words) >= _PAIR:
            said["told"] = 1.0
        if share == 0:
            said["untold"] = 1.0
        return said

    def _distances(self, i: int) -> Said:
        p = self._probability
        return {
            "lines to the text": float(np.log1p(self.body - i - 1)),
            "plain lines to the text": float(np.log1p(sum(i < j for j in self._plain_lines))),
            "plain lines above": float(np.log1p(sum(j < i for j in self._plain_lines))),
            "odds below": _odds(p[i + 1 : i + _NEAR]),
            "odds above": _odds(p[max(0, i - _NEAR + 1) : i]),
        }


def body_start(rows: Floats, keep: Flags) -> int:
    """Index of the first kept line of prose; of the second kept line where none is prose."""
    prose = np.flatnonzero(keep & (rows[:, COLUMNS.index("prose")] > 0))
    kept = np.flatnonzero(keep)
    if len(prose):
        return int(prose[0]) + int(prose[0] == kept[0])
    return int(kept[1]) if len(kept) > 1 else len(keep)


def found(candidates: Candidates, weights: Mapping[str, float]) -> Title:
    """The title by these weights."""
    none = weigh(candidates.none, weights)
    scores = [weigh(said, weights) for said in candidates.said]
    if not scores:
        return Title(None, -none, 0.0)
    best = int(np.argmax(scores))
    score = scores[best] - none
    # In Persian the line over the title is a kicker (روتیتر): of two that both could be the title, the lower is.
    while best + 1 < len(scores) and candidates.is_pair(*candidates.places[best : best + 2]):
        if scores[best] - scores[best + 1] > _KICKER_GAP:
            break
        best += 1
    at = candidates.places[best]
    return Title(at if score > 0 else None, score, candidates.told(at))


def weigh(said: Said, weights: Mapping[str, float]) -> float:
    """The sum of the weights of what is said."""
    return sum(weights.get(name, 0.0) * much for name, much in said.items())


@cache
def headline_weights() -> Mapping[str, float]:
    """The shipped weights; msgspec.ValidationError where one is no number."""
    table = tomllib.loads(files("pipeline.strip").joinpath(WEIGHTS).read_text("utf-8"))
    return convert(table["weights"], dict[str, float])


def plain_title(text: str) -> str:
    """The title's text without bullets and outer white space."""
    return text.strip(_OUTER)


def _odds(probability: Floats) -> float:
    """A quarter of the log-odds of the mean; 0 where there is nothing to average."""
    if not len(probability):
        return 0.0
    p = min(max(float(probability.mean()), 0.01), 0.99)
    return float(np.log(p / (1 - p))) / 4


def _is_arabic(text: str) -> bool:
    head = text.strip()[:100]
    return sum("\u0600" <= letter <= "\u06ff" for letter in head) > 0.4 * len(head)
