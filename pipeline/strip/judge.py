"""One page judged: what stays, what goes and why, on one screen."""

from collections.abc import Sequence

from pipeline.config import Settings
from pipeline.model import Line, Outcome, Removal
from pipeline.strip.rule import Rule
from pipeline.strip.rules import RULES
from pipeline.strip.shapes import body_ends
from pipeline.strip.verdict import Hints, Verdict
from pipeline.strip.view import View


def judge(lines: Sequence[Line], hints: Hints, settings: Settings) -> Verdict:
    """Decide about every line of a page, and about the page."""
    view = View(lines)
    drops: dict[int, Removal] = {}
    cues: dict[int, tuple[Rule, str]] = {}
    for rule in RULES:
        for index, evidence in rule.find(view):
            if rule.certain:
                drops.setdefault(index, _removal(lines[index], rule, evidence))
            else:
                cues.setdefault(index, (rule, evidence))
    first, last = body_ends(view)
    title = _title(view, drops, cues, first, hints)
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if index in drops or index == title:
            continue
        key = view.keys[index]
        if title is not None and key == view.keys[title]:
            drops[index] = Removal(line.number, line.text, "title_dup", "title.repeated", "reads like the title")
        elif view.prose[index] and key in seen:
            drops[index] = Removal(line.number, line.text, "body_dup", "body.repeated", "stands above already")
        elif index in cues:
            drops[index] = _removal(line, *cues[index])
        elif not first <= index <= last and line.vote is None:
            drops[index] = Removal(line.number, line.text, "other", "place", "outside the running text")
        elif line.vote is not None and line.vote < 0.5 and index != title:
            drops[index] = Removal(line.number, line.text, "other", "html.vote", f"vote {line.vote:.2f}")
        seen.add(key)
    kept = [line for index, line in enumerate(lines) if index not in drops]
    outcome = Outcome.OK if kept else Outcome.EMPTY
    return Verdict(
        outcome=outcome,
        why=None if kept else "There is no running text on this page.",
        kept=kept,
        removed=[drops[index] for index in sorted(drops)],
        title=lines[title].text.strip(" •\t") if title is not None else next(iter(hints.titles), None),
        title_line=lines[title] if title is not None else None,
    )


def _removal(line: Line, rule: Rule, evidence: str) -> Removal:
    return Removal(line.number, line.text, rule.class_, rule.name, evidence)


def _title(
    view: View, drops: dict[int, Removal], cues: dict[int, tuple[Rule, str]], first: int, hints: Hints
) -> int | None:
    best = None
    for index in range(max(first, 0)):
        if index not in drops and index not in cues and 3 <= view.words[index] <= 40:
            best = index
    return best
