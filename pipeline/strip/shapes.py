"""What rules find by shape and neighbourhood, where no phrase tells."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, takewhile

from msgspec import Struct

from pipeline.strip.credits import byline
from pipeline.strip.fold import fold
from pipeline.strip.phrases import phrase_book
from pipeline.strip.rule import Found
from pipeline.strip.stamp import read_stamp
from pipeline.strip.view import View

_HASHTAGS = re.compile(r"^\s*(?:#\s?[^\s#،,؛|]+(?:[ \u200c][^\s#،,؛|]+){0,6}[\s،,؛|]*){2,}$")
_SUM = re.compile(r"^\W*\d{1,3}\s*[+×*-]\s*\d{1,3}\s*=\W*$")
_ADDRESS = re.compile(r"^\s*[•*]?\s*https?://\S+\s*$")
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_FILED = re.compile(r"^\W*(?:FILE|FILE PHOTO|File photo|آرشیو)\s*[-–—:]\s")
_CREDIT = re.compile(
    r"[(\[](?:[^()\[\]]{0,80}\W)?(?:photo|getty|afp|reuters|epa|xinhua|image|عکس|تصویر)\b[^()\[\]]{0,80}[)\]]\s*$", re.I
)
_ENDMARK = re.compile(r"^\s*(?:/{1,3}\s*\d*|\d{0,8}\s*/{1,3}|[■◼▪#*]{1,3}|-\s?30\s?-|ص/?م|ا/?پ|[\d\s]*/[\d\s/]*)\s*$")
_SIGNS = re.compile(r"\s*(?:\d{4}\*\*\d{4}|[A-Z]{2,4}/[A-Z]{2,4})\s*$")
"""The signs of two writers: "SKH/PR", «۹۱۲۲**۱۴۱۸»."""
_CREDITED = re.compile(
    r"^(?:\S+\s+){3,40}?\S*[.؛;|،,)–—-]?\s+(?:Photo|Photograph|Picture|Image|عکس|عکاس|تصویر)(?: credit| by| from| از)?"
    r"\s*[:：/]\s*[^\s.:!?؟،]+(?:\s+[^\s.:!?؟،]+){0,4}\W*$"
    r"|^(?:[^\s/|]+\s+){3,30}[/|]\s*(?:[Pp]hoto(?:graph)?s?(?: by|:)|عکس(?:‌ها|ها)?(?: از|:))\s+\S+(?:\s+\S+){0,3}\s*$"
)
_FOLLOW = re.compile(
    r"^\W*(?:Follow|Like|Join) [^.!?]{2,80} on "
    r"(?:Facebook|Twitter|X|Instagram|Telegram|YouTube|WhatsApp|LinkedIn|TikTok)\b[\w ,&@]{0,60}\W*$"
    r"|^(?=.*(?:تلگرام|اینستاگرام|توییتر|واتساپ|روبیکا|ایتا|کانال)).{2,70}(?:دنبال کنید|بپیوندید)\W*$"
)
_SHORT_LINK = re.compile(
    r"^\W*(?:(?:لینک|پیوند|نشانی|آدرس) کوتاه|short ?(?:link|url))\s*(?:خبر|مطلب)?\s*[:：]\s*"
    r"(?:https?://|www\.|[\w-]+\.\w+/)\S*\s*$",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\s*[>›»/\\]+\s*")
_HOMES = frozenset(
    ("خانه", "صفحه اصلی", "صفحه نخست", "صفحه اول", "home", "front page", "home page", "you are here home")
)
_HOME_BEGINS = tuple(_HOMES)
_TRAIL_WORDS, _TRAIL_LONGEST = 5, 160
_PARTS = ("table", "list_item", "code")
"""Kinds of lines that are parts of something larger, whose looks tell nothing."""
_ENDS = re.compile(r"[.!?؟:؛]\W*$")
_BYLINE_OTHERS = 9  # words: two names, a section, a number of comments
_PART_WORDS = 5
_AFTER_SIGNS = 4  # lines of prose
_TOOLS = ("share", "counter", "id")
"""Groups of phrases that name a button, a count or a number of a page."""
_MOST_TOOLS = 8
_TOOL_WORDS = 6  # a part on average
_TICKER_PARTS = 3
_TICKER_WORDS = 4  # a headline has at least so many words


def matching(pattern: re.Pattern[str], *marks: str, longest: int = 200) -> Callable[[View], Found]:
    """Point at lines of at most ``longest`` characters that match; ``marks``: what matches has one of them.

    Marks are there for speed: most lines of a page have none, and no pattern is tried on them.
    """

    def find(view: View) -> Found:
        for mark in marks:
            for index in view.having(mark):
                text = view.written(index)
                if len(text) <= longest and (found := pattern.search(text)):
                    yield index, found.group().strip()[:60]

    return find


hashtags = matching(_HASHTAGS, "#", longest=600)
sum_to_solve = matching(_SUM, "=")
bare_address = matching(_ADDRESS, "http")
template_marks = matching(_TEMPLATE, "{", longest=300)
follow_us = matching(_FOLLOW, "ollow ", "oin ", "ike ", "دنبال کنید", "بپیوندید", longest=120)
archive_caption = matching(_FILED, "FILE", "File", "آرشیو", longest=500)
short_link = matching(_SHORT_LINK, "کوتاه", "hort", "HORT")
credited_caption = matching(_CREDITED, "hoto", "icture", "mage", "عکس", "عکاس", "تصویر", longest=400)
photo_credit = matching(_CREDIT, ")", "]", longest=500)


def in_company(group: str, *company: str, least: int = 2, reach: int = 3) -> Callable[[View], Found]:
    """Point at whole-line phrases of ``group`` that have others of it or of ``company`` within ``reach`` lines."""

    def find(view: View) -> Found:
        own = view.by_group.get((group, "line"), {})
        near = set(own).union(*(view.by_group.get((other, "line"), {}) for other in company))
        for index, hit in own.items():
            count = sum(index + step in near for step in range(-reach, reach + 1))
            if count >= least:
                yield index, f"{hit.phrase}, with {count - 1} like it beside"

    return find


def ticker(view: View) -> Found:
    """Several headlines on one line with bars between them, none of them ending a sentence."""
    for index, parts in view.barred.items():
        if view.words[index] < _TICKER_PARTS * _TICKER_WORDS or "\t" in view.lines[index].text:
            continue
        long = [part for part in parts if len(part.split()) >= _TICKER_WORDS]
        if len(long) >= _TICKER_PARTS and len(long) >= len(parts) - 1 and not any(p.endswith(".") for p in long):
            yield index, f"{len(parts)} headlines between bars"


def guillemets(view: View) -> Found:
    """Several headlines with nothing but a closing guillemet between them."""
    if view.text.count("»") < _TICKER_PARTS:
        return
    for index, line in enumerate(view.lines):
        if line.text.count("»") < _TICKER_PARTS - 1 or "«" in line.text:
            continue
        parts = [part for part in line.text.split("»") if part.strip()]
        if sum(len(part.split()) >= _TICKER_WORDS for part in parts) >= max(_TICKER_PARTS, len(parts) - 1):
            yield index, f"{len(parts)} headlines between guillemets"


def breadcrumb(view: View) -> Found:
    """Home and two steps or more from there, short all of them."""
    for index, folded in enumerate(view.folded):
        text = view.lines[index].text
        if not folded.startswith(_HOME_BEGINS) or len(text) > _TRAIL_LONGEST:
            continue
        parts = [part for part in _TRAIL.split(text.strip()) if part]
        if (
            len(parts) > 2
            and fold(parts[0]) in _HOMES
            and all(len(part.split()) <= _TRAIL_WORDS for part in parts[:-1])
        ):
            yield index, " > ".join(parts[:3])


def tools(group: str) -> Callable[[View], Found]:
    """Point at buttons, counts and numbers of a page between bars, the first of them of ``group``; beside them stand
    dates and steps of the menu at most."""

    def find(view: View) -> Found:
        for index, parts in view.barred.items():
            if not 1 < len(parts) <= _MOST_TOOLS or view.words[index] > _TOOL_WORDS * len(parts):
                continue
            kinds = list(takewhile(bool, map(_kind, parts)))  # most lines with bars are out at their first part
            # A row of a table may hold names of networks and prices; «کد خبر: ۳۱» says itself what it is.
            sure = [kind for kind in kinds if kind and (kind.counts or view.lines[index].kind != "table")]
            first = next((kind.group for kind in sure if kind.group in _TOOLS), None)
            if len(kinds) == len(parts) and first == group:
                yield index, " | ".join(parts[:3])[:60]

    return find


class _Part(Struct, frozen=True):
    """What a part of a line is, where it is nothing but furniture."""

    group: str
    """First part of the name of its phrases; empty for a date and a step of the menu."""
    counts: bool = False
    """It has a label and a number."""


@lru_cache(maxsize=1024)  # three rules ask about the same parts
def _kind(part: str) -> _Part | None:
    folded = fold(part)
    if not any(map(str.isalpha, folded)):
        return None
    for hit in phrase_book().find(folded):
        if hit.counts or hit.how == "line":
            return _Part(hit.group.partition(".")[0], hit.counts)
    found = read_stamp(part, folded) if "#" in folded else None
    is_stamp = found is not None and bool(found.date or found.labelled) and not found.others
    return _Part("") if is_stamp or (folded.startswith(_HOME_BEGINS) and ">" in part) else None


def stamp(view: View) -> Found:
    """A line of dates, clock times and stamp words alone that stands outside the running text."""
    first, last = body_ends(view)
    for index, found in enumerate(view.stamps):
        if found is None or found.others or not (found.date or found.labelled):
            continue
        if found.clock or found.labelled or not first < index < last:
            yield index, "a date and nothing else" if not found.labelled else "a labelled date and nothing else"


def stamped_byline(view: View) -> Found:
    """A line over the running text that names a writer or a section, and a date: "Sara Example | 3 May 2021"."""
    bars = {index for index, _ in ticker(view)}
    first = next((i for i, is_prose in enumerate(view.prose) if is_prose and i not in bars), 0)
    for index in range(first):
        found, text = view.stamps[index], view.lines[index].text
        if found is None or not found.date or not found.others or found.others > _BYLINE_OTHERS:
            continue
        if view.lines[index].kind in (*_PARTS, "heading") or _ENDS.search(text):
            continue
        if byline(text, inside=True):
            yield index, "a writer and a date"
        elif _dated_part(view.barred.get(index, ())):
            yield index, "a date between bars"


def _dated_part(parts: Sequence[str]) -> bool:
    """Whether bars part a line in short parts, one of which is a date and nothing else."""
    if len(parts) < 2 or any(len(part.split()) > _PART_WORDS for part in parts):
        return False
    stamps = (read_stamp(part, fold(part)) for part in parts)
    return any(stamp is not None and stamp.date and not stamp.others for stamp in stamps)


def end_mark(view: View) -> Found:
    """A line of a slash, a number or a box after the last paragraph."""
    _, last = body_ends(view)
    for index in range(max(last, 0), min(len(view), last + 4)):
        if view.lines[index].kind not in _PARTS and _ENDMARK.match(view.lines[index].text):
            yield index, view.lines[index].text.strip()


def end_signs(view: View) -> Found:
    """The signs of two writers under a paragraph, with little running text below: rights, addresses, rules."""
    told = list(accumulate(view.prose, initial=0))
    for index in sorted({index for mark in ("/", "**") for index in view.having(mark)}):
        above, below = told[index], told[-1] - told[index + 1]
        ends = index > 0 and view.prose[index - 1] and below < min(above, _AFTER_SIGNS)
        if ends and view.lines[index].kind not in _PARTS and _SIGNS.match(view.lines[index].text):
            yield index, view.lines[index].text.strip()


def no_words(view: View) -> Found:
    """A line without a letter or a digit: a bullet, a bar, a cross. Dots are an elision, and stay."""
    for index, words in enumerate(view.words):
        if words:
            continue
        bare = view.lines[index].text.strip()
        if not any(map(str.isalnum, bare)) and set(bare) - set(".…·-–—=_*~ \t\xa0"):
            yield index, bare[:20]


def doubled_caption(view: View) -> Found:
    """A sentence written twice in a row with no blank line between: the picture's text and its caption."""
    for a, b in pairwise(range(len(view))):
        # Lines with one key are folded alike, so the others need none.
        alike = view.words[a] >= 8 and view.folded[a] == view.folded[b]
        if alike and view.lines[b].glued and view.key(a) == view.key(b) and view.prose[a]:
            yield a, "written twice in a row"
            yield b, "written twice in a row"


def body_ends(view: View) -> tuple[int, int]:
    """Index of the first and of the last line that reads like prose; ``(-1, -1)`` where none does."""
    prose = [index for index, is_prose in enumerate(view.prose) if is_prose]
    return (prose[0], prose[-1]) if prose else (-1, -1)
