"""Every rule points at what it must drop and leaves alone what it must keep."""

import pytest

from pipeline.strip import rules
from pipeline.strip.rule import Rule
from pipeline.strip.view import View
from pipeline.text.lines import text_lines

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
