"""hazm's own word list, read as a file: importing hazm takes seconds, its list a tenth of one."""

import importlib.util
import re
from functools import cache
from pathlib import Path

# ي and ك are how half of the Persian web types ی and ک; the list knows the Persian ones only.
_FOLD = (("ي", "ی"), ("ك", "ک"), ("ى", "ی"), ("ة", "ه"))


def fold(text: str) -> str:
    """``text`` with the letters Persian has two code points for as the Persian ones."""
    for arabic, persian in _FOLD:
        text = text.replace(arabic, persian)
    return text


@cache
def hazm_data(name: str) -> Path:
    """Where hazm keeps one of its data files. Raises ``FileNotFoundError`` where hazm is not installed."""
    spec = importlib.util.find_spec("hazm")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("hazm is not installed: pip install hazm")
    return Path(spec.origin).parent / "data" / name


@cache
def persian_words() -> dict[str, int]:
    """Persian words with how often hazm's corpus has them (0 for words known from a dictionary alone)."""
    words: dict[str, int] = {}
    for line in hazm_data("words.dat").read_text("utf-8").split("\n"):
        word, _, rest = line.partition("\t")
        if rest:
            words[word] = int(rest.partition("\t")[0])
    return words


@cache
def mi_verb() -> re.Pattern[str]:
    """Verb forms that follow می and نمی: present stem or past stem of hazm's verbs with a personal ending."""
    past: set[str] = set()
    present: set[str] = set()
    for line in hazm_data("verbs.dat").read_text("utf-8").split():
        was, _, now = line.partition("#")
        past.add(was)
        present.add(now)
    longest = sorted(past - {""}, key=len, reverse=True), sorted(present - {""}, key=len, reverse=True)
    return re.compile(
        f"(?:{'|'.join(map(re.escape, longest[0]))})(?:م|ی|یم|ید|ند)?"
        f"|(?:{'|'.join(map(re.escape, longest[1]))})(?:م|ی|د|یم|ید|ند)"
    )


_SUFFIX = re.compile("\u200c?(?:هایی|هایش|هایشان|های|ها|ای|ی|م|ش|ان|ات|شان|تر|ترین)$")


def stem(word: str) -> str:
    """``word`` without one Persian ending, if it has one."""
    return _SUFFIX.sub("", word)
