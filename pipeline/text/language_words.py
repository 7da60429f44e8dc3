"""Evidence for a language from letters and words: two TOML files of facts, made into tables at first use."""

import importlib.resources
import tomllib
from functools import cache
from typing import NamedTuple


class Table(NamedTuple):
    """Facts about the languages of one script; every list has one place per language."""

    languages: tuple[str, ...]
    words: dict[str, tuple[int, ...]]
    """Word to the languages it is common in, as places in ``languages``."""
    letters: tuple[frozenset[str], ...]
    shared: frozenset[str]
    """Letters all languages have: they tell nothing."""
    starts: tuple[tuple[str, ...], ...]
    ends: tuple[tuple[str, ...], ...]


@cache
def table(name: str) -> Table:
    """The table of ``<name>_script.toml`` beside this module."""
    source = importlib.resources.files(__package__).joinpath(f"{name}_script.toml").read_text("utf-8")
    facts: dict[str, dict[str, str]] = tomllib.loads(source)
    languages = tuple(facts)
    words: dict[str, list[int]] = {}
    for place, language in enumerate(languages):
        for word in dict.fromkeys(facts[language]["words"].split()):
            words.setdefault(word, []).append(place)
    letters = tuple(frozenset(facts[language]["letters"].replace(" ", "")) for language in languages)
    return Table(
        languages=languages,
        words={word: tuple(places) for word, places in words.items()},
        letters=letters,
        shared=frozenset.intersection(*letters),
        starts=tuple(tuple(facts[language].get("starts", "").split()) for language in languages),
        ends=tuple(tuple(facts[language].get("ends", "").split()) for language in languages),
    )
