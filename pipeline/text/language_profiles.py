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
# What NGram.normalize makes a space of, in runs.
_BOUNDARIES = re.compile("[\x00-@\\[-`{-\x7f\xa0«°»\u2000-\u206f]+")
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
        # The last key is larger than any, so that a search always ends on a key.
        self._keys = np.unique(np.concatenate([keys for keys, _ in grams] + [[np.iinfo(np.int64).max]]))
        weights = np.full((len(self._keys), len(profiles)), _SMOOTHING)
        for column, (keys, shares) in enumerate(grams):
            weights[np.searchsorted(self._keys, keys), column] += shares
        self._weights = np.log(weights)
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

    def _fold(self, letters: Sequence[str]) -> None:
        """The letters langdetect's ``NGram.normalize`` takes for others, as far as they are of the scripts here."""
        for old, new in (("ی", "ي"), ("ș", "ş"), ("ț", "ţ")):
            if new in letters:
                self._index[ord(old)] = self._index[ord(new)]
        if "ể" in letters:
            self._index[0x1EA0:0x1F00] = self._index[ord("ể")]

    def scores(self, text: str) -> npt.NDArray[np.float64]:
        """Log-likelihood of ``text`` in each of ``languages``, one float each; all zero where nothing is known."""
        padded = _BOUNDARIES.sub(" ", f" {_lower_capitals(text)}")
        code = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        x = self._index[np.minimum(code, _TABLE - 1)]
        base = self._base
        two = x[:-1] * base + x[1:]
        three = two[:-1] * base + x[2:]
        # What langdetect never makes, a lone boundary and n-grams across one, is in no profile and so counts nothing.
        keys = np.concatenate((x + base, two + 2 * base**2, three + 3 * base**3))
        rows = self._keys.searchsorted(keys)
        total: npt.NDArray[np.float64] = self._weights[rows[self._keys[rows] == keys]].sum(axis=0)
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
