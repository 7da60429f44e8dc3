"""From a probability a line to what stays."""

import numpy as np

from pipeline.strip.features import Flags, features
from pipeline.strip.zones import bridge, settle
from tests.strip.pages import PARAGRAPH, PARAGRAPH_TWO, pointers_of, view_of


def settled(page: str, *probability: float) -> list[bool]:
    view = view_of(page)
    pointers = pointers_of(view)
    keep: list[bool] = settle(features(view, pointers), np.array(probability, np.float32), pointers).tolist()
    return keep


def bridged(page: str, kept: list[int], title: int, *probability: float) -> Flags:
    view = view_of(page)
    keep = np.zeros(len(view), np.bool_)
    keep[kept] = True
    bridge(features(view, pointers_of(view)), np.array(probability, np.float32), keep, title)
    return keep


def test_a_doubtful_line_between_kept_ones_stays() -> None:
    page = f"{PARAGRAPH}\n\nWhat the mayor said\n\n{PARAGRAPH_TWO}"
    assert settled(page, 0.9, 0.35, 0.9) == [True, True, True]


def test_below_the_heading_of_other_stories_nothing_stays() -> None:
    other = "Harbour closes for the winter and its boats are sold in spring."
    page = f"{PARAGRAPH}\n\n{PARAGRAPH_TWO}\n\nRelated news\n\n{other}"
    assert settled(page, 0.9, 0.9, 0.05, 0.7) == [True, True, False, False]


def test_a_paragraph_under_the_title_is_text() -> None:
    page = f"A title\n\n{PARAGRAPH}\n\nNumber 12\n\n{PARAGRAPH_TWO}"
    assert bridged(page, [0, 3], 0, 0.9, 0.3, 0.15, 0.9).tolist() == [True, True, True, True]


def test_short_lines_under_the_title_are_no_bridge() -> None:
    page = f"A title\n\nCourier\n\nNumber 12\n\n{PARAGRAPH_TWO}"
    assert bridged(page, [0, 3], 0, 0.9, 0.3, 0.15, 0.9).tolist() == [True, False, False, True]


def test_a_rule_speaks_against_a_bridge() -> None:
    page = f"A title\n\n{PARAGRAPH}\n\nShare this article\n\n{PARAGRAPH_TWO}"
    assert bridged(page, [0, 3], 0, 0.9, 0.3, 0.15, 0.9).tolist() == [True, True, False, True]
