"""Documents that say the same."""

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus.duplicates import Candidate, fingerprint, twins

WORDS = [f"واژه{n}" for n in range(400)]


def text(seed: int, changed: int = 0, words: int = 200) -> str:
    """An invented text; ``changed`` of its words are others."""
    chosen = random.Random(seed).choices(WORDS, k=words)
    for at in random.Random(seed + 1).sample(range(words), changed):
        chosen[at] = f"دگر{at}"
    return " ".join(chosen)


def candidate(source: str, said: str, published: str | None = None) -> Candidate:
    return Candidate(source, fingerprint(said), published)


def test_the_same_words_are_the_same_text_whatever_their_dress() -> None:
    assert fingerprint("Rain, in the Hills!") == fingerprint("rain in\n\nthe hills")
    assert fingerprint("rain in the hills") != fingerprint("hills in the rain")


def test_near_texts_are_found_and_far_ones_are_not() -> None:
    found = twins([candidate("a", text(1)), candidate("b", text(1, changed=4)), candidate("c", text(2))])
    assert set(found) == {"b"}
    assert found["b"].of == "a"
    assert 0.8 <= found["b"].similarity < 1
    assert twins([candidate("a", text(1)), candidate("b", text(1, changed=40))]) == {}


def test_the_earliest_published_is_kept_then_the_first_by_source() -> None:
    said = text(5)
    found = twins([candidate("a", said), candidate("z", said, "2024-02-01"), candidate("y", said, "2024-03-01")])
    assert {source: twin.of for source, twin in found.items()} == {"a": "z", "y": "z"}
    assert twins([candidate("b", said), candidate("a", said)])["b"].of == "a"


def test_short_texts_repeat_word_for_word_only() -> None:
    found = twins([candidate("a", "یک خبر کوتاه"), candidate("b", "یک خبر کوتاه"), candidate("c", "یک خبر کوتاه دیگر")])
    assert set(found) == {"b"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12)), min_size=2, max_size=14), st.randoms())
def test_the_order_they_come_in_does_not_matter(made: list[tuple[int, int]], dice: random.Random) -> None:
    candidates = [candidate(f"s{n}", text(seed, changed)) for n, (seed, changed) in enumerate(made)]
    found = twins(candidates)
    dice.shuffle(candidates)
    assert twins(candidates) == found
    assert all(twin.of not in found for twin in found.values())


@pytest.mark.parametrize("said", [text(9), "کوتاه"])
def test_fingerprints_survive_storing(said: str) -> None:
    print_ = fingerprint(said)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(print_), type=type(print_)) == print_
