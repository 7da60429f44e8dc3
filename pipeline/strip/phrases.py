"""The phrases of page furniture, read from ``phrases/*.toml``, and where they stand in a line."""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from msgspec import Struct

from pipeline.strip.fold import fold

How = Literal["line", "start", "within", "label"]
LONGEST = 60
"""Lines of more words than this are prose: no phrase is looked for in them."""
_LONGEST_VALUE = 4  # words after a label: «تاریخ انتشار: ۱۱ اسفند ۱۳۹۸ - ۱۱:۳۴»
_WORD_LISTS = ("months", "weekdays", "stamp", "label", "now", "boundary")


class Hit(Struct, frozen=True, gc=False):
    """A phrase found in a line."""

    group: str
    """Key of the phrase in the TOML files, such as ``share.header``."""
    how: How
    phrase: str
    rest: str
    """Words after the phrase, where it is a label."""

    @property
    def counts(self) -> bool:
        """Whether it is a label with a number behind it, and one word more at most."""
        value = self.rest.split()
        return self.how == "label" and "#" in value and len(value) - value.count("#") <= 1


_Phrase = tuple[list[str], How, str]
"""Its words, how it stands in a line, its group."""


class _Begun(Struct):
    """The phrases that begin with one word."""

    phrases: list[_Phrase] = []
    seconds: set[str] = set()
    """Their second words; an empty one where a phrase has none."""

    def add(self, phrase: _Phrase) -> None:
        self.phrases.append(phrase)
        self.seconds.add(phrase[0][1] if len(phrase[0]) > 1 else "")


class PhraseBook:
    """All phrases, indexed by their first word so that a line costs a few look-ups."""

    def __init__(self, tables: dict[str, dict[str, dict[str, list[str]]]]) -> None:
        """``tables``: language → group → way of matching → phrases, as the TOML files have them."""
        self.languages: dict[str, tuple[str, ...]] = {}
        self.phrases: dict[tuple[str, How], tuple[str, ...]] = {}
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._first: dict[str, _Begun] = defaultdict(_Begun)
        """First word → phrases a line begins with."""
        self._within: dict[str, _Begun] = defaultdict(_Begun)
        """First word → phrases that stand anywhere in a line."""
        for language, groups in tables.items():
            for group, ways in groups.items():
                self.languages[group] = (*self.languages.get(group, ()), language)
                for how, phrases in ways.items():
                    self._add(group, how, phrases)  # type: ignore[arg-type]
        self._within_words = frozenset(self._within)

    def _add(self, group: str, how: How, phrases: list[str]) -> None:
        self.phrases[group, how] = (*self.phrases.get((group, how), ()), *phrases)
        for phrase in phrases:
            folded = fold(phrase.replace("#", "0"))
            words = folded.split()
            if not words:
                raise ValueError(f"[{group}] {how}: the phrase {phrase!r} has no words")
            if how == "line":
                if group not in self._lines[folded]:
                    self._lines[folded].append(group)
            else:
                (self._within if how == "within" else self._first)[words[0]].add((words, how, group))

    def find(self, folded: str) -> tuple[Hit, ...]:
        """Phrases in a folded line, each group and way once."""
        hits = [Hit(group, "line", folded, "") for group in self._lines[folded]] if folded in self._lines else []
        words = folded.split(" ")
        if len(words) <= LONGEST:
            if words[0] in self._first:
                hits += _standing(words, 0, self._first[words[0]])
            if not self._within_words.isdisjoint(words):
                for at, word in enumerate(words):
                    if word in self._within:
                        hits += _standing(words, at, self._within[word])
        return tuple(hits)


def _standing(words: list[str], at: int, begun: _Begun) -> list[Hit]:
    """Those of the phrases begun at word ``at`` of a line that stand there."""
    hits: list[Hit] = []
    seconds = begun.seconds
    if "" not in seconds and (at + 1 == len(words) or words[at + 1] not in seconds):
        return hits
    for phrase, how, group in begun.phrases:
        if words[at : at + len(phrase)] != phrase:
            continue
        rest = words[at + len(phrase) :]
        if how == "label" and len(rest) - rest.count("#") > _LONGEST_VALUE:
            continue
        hits.append(Hit(group, how, " ".join(phrase), " ".join(rest)))
    return hits


def _tables() -> dict[str, dict[str, dict[str, list[str]]]]:
    return {
        language: {
            f"{area}.{name}": ways for area, groups in raw.items() if area != "words" for name, ways in groups.items()
        }
        for language, raw in _files().items()
    }


@cache
def _files() -> dict[str, dict[str, Any]]:
    """Language → what its TOML file says, each file read once."""
    folder = sorted(files("pipeline.strip").joinpath("phrases").iterdir(), key=lambda file: file.name)
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8"))
        for file in folder
        if file.name.endswith(".toml")
    }


@cache
def phrase_book() -> PhraseBook:
    """The phrases of every language together: a Persian page has English furniture, and the other way round."""
    return PhraseBook(_tables())


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the lists under ``[words]`` in all languages, folded: ``months``, ``weekdays``, ``stamp``, ``label`` …"""
    found: set[str] = set()
    for language, raw in _files().items():
        words = raw.get("words", {})
        unknown = set(words) - set(_WORD_LISTS)
        if unknown:
            raise ValueError(f"{language}.toml: unknown word lists {sorted(unknown)}")
        found.update(folded for word in words.get(name, ()) for folded in fold(word).split())
    return frozenset(found)
