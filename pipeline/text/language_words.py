"""Evidence for a language from letters and words: two TOML files of facts, made into tables at first use."""

import importlib.resources
import re
import tomllib
from functools import cache
from typing import NamedTuple

Places = tuple[int, ...]
"""Languages, as places in ``Table.languages``."""

_LONGEST_END = 6
_SHORTEST_STEM = 3


class Table(NamedTuple):
    """Facts about the languages of one script."""

    languages: tuple[str, ...]
    words: dict[str, Places]
    """Word to the languages it is common in."""
    foreign: dict[str, Places]
    """Letter to the languages whose alphabet lacks it; letters all of them have are absent."""
    forms: dict[str, Places]
    """Piece of a word (``^`` beginning, ``$`` end, else inside) to the languages it is grammar or spelling of."""
    inside: re.Pattern[str]
    """The pieces that may stand anywhere in a word."""
    endings: dict[str, Places]
    """Ending of a word to the languages it is grammar of."""

    def forms_of(self, word: str) -> list[int]:
        """The languages the pieces of ``word`` speak for, one place for every piece."""
        places: list[int] = []
        for i in range(1, min(len(word), _LONGEST_END) + 1):
            places += self.forms.get("^" + word[:i], ())
            places += self.forms.get(word[-i:] + "$", ())
        for piece in self.inside.findall(word):
            places += self.forms[piece]
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
                known.update(place for place in self.words.get(base, ()) if place in places)
        return known


@cache
def table(name: str) -> Table:
    """The table of ``<name>_script.toml`` beside this module."""
    source = importlib.resources.files(__package__).joinpath(f"{name}_script.toml").read_text("utf-8")
    facts: dict[str, dict[str, str]] = tomllib.loads(source)
    words: dict[str, list[int]] = {}
    forms: dict[str, list[int]] = {}
    endings: dict[str, list[int]] = {}
    for place, fact in enumerate(facts.values()):
        for word in dict.fromkeys(fact["words"].split()):
            words.setdefault(word, []).append(place)
        for form in dict.fromkeys(fact.get("forms", "").replace("~", "\u200c").split()):
            forms.setdefault(form, []).append(place)
        for ending in dict.fromkeys(fact.get("endings", "").split()):
            endings.setdefault(ending, []).append(place)
    alphabets = [set(fact["letters"]) for fact in facts.values()]
    anywhere = sorted((form for form in forms if form[0] != "^" and form[-1] != "$"), key=len, reverse=True)
    return Table(
        languages=tuple(facts),
        words={word: tuple(places) for word, places in words.items()},
        foreign={
            letter: tuple(place for place, alphabet in enumerate(alphabets) if letter not in alphabet)
            for letter in set[str]().union(*alphabets)
            if not all(letter in alphabet for alphabet in alphabets)
        },
        forms={form: tuple(places) for form, places in forms.items()},
        endings={ending: tuple(places) for ending, places in endings.items()},
        inside=re.compile("|".join(map(re.escape, anywhere)) or "(?!)"),
    )
