"""The class of a line that no certain rule took: from its own words, its place in the markup, what heads it, its run.

A phrase in a line of its own says what the line is; the same phrase as one item of a menu says that the menu has
such an item. So the parts of a list are named together: by the heading over them, by the names in their paths, and,
where neither tells, by what most of them are.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from statistics import median

from msgspec import Struct, convert

from pipeline.model import RemovalClass
from pipeline.strip.features import Flags
from pipeline.strip.reasons import Reason
from pipeline.strip.rule import Pointer, Pointers
from pipeline.strip.view import View

_NAMES = re.compile(r"[a-z0-9]+|[A-Z][a-z0-9]*")
_TAG = re.compile(r"[^.#\[]*")
_BAR = re.compile(r"[|/>»›]")
_QUOTE = re.compile(r"[-+]?[\d٠-٩۰-۹]{1,3}(?:[.,٬٫][\d٠-٩۰-۹]+)+\s*%?|[-+]?[\d٠-٩۰-۹]+\s*[%٪]")
_LISTED = re.compile(r"[,،;؛#]")
_SENTENCE = re.compile(r"""[.!?؟…۔]["'”’»)\]]*\s*$""")
_PATH_STEPS = 6
"""Innermost elements whose names are asked."""
_NEAR_STEPS = 3
_FIRST = 2
"""Letters that the beginning of a name has at least."""
_PATHS_KNOWN = 4096
_STEPS_KNOWN = 8192
_NAMES_KNOWN = 16384
"""Paths, and elements of paths, whose meaning is remembered: the lines of a page share most of them."""
_STAMP_OTHERS = 4  # words
_OWN_STAMP = 4  # lines; a date this near to the text is the text's
_GAP = 2  # lines of the page between two items of one list
_RATES = 6  # lines of a list of rates
_NO_LISTS = frozenset(("timestamp", "pageclock", "other", "counter", "id"))
_ITEM = 6  # words; a longer line of a list is a headline
_RUN = 4  # lines; fewer are no list
_MENU_MEDIAN = 4  # words
_REACH: Mapping[str, int] = {
    "related.header": 60, "related.inline": 6, "ad.heading": 40, "ad.marker": 3, "comments.form": 40,
    "comments.notice": 40, "tags.header": 14, "subscribe.box": 6, "share.header": 10, "contact.details": 4,
    "legal.rights": 3, "legal.links": 4, "appeal.support": 5, "nav.menu": 40, "captcha.form": 3,
}  # fmt: skip
"""Rules whose lines head others, and how many removed lines below belong to them at most."""
_SHORT_ITEMS = frozenset(("share", "tags", "captcha"))
"""Classes whose items are a word or three: a headline ends what a heading of these heads."""
_WEAK = frozenset(
    ("ad.trade", "caption.credit", "contact.masthead", "contact.details", "other.loading", "other.notice",
     "related.header", "subscribe.box", "share.header", "tags.header", "counter.lines", "timestamp.label",
     "endmark.words", "appeal.support", "accessibility.links", "accessibility.widget", "comments.form",
     "fontsize.widget", "legal.links")
)  # fmt: skip
"""Rules whose words are menu items too."""


class _Named(Struct, frozen=True, gc=False):
    """What is known of a removed line so far."""

    class_: RemovalClass
    why: str
    firm: bool = False
    """Nothing around the line changes it."""


def named(
    view: View,
    pointers: Pointers,
    keep: Flags,
    gone: Mapping[int, Reason],
    rule: str,
    evidence: Callable[[int], str],
) -> dict[int, Reason]:
    """A reason for every line that does not stay.

    ``gone``: lines that certain rules took, with their reasons. ``rule`` and ``evidence`` (of a line) name who
    decided about the others, and what it saw.
    """
    found = {index: _Named(reason.class_, "", True) for index, reason in gone.items()}
    stays = keep.tolist()
    kept = [index for index, here in enumerate(stays) if here]
    for run in _runs(stays):
        _name_run(view, pointers, run, found, kept)
    for items in _lists(view, stays):
        _settle_list(view, items, found)
    _dates_of_others(view, found, stays)
    reasons: dict[int, Reason] = {}
    for index, name in sorted(found.items()):
        decided = gone.get(index)
        if decided is None:
            reasons[index] = Reason(name.class_, rule, f"{evidence(index)}; {name.why}")
        elif decided.class_ == name.class_:
            reasons[index] = decided
        else:
            reasons[index] = Reason(name.class_, decided.rule, f"{decided.evidence}; {name.why}")
    return reasons


