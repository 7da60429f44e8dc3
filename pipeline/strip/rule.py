"""What a rule is. A rule points at lines and says why; ``judge`` decides, and records it."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from pipeline.model import RemovalClass
from pipeline.strip.phrases import How, phrase_book
from pipeline.strip.view import View

Found = Iterator[tuple[int, str]]
"""Index of a line and the evidence: what stood there."""


class Rule(Struct, frozen=True, kw_only=True):
    """One reason a line goes, whole in one place."""

    name: str
    """``class.what``; stands in ``Removal.rule``."""
    class_: RemovalClass
    why: str
    """One sentence for people."""
    find: Callable[[View], Found]
    must_drop: tuple[str, ...]
    """Lines it must point at. Where neighbours count, a text of several lines: those that begin with ``>> ``."""
    must_keep: tuple[str, ...]
    """Lines it must leave alone, written the same way."""
    certain: bool = True
    """A certain rule decides alone; of the others the line model learns how much they tell."""
    learned: bool = True
    """The models were trained with it. A rule that came later decides, but changes nothing of what they are told."""
    phrases: tuple[str, ...] = ()
    """The phrase groups it reads, for its languages."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages its phrases are in; empty for a rule that reads shapes, which hold in any language."""
        known = phrase_book().languages
        return tuple(dict.fromkeys(language for group in self.phrases for language in known[group]))


class Pointer(Struct, frozen=True, gc=False):
    """A rule and what it saw in one line."""

    rule: Rule
    evidence: str


Pointers = list[list[Pointer]]
"""For each line of a page, the rules that point at it, in the order of the rules."""


def point(view: View, rules: Iterable[Rule]) -> Pointers:
    """Ask every rule about a page."""
    pointers: Pointers = [[] for _ in range(len(view))]
    for rule in rules:
        for index, evidence in rule.find(view):
            found = pointers[index]
            if not found or found[-1].rule is not rule:
                found.append(Pointer(rule, evidence))
    return pointers


def phrases(group: str, *ways: How, longest: int = 14) -> Callable[[View], Found]:
    """Point at lines of at most ``longest`` words in which a phrase of ``group`` stands in one of these ways."""

    def find(view: View) -> Found:
        for how in ways:
            for index, hit in view.by_group.get((group, how), {}).items():
                if how == "line" or view.words[index] <= longest:
                    yield index, hit.phrase

    return find


def labels(group: str, *, number: bool) -> Callable[[View], Found]:
    """Point at «label: value» lines of ``group``; with ``number`` only where the value has one and little else."""

    def find(view: View) -> Found:
        for index, hit in view.by_group.get((group, "label"), {}).items():
            if not number or hit.counts:
                yield index, f"{hit.phrase} {hit.rest}".strip()

    return find
