"""What is known of one site or one family of sites: corrections to the general method, with their dates.

One TOML file a site or family in ``sites/``. It corrects the rules, it does not replace them::

    hosts = ["news.example"]          # and their subdomains
    why = "The desk's number stands under every story."

    [[lines]]
    from = 2018-01-01                 # the page's day must be within; both ends may be left out
    until = 2021-12-31
    class = "id"
    start = ["desk number"]           # or line = [...], within = [...]; folded like other phrases
    drops = ["Desk number 12"]        # texts it must drop, and keeps = [...] it must keep: run by the tests
"""

import datetime
import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert, field

from pipeline.model import RemovalClass
from pipeline.strip.fold import fold
from pipeline.strip.rule import Found, Rule
from pipeline.strip.verdict import Hints
from pipeline.strip.view import View


class Correction(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lines of one class on one site, while it was so."""

    class_: RemovalClass = field(name="class")
    from_: datetime.date | None = field(name="from", default=None)
    until: datetime.date | None = None
    line: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    drops: tuple[str, ...]
    keeps: tuple[str, ...]


class Site(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of ``sites/``."""

    hosts: tuple[str, ...]
    why: str
    lines: tuple[Correction, ...]


@cache
def sites() -> dict[str, Site]:
    """Name of the file → what it says."""
    folder = files("pipeline.strip").joinpath("sites")
    named = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    return {name.removesuffix(".toml"): parse(text) for name, text in sorted(named.items())}


def site_rules(hints: Hints) -> list[Rule]:
    """The rules that hold for this page's site on its day."""
    if not hints.site:
        return []
    day = datetime.date.fromisoformat(hints.day[:10]) if hints.day else None
    return [
        rule_of(name, place, correction)
        for name, site in sites().items()
        if any(hints.site == host or hints.site.endswith(f".{host}") for host in site.hosts)
        for place, correction in enumerate(site.lines, 1)
        if day is None or (correction.from_ or day) <= day <= (correction.until or day)
    ]


def rule_of(name: str, place: int, correction: Correction) -> Rule:
    """A correction as a rule like any other."""
    whole, start, within = (tuple(map(fold, way)) for way in (correction.line, correction.start, correction.within))

    def find(view: View) -> Found:
        for index, text in enumerate(view.folded):
            padded = f" {text} "
            phrase = next(
                (
                    phrase
                    for way in (
                        [p for p in whole if p == text],
                        [p for p in start if padded.startswith(f" {p} ")],
                        [p for p in within if f" {p} " in padded],
                    )
                    for phrase in way
                ),
                None,
            )
            if phrase:
                yield index, phrase

    return Rule(
        name=f"site.{name}.{place}",
        class_=correction.class_,
        why=sites()[name].why,
        find=find,
        must_drop=correction.drops,
        must_keep=correction.keeps,
    )


def parse(text: str) -> Site:
    """A site file's content; raises msgspec.ValidationError where it is not one."""
    return convert(tomllib.loads(text), Site)