def _runs(keep: Sequence[bool]) -> Iterator[list[int]]:
    """Stretches of removed lines between kept ones."""
    run: list[int] = []
    for index, stays in enumerate(keep):
        if not stays:
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _name_run(
    view: View, pointers: Pointers, run: Sequence[int], found: dict[int, _Named], kept: Sequence[int]
) -> None:
    """Name the lines of a run one after the other: own words, markup, heading, place."""
    head: tuple[int, Pointer] | None = None
    for place, index in enumerate(run):
        own = _own(pointers[index]) if pointers[index] else None
        if head is not None and (
            place - head[0] > _REACH[head[1].rule.name] or _ends(view, run, place, head[0], head[1].rule.class_)
        ):
            head = None
        if own is not None and own.rule.name in _REACH and _heads(view, run, place):
            head = (place, own)
        if index in found:
            continue
        named = _by_words(view, index, own, run, place, kept) if own is not None else None
        named = named or _by_path(view.lines[index].path)
        if named is None and not view.words[index]:
            named = _Named("other", "no words")
        if named is None and own is not None:
            named = _Named(own.rule.class_, f"{own.rule.name}: {own.evidence}")
        if named is None and head is not None:
            why = f"{place - head[0]} lines below {head[1].rule.name}: {head[1].evidence}"
            class_ = _below(head[1], view, index, place - head[0])
            # A headline right below «بیشتر بخوانید» is no part of the list of comments further down.
            firm = class_ == "related" and place - head[0] <= _REACH["related.inline"] and view.words[index] > 2
            named = _Named(class_, why, firm)
        found[index] = named or _by_part(view.lines[index].path) or _by_place(view, index, kept)


def _own(pointers: Sequence[Pointer]) -> Pointer:
    """The pointer that says most: a certain rule's, then one whose words are no menu items."""
    return min(pointers, key=lambda p: (not p.rule.certain, p.rule.name in _WEAK))


def _by_words(
    view: View, index: int, own: Pointer, run: Sequence[int], place: int, kept: Sequence[int]
) -> _Named | None:
    """What the line's own words say for sure: a phrase that is no menu item, or one outside of lists."""
    line = view.lines[index]
    why = f"{own.rule.name}: {own.evidence}"
    if own.rule.name not in _WEAK:
        return _Named(own.rule.class_, why, True)
    if own.rule.name == "related.header" and kept and index < kept[0] and not _headlines_follow(view, run, place):
        return _Named("nav", f"{why}, and no headline below")
    return None if view.items[index] or line.path else _Named(own.rule.class_, why, True)


def _headlines_follow(view: View, run: Sequence[int], place: int) -> bool:
    return any(view.words[index] > _ITEM for index in run[place + 1 : place + 4])


def _heads(view: View, run: Sequence[int], place: int) -> bool:
    """Whether a line can be the heading of those below: it is no part of a list of links itself."""
    line = view.lines[run[place]]
    if place + 1 >= len(run) or (view.items[run[place]] and not line.path):
        return False
    listed = view.items[run[place]] and view.items[run[place + 1]]
    return view.levels[run[place]] > 0 or not (listed and line.link_share > 0.5)


def _ends(view: View, run: Sequence[int], place: int, head: int, class_: RemovalClass) -> bool:
    """Whether another part of the page begins here, so that the heading above heads no longer."""
    line, level = view.lines[run[place]], view.levels[run[place]]
    if class_ == "nav" and not line.path and not line.glued:
        return True
    if level:
        return not view.levels[run[head]] or level <= view.levels[run[head]]
    if place - head < 2 or line.glued or view.items[run[place]] or view.words[run[place]] > _ITEM:
        return False
    # A short line of its own over the items of a list.
    return not _SENTENCE.search(line.text) and place + 1 < len(run) and view.items[run[place + 1]]


