"""Evidence for a language from letters and words: two TOML files of facts, made into tables at first use."""

import importlib.resources
import re
import tomllib
from functools import cache
from typing import NamedTuple

Places = tuple[int, ...]
"""Languages, as places in ``Table.languages``."""

_LONGEST_START, _LONGEST_END = 4, 6
_SHORTEST_STEM = 3


class Table(NamedTuple):
    """Facts about the languages of one script."""

    languages: tuple[str, ...]
    words: dict[str, Places]
    """Word to the languages it is common in."""
    letters: dict[str, tuple[int, Places]]
    """Letter to the languages that have it (1) or lack it (-1), whichever are fewer; letters of all are absent.

    Only differences between languages matter, so what speaks against most may as well speak for the few."""
    starts: dict[str, Places]
    """Beginning of a word to the languages it is grammar or spelling of."""
    ends: dict[str, Places]
    pieces: dict[str, Places]
    """As ``starts``, for the end of a word and for what may stand anywhere in it."""
    piece: re.Pattern[str]
    """Any of ``pieces``."""
    endings: dict[str, Places]
    """Ending of a word to the languages it is grammar of."""

    def forms_of(self, word: str) -> list[int]:
        """The languages the pieces of ``word`` speak for, one place for every piece."""
        places: list[int] = []
        for size in range(1, min(len(word), _LONGEST_START) + 1):
            places += self.starts.get(word[:size], ())
        for size in range(1, min(len(word), _LONGEST_END) + 1):
            places += self.ends.get(word[-size:], ())
        for piece in self.piece.findall(word):
            places += self.pieces[piece]
        return places

    def stemmed(self, word: str) -> set[int]:
        """The languages that know ``word`` without one of their endings: ``charg-ed``, ``plann-ing``, ``mak-ing``."""
        known: set[int] = set()
        for size in range(1, min(_LONGEST_END, len(word) - _SHORTEST_STEM) + 1):
            places = self.endings.get(word[-size:])
            if places is None:
                continue
            stem = word[:-size]
            for base in (stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem):
                known_in = self.words.get(base)
                if known_in is not None:
                    known.update([place for place in known_in if place in places])
        return known


@cache
def table(name: str) -> Table:
    """The table of ``<name>_script.toml`` beside this module."""
    source = importlib.resources.files(__package__).joinpath(f"{name}_script.toml").read_text("utf-8")
    facts: dict[str, dict[str, str]] = tomllib.loads(source)
    words, starts, ends, pieces, endings = (_Gathered() for _ in range(5))
    for place, fact in enumerate(facts.values()):
        for word in fact["words"].split():
            words.add(word, place)
        for form in fact.get("forms", "").replace("~", "\u200c").split():
            (starts if form[0] == "^" else ends if form[-1] == "$" else pieces).add(form.strip("^$"), place)
        for ending in fact.get("endings", "").split():
            endings.add(ending, place)
    alphabets = [set(fact["letters"]) for fact in facts.values()]
    anywhere = sorted(pieces.places, key=lambda piece: (-len(piece), piece))
    return Table(
        languages=tuple(facts),
        words=words.done(),
        letters={
            letter: _fewer(letter, alphabets)
            for letter in set[str]().union(*alphabets)
            if not all(letter in alphabet for alphabet in alphabets)
        },
        starts=starts.done(),
        ends=ends.done(),
        pieces=pieces.done(),
        piece=re.compile("|".join(map(re.escape, anywhere)) or "(?!)"),
        endings=endings.done(),
    )


class _Gathered:
    """Places by what speaks for them, in the order of the file."""

    def __init__(self) -> None:
        self.places: dict[str, dict[int, None]] = {}

    def add(self, what: str, place: int) -> None:
        self.places.setdefault(what, {})[place] = None

    def done(self) -> dict[str, Places]:
        return {what: tuple(places) for what, places in self.places.items()}


def _fewer(letter: str, alphabets: list[set[str]]) -> tuple[int, Places]:
    own = tuple(place for place, alphabet in enumerate(alphabets) if letter in alphabet)
    foreign = tuple(place for place, alphabet in enumerate(alphabets) if letter not in alphabet)
    return (1, own) if len(own) < len(foreign) else (-1, foreign)
