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
_CAPITALS = re.compile(r"\b[^\W\d_]{2,}\b")
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
        self._keys = np.unique(np.concatenate([keys for keys, _ in grams]))
        weights = np.full((len(self._keys) + 1, len(profiles)), _SMOOTHING)
        for column, (keys, shares) in enumerate(grams):
            weights[np.searchsorted(self._keys, keys), column] += shares
        self._weights = np.log(weights)
        self._weights[-1] = 0.0  # the row of all n-grams that no profile knows
        self._fold(letters)

    def _grams(self, profile: _Profile) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """The n-grams of a profile as keys, and the share of each among those of its length."""
        keys: list[npt.NDArray[np.int64]] = []
        shares: list[npt.NDArray[np.float64]] = []
        for length, total in enumerate(profile.n_words, 1):
            counts = {gram: count for gram, count in profile.freq.items() if len(gram) == length}
            code = np.frombuffer("".join(counts).encode("utf-32-le"), dtype=np.uint32).reshape(-1, length)
            letters = self._index[np.minimum(code, _TABLE - 1)]
            known = (letters != 1).all(axis=1)
            keys.append(self._key(letters[known]))
            shares.append(np.array(list(counts.values()), dtype=float)[known] / total)
        return np.concatenate(keys), np.concatenate(shares)

    def _key(self, letters: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """One number for each row of an array of n-grams, different for different lengths."""
        key = np.full(len(letters), letters.shape[1], dtype=np.int64)
        for column in letters.T:
            key = key * self._base + column
        return key

    def _fold(self, letters: Sequence[str]) -> None:
        """langdetect's ``NGram.normalize`` for the scripts scored here."""
        boundary = [
            *range(0x41), *range(0x5B, 0x61), *range(0x7B, 0x80), 0xA0, 0xAB, 0xB0, 0xBB, *range(0x2000, 0x2070),
        ]  # fmt: skip
        self._index[boundary] = 0
        for old, new in (("ی", "ي"), ("ș", "ş"), ("ț", "ţ")):
            if new in letters:
                self._index[ord(old)] = self._index[ord(new)]
        if "ể" in letters:
            self._index[0x1EA0:0x1F00] = self._index[ord("ể")]

    def scores(self, text: str) -> npt.NDArray[np.float64]:
        """Log-likelihood of ``text`` in each of ``languages``, one float each; all zero where nothing is known."""
        code = np.frombuffer(_lower_capitals(text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        x = np.concatenate(([0], self._index[np.minimum(code, _TABLE - 1)]))
        blank = x == 0
        x = x[~(blank & np.concatenate(([False], blank[:-1])))]
        if len(x) < 2:
            return np.zeros(len(self.languages))
        base = self._base
        one = base + x
        two = (2 * base + x[:-1]) * base + x[1:]
        three = ((3 * base + x[:-2]) * base + x[1:-1]) * base + x[2:]
        keys = np.concatenate((one[x != 0], two, three[x[1:-1] != 0]))
        rows = np.searchsorted(self._keys, keys)
        rows[self._keys[np.minimum(rows, len(self._keys) - 1)] != keys] = len(self._keys)
        total: npt.NDArray[np.float64] = self._weights[rows].sum(axis=0)
        return total


def _read(language: str) -> _Profile:
    """Raises ``FileNotFoundError`` where langdetect is installed without its profiles."""
    spec = importlib.util.find_spec("langdetect")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("langdetect is not installed: pip install langdetect")
    data = (Path(spec.origin).parent / "profiles" / language).read_bytes()
    return msgspec.json.decode(data, type=_Profile)


def _lower_capitals(text: str) -> str:
    return _CAPITALS.sub(lambda m: m[0].lower() if m[0].isupper() else m[0], text) if not text.islower() else text


@cache
def scorer(script: Script) -> Scorer:
    """The scorer of a script, built at first use and kept: 10 ms for Arabic script, 60 ms for Latin."""
    return Scorer(LANGUAGES[script])