def _below(head: Pointer, view: View, index: int, distance: int) -> RemovalClass:
    """The class of a line below a heading: its own kind of item, or a headline that only stands there."""
    class_ = head.rule.class_
    headline = view.words[index] > _ITEM and not _SENTENCE.search(view.lines[index].text)
    if class_ == "tags" and (distance == 1 or len(_LISTED.findall(view.lines[index].text)) >= 2):
        return "tags"
    return "related" if headline and class_ in _SHORT_ITEMS else class_


@lru_cache(maxsize=_PATHS_KNOWN)
def _by_path(path: str) -> _Named | None:
    """What the names around an HTML line say, the innermost first."""
    for distance, step in enumerate(reversed(path.rsplit("/", _PATH_STEPS)[-_PATH_STEPS:])):
        said = _by_step(step)
        named = said.close if distance < _NEAR_STEPS else said.anywhere
        if named is not None:
            return named
    return None


@lru_cache(maxsize=_PATHS_KNOWN)
def _by_part(path: str) -> _Named | None:
    """What part of the page an HTML line stands in, where nothing nearer tells."""
    for step in reversed(path.split("/")):
        part = _by_step(step).part
        if part is not None:
            return part
    return None


class _Said(Struct, frozen=True, gc=False):
    """What the names of one element say of a line in it."""

    close: _Named | None = None
    """Where the line stands close to the element: names that count there alone are asked too."""
    anywhere: _Named | None = None
    part: _Named | None = None


_NOTHING = _Said()


@lru_cache(maxsize=_STEPS_KNOWN)
def _by_step(step: str) -> _Said:
    tag, _, rest = step.partition(".")
    if rest:
        rest = rest.replace("#", ".")
    else:
        tag, _, rest = step.partition("#")
    names = _telling(rest) if rest else ()
    close = anywhere = part = None
    for name, meant in reversed(names):
        if meant.anywhere is not None:
            anywhere = _Named(meant.anywhere, f"in {name.lower()}", True)
            close = close or anywhere
            break
        if close is None and meant.close is not None:
            close = _Named(meant.close, f"in {name.lower()}", True)
    for name, meant in (*_telling(tag), *names):
        if meant.part is not None:
            part = _Named(meant.part, f"in {name}")
            break
    return _Said(close, anywhere, part) if close or part else _NOTHING


class _Meant(Struct, frozen=True, gc=False):
    """What one name says of the lines in elements called so, by the tables of ``places.toml``."""

    anywhere: RemovalClass | None
    close: RemovalClass | None
    part: RemovalClass | None


@lru_cache(maxsize=_STEPS_KNOWN)
def _telling(text: str) -> tuple[tuple[str, _Meant], ...]:
    """The names in ``text`` that stand in a table; most stand in none."""
    return tuple([(name, meant) for name in _NAMES.findall(text) if (meant := _meant(name)) is not None])


@lru_cache(maxsize=_NAMES_KNOWN)
def _meant(name: str) -> _Meant | None:
    low = name.lower()
    meant = _Meant(*(_places(table).get(low) for table in ("names", "near", "parts")))
    return meant if meant.anywhere or meant.close or meant.part else None


class _Places:
    """Names and beginnings of names → class."""

    def __init__(self, table: Mapping[str, Sequence[str]]) -> None:
        self.whole: dict[str, RemovalClass] = {}
        self.begins: dict[str, list[tuple[str, RemovalClass]]] = defaultdict(list)
        """By their first letters."""
        for written, names in table.items():
            class_ = convert(written, RemovalClass)
            for name in names:
                if name.endswith("*"):
                    self.begins[name[:_FIRST]].append((name[:-1], class_))
            self.whole |= {name: class_ for name in names if not name.endswith("*")}

    def get(self, name: str) -> RemovalClass | None:
        whole = self.whole.get(name)
        if whole is not None or name[:_FIRST] not in self.begins:
            return whole
        return next((class_ for begin, class_ in self.begins[name[:_FIRST]] if name.startswith(begin)), None)


