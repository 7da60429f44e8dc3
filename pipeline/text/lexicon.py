"""hazm's own word and verb lists, read as files: importing hazm takes seconds, its lists a tenth of one."""

import importlib.util
import re
from functools import cache
from pathlib import Path

# ي and ك are how half of the Persian web types ی and ک; the lists know the Persian ones only.
_FOLD = (("ي", "ی"), ("ك", "ک"), ("ى", "ی"), ("ة", "ه"))
_SUFFIX = re.compile("\u200c?(?:هایی|هایش|هایشان|های|ها|ای|ی|م|ش|ان|ات|شان|تر|ترین)$")
_PERSONS = "م|ی|یم|ید|ند"


def fold(text: str) -> str:
    """``text`` with the letters Persian has two code points for as the Persian ones."""
    for arabic, persian in _FOLD:
        text = text.replace(arabic, persian)
    return text


def stem(word: str) -> str:
    """``word`` without one Persian ending, if it has one."""
    return _SUFFIX.sub("", word)


@cache
def hazm_data(name: str) -> Path:
    """Where hazm keeps one of its data files. Raises ``FileNotFoundError`` where hazm is not installed."""
    spec = importlib.util.find_spec("hazm")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("hazm is not installed: pip install hazm")
    return Path(spec.origin).parent / "data" / name


def _entries() -> tuple[list[str], list[str], list[str]]:
    """Words, uses and parts of speech of hazm's word list, in its order."""
    lines = hazm_data("words.dat").read_text("utf-8").strip("\n")
    fields = lines.replace("\n", "\t").split("\t")
    return fields[::3], fields[1::3], fields[2::3]


@cache
def persian_words() -> dict[str, int]:
    """Persian words with how often hazm's corpus has them (0 for words known from a dictionary alone)."""
    words, uses, _ = _entries()
    return dict(zip(words, map(int, uses), strict=True))


@cache
def comparable() -> frozenset[str]:
    """Words in use that are adjective and adverb at once (بزرگ, سریع, کم): تر after one of them compares it."""
    return frozenset(
        word for word, uses, parts in zip(*_entries(), strict=True) if uses != "0" and "ADV" in parts and "AJ" in parts
    )


@cache
def mi_verb() -> re.Pattern[str]:
    """Verb forms that follow می and نمی: a stem of hazm's verbs with a personal ending, or its participle."""
    past: set[str] = set()
    present: set[str] = set()
    for line in hazm_data("verbs.dat").read_text("utf-8").split("\n"):
        was, _, now = line.strip().partition("#")
        for stems, verb in ((past, was), (present, now)):
            stems.update(part for part in verb.split(" یا ") if len(part) > 1)
    return re.compile(f"(?:{_alternatives(past)})(?:ه|{_PERSONS})?|(?:{_alternatives(present)})(?:د|{_PERSONS})")


def _alternatives(words: set[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))
