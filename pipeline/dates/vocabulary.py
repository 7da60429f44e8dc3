"""The words of dates, out of ``data/*.toml``: month names by calendar, eras, weekdays, cues."""

import tomllib
from importlib.resources import files
from typing import Any, NamedTuple

from pipeline.dates.fold import fold_word
from pipeline.dates.patterns import alternation, key


def load(name: str) -> dict[str, Any]:
    """A TOML table of ``pipeline/dates/data``."""
    return tomllib.loads(files("pipeline.dates").joinpath("data", name).read_text(encoding="utf-8"))


class Month(NamedTuple):
    """What a month name means."""

    calendar: str
    number: int
    family: str
    """Language of the name: ``fa``, ``fa-AF``, ``ps``, ``ckb``, ``ar``, ``en``, ``foreign`` …"""


def _months() -> tuple[dict[str, Month], list[str]]:
    meaning: dict[str, Month] = {}
    names: list[str] = []
    for calendar in ("jalali", "gregorian", "islamic"):
        for family, table in MONTHS_TOML[calendar].items():
            for number, spellings in enumerate(table["names"], 1):
                for name in spellings:
                    month = Month(calendar, number, family)
                    known = meaning.setdefault(key(fold_word(name)), month)
                    if known[:2] != month[:2]:
                        raise ValueError(f"month name {name!r} means both {known} and {month}")
                    names.append(name)
    return meaning, names


def _keys(phrases: list[str]) -> frozenset[str]:
    return frozenset(key(fold_word(phrase)) for phrase in phrases)


def _inverted(table: dict[str, list[str]]) -> dict[str, str]:
    return {key(fold_word(phrase)): name for name, phrases in table.items() for phrase in phrases}


MONTHS_TOML = load("months.toml")
WORDS = load("words.toml")
WRITTEN: dict[str, list[str]] = MONTHS_TOML["written"]

MONTHS, _NAMES = _months()
MONTH = alternation(_NAMES)
MONTH_FIRST_WORDS = frozenset(fold_word(name).split(" ")[0] for name in _NAMES)

ERAS = _inverted(WORDS["eras"])
ERA = alternation(phrase for phrases in WORDS["eras"].values() for phrase in phrases)
WEEKDAYS = {name: int(number) for name, number in _inverted(WORDS["weekdays"]).items()}
WEEKDAY = alternation(phrase for phrases in WORDS["weekdays"].values() for phrase in phrases)
SEASONS = {name: int(number) for name, number in _inverted(WORDS["seasons"]).items()}
SEASON = alternation(phrase for phrases in WORDS["seasons"].values() for phrase in phrases)

WEAK = _keys(WORDS["weak"]["months"])
HOLIDAYS = _keys(WORDS["weak"]["holidays"])
CUES = _keys(WORDS["cues"]["before"])
PLACES = _keys(WORDS["cues"]["places"])
COUNTED = _keys(WORDS["cues"]["counted"])
COMPOUNDS = _keys(WORDS["weak"]["compounds"])
UNITS = frozenset(key(fold_word(w)) for words in WORDS["relative"]["units"].values() for w in words)
BOUND = _keys(WORDS["weak"]["bound"])
IDS = _keys(WORDS["cues"]["ids"])
VERSIONS = _keys(WORDS["cues"]["versions"])
TWINS = alternation(WORDS["cues"]["twins"])
UNTIL = alternation(WORDS["cues"]["until"])
THIS_YEAR = alternation(WORDS["cues"]["this_year"])
LAST_YEAR = alternation(WORDS["cues"]["last_year"])