@cache
def _places(table: str) -> _Places:
    """One of the tables of ``places.toml``; msgspec.ValidationError where it names a class that does not exist."""
    return _Places(_tables()[table])


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("pipeline.strip").joinpath("places.toml").read_text("utf-8"))


def _by_place(view: View, index: int, kept: Sequence[int]) -> _Named:
    stamp = view.stamps[index]
    if stamp is not None and stamp.others <= _STAMP_OTHERS and (stamp.date or stamp.clock):
        return _Named("timestamp", "a date and little else")
    words = view.words[index]
    where = (
        "above the text" if not kept or index < kept[0] else "below the text" if index > kept[-1] else "inside the text"
    )
    if words > _ITEM or view.prose[index]:
        return _Named("related", f"a headline {where}")
    return _Named("nav", f"short, {where}")


def _lists(view: View, keep: Sequence[bool]) -> Iterator[list[int]]:
    """Runs of removed lines that look like the parts of one list: near each other, items or no items alike."""
    run: list[int] = []
    look_above: tuple[bool, int] | None = None
    for index, line in enumerate(view.lines):
        alike = False
        look = None
        if not keep[index]:
            look = (view.items[index], view.levels[index])
            if run:
                above = view.lines[run[-1]]
                gap = line.number - above.number
                alike = gap <= _GAP and look == look_above
                if alike and len(run) > 1 and not line.path:
                    alike = gap == above.number - view.lines[run[-2]].number
        if not alike:
            if len(run) >= _RUN:
                yield run
            run = []
        if look is not None:
            run.append(index)
            look_above = look
    if len(run) >= _RUN:
        yield run


def _settle_list(view: View, items: Sequence[int], found: dict[int, _Named]) -> None:
    """Items that are no firm evidence of something else get the class most of the list has."""
    worded = [index for index in items if view.words[index]]
    if not worded:
        return
    if len(worded) >= _RATES and _rates(view, worded) >= 0.4 * len(worded):
        class_: RemovalClass = "ticker"
    else:
        # That a line repeats on its site is known of this line alone and says nothing of its neighbours.
        votes = Counter([found[index].class_ for index in worded if found[index].class_ != "repeated"])
        if not votes:
            return
        class_, count = votes.most_common(1)[0]
        short = median([view.words[index] for index in worded]) <= _MENU_MEDIAN
        if short and votes["nav"] and class_ != "nav" and count < 0.6 * len(worded):
            class_, count = "nav", votes["nav"]
        if class_ == "nav" and not short and not any("nav.menu" in found[index].why for index in worded):
            class_ = "related"
        if class_ in _NO_LISTS or count < 0.3 * len(worded):
            return
    bulleted = view.items[items[0]]
    for index in items:
        name = found[index]
        if class_ == "nav" and view.words[index] > _ITEM and not bulleted:
            continue
        bar = not view.words[index] and _BAR.search(view.lines[index].text)
        if name.class_ != class_ and (bar or (view.words[index] and (not name.firm or class_ == "ticker"))):
            found[index] = _Named(class_, f"in a list of {class_}")


def _rates(view: View, worded: Sequence[int]) -> int:
    """How many of these lines are a number as rates are written."""
    numbers = (view.lines[index].text.strip() for index in worded if "#" in view.folded[index])
    return sum(_QUOTE.fullmatch(number) is not None for number in numbers)


def _dates_of_others(view: View, found: dict[int, _Named], keep: Sequence[bool]) -> None:
    """A date among the headlines of other stories is theirs."""
    dated = [i for i, name in found.items() if name.class_ in ("timestamp", "pageclock")]
    for index in dated:
        stamp = view.stamps[index]
        if stamp is not None and stamp.labelled:
            continue
        if any(keep[max(0, index - _OWN_STAMP) : index + _OWN_STAMP + 1]):
            continue
        near = [i for i in (*range(index - 1, index - 4, -1), *range(index + 1, index + 4)) if i in found]
        beside = [found[i].class_ for i in near if found[i].class_ not in ("timestamp", "pageclock", "other")]
        if beside.count("related") * 2 > len(beside):
            found[index] = _Named("related", "the date of another story")
