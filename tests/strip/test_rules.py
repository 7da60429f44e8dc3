"""Every rule points at what it must drop and leaves alone what it must keep."""

from importlib import import_module

import numpy as np
import pytest

from pipeline.strip import rules
from pipeline.strip.features import features
from pipeline.strip.rule import Rule, point
from pipeline.strip.rules.later import LATER
from pipeline.strip.view import View
from pipeline.text.lines import text_lines
from tests.strip.pages import PARAGRAPH

RULES = list(rules())
MARK = ">> "


def pointed_at(rule: Rule, text: str) -> tuple[set[int], set[int]]:
    """Indexes the rule points at, and those marked in ``text``: all lines where none is marked."""
    raw = text.split("\n")
    marked = {at for at, line in enumerate(filter(str.strip, raw)) if line.startswith(MARK)}
    view = View(text_lines("\n".join(line.removeprefix(MARK) for line in raw)))
    return {index for index, _ in rule.find(view)}, marked or set(range(len(view)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_a_rule_must_drop(rule: Rule) -> None:
    assert rule.must_drop
    for text in rule.must_drop:
        found, wanted = pointed_at(rule, text)
        assert wanted <= found, text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_a_rule_must_keep(rule: Rule) -> None:
    assert rule.must_keep
    for text in rule.must_keep:
        found, kept = pointed_at(rule, text)
        assert not kept & found, text


def test_rules_have_names_and_reasons_of_their_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert all(rule.name.split(".")[0] and rule.why.endswith(".") for rule in RULES)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.learned], ids=lambda rule: rule.name)
def test_a_rule_stands_in_the_file_its_name_begins_with(rule: Rule) -> None:
    beginning = rule.name.split(".")[0]
    tables = vars(import_module(f"pipeline.strip.rules.{beginning}")).values()
    assert any(rule in table for table in tables if isinstance(table, tuple))


def test_later_rules_are_certain_and_untold() -> None:
    assert all(rule.certain and not rule.learned for rule in LATER)
    assert {rule.name for rule in RULES if not rule.learned} == {rule.name for rule in LATER}


def test_what_the_models_are_told_does_not_change_with_a_later_rule() -> None:
    view = View(text_lines(f"by Sara Example | Mar 14, 2019 | Gardens\n{PARAGRAPH}\nSKH/PR"))
    early = [rule for rule in RULES if rule.learned]
    assert any(found and not found[0].rule.learned for found in point(view, RULES))
    assert np.array_equal(features(view, point(view, RULES)), features(view, point(view, early)))
