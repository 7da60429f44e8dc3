"""Know every line of a page, and why it goes."""

from pipeline.strip.credits import whole_tags
from pipeline.strip.judge import judge
from pipeline.strip.rule import Rule
from pipeline.strip.rules import RULES
from pipeline.strip.verdict import Hints, Verdict

__all__ = ["Hints", "Rule", "Verdict", "judge", "rules", "whole_tags"]


def rules() -> list[Rule]:
    """Every rule in the order it is asked, for ``--rules`` and the docs."""
    return list(RULES)
