"""What the whole page tells about its dates: one look at all lines before any of them is read."""

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlsplit

from msgspec import Struct

# Both begin with a figure, which the regex engine finds fast, and look back from there.
_FULL = re.compile(r"(\d(?<![\d/.-].)\d{0,3})([/.-])(\d{1,2})\2(\d{1,4})(?![\d/.-])")
_JALALI_YEAR = re.compile(r"[1۱١](?<![\d/].)[34۳۴٣٤]\d\d(?!\d)")
_MONTH = re.compile(
    "(?:فروردین|ارد[یي]بهشت|خرداد|مرداد|شهر[یي]ور|اسفند|آبان|بهمن)"
    r"|\b(?:Farvardin|Ordibehesht|Khordad|Mordad|Shahrivar|Bahman|Esfand)\b"
    # Names that are words too, between a day and a year.
    r"|\d\s(?:ت[یي]ر|مهر|آذر|د[یي])(?:\s?ماه)?\s[1۱١][34۳۴٣٤]|\d\s(?:Tir|Mehr|Aban|Azar|Dey)\s1[34]\d"
)
_IN_MONTHS = ("ر", "ن", "د", "vard", "behe", "rdad", "hriv", "hman", "sfand", "Tir", "Mehr", "Aban", "Azar", "Dey")
"""Every month has one of these; asking for them costs a fraction of the pattern."""
_PERSIAN = "پچژگک"
_READ = 2000
"""Lines looked at: a habit shows early."""


class DateContext(Struct, frozen=True):
    """Habits of a page."""

    solar: bool = False
    """The page dates in the Solar Hijri calendar: years of 1200-1450 and two-digit years are such."""
    recent: bool = False
    """It shows years from 1400 on, so that a two-digit year of 00-10 may be one of them."""
    day_first: bool | None = None
    """02/03/2015 is 2 March; None where the page shows neither habit or both."""


def page_context(
    texts: Iterable[str],
    *,
    url: str | None = None,
    language: str | None = None,
    declared_languages: Iterable[str] = (),
) -> DateContext:
    """Read the habits of a page from its lines, its address and the languages it declares."""
    solar = recent = False
    first = second = 0
    lines = list(islice(texts, _READ))
    whole = "\n".join(lines)
    persian = any(letter in whole for letter in _PERSIAN)
    if _JALALI_YEAR.search(whole) and any(part in whole for part in _IN_MONTHS) and _MONTH.search(whole):
        for text in lines:
            if (years := _JALALI_YEAR.findall(text)) and _MONTH.search(text):
                solar = True
                recent = recent or any(int(year) >= 1400 for year in years)
    for a, _, b, c in _FULL.findall(whole):
        left, middle, right = int(a), int(b), int(c)
        if 1300 <= left <= 1450 and middle <= 12 and right <= 31:
            solar = True
            recent = recent or left >= 1400
        elif 1700 <= right <= 2199:
            first += left > 12 >= middle
            second += middle > 12 >= left
    declared = {code.split("-")[0].lower() for code in (*declared_languages, *([language] if language else ()))}
    host = (urlsplit(url).hostname or "") if url else ""
    solar = solar or (persian and ("fa" in declared or host.endswith((".ir", ".af"))))
    day_first = True if first and not second else False if second and not first else None
    return DateContext(solar, recent, day_first)
