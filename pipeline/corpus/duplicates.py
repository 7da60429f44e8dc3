"""Documents that say the same: word for word, or nearly (MinHash and LSH of the ``datasketch`` library).

Which one is kept depends on the documents alone: the earliest published, then the first by source. A document is
a duplicate of a kept one, never of another duplicate.
"""

import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from pipeline.errors import UsageError

THRESHOLD = 0.8
"""Estimated share of three-word runs two texts have in common from which on they are near duplicates."""
_PERMUTATIONS = 128
_SEED = 1
_SCHEME = "affine32"
_RUN = 3
_LEAST_WORDS = 20
"""Shorter texts are duplicates only word for word: a few words in common say little."""
_WORD = re.compile(r"\w+")
_LAST = "9999"


class Fingerprint(Struct, frozen=True):
    """A text as hashes."""

    exact: str
    """Equal for texts with the same words in the same order, 16 hex digits."""
    sketch: bytes = b""
    """MinHash values, four bytes each; empty for a short text."""


class Candidate(Struct, frozen=True):
    """A document as far as its duplicates are concerned."""

    source: str
    fingerprint: Fingerprint
    published: str | None = None


class Twin(Struct, frozen=True):
    """What a duplicate repeats."""

    of: str
    similarity: float

    @property
    def sentence(self) -> str:
        """For the record of the duplicate."""
        return f"The same text as {self.of}, similarity {self.similarity:.2f}."


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a document's text. Raises UsageError where datasketch is missing."""
    words = _WORD.findall(text.casefold())
    exact = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    if len(words) < _LEAST_WORDS:
        return Fingerprint(exact)
    runs = {" ".join(words[at : at + _RUN]).encode("utf-8", "surrogatepass") for at in range(len(words) - _RUN + 1)}
    sketch = _datasketch().MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme=_SCHEME)
    sketch.update_batch(sorted(runs))
    return Fingerprint(exact, sketch.hashvalues.astype("<u4").tobytes())


def twins(candidates: Iterable[Candidate], threshold: float = THRESHOLD) -> dict[str, Twin]:
    """Each duplicate's source, and what it repeats. About four kilobytes of memory a document."""
    datasketch = _datasketch()
    # The index may offer too many, which the sketches then refuse, and must not offer too few.
    kept = datasketch.MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS, weights=(0.05, 0.95))
    sketches: dict[str, Any] = {}
    exact: dict[str, str] = {}
    order: dict[str, int] = {}
    found: dict[str, Twin] = {}
    for candidate in sorted(candidates, key=lambda c: (c.published or _LAST, c.source)):
        source, print_ = candidate.source, candidate.fingerprint
        first = exact.get(print_.exact)
        if first is not None:
            found[source] = Twin(first, 1.0)
            continue
        if print_.sketch:
            sketch = _sketch(print_.sketch)
            near = [(sketch.jaccard(sketches[other]), -order[other], other) for other in kept.query(sketch)]
            similarity, _, other = max(near, default=(0.0, 0, ""))
            if similarity >= threshold:
                found[source] = Twin(other, round(similarity, 2))
                continue
            kept.insert(source, sketch)
            sketches[source] = sketch
        order[source] = len(order)
        exact[print_.exact] = source
    return found


def _sketch(values: bytes) -> Any:
    import numpy as np

    hashes = np.frombuffer(values, dtype="<u4")
    return _datasketch().MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme=_SCHEME, hashvalues=hashes)


@cache
def _datasketch() -> Any:
    try:
        import datasketch
    except ImportError as error:
        raise UsageError("Finding duplicates needs datasketch: pip install 'zolal[duplicates]'") from error
    return datasketch
