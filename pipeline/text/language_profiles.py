"""langdetect's own n-gram profiles, scored exactly.

langdetect draws n-grams of a text at random and multiplies their probabilities until one language stands out, seven
times, in Python: 1.7 ms for a sentence, and another answer on another day. What those draws come closer to the longer
they go on is the sum, over all n-grams of the text, of ``log(alpha / 10000 + p)`` with langdetect's ``alpha = 0.5``
and ``p`` the frequency in the language's profile. That sum is what stands here, over the same profiles, by numpy.

Two differences, both on purpose: a language is only weighed against those of its own script, and words in capitals
are read in small letters, where langdetect skips them.
"""

import importlib.util
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline.text.scripts import Script

LANGUAGES: dict[Script, tuple[str, ...]] = {
    "Arab": ("ar", "fa", "ur"),
    "Cyrl": ("bg", "mk", "ru", "uk"),
    "Latn": (
        "af", "ca", "cs", "cy", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nl",
        "no", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sv", "sw", "tl", "tr", "vi",
    ),
}  # fmt: skip

# Detector.ALPHA_DEFAULT / Detector.BASE_FREQ
_SMOOTHING = 0.5 / 10_000
_CAPITALS = re.compile("[A-Z\u00c0-\u00d6\u00d8-\u00de\u0400-\u042f]{2}")
_WORD = re.compile(r"[^\W\d_]{2,}")
# What NGram.normalize makes a space of.
_BOUNDARY = re.compile("[\x00-@\\[-`{-\x7f\xa0«°»\u2000-\u206f]")
_TABLE = 0x3000


class _Profile(msgspec.Struct):
    """A file of langdetect's profiles: how often each n-gram came, and the totals of 1-, 2- and 3-grams."""

    freq: dict[str, int]
    n_words: list[int]
    name: str


class Scorer:
    """Scores texts of one script against the profiles of its languages."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        profiles = [_read(language) for language in self.languages]
        letters = sorted({c for p in profiles for c in p.freq if len(c) == 1 and ord(c) < _TABLE} - {" "})
        # Index 0 is the word boundary; 1 a letter no profile knows, which is part of no known n-gram.
        self._index = np.ones(_TABLE, dtype=np.int64)
        self._index[0x20] = 0
        self._index[[ord(letter) for letter in letters]] = np.arange(2, len(letters) + 2)
        self._base = len(letters) + 2
        grams = [self._grams(profile) for profile in profiles]
        known = np.unique(np.concatenate([keys for keys, _ in grams]))
        weights = np.full((len(known), len(profiles)), _SMOOTHING)
        for column, (keys, shares) in enumerate(grams):
            weights[np.searchsorted(known, keys), column] += shares
        # The last row is that of an unknown n-gram, which counts nothing.
        self._weights = np.concatenate((np.log(weights), np.zeros((1, len(profiles)))))
        self._tables(known)
        self._fold(letters)

    def _grams(self, profile: _Profile) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """The n-grams of a profile as keys, and the share of each among those of its length."""
        keys: list[npt.NDArray[np.int64]] = []
        shares: list[npt.NDArray[np.float64]] = []
        for length, total in enumerate(profile.n_words, 1):
            counts = {gram: count for gram, count in profile.freq.items() if len(gram) == length}
            code = np.frombuffer("".join(counts).encode("utf-32-le"), dtype=np.uint32).reshape(-1, length)
            letters = self._index[np.minimum(code, _TABLE - 1)]
            known = (letters != 1).all(axis=1) & letters.any(axis=1)
            keys.append(self._key(letters[known]))
            shares.append(np.array(list(counts.values()), dtype=float)[known] / total)
        return np.concatenate(keys), np.concatenate(shares)

    def _key(self, letters: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """One number for each row of an array of n-grams, different for different lengths."""
        key = np.full(len(letters), letters.shape[1], dtype=np.int64)
        for column in letters.T:
            key = key * self._base + column
        return key

    def _tables(self, known: npt.NDArray[np.int64]) -> None:
        """Where the n-grams stand among the weights, to be looked up by their letters; -1 for one that is unknown.

        What begins with two letters is looked up in the row of these two; only pairs that begin an n-gram have one.
        """
        base, width = self._base, self._base + 1
        length = sum((known >= size * base**size).astype(np.int64) for size in (1, 2, 3))
        at = np.arange(len(known))
        one, two, three = (known[length == size] - size * base**size for size in (1, 2, 3))
        pairs = np.unique(np.concatenate((two, three // base)))
        self._one = np.full(base, -1, dtype=np.int32)
        self._one[one] = at[length == 1]
        self._row = np.zeros(base * base, dtype=np.int64)
        """First two letters → where their row begins; the row at 0 is that of pairs that begin nothing."""
        self._row[pairs] = width * np.arange(1, len(pairs) + 1)
        self._more = np.full((len(pairs) + 1) * width, -1, dtype=np.int32)
        """Rows: one place for each third letter, and behind them one for none."""
        self._more[self._row[two] + base] = at[length == 2]
        self._more[self._row[three // base] + three % base] = at[length == 3]

    def _fold(self, letters: Sequence[str]) -> None:
        """What langdetect's ``NGram.normalize`` takes for other letters, as far as they are of the scripts here, or
        for the boundary of a word."""
        for old, new in (("ی", "ي"), ("ș", "ş"), ("ț", "ţ")):
            if new in letters:
                self._index[ord(old)] = self._index[ord(new)]
        if "ể" in letters:
            self._index[0x1EA0:0x1F00] = self._index[ord("ể")]
        self._index[[code for code in range(_TABLE) if _BOUNDARY.match(chr(code))]] = 0

    def scores(self, text: str) -> npt.NDArray[np.float64]:
        """Log-likelihood of ``text`` in each of ``languages``, one float each; all zero where nothing is known."""
        padded = f" {_lower_capitals(text)}"
        if padded.isascii():
            x = self._index.take(np.frombuffer(padded.encode(), dtype=np.uint8))
        else:
            code = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
            x = self._index.take(code, mode="clip")
        row = self._row.take(x[:-1] * self._base + x[1:])
        # What langdetect never makes, a lone boundary and n-grams across one, is in no profile and so counts nothing.
        at = np.concatenate((self._one.take(x), self._more.take(row + self._base), self._more.take(row[:-1] + x[2:])))
        total: npt.NDArray[np.float64] = np.add.reduce(self._weights.take(at, axis=0), axis=0)
        return total


def _read(language: str) -> _Profile:
    """Raises ``FileNotFoundError`` where langdetect is installed without its profiles."""
    spec = importlib.util.find_spec("langdetect")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("langdetect is not installed: pip install langdetect")
    data = (Path(spec.origin).parent / "profiles" / language).read_bytes()
    return msgspec.json.decode(data, type=_Profile)


def _lower_capitals(text: str) -> str:
    if _CAPITALS.search(text) is None:
        return text
    return _WORD.sub(lambda m: m[0].lower() if m[0].isupper() else m[0], text)


@cache
def scorer(script: Script) -> Scorer:
    """The scorer of a script, built at first use and kept: 10 ms for Arabic script, 60 ms for Latin."""
    return Scorer(LANGUAGES[script])
