"""Numbers in words: «بیست و دوم», «یک هزار و سیصد و نود و هشت»; of English the ordinals of days."""

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.dates.patterns import LETTER, SP, WORD_START, alternation, key
from pipeline.dates.vocabulary import load

_TOML = load("numbers.toml")
_VALUES: dict[str, int] = _TOML["values"]
_ORDINALS = {key(word): value for word, value in _TOML["ordinals"].items()}
_ORDINALS |= {key(word) + "م": value for word, value in _VALUES.items()}
_ORDINALS |= {key(word) + "مین": value for word, value in _VALUES.items()}
_ORDINALS |= {key(word): value for word, value in _TOML["english"].items()}
_WORDS = {key(word): value for word, value in _VALUES.items()} | _ORDINALS
_ALONE_WORDS: list[str] = [*_TOML["alone"]["words"], *_TOML["english"]]
_ALONE = frozenset(map(key, _ALONE_WORDS))
_CARDINAL = alternation(_VALUES)
_ORDINAL = alternation(word for word in (*_TOML["ordinals"], *_ORDINALS) if key(word) not in _ALONE)
_AND = rf"(?:{SP}{{0,2}}و)?{SP}{{0,2}}"

# At most eight words: «یک هزار و سیصد و نود و هشتم» has five. An ordinal ends a number.
NUMBER = (
    rf"{WORD_START}(?:{_CARDINAL}(?:{_AND}{_CARDINAL}){{0,7}}(?:{_AND}{_ORDINAL})?(?!{LETTER})"
    rf"|(?:{_ORDINAL}|{alternation(_ALONE_WORDS)})(?!{LETTER}))"
)
ONE = alternation([*_VALUES, *_ALONE_WORDS, *_TOML["ordinals"], *_ORDINALS])
_EACH = re.compile(rf"{ONE}(?={SP}|و|{ONE}|$)")

_TAILS = {word.split()[-1] for word in (*_TOML["ordinals"], *_ALONE_WORDS)}
_TAILS |= {word + end for word, value in _VALUES.items() if value <= 30 for end in ("", "م", "مین")}
DAY_WORDS = frozenset(_TAILS | {f"و{word}" for word in _TAILS})
"""The last words of the numbers of days, «و» glued to them or not."""


class Number(NamedTuple):
    """A number read from words."""

    value: int
    ordinal: bool


@lru_cache(maxsize=4096)
def number(words: str) -> Number | None:
    """The number that words say, None where they say none («سه پنج»).

    Magnitudes fall from left to right and no two words stand in the same place, so that a list of numbers is not
    added up.
    """
    values = [key(part) for part in _EACH.findall(words)]
    if not values:
        return None
    total = group = 0
    room = 10_000
    for word in values:
        value = _WORDS[word]
        if value == 1000:
            if total or group > 9:
                return None
            total, group, room = max(group, 1) * 1000, 0, 1000
            continue
        size = 1000 if value >= 100 else 100 if value >= 20 or value == 0 else 20 if value >= 10 else 10
        if value >= room or (size == 20 and room < 100):
            return None
        group += value
        room = 100 if size == 1000 else 10 if size == 100 else 1
    return Number(total + group, values[-1] in _ORDINALS)
