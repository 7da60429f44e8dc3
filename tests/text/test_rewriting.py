import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.rewriting import FILLER, Rewriting

ALPHABET = "abcd "


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    text = draw(st.text(alphabet=ALPHABET, max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    edits = [
        (start, end, draw(st.text(alphabet="XYZ", max_size=3)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return text, edits


@given(texts_with_edits())
def test_the_map_follows_every_character_that_stays(case: tuple[str, list[tuple[int, int, str]]]) -> None:
    text, edits = case
    work = Rewriting(text)
    work.apply("step", edits)
    changed = {i for start, end, _ in edits for i in range(start, end)}
    offsets = work.offsets or list(range(len(text) + 1))
    assert len(offsets) == len(text) + 1
    assert offsets[0] == 0
    assert offsets[-1] == len(work.text)
    assert offsets == sorted(offsets)
    for i, character in enumerate(text):
        if i not in changed:
            assert work.text[offsets[i]] == character


@given(texts_with_edits(), texts_with_edits())
def test_two_steps_compose(
    first: tuple[str, list[tuple[int, int, str]]], second: tuple[str, list[tuple[int, int, str]]]
) -> None:
    work = Rewriting(first[0])
    work.apply("one", first[1])
    between = work.text
    once = work.offsets or list(range(len(first[0]) + 1))
    edits = [edit for edit in second[1] if edit[1] <= len(between)]
    work.apply("two", edits)
    alone = Rewriting(between)
    alone.apply("two", edits)
    then = alone.offsets or list(range(len(between) + 1))
    assert work.text == alone.text
    assert (work.offsets or list(range(len(first[0]) + 1))) == [then[i] for i in once]


def test_only_real_changes_count_and_move() -> None:
    work = Rewriting("a b c")
    work.sub("nothing", re.compile("b"), "b")
    assert (work.text, work.counts, work.offsets) == ("a b c", {}, None)
    work.sub("letters", re.compile("[ac]"), "x")
    assert (work.text, work.counts, work.offsets) == ("x b x", {"letters": 2}, None)
    work.replace("more", "x", "y")
    assert (work.text, work.counts) == ("y b y", {"letters": 2, "more": 2})


def test_hidden_spans_cannot_change_and_come_back_in_order() -> None:
    work = Rewriting("keep this, not that")
    work.hide([(0, 4), (15, 19)])
    work.hide([(5, 9)])
    work.sub("all", re.compile("[a-z]+"), "")
    assert "not" not in work.text
    work.unhide()
    work.unhide()
    assert work.text == "keep this,  that"


def test_a_filler_of_the_page_itself_survives() -> None:
    work = Rewriting(f"a{FILLER}b{FILLER}{FILLER}c")
    work.hide([(0, 1)])
    work.sub("drop", re.compile("b"), "")
    work.unhide()
    assert work.text == f"a{FILLER}{FILLER}{FILLER}c"


def test_an_insertion_stands_apart_from_the_hidden_token_before_it() -> None:
    work = Rewriting("12,ab")
    work.hide([(0, 2)])
    work.apply("space", [(2, 2, " ")])
    work.unhide()
    offsets = work.offsets
    assert offsets is not None
    assert work.text[offsets[0] : offsets[2]] == "12"
